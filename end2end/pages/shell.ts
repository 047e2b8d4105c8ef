// What stands around every page of someone who is signed in.

import type { Locator, Page } from '@playwright/test';

export class Shell {
  readonly sideBar: Locator;
  readonly theme: Locator;
  readonly person: Locator;
  readonly workspaces: Locator;

  constructor(private readonly page: Page) {
    const bar = page.getByRole('banner');
    this.sideBar = page.getByRole('navigation', { name: /^(Workspace|Your account)$/ });
    this.theme = bar.getByRole('button', { name: 'Theme' });
    this.person = bar.locator('summary.topbar-person');
    this.workspaces = bar.locator('summary.topbar-workspace');
  }

  place(name: string): Locator {
    return this.sideBar.getByRole('link', { name, exact: true });
  }

  /** An item of the menu under the person's name, which is opened. */
  async item(name: string): Promise<Locator> {
    await this.person.click();
    const item = this.page.getByRole('banner').locator('.menu[open]');
    return item.getByRole('link', { name, exact: true }).or(item.getByRole('button', { name, exact: true }));
  }

  async choose(name: string): Promise<void> {
    await (await this.item(name)).click();
  }
}
