import type { Locator, Page } from '@playwright/test';
import { UsersPage } from './users.ts';

/** The list of users by keyboard. */
export class ListByKeyboard {
  readonly users: UsersPage;
  readonly editor: Locator;
  readonly help: Locator;

  constructor(
    private readonly page: Page,
    slug = 'demo',
  ) {
    this.users = new UsersPage(page, slug);
    this.editor = page.locator('.row-editor');
    this.help = page.getByRole('dialog', { name: 'Keys of the list' });
  }

  field(name: string): Locator {
    return this.editor.getByRole('textbox', { name });
  }

  /** Presses a key until the list, whose chunk comes once the page is idle, has heard it. */
  async begin(): Promise<void> {
    const first = this.users.rows.first().locator('.row-link');
    for (let i = 0; i < 50 && !(await first.evaluate((at) => at === document.activeElement)); i++) {
      await this.page.keyboard.press('k');
      await this.page.waitForTimeout(100);
    }
  }
}
