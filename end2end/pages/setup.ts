import type { Locator, Page } from '@playwright/test';

export class SetUpPage {
  readonly workspace: Locator;
  readonly slug: Locator;
  readonly firstName: Locator;
  readonly lastName: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly confirmPassword: Locator;
  readonly submit: Locator;

  constructor(private readonly page: Page) {
    this.workspace = page.getByLabel('Workspace name');
    this.slug = page.getByLabel('Address', { exact: true });
    this.firstName = page.getByLabel('First name');
    this.lastName = page.getByLabel('Last name');
    this.email = page.getByLabel('E-mail');
    this.password = page.getByLabel('Password', { exact: true });
    this.confirmPassword = page.getByLabel('Confirm password', { exact: true });
    this.submit = page.getByRole('button', { name: 'Create workspace' });
  }

  async goto(): Promise<void> {
    await this.page.goto('/setup');
  }

  /** Everything but the password, which a page never shows again. */
  async fill(): Promise<void> {
    await this.workspace.fill('Acme Research');
    await this.slug.fill('acme');
    await this.firstName.fill('Ana');
    await this.lastName.fill('Souza');
    await this.email.fill('ana@acme.example');
  }

  async choosePassword(password: string, again = password): Promise<void> {
    await this.password.fill(password);
    await this.confirmPassword.fill(again);
  }

  /** The same, until its strength is known: once the set-up is done, nobody is told any more. */
  async chooseJudgedPassword(password: string, again = password): Promise<void> {
    const judged = this.page.waitForResponse('**/fn/password-strength');
    await this.choosePassword(password, again);
    await judged;
  }
}
