import type { Locator, Page } from '@playwright/test';

export class ChoosePasswordPage {
  readonly password: Locator;
  readonly confirmPassword: Locator;
  readonly submit: Locator;

  constructor(page: Page) {
    this.password = page.getByLabel('New password', { exact: true });
    this.confirmPassword = page.getByLabel('Confirm password', { exact: true });
    this.submit = page.getByRole('button', { name: 'Save password' });
  }

  async choose(password: string): Promise<void> {
    await this.password.fill(password);
    await this.confirmPassword.fill(password);
    await this.submit.click();
  }
}
