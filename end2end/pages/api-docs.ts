import type { Locator, Page } from '@playwright/test';

/** The page that explains the API, and tries it. */
export class ApiDocsPage {
  readonly heading: Locator;
  readonly token: Locator;

  constructor(private readonly page: Page) {
    this.heading = page.getByRole('heading', { level: 1 });
    this.token = page.locator('#token');
  }

  async goto(): Promise<void> {
    await this.page.goto('/api/docs');
  }

  /** What is said of one call, such as "getMe". */
  call(id: string): Locator {
    return this.page.locator(`article[aria-labelledby="${id}"]`);
  }

  /** Sends it as it stands there, and answers what comes back. */
  async try(id: string): Promise<Locator> {
    const call = this.call(id);
    await call.locator('summary').click();
    await call.getByRole('button').click();
    return call.locator('pre[aria-live]');
  }
}
