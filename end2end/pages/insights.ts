import type { Locator, Page } from '@playwright/test';

/** Insights on Home. */
export class InsightsOnHome {
  readonly all: Locator;

  constructor(page: Page) {
    this.all = page.getByRole('region', { name: 'Insights' });
  }

  card(name: string): Locator {
    return this.all.getByRole('region', { name, exact: true });
  }
}
