import type { Locator, Page } from '@playwright/test';

export class InvitationsPage {
  readonly rows: Locator;
  readonly notice: Locator;

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

  /** The question before an invitation is revoked. */
  get question(): Locator {
    return this.page.getByRole('dialog', { name: /^Revoke the invitation/ });
  }

  /** Revokes, past the question. */
  async revokeNow(email: string): Promise<void> {
    await this.revoke(email).click();
    await this.question.getByRole('button', { name: 'Revoke invitation' }).click();
  }

  linkFor(email: string): Locator {
    return this.page.getByRole('link', { name: `Copy link for ${email}` });
  }

  resend(email: string): Locator {
    return this.page.getByRole('button', { name: `Resend the invitation to ${email}` });
  }

  revoke(email: string): Locator {
    return this.page.getByRole('link', { name: `Revoke the invitation of ${email}` });
  }
}
