import type { Locator, Page } from '@playwright/test';

export class InvitationsPage {
  readonly rows: Locator;
  readonly notice: Locator;
  /** The link of the invitation that was just made, where no mail can carry it. */

  constructor(
    private readonly page: Page,
    private readonly slug = 'demo',
  ) {
    this.rows = page.getByRole('main').locator('tbody').getByRole('row');
    this.notice = page.getByRole('main').getByRole('status');
  }

  async goto(): Promise<void> {
    await this.page.goto(`/w/${this.slug}/invitations`);
  }

  row(email: string): Locator {
    return this.rows.filter({ hasText: email });
  }

  linkFor(email: string): Locator {
    return this.page.getByRole('link', { name: `Copy link for ${email}` });
  }

  resend(email: string): Locator {
    return this.page.getByRole('button', { name: `Resend the invitation to ${email}` });
  }

  revoke(email: string): Locator {
    return this.page.getByRole('button', { name: `Revoke the invitation of ${email}` });
  }
}
