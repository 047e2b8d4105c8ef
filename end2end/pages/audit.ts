import type { Locator, Page } from '@playwright/test';

export class AuditPage {
  readonly heading: Locator;
  readonly who: Locator;
  readonly what: Locator;
  readonly whom: Locator;
  readonly how: Locator;
  readonly from: Locator;
  readonly filter: Locator;
  readonly clear: Locator;
  readonly events: Locator;
  readonly days: Locator;
  readonly next: Locator;
  readonly previous: Locator;
  readonly download: Locator;

  constructor(
    private readonly page: Page,
    private readonly slug = 'demo',
  ) {
    this.heading = page.getByRole('heading', { level: 1, name: 'Audit' });
    const form = page.getByRole('search');
    this.who = form.getByRole('combobox', { name: 'Who', exact: true });
    this.what = form.getByRole('combobox', { name: 'What' });
    this.whom = form.getByRole('combobox', { name: 'Target' });
    this.how = form.getByRole('combobox', { name: 'Source' });
    this.from = form.getByLabel('From');
    this.filter = form.getByRole('button', { name: 'Filter' });
    this.clear = form.getByRole('link', { name: 'Clear filters' });
    this.events = page.locator('.audit-event');
    this.days = page.locator('.audit-date');
    const pages = page.getByRole('navigation', { name: 'Pages' });
    this.next = pages.getByText('Next');
    this.previous = pages.getByText('Previous');
    this.download = page.locator('.page-actions summary', { hasText: 'Download' });
  }

  async goto(query = ''): Promise<void> {
    await this.page.goto(`/w/${this.slug}/audit${query}`);
  }

  /** The event that is told so. */
  event(words: string): Locator {
    return this.events.filter({ hasText: words });
  }

  /** Opens what is known of an event. */
  async open(words: string): Promise<Locator> {
    const event = this.event(words).first();
    await event.locator('summary').click();
    return event;
  }
}
