import type { Locator, Page } from '@playwright/test';

/** Passkeys: their card under Security, and the pages where one is added or managed. */
export class PasskeysPage {
  readonly own: Locator;
  readonly add: Locator;
  readonly name: Locator;
  readonly make: Locator;
  readonly codes: Locator;
  readonly kept: Locator;
  readonly save: Locator;
  readonly remove: Locator;

  constructor(private readonly page: Page) {
    const main = page.getByRole('main');
    const card = main.locator('.card').filter({ has: page.getByRole('heading', { name: 'Passkeys', exact: true }) });
    this.own = card.getByRole('listitem');
    this.add = card.getByRole('link', { name: 'Add a passkey' });
    this.name = main.getByLabel('Name', { exact: true });
    this.make = main.getByRole('button', { name: 'Create passkey' });
    this.codes = main.locator('.recovery-codes li');
    this.kept = main.getByRole('link', { name: 'I have saved them' });
    this.save = main.getByRole('button', { name: 'Save' });
    this.remove = main.getByRole('button', { name: 'Remove' });
  }

  async goto(): Promise<void> {
    await this.page.goto('/settings/security');
  }

  /** Its page. */
  async manage(name: string): Promise<void> {
    await this.page.getByRole('link', { name: `Manage ${name}`, exact: true }).click();
  }
}
