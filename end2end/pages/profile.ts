import type { Locator, Page } from '@playwright/test';

export class ProfilePage {
  readonly firstName: Locator;
  readonly lastName: Locator;
  readonly language: Locator;
  readonly themes: Locator;
  readonly themeProblem: Locator;
  readonly follow: Locator;
  readonly save: Locator;
  readonly saved: Locator;

  constructor(private readonly page: Page) {
    const main = page.getByRole('main');
    this.firstName = main.getByLabel('First name');
    this.lastName = main.getByLabel('Last name');
    this.language = main.getByRole('combobox', { name: 'Language' });
    this.themes = main.locator('input[name=theme]');
    this.themeProblem = main.locator('#theme-error');
    this.follow = main.getByRole('checkbox', { name: /^Follow the system/ });
    this.save = main.getByRole('button', { name: 'Save', exact: true });
    this.saved = main.getByRole('status').filter({ hasText: 'Your profile has been saved.' });
  }

  async goto(): Promise<void> {
    await this.page.goto('/settings/profile');
  }

  theme(name: string): Locator {
    return this.page.getByRole('main').getByRole('checkbox', { name, exact: true });
  }

  /** Picks these themes and no others. */
  async pick(...names: string[]): Promise<void> {
    for (const theme of await this.themes.all()) await theme.uncheck();
    for (const name of names) await this.theme(name).check();
  }
}
