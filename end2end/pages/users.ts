import { expect, type Locator, type Page } from '@playwright/test';

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
  readonly more: Locator;
  readonly views: Locator;
  readonly display: Locator;
  readonly download: Locator;
  readonly bulkBar: Locator;
  readonly chosen: Locator;
  readonly range: Locator;
  readonly notice: Locator;
  readonly dialog: Locator;
  readonly panel: UserPanel;
  readonly editing: EditForm;

  constructor(
    private readonly page: Page,
    private readonly slug = 'demo',
  ) {
    this.heading = page.getByRole('heading', { level: 1, name: /^Users/ });
    this.search = page.getByRole('searchbox', { name: 'Search users' });
    this.status = page.getByRole('search').getByRole('combobox', { name: 'Status' });
    this.role = page.getByRole('search').getByRole('combobox', { name: 'Role' });
    this.clear = page.getByRole('main').getByRole('link', { name: 'Clear filters' }).first();
    this.rows = page.getByRole('main').locator('tbody').getByRole('row');
    this.emails = this.rows.locator('.person-mail');
    const pages = page.getByRole('navigation', { name: 'Pages' });
    this.next = pages.getByText('Next');
    this.previous = pages.getByText('Previous');
    this.add = page.getByRole('link', { name: 'Add user' });
    this.more = page.getByRole('search').locator('summary');
    const tools = page.locator('.page-actions');
    this.views = tools.locator('summary', { hasText: 'Views' });
    this.display = tools.locator('summary', { hasText: 'Display' });
    this.download = tools.locator('summary', { hasText: 'Download' });
    this.bulkBar = page.locator('.bulk-bar');
    this.chosen = this.bulkBar.locator('.bulk-chosen');
    this.range = pages.locator('.pager-text');
    this.notice = page.locator('.split-list').getByRole('status').filter({ visible: true });
    this.dialog = page.getByRole('dialog');
    this.panel = new UserPanel(page);
    this.editing = new EditForm(page);
  }

  async goto(query = ''): Promise<void> {
    await this.page.goto(`/w/${this.slug}/users${query}`);
  }

  /** The row of this person. */
  row(email: string): Locator {
    return this.rows.filter({ hasText: email });
  }

  async open(email: string): Promise<void> {
    await this.link(email).click();
  }

  /** What opens this person. */
  link(email: string): Locator {
    return this.row(email).locator('.row-link');
  }

  /** The box that ticks this person. */
  tick(email: string): Locator {
    return this.row(email).getByRole('checkbox');
  }

  /** The three dots of this person's row. */
  async menu(email: string, item: string): Promise<void> {
    await this.row(email).locator('.cell-menu summary').click();
    await this.row(email).locator('.cell-menu .menu-item', { hasText: item }).click();
  }

  /** On to the question what to do with those ticked. */
  async bulk(action: string, role?: string, group?: string): Promise<void> {
    await this.bulkBar.getByRole('combobox', { name: 'What to do' }).selectOption(action);
    if (role) await this.bulkBar.getByRole('combobox', { name: 'Role' }).selectOption(role);
    if (group) await this.bulkBar.getByRole('combobox', { name: 'Group' }).selectOption(group);
    await this.bulkBar.getByRole('button', { name: 'Continue…' }).click();
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
  readonly notice: Locator;
  readonly edit: Locator;
  readonly remove: Locator;

  constructor(page: Page) {
    this.all = page.getByRole('complementary', { name: 'User details' });
    this.name = this.all.locator('.user-card-name');
    this.email = this.all.locator('.user-card-mail');
    this.close = this.all.getByRole('link', { name: 'Close' });
    this.problem = this.all.getByRole('alert');
    this.notice = this.all.getByRole('status');
    this.edit = this.all.getByRole('link', { name: 'Edit', exact: true });
    this.remove = this.all.getByRole('link', { name: 'Remove from Workspace' });
  }

  tab(name: string): Locator {
    return this.all.getByRole('navigation').getByRole('link', { name });
  }

  /** An item of the three dots. What was done before may still draw the panel anew, which closes them. */
  async choose(item: string): Promise<void> {
    const entry = this.all.locator('.panel-head').getByText(item);
    await expect(async () => {
      if (!(await entry.isVisible())) await this.all.locator('.panel-head summary').click({ timeout: 2_000 });
      await entry.click({ timeout: 5_000 });
    }).toPass();
  }

  fact(label: string): Locator {
    return this.all.locator('dl > div').filter({ has: this.all.page().getByText(label, { exact: true }) }).locator('dd');
  }
}

/** The panel as a form. */
export class EditForm {
  readonly all: Locator;
  readonly firstName: Locator;
  readonly lastName: Locator;
  readonly phone: Locator;
  readonly ends: Locator;
  readonly save: Locator;

  constructor(page: Page) {
    this.all = page.getByRole('complementary', { name: /^Edit/ });
    this.firstName = this.all.getByRole('textbox', { name: 'First name' });
    this.lastName = this.all.getByRole('textbox', { name: 'Last name' });
    this.phone = this.all.getByRole('textbox', { name: 'Phone' });
    this.ends = this.all.getByLabel('Last day of membership');
    this.save = this.all.getByRole('button', { name: 'Save' });
  }

  /** The question about a field that someone else has changed as well. */
  conflict(field: string): Locator {
    return this.all.getByRole('alert').getByRole('group', { name: field });
  }

  access(name: RegExp): Locator {
    return this.all.getByRole('radio', { name });
  }

  role(name: RegExp): Locator {
    return this.all.getByRole('checkbox', { name });
  }
}
