import type { Locator, Page } from '@playwright/test';

type Kind = 'Left out' | 'Added' | 'Invited' | 'Changed' | 'Unchanged';

/** From a file to its plan, and what came of it. */
export class ImportPage {
  readonly file: Locator;
  readonly problem: Locator;
  readonly next: Locator;
  readonly discard: Locator;
  readonly rows: Locator;
  readonly undo: Locator;
  readonly state: Locator;
  readonly recent: Locator;
  readonly header: Locator;
  readonly encoding: Locator;
  readonly separator: Locator;
  readonly readAgain: Locator;
  readonly columns: Locator;

  constructor(
    private readonly page: Page,
    private readonly slug = 'demo',
  ) {
    const main = page.getByRole('main');
    this.file = main.getByLabel('File');
    this.problem = main.locator('#file-error');
    this.next = main.getByRole('button', { name: 'Next' });
    this.discard = main.getByRole('button', { name: 'Discard' });
    this.rows = main.locator('.import-rows tbody').getByRole('row');
    this.undo = main.getByRole('button', { name: 'Undo this import' });
    this.state = main.getByRole('status');
    this.recent = main.locator('tbody').getByRole('row');
    this.header = main.getByRole('combobox', { name: 'Column names' });
    this.encoding = main.getByRole('combobox', { name: 'Encoding' });
    this.separator = main.getByRole('combobox', { name: 'Separator' });
    this.readAgain = main.getByRole('button', { name: 'Read the file again' });
    this.columns = main.locator('.import-columns');
  }

  async goto(): Promise<void> {
    await this.page.goto(`/w/${this.slug}/users/import`);
  }

  async send(name: string, content: string | Buffer): Promise<void> {
    await this.file.setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
    await this.next.click();
  }

  /** What a column of the file means. */
  meaning(column: string): Locator {
    return this.page.getByRole('combobox', { name: `Field for ${column}` });
  }

  async how(name: 'Add immediately' | 'Send invitation'): Promise<void> {
    await this.page.getByRole('radio', { name: new RegExp(`^${name}`) }).check();
  }

  /** The rows of a kind: how many there are; it leads to them. */
  kind(kind: Kind): Locator {
    return this.page.getByRole('navigation', { name: 'Kinds of rows' }).getByRole('link', { name: new RegExp(`^${kind}`) });
  }

  apply(words: string): Locator {
    return this.page.getByRole('button', { name: words });
  }
}
