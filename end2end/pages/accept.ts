import type { Locator, Page } from '@playwright/test';

type Mail = { text: string; html: string };

/** Where a mail's button leads, the same in both of its forms. */
export function linkIn({ text, html }: Mail): string {
  const link = /https?:\/\/\S+/.exec(text)?.[0];
  if (!link || !html.includes(`href="${link}"`)) throw new Error(`no link, or not the same one:\n${text}\n${html}`);
  return link;
}

export class AcceptPage {
  readonly heading: Locator;
  readonly firstName: Locator;
  readonly lastName: Locator;
  readonly password: Locator;
  readonly confirmPassword: Locator;
  readonly submit: Locator;

  constructor(private readonly page: Page) {
    this.heading = page.getByRole('heading', { level: 1 });
    this.firstName = page.getByLabel('First name');
    this.lastName = page.getByLabel('Last name');
    this.password = page.getByLabel('Password', { exact: true });
    this.confirmPassword = page.getByLabel('Confirm password', { exact: true });
    this.submit = page.getByRole('button', { name: 'Accept invitation' });
  }

  async goto(link: string): Promise<void> {
    await this.page.goto(link);
  }

  async accept(password: string): Promise<void> {
    await this.password.fill(password);
    await this.confirmPassword.fill(password);
    await this.submit.click();
  }
}
