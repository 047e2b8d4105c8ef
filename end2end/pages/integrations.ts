import type { Locator, Page } from '@playwright/test';

/** What one's own account is connected with. */
export class IntegrationsPage {
  readonly agenda: Locator;
  readonly consentLink: Locator;

  constructor(private readonly page: Page) {
    const main = page.getByRole('main');
    this.agenda = main.getByRole('region', { name: 'Your next events' });
    this.consentLink = main.getByRole('textbox', { name: 'Link for an administrator' });
  }

  async goto(): Promise<void> {
    await this.page.goto('/settings/integrations');
  }

  /** The card of a service, by its name. */
  card(service: string): Locator {
    return this.page.getByRole('main').getByRole('region', { name: service, exact: true });
  }

  connect(service: string): Locator {
    return this.page.getByRole('link', { name: `Connect ${service}`, exact: true });
  }

  disconnect(service: string): Locator {
    return this.page.getByRole('button', { name: `Disconnect ${service}`, exact: true });
  }

  /** On the page of whoever stands in for the provider. */
  async accept(): Promise<void> {
    await this.page.getByRole('link', { name: 'Accept' }).click();
  }
}
