import type { Locator, Page } from '@playwright/test';

/** `/workspaces`: one's own, those to join, those that can be restored. */
export class WorkspacesPage {
  readonly heading: Locator;
  readonly notice: Locator;
  readonly tiles: Locator;
  readonly add: Locator;
  readonly empty: Locator;
  readonly prove: Locator;
  /** The form at `/workspaces/new`. */
  readonly name: Locator;
  readonly slug: Locator;
  readonly submit: Locator;

  constructor(private readonly page: Page) {
    const main = page.getByRole('main');
    this.heading = page.getByRole('heading', { level: 1 });
    this.notice = main.getByRole('status');
    this.tiles = main.locator('.tile');
    this.add = main.getByRole('link', { name: 'Create workspace' });
    this.empty = main.getByRole('heading', { name: 'You are not a member of any workspace' });
    this.prove = main.getByRole('button', { name: 'Send link' });
    this.name = main.getByRole('textbox', { name: 'Workspace name' });
    this.slug = main.getByRole('textbox', { name: 'Address' });
    this.submit = main.getByRole('button', { name: 'Create workspace' });
  }

  async goto(): Promise<void> {
    await this.page.goto('/workspaces');
  }

  join(name: string): Locator {
    return this.page.getByRole('button', { name: `Join ${name}` });
  }

  restore(name: string): Locator {
    return this.page.getByRole('button', { name: `Restore ${name}` });
  }
}

export type Tab = 'General' | 'Access' | 'Security' | 'Domains' | 'Ownership';

/** A workspace's settings, and the question before it is deleted. */
export class WorkspaceSettings {
  readonly heading: Locator;
  readonly notice: Locator;
  readonly problem: Locator;
  readonly save: Locator;
  readonly name: Locator;
  readonly language: (name: string) => Locator;
  readonly defaultRole: Locator;
  readonly allowed: Locator;
  readonly idle: Locator;
  readonly invitationDays: Locator;
  /** Who needs a second factor: the box of a role, and what is said of its people. */
  readonly asked: (role: string) => Locator;
  readonly standing: (role: string) => Locator;
  readonly domain: Locator;
  readonly addDomain: Locator;
  readonly owner: Locator;
  readonly heir: Locator;
  readonly handOver: Locator;
  readonly toDelete: Locator;
  readonly typed: Locator;
  readonly delete: Locator;

  constructor(
    private readonly page: Page,
    private readonly slug = 'demo',
  ) {
    const main = page.getByRole('main');
    this.heading = page.getByRole('heading', { level: 1 });
    this.notice = main.getByRole('status');
    this.problem = main.getByRole('alert');
    this.save = main.getByRole('button', { name: 'Save', exact: true });
    this.name = main.getByRole('textbox', { name: 'Workspace name' });
    this.language = (name) => main.getByRole('checkbox', { name, exact: true });
    this.defaultRole = main.getByRole('combobox', { name: 'Default role' });
    this.allowed = main.getByRole('textbox', { name: 'Allowed e-mail domains' });
    this.idle = main.getByRole('textbox', { name: 'Minutes of inactivity until a session ends' });
    this.invitationDays = main.getByRole('textbox', { name: 'Days to accept an invitation' });
    this.asked = (role) => page.getByRole('checkbox', { name: role, exact: true });
    this.standing = (role) => main.locator('.asked-list > li').filter({ has: this.asked(role) }).locator('.asked-standing');
    this.domain = main.getByRole('textbox', { name: 'E-mail domain' });
    this.addDomain = main.getByRole('button', { name: 'Add domain' });
    this.owner = main.locator('.card').filter({ has: page.getByRole('heading', { name: 'Owner', exact: true }) });
    this.heir = main.getByRole('textbox', { name: 'E-mail of the new owner' });
    this.handOver = main.getByRole('button', { name: 'Transfer' });
    this.toDelete = main.getByRole('link', { name: 'Delete workspace' });
    this.typed = main.getByRole('textbox', { name: /^Type .* to delete it$/ });
    this.delete = main.getByRole('button', { name: 'Delete workspace' });
  }

  async goto(tab: '' | 'access' | 'security' | 'domains' | 'ownership' | 'delete' = ''): Promise<void> {
    await this.page.goto(`/w/${this.slug}/settings${tab && `/${tab}`}`);
  }

  tab(name: Tab): Locator {
    return this.page.getByRole('main').getByRole('navigation').getByRole('link', { name, exact: true });
  }

  /** The card of a domain. */
  domainCard(domain: string): DomainCard {
    return new DomainCard(this.page, domain);
  }
}

export class DomainCard {
  readonly all: Locator;
  readonly proof: Locator;
  readonly copy: Locator;
  readonly verify: Locator;
  readonly remove: Locator;

  constructor(page: Page, domain: string) {
    this.all = page.locator('.card').filter({ has: page.getByRole('heading', { name: domain, exact: true }) });
    this.proof = this.all.getByRole('textbox', { name: 'Proof' });
    this.copy = this.all.getByRole('button', { name: /^(Copy|Copied)$/ });
    this.verify = this.all.getByRole('button', { name: 'Verify' });
    this.remove = this.all.getByRole('button', { name: `Remove domain ${domain}` });
  }
}

/** `/confirm`: one's password again. */
export class ConfirmPage {
  readonly heading: Locator;
  readonly password: Locator;
  readonly submit: Locator;
  readonly cancel: Locator;

  constructor(private readonly page: Page) {
    this.heading = page.getByRole('heading', { level: 1, name: 'Confirm it’s you' });
    this.password = page.getByLabel('Password', { exact: true });
    this.submit = page.getByRole('button', { name: 'Continue' });
    this.cancel = page.getByRole('link', { name: 'Cancel' });
  }

  async goto(next: string): Promise<void> {
    await this.page.goto(`/confirm?next=${encodeURIComponent(next)}`);
  }

  async confirm(password: string): Promise<void> {
    await this.password.fill(password);
    await this.submit.click();
  }
}
