import type { Locator, Page } from '@playwright/test';

/** `/settings/security`, and the question before an account is deleted. */
export class SecurityPage {
  readonly notice: Locator;
  readonly problem: Locator;
  readonly current: Locator;
  readonly password: Locator;
  readonly confirmPassword: Locator;
  readonly strength: Locator;
  readonly endOthers: Locator;
  readonly change: Locator;
  readonly sessions: Locator;
  readonly attempts: Locator;
  readonly changes: Locator;
  readonly data: Locator;
  readonly toDelete: Locator;
  readonly keep: Locator;
  readonly going: Locator;
  readonly typed: Locator;
  readonly delete: Locator;

  constructor(private readonly page: Page) {
    const main = page.getByRole('main');
    const card = (title: string) => main.locator('.card').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
    this.notice = main.getByRole('status');
    this.problem = main.getByRole('alert');
    const password = card('Password');
    this.current = password.getByLabel('Current password', { exact: true });
    this.password = password.getByLabel('New password', { exact: true });
    this.confirmPassword = password.getByLabel('Confirm password', { exact: true });
    this.strength = password.locator('.strength');
    this.endOthers = password.getByRole('checkbox', { name: /^Sign out everywhere else/ });
    this.change = password.getByRole('button', { name: 'Change password' });
    this.sessions = card('Sessions').getByRole('listitem');
    this.attempts = card('Sign-ins').getByRole('listitem');
    this.changes = card('What was done to your account').getByRole('listitem');
    const leaving = card('Your data and account');
    this.data = leaving.getByRole('link', { name: 'Download my data' });
    this.toDelete = leaving.getByRole('link', { name: 'Delete my account' });
    this.keep = leaving.getByRole('button', { name: 'Keep my account' });
    this.going = leaving.locator('.notice');
    this.typed = main.getByRole('textbox', { name: /^Type .* to delete/ });
    this.delete = main.getByRole('button', { name: 'Delete my account' });
  }

  async goto(): Promise<void> {
    await this.page.goto('/settings/security');
  }

  async choose(current: string, password: string, again = password): Promise<void> {
    await this.current.fill(current);
    await this.password.fill(password);
    await this.confirmPassword.fill(again);
    await this.change.click();
  }

  /** Ends the session with this number, from the top. */
  end(session: number): Locator {
    return this.sessions.nth(session).getByRole('button', { name: /^Sign out / });
  }
}
