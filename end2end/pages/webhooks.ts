import type { Locator, Page } from '@playwright/test';

/** Where a workspace's events are sent: the list, a new one, and one of them. */
export class WebhooksPage {
  readonly add: Locator;
  readonly own: Locator;
  readonly address: Locator;
  readonly addressProblem: Locator;
  readonly create: Locator;
  readonly secret: Locator;
  readonly kept: Locator;
  readonly sendTest: Locator;
  readonly deliveries: Locator;
  readonly remove: Locator;

  constructor(private readonly page: Page) {
    const main = page.getByRole('main');
    this.add = main.getByRole('link', { name: 'New webhook' });
    this.own = main.locator('.session-list--own').getByRole('listitem');
    this.address = main.locator('#url');
    this.addressProblem = main.locator('#url-error');
    this.create = main.getByRole('button', { name: 'Create webhook' });
    this.secret = main.locator('.copy-field input');
    this.kept = main.locator('.card-foot a.btn--primary');
    this.sendTest = main.getByRole('button', { name: 'Send test event' });
    this.deliveries = main.getByRole('table').getByRole('link');
    this.remove = main.getByRole('button', { name: 'Delete webhook' });
  }

  async goto(): Promise<void> {
    await this.page.goto('/w/demo/settings/webhooks');
  }

  manage(url: string): Locator {
    return this.page.getByRole('link', { name: `Manage the webhook to ${url}` });
  }
}
