import type { Locator, Page } from '@playwright/test';

/** One's own Lab, and a workspace's. */
export class LabPage {
  readonly cards: Locator;
  readonly turnAllOff: Locator;
  readonly hidePreviews: Locator;
  readonly save: Locator;

  constructor(private readonly page: Page) {
    const main = page.getByRole('main');
    this.cards = main.locator('section.card');
    this.turnAllOff = main.getByRole('button', { name: 'Turn all off' });
    this.hidePreviews = main.getByRole('checkbox', { name: 'Don’t offer previews' });
    this.save = main.getByRole('button', { name: 'Save' });
  }

  async goto(): Promise<void> {
    await this.page.goto('/settings/lab');
  }

  async gotoWorkspace(slug: string): Promise<void> {
    await this.page.goto(`/w/${slug}/settings/lab`);
  }

  /** The card of a feature, by its name. */
  card(feature: string): Locator {
    return this.cards.filter({ has: this.page.getByRole('heading', { name: feature, exact: true }) });
  }

  turnOn(feature: string): Locator {
    return this.page.getByRole('button', { name: `Turn on ${feature}`, exact: true });
  }

  turnOff(feature: string): Locator {
    return this.page.getByRole('button', { name: `Turn off ${feature}`, exact: true });
  }

  /** What a workspace says: "Allow", "Deny" or "Turn on for everyone". */
  policy(feature: string, says: string): Locator {
    return this.page.getByRole('button', { name: `${feature}: ${says}`, exact: true });
  }
}
