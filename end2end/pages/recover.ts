import type { Locator, Page } from '@playwright/test';

/** The page that a recovery mail leads to. */
export class RecoverPage {
  readonly password: Locator;
  readonly confirmPassword: Locator;
  /** What ends. */
  readonly sessions: Locator;
  readonly save: Locator;

  constructor(private readonly page: Page) {
    this.password = page.getByLabel('New password', { exact: true });
    this.confirmPassword = page.getByLabel('Confirm password', { exact: true });
    this.sessions = page.locator('.session-list li');
    this.save = page.getByRole('button', { name: 'Save password' });
  }

  async goto(link: string): Promise<void> {
    await this.page.goto(link);
  }

  /** What is removed unless it is ticked. */
  keep(name: string | RegExp): Locator {
    return this.page.getByRole('checkbox', { name });
  }
}
