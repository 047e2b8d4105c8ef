// The pages of an identity provider, and ours around it.

import type { Locator, Page } from '@playwright/test';

export class ProviderPages {
  readonly signInWith: Locator;
  readonly byOrganization: Locator;
  readonly userName: Locator;
  readonly heading: Locator;
  readonly problem: Locator;
  readonly card: Locator;

  constructor(readonly page: Page) {
    this.signInWith = page.getByRole('link', { name: 'Sign in with Acme ID' });
    this.byOrganization = page.getByRole('link', { name: 'Sign in through your organization' });
    this.userName = page.getByLabel('User name');
    this.heading = page.getByRole('heading', { level: 1 });
    this.problem = page.getByRole('alert');
    this.card = page.locator('#providers');
  }

  /** At the provider. */
  async signIn(as: string): Promise<void> {
    await this.userName.fill(as);
    await this.page.getByRole('button', { name: 'Continue' }).click();
  }

  async cancel(): Promise<void> {
    await this.page.getByRole('button', { name: 'Cancel' }).click();
  }
}
