import { signInByRequest } from '../fixtures/seed-people.ts';
import { expect, test } from '../fixtures/index.ts';
import { expectSameDocument, markDocument, ready } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { UsersPage } from '../pages/users.ts';

test('a chunk is fetched when someone goes there, and only then', async ({ roster, page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await signInByRequest(page, await roster.seed());
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  expect(fetched.filter((url) => url.includes('/pkg/chunk-split_')).length, 'its own chunk').toBe(1);
  await markDocument(page);
  await users.add.click();
  await expect(users.dialog).toBeVisible();
  expect(fetched.filter((url) => url.includes('/pkg/chunk-split_changes')).length).toBe(1);
  await expect(users.dialog.locator(':focus'), 'keys reach it').toBeVisible();
  await page.keyboard.press('Escape');
  await expect(users.dialog).toHaveCount(0);
  await new Shell(page).place('Roles').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Roles' })).toBeVisible();
  await expectSameDocument(page);
});

test('a page asks for all of its files before the first has come, and for each once', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const asked: string[] = [];
  let chunkIsAskedFor = (): void => undefined;
  const chunk = new Promise<void>((resolve) => (chunkIsAskedFor = resolve));
  page.on('request', (request) => {
    const file = new URL(request.url()).pathname;
    if (file.endsWith('.wasm')) asked.push(file);
    if (file.startsWith('/pkg/chunk-split_users')) chunkIsAskedFor();
  });
  await page.route('**/pkg/roster.*.wasm', async (route) => {
    await chunk;
    await route.continue();
  });
  await new UsersPage(page).goto();
  await ready(page);
  expect(asked.length, 'the start, the chunk and what it shares with others').toBeGreaterThan(3);
  expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
});

test('where a chunk can’t be fetched, the server’s page is loaded whole', async ({ roster, page, problems }) => {
  problems.expect(/status of 404|HTTP status code is not ok/);
  await signInByRequest(page, await roster.seed());
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  await markDocument(page);
  // As after an upgrade: the page is old, the server has other files.
  await page.route('**/pkg/chunk-*', (route) => route.fulfill({ status: 404 }));
  await new Shell(page).place('Roles').click();
  await expect(page).toHaveURL('/w/demo/roles');
  await expect(page.getByRole('heading', { level: 1, name: 'Roles' })).toBeVisible();
  await expect.poll(() => page.evaluate(() => 'marked' in window)).toBe(false);
  // What can't be taken over stays as it came, and works.
  await page.getByRole('link', { name: 'Users' }).first().click();
  await expect(page).toHaveURL('/w/demo/users');
  await expect(users.rows).toHaveCount(6);
});
