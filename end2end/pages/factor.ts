import type { Locator, Page } from '@playwright/test';
import { code } from '../fixtures/authenticator.ts';

/** `/settings/security/factor`: a second factor, step by step. */
export class FactorPage {
  /** Why one is here, and the way out. */
  readonly asking: Locator;
  readonly leave: Locator;
  readonly begin: Locator;
  readonly secret: Locator;
  readonly code: Locator;
  readonly turnOn: Locator;
  readonly codes: Locator;
  readonly kept: Locator;
  readonly turnOff: Locator;
  readonly problem: Locator;

  constructor(page: Page) {
    const main = page.getByRole('main');
    this.asking = main.getByRole('status').filter({ hasText: 'requires a second factor' });
    this.leave = this.asking.getByRole('link', { name: 'Leave workspace' });
    this.begin = main.getByRole('button', { name: 'Begin' });
    this.secret = main.getByLabel('Secret', { exact: true });
    this.code = main.getByLabel('Code', { exact: true });
    this.turnOn = main.getByRole('button', { name: 'Turn on' });
    this.codes = main.locator('.recovery-codes li');
    this.kept = main.getByRole('link', { name: 'I have saved them' });
    this.turnOff = main.getByRole('button', { name: 'Turn off' });
    this.problem = main.getByRole('alert');
  }

  /** Types what an app shows that has scanned the picture. */
  async scan(): Promise<void> {
    await this.code.fill(code(await this.secret.inputValue()));
    await this.turnOn.click();
  }
}
