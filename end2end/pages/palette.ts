import { expect, type Locator, type Page } from '@playwright/test';

/** The command palette. */
export class Palette {
  readonly button: Locator;
  readonly dialog: Locator;
  readonly field: Locator;
  readonly options: Locator;
  readonly status: Locator;

  constructor(private readonly page: Page) {
    this.button = page.getByRole('banner').getByRole('button', { name: 'Command palette' });
    this.dialog = page.getByRole('dialog', { name: 'Command palette' });
    this.field = this.dialog.getByRole('combobox');
    this.options = this.dialog.getByRole('option');
    this.status = this.dialog.getByRole('status');
  }

  /** By its keys; its chunk comes once the page is idle, and the button with it. */
  async open(): Promise<void> {
    await expect(this.button).toBeVisible();
    await this.page.keyboard.press('Control+k');
    await expect(this.field).toBeFocused();
  }

  /** The option that Enter would choose. */
  active(): Locator {
    return this.dialog.locator('[role=option][aria-selected=true]');
  }
}
