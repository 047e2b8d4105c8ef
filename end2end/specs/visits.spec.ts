// From page to page within one document, and what that needs.

import { signInByRequest } from '../fixtures/seed-people.ts';
import { expect, test } from '../fixtures/index.ts';
import { expectSameDocument, markDocument, ready } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { UsersPage } from '../pages/users.ts';

test('links lead on within the document, and the history back, to where one was', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 60 }));
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  await markDocument(page);
  await page.evaluate(() => window.scrollTo(0, 600));
  await new Shell(page).place('Roles').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Roles' })).toBeVisible();
  await expect(page).toHaveTitle(/^Roles/);
  await expect(new Shell(page).place('Roles')).toHaveAttribute('aria-current', 'page');
  await expect(page.locator('#announced'), 'for those who do not see it').toHaveText(/^Roles/);
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.goBack();
  await expect(users.rows).toHaveCount(50);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(600);
  await page.goForward();
  await expect(page.getByRole('heading', { level: 1, name: 'Roles' })).toBeVisible();
  await expectSameDocument(page);
});

test('what had the focus and is gone leaves it to the content', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await page.goto('/w/demo/roles');
  await ready(page);
  const role = page.getByRole('main').getByRole('link', { name: 'Manager' }).first();
  await role.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Manager' })).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
});

test('of two links that are followed one after the other, the last is shown', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await page.goto('/w/demo');
  await ready(page);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/w/demo/roles', async (route) => {
    await held;
    await route.continue();
  });
  const shell = new Shell(page);
  await shell.place('Roles').click();
  await shell.place('Groups').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Groups' })).toBeVisible();
  release();
  await page.waitForTimeout(500);
  await expect(page).toHaveURL('/w/demo/groups');
  await expect(page.getByRole('heading', { level: 1, name: 'Groups' })).toBeVisible();
});

test('a page of another build is loaded whole', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await page.goto('/w/demo');
  await ready(page);
  await markDocument(page);
  // As after an upgrade: the page is old, the server has other files.
  await page.evaluate(() => document.documentElement.setAttribute('data-build', '/pkg/roster.old.js'));
  await new Shell(page).place('Roles').click();
  await expect(page).toHaveURL('/w/demo/roles');
  await expect(page.getByRole('heading', { level: 1, name: 'Roles' })).toBeVisible();
  await expect.poll(() => page.evaluate(() => 'marked' in window)).toBe(false);
});

test('a form that can’t be sent says so, and keeps what was typed', async ({ roster, page, problems }) => {
  problems.expect(/Failed to load resource|net::ERR_FAILED/);
  await signInByRequest(page, await roster.seed());
  await page.goto('/w/demo/groups/new');
  await ready(page);
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Night shift');
  await page.route('**/w/demo/groups/new', (route) => route.abort());
  await page.getByRole('main').locator('.btn--primary').click();
  await expect(page.getByRole('alert')).toContainText('try again');
  await expect(name).toHaveValue('Night shift');
  await page.unroute('**/w/demo/groups/new');
  await page.getByRole('main').locator('.btn--primary').click();
  await expect(page.getByRole('main')).toContainText('Night shift');
  await expect(page).toHaveURL(/\/w\/demo\/groups(?!\/new)/);
});

test('a page asks for all that it runs at once, and for each file once', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const asked: string[] = [];
  let textsAreAskedFor = (): void => undefined;
  const texts = new Promise<void>((resolve) => (textsAreAskedFor = resolve));
  page.on('request', (request) => {
    const file = new URL(request.url()).pathname;
    if (file.endsWith('.wasm')) asked.push(file);
    if (file.startsWith('/texts/')) textsAreAskedFor();
  });
  await page.route('**/pkg/roster.*.wasm', async (route) => {
    await texts;
    await route.continue();
  });
  await new UsersPage(page).goto();
  await ready(page);
  expect(asked.length, 'nothing of what is used later').toBe(1);
});
