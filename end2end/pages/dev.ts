import type { Locator, Page } from '@playwright/test';

/** One's tokens or those of a workspace, a new one, and one of them. */
export class DevPage {
  readonly add: Locator;
  readonly own: Locator;
  readonly description: Locator;
  readonly lifetime: Locator;
  readonly create: Locator;
  readonly secret: Locator;
  readonly call: Locator;
  readonly kept: Locator;
  readonly rotate: Locator;
  readonly revoke: Locator;
  readonly scopesProblem: Locator;
  readonly networks: Locator;
  readonly keepOut: Locator;
  readonly longest: Locator;
  readonly save: Locator;
  readonly lifetimeProblem: Locator;

  constructor(private readonly page: Page) {
    const main = page.getByRole('main');
    this.add = main.getByRole('link', { name: 'New token' });
    this.own = main.locator('.session-list--own').getByRole('listitem');
    this.description = main.getByLabel('Description');
    this.lifetime = main.getByLabel('Expires after');
    this.create = main.getByRole('button', { name: 'Create token' });
    this.secret = main.getByRole('textbox', { name: 'Token' });
    this.call = main.getByRole('textbox', { name: 'Command' });
    this.kept = main.getByRole('link', { name: 'I have copied it' });
    this.rotate = main.getByRole('button', { name: 'Rotate token' });
    this.revoke = main.getByRole('button', { name: 'Revoke token' });
    this.scopesProblem = main.locator('#scopes-error');
    this.networks = main.getByLabel('Networks');
    this.keepOut = main.getByRole('button', { name: 'Keep it out' });
    this.longest = main.getByLabel('Longest lifetime');
    this.save = main.getByRole('button', { name: 'Save' });
    this.lifetimeProblem = main.locator('#default_lifetime-error');
  }

  async goto(query = ''): Promise<void> {
    await this.page.goto(`/settings/dev${query}`);
  }

  async gotoWorkspace(slug: string, path = ''): Promise<void> {
    await this.page.goto(`/w/${slug}/settings/tokens${path}`);
  }

  /** The box of a scope, such as "Users: View". */
  scope(name: string): Locator {
    return this.page.getByRole('checkbox', { name });
  }

  manage(description: string): Locator {
    return this.page.getByRole('link', { name: `Manage ${description}` });
  }
}
