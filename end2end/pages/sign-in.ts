import type { Locator, Page } from '@playwright/test';
import type { SignIn } from '../fixtures/roster.ts';

export class SignInPage {
  readonly email: Locator;
  readonly password: Locator;
  readonly submit: Locator;
  readonly passkey: Locator;
  readonly problem: Locator;

  constructor(private readonly page: Page) {
    this.email = page.getByLabel('E-mail', { exact: true });
    this.password = page.getByLabel('Password', { exact: true });
    this.submit = page.getByRole('button', { name: 'Sign in', exact: true });
    this.passkey = page.getByRole('button', { name: 'Sign in with a passkey' });
    this.problem = page.getByRole('alert');
  }

  async goto(): Promise<void> {
    await this.page.goto('/sign-in');
  }

  async signIn({ email, password }: SignIn): Promise<void> {
    await this.email.fill(email);
    await this.password.fill(password);
    await this.submit.click();
  }
}
