import type { Locator, Page } from '@playwright/test';

/** The roles of a workspace, and one of them. */
export class RolesPage {
  readonly heading: Locator;
  readonly add: Locator;
  readonly rows: Locator;
  readonly notice: Locator;
  readonly name: Locator;
  readonly next: Locator;
  readonly save: Locator;
  readonly submit: Locator;
  readonly delete: Locator;
  readonly instead: Locator;
  readonly affected: Locator;

  constructor(
    private readonly page: Page,
    private readonly slug = 'demo',
  ) {
    const main = page.getByRole('main');
    this.heading = page.getByRole('heading', { level: 1 });
    this.add = main.getByRole('link', { name: 'Add role' });
    this.rows = main.locator('.roles-table tbody').getByRole('row');
    this.notice = main.getByRole('status');
    this.name = main.getByRole('textbox', { name: 'Name' });
    this.next = main.getByRole('button', { name: 'Review the change' });
    this.save = main.getByRole('button', { name: 'Save' });
    this.submit = main.getByRole('button', { name: 'Add role' });
    this.delete = main.getByRole('link', { name: 'Delete role' });
    this.instead = main.getByRole('combobox', { name: 'Replacement role' });
    this.affected = main.locator('tbody').getByRole('row');
  }

  async goto(): Promise<void> {
    await this.page.goto(`/w/${this.slug}/roles`);
  }

  row(name: string): Locator {
    return this.rows.filter({ hasText: name });
  }

  async open(name: string): Promise<void> {
    await this.rows.getByRole('link', { name, exact: true }).click();
  }

  /** The box of a permission, "Users: View". */
  box(permission: string): Locator {
    return this.page.getByRole('checkbox', { name: permission });
  }
}
