// The page of the API, in three languages, with a script and without; and what a token has asked for.

import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { signInByRequest } from '../fixtures/seed-people.ts';
import { ApiDocsPage } from '../pages/api-docs.ts';
import { DevPage } from '../pages/dev.ts';
import { ready } from '../pages/ready.ts';

test('a call is tried with a token, and written down', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const dev = new DevPage(page);
  await dev.goto('/new?description=Nightly%20export&scopes=read');
  await ready(page);
  await dev.create.click();
  await expect(dev.secret).toHaveValue(/^rst_/);
  const token = await dev.secret.inputValue();

  const docs = new ApiDocsPage(page);
  await docs.goto();
  await expect(docs.heading).toHaveText('The API');
  await docs.token.fill(token);
  const answer = await docs.try('getMe');
  await expect(answer).toContainText('"language": "en"');
  await expectAccessible(page);

  await dev.goto();
  await ready(page);
  await page.getByRole('link', { name: 'Calls of Nightly export' }).click();
  await expect(page).toHaveURL(/\/calls$/);
  await expect(async () => {
    await page.reload();
    await expect(dev.own).toContainText(['GET /me'], { timeout: 500 });
  }).toPass();
  await ready(page);
  await expectAccessible(page);
  await page.getByLabel('Answer').selectOption('Refused');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page.getByText('There are no such calls.')).toBeVisible();
});

test('it is whole without a script, in three languages and on a phone', async ({ roster, visitor }) => {
  await roster.seed();
  for (const [locale, title] of [['pt-BR', 'A API'], ['es', 'La API'], ['en', 'The API']]) {
    const page = await visitor({ locale, javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    const docs = new ApiDocsPage(page);
    await docs.goto();
    await expect(docs.heading).toHaveText(title);
    await expect(docs.call('listUsers')).toContainText('users:read');
    await expect(docs.token).toBeHidden();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
});
