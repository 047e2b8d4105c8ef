import type { Locator, Page } from '@playwright/test';

export type Column = 'Name' | 'E-mail' | 'Joined' | 'Last active';

export class UsersPage {
  readonly heading: Locator;
  readonly search: Locator;
  readonly status: Locator;
  readonly role: Locator;
  readonly clear: Locator;
  readonly rows: Locator;
  readonly emails: Locator;
  readonly next: Locator;
  readonly previous: Locator;
  readonly add: Locator;
  readonly panel: UserPanel;

  constructor(
    private readonly page: Page,
    private readonly slug = 'demo',
  ) {
    this.heading = page.getByRole('heading', { level: 1, name: /^Users/ });
    this.search = page.getByRole('searchbox', { name: 'Search users' });
    this.status = page.getByRole('combobox', { name: 'Status' });
    this.role = page.getByRole('combobox', { name: 'Role' });
    this.clear = page.getByRole('search').getByRole('link', { name: 'Clear filters' });
    this.rows = page.getByRole('main').locator('tbody').getByRole('row');
    this.emails = this.rows.locator('.person-mail');
    const pages = page.getByRole('navigation', { name: 'Pages' });
    this.next = pages.getByText('Next');
    this.previous = pages.getByText('Previous');
    this.add = page.getByRole('link', { name: 'Add user' });
    this.panel = new UserPanel(page);
  }

  async goto(query = ''): Promise<void> {
    await this.page.goto(`/w/${this.slug}/users${query}`);
  }

  /** The row of this person. */
  row(email: string): Locator {
    return this.rows.filter({ hasText: email });
  }

  async open(email: string): Promise<void> {
    await this.row(email).getByRole('link').click();
  }

  sort(column: Column): Locator {
    return this.page.getByRole('columnheader').getByRole('link', { name: column, exact: true });
  }

  /** The header that says how the list is sorted. */
  sorted(order: 'ascending' | 'descending'): Locator {
    return this.page.locator(`th[aria-sort=${order}]`);
  }
}

/** One user, beside the list. */
export class UserPanel {
  readonly all: Locator;
  readonly name: Locator;
  readonly email: Locator;
  readonly close: Locator;
  readonly problem: Locator;

  constructor(page: Page) {
    this.all = page.getByRole('complementary', { name: 'User details' });
    this.name = this.all.locator('.user-card-name');
    this.email = this.all.locator('.user-card-mail');
    this.close = this.all.getByRole('link', { name: 'Close' });
    this.problem = this.all.getByRole('alert');
  }

  fact(label: string): Locator {
    return this.all.locator('dl > div').filter({ has: this.all.page().getByText(label, { exact: true }) }).locator('dd');
  }
}
