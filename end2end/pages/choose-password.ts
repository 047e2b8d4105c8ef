import { expect, type Locator, type Page } from '@playwright/test';

export class ChoosePasswordPage {
  readonly password: Locator;
  readonly confirmPassword: Locator;
  readonly submit: Locator;
  readonly strength: Locator;

  constructor(page: Page) {
    this.password = page.getByLabel('New password', { exact: true });
    this.confirmPassword = page.getByLabel('Confirm password', { exact: true });
    this.submit = page.getByRole('button', { name: 'Save password' });
    this.strength = page.locator('.strength');
  }

  /** On a page that runs: once the password is saved, nobody there is told any more how strong one is. */
  async chooseHydrated(password: string): Promise<void> {
    await this.password.fill(password);
    await this.confirmPassword.fill(password);
    await expect(this.strength).toHaveAttribute('data-score', /[0-4]/);
    await this.submit.click();
  }

  async choose(password: string): Promise<void> {
    await this.password.fill(password);
    await this.confirmPassword.fill(password);
    await this.submit.click();
  }
}
