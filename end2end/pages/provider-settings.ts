import type { Locator, Page } from '@playwright/test';

/** A workspace's own identity provider: the tab "Sign-in" of its settings. */
export class ProviderSettingsPage {
  readonly name: Locator;
  readonly issuer: Locator;
  readonly issuerProblem: Locator;
  readonly clientId: Locator;
  readonly clientSecret: Locator;
  readonly connect: Locator;
  readonly save: Locator;
  readonly addresses: Locator;
  readonly test: Locator;
  readonly group: Locator;
  readonly role: Locator;
  readonly addGroup: Locator;
  readonly groups: Locator;
  readonly breakGlass: Locator;
  readonly require: Locator;
  readonly remove: Locator;
  readonly done: Locator;

  constructor(private readonly page: Page) {
    const main = page.getByRole('main');
    this.name = main.locator('#name');
    this.issuer = main.locator('#issuer');
    this.issuerProblem = main.locator('#issuer-error');
    this.clientId = main.locator('#client_id');
    this.clientSecret = main.locator('#client_secret');
    this.connect = main.getByRole('button', { name: 'Connect', exact: true });
    this.save = main.getByRole('button', { name: 'Save', exact: true });
    this.addresses = main.locator('.copy-field input');
    this.test = main.getByRole('button', { name: 'Test sign-in' });
    this.group = main.locator('#group_name');
    this.role = main.locator('#role');
    this.addGroup = main.getByRole('button', { name: 'Add group' });
    this.groups = main.locator('#groups').getByRole('listitem');
    this.breakGlass = main.locator('#break_glass');
    this.require = main.getByRole('button', { name: 'Require it' });
    this.remove = main.getByRole('button', { name: 'Remove provider' });
    this.done = main.getByRole('status');
  }

  async goto(): Promise<void> {
    await this.page.goto('/w/demo/settings/sign-in');
  }

  async fill(issuer: string): Promise<void> {
    await this.name.fill('Demo ID');
    await this.issuer.fill(issuer);
    await this.clientId.fill('roster');
    await this.clientSecret.fill('hush-hush');
  }
}
