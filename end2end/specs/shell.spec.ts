import { signInByRequest } from '../fixtures/seed-people.ts';
import { expect, test } from '../fixtures/index.ts';
import { ready } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';

test('the menus work by keyboard and close when one looks elsewhere', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await page.goto('/w/demo');
  await ready(page);
  const shell = new Shell(page);
  const menu = page.getByRole('banner').locator('.menu[open]');
  await shell.person.focus();
  await page.keyboard.press('Enter');
  await expect(menu).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(menu.getByRole('link', { name: 'My profile' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(menu.getByRole('link', { name: 'User Settings' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(shell.person).toBeFocused();

  await shell.person.click();
  await expect(menu).toHaveCount(1);
  await shell.workspaces.click();
  await expect(menu, 'one menu at a time').toHaveCount(1);
  await page.getByRole('heading', { level: 1 }).click();
  await expect(menu).toHaveCount(0);
});

test('the switcher leads to one’s other workspaces', async ({ roster, page }) => {
  await roster.seed({ slug: 'other' });
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  await page.goto('/w/demo');
  await ready(page);
  const shell = new Shell(page);
  await shell.workspaces.click();
  const menu = page.getByRole('banner').locator('.menu[open]');
  await expect(menu.getByRole('link'), 'only one’s own').toHaveText([/Demo workspace/, 'All workspaces']);
});

test('the first Tab offers to skip to the content', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await page.goto('/w/demo');
  await ready(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('what stands still does not move the page when it is focused, and nothing is focused under it', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 60 }));
  await page.goto('/w/demo/users');
  await ready(page);
  const still = ['.topbar-person', '.nav-link', '.th-sort', '.pager a', '.fab'];
  for (const control of still) {
    await page.evaluate(() => window.scrollTo(0, 1000));
    await page.locator(control).first().focus();
    expect(await page.evaluate(() => window.scrollY), control).toBe(1000);
  }
  await page.evaluate(() => window.scrollTo(0, 0));
  const links = page.getByRole('main').locator('tbody').getByRole('link');
  const foot = (await page.locator('.list-foot').boundingBox())!;
  for (const n of [...Array(20).keys()]) {
    await links.nth(n).focus();
    const link = (await links.nth(n).boundingBox())!;
    expect(link.y + link.height, `row ${n}`).toBeLessThanOrEqual(foot.y);
  }
  const head = (await page.locator('thead').boundingBox())!;
  for (const n of [...Array(20).keys()].reverse()) {
    await links.nth(n).focus();
    expect((await links.nth(n).boundingBox())!.y, `row ${n}`).toBeGreaterThanOrEqual(head.y);
  }
});

test('addresses that are not there, and workspaces that are not one’s own, get the same page', async ({ roster, page, problems }) => {
  problems.expect(/status of 404/);
  await roster.seed({ slug: 'other' });
  await signInByRequest(page, await roster.seed());
  for (const address of ['/nowhere', '/w/other', '/w/nowhere', '/w/other/users']) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing at this address');
  }
  await page.getByRole('link', { name: 'Go home' }).click();
  await expect(page).toHaveURL('/w/demo');
});
