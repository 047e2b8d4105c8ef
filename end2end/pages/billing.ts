import type { Locator, Page } from '@playwright/test';

/** Credits: of one's own account, and of a workspace. */
export class BillingPage {
  readonly details: Locator;
  readonly chart: Locator;
  readonly numbers: Locator;
  readonly dayTable: Locator;
  readonly give: Locator;
  readonly amount: Locator;
  readonly amountProblem: Locator;
  readonly submitGrant: Locator;
  readonly said: Locator;
  readonly reason: Locator;
  readonly ask: Locator;
  readonly ledger: Locator;
  readonly entries: Locator;
  readonly correct: Locator;
  readonly note: Locator;
  readonly submitCorrection: Locator;
  readonly requests: Locator;
  readonly approve: Locator;
  readonly caps: Locator;
  readonly addCap: Locator;
  readonly statements: Locator;

  constructor(private readonly page: Page) {
    const main = page.getByRole('main');
    this.details = main.getByRole('link', { name: /^Details of/ });
    this.chart = main.getByRole('img', { name: /^Bars of the credits used/ });
    this.numbers = main.getByText('Numbers by day');
    this.dayTable = main.getByRole('table', { name: 'Consumption' });
    this.give = main.getByRole('link', { name: 'Give credits' });
    this.amount = main.locator('#amount');
    this.amountProblem = main.locator('#amount-error');
    this.submitGrant = main.getByRole('button', { name: 'Give credits' });
    this.said = main.locator('.notice--ok');
    this.reason = main.locator('#reason');
    this.ask = main.getByRole('button', { name: 'Send request' });
    this.ledger = main.getByRole('link', { name: 'Ledger' });
    this.entries = main.getByRole('table', { name: 'Ledger' }).locator('tbody tr');
    this.correct = main.getByRole('link', { name: /^Correct entry/ });
    this.note = main.locator('#note');
    this.submitCorrection = main.getByRole('button', { name: 'Correct the entry' });
    this.requests = main.getByRole('link', { name: /^Requests/ });
    this.approve = main.getByRole('button', { name: 'Approve' });
    this.caps = main.getByRole('link', { name: 'Caps' });
    this.addCap = main.getByRole('button', { name: 'Add cap' });
    this.statements = main.locator('.statement-list a');
  }

  async goto(): Promise<void> {
    await this.page.goto('/settings/billing');
  }

  async gotoWallet(): Promise<void> {
    await this.page.goto('/w/demo/settings/billing');
  }
}
