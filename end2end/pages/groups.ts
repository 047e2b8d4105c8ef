import type { Locator, Page } from '@playwright/test';

/** The groups of a workspace, and one of them. */
export class GroupsPage {
  readonly heading: Locator;
  readonly empty: Locator;
  readonly add: Locator;
  readonly rows: Locator;
  readonly notice: Locator;
  readonly name: Locator;
  readonly about: Locator;
  readonly submit: Locator;
  readonly save: Locator;
  readonly delete: Locator;
  readonly people: Locator;
  readonly person: Locator;
  readonly join: Locator;
  readonly members: Locator;

  constructor(
    private readonly page: Page,
    private readonly slug = 'demo',
  ) {
    const main = page.getByRole('main');
    this.heading = page.getByRole('heading', { level: 1 });
    this.empty = main.getByRole('heading', { name: 'No groups yet' });
    this.add = main.getByRole('link', { name: 'Add group' });
    this.rows = main.locator('.groups-table tbody').getByRole('row');
    this.notice = main.getByRole('status');
    this.name = main.getByRole('textbox', { name: 'Name' });
    this.about = main.getByRole('textbox', { name: 'Description' });
    this.submit = main.getByRole('button', { name: 'Add group' });
    this.save = main.getByRole('button', { name: 'Save' });
    this.delete = main.getByRole('link', { name: 'Delete group' });
    this.people = main.getByRole('link', { name: /^\d+ (person|people)$/ });
    this.person = main.getByRole('combobox', { name: 'E-mail of the person to add' });
    this.join = main.getByRole('button', { name: 'Add to group' });
    this.members = main.locator('.group-people tbody').getByRole('row');
  }

  async goto(): Promise<void> {
    await this.page.goto(`/w/${this.slug}/groups`);
  }

  row(name: string): Locator {
    return this.rows.filter({ hasText: name });
  }

  async open(name: string): Promise<void> {
    await this.rows.getByRole('link', { name, exact: true }).click();
  }

  /** Takes this person out. */
  takeOut(name: string): Locator {
    return this.page.getByRole('button', { name: `Remove ${name} from the group` });
  }

  /** The box of a role that it gives. */
  role(name: string): Locator {
    return this.page.getByRole('checkbox', { name, exact: true });
  }
}
