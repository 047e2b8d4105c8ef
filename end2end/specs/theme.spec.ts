import type { Page } from '@playwright/test';
import { signInByRequest } from '../fixtures/seed-people.ts';
import { expect, test } from '../fixtures/index.ts';
import { ProfilePage } from '../pages/profile.ts';
import { answered, expectSameDocument, markDocument, ready, hydrate } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { SignInPage } from '../pages/sign-in.ts';

test('the server paints the theme before any script', async ({ roster, visitor }) => {
  const admin = await roster.seed();
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await visitor({ javaScriptEnabled: false, colorScheme });
    await page.goto('/sign-in');
    const html = page.locator('html');
    await expect(html, 'nobody has chosen: the system decides').toHaveAttribute('data-follow', '');
    await expect(html).toHaveAttribute('data-theme-light', 'daylight');
    await expect(html).toHaveAttribute('data-theme-dark', 'midnight');
    expect(await isDark(page)).toBe(colorScheme === 'dark');

    await signInByRequest(page, admin);
    await page.goto('/w/demo');
    expect(await isDark(page)).toBe(colorScheme === 'dark');
  }

  // A choice wins over the system.
  const page = await visitor({ javaScriptEnabled: false, colorScheme: 'light' });
  await page.context().addCookies([{ name: 'roster-theme', value: 'paper+ember:1', url: roster.url }]);
  await page.goto('/sign-in');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'ember');
  expect(await isDark(page)).toBe(true);
});

test('the switcher goes round in place, and the account remembers', async ({ roster, page, visitor }) => {
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  await page.goto('/w/demo');
  await ready(page);
  await markDocument(page);
  const { theme } = new Shell(page);
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-follow', '');
  await press(page, theme);
  await expect(html).toHaveAttribute('data-theme', 'daylight');
  await press(page, theme);
  await expect(html).toHaveAttribute('data-theme', 'midnight');
  expect(await isDark(page)).toBe(true);
  await expectSameDocument(page);
  await page.reload();
  await expect(html).toHaveAttribute('data-theme', 'midnight');

  const elsewhere = await visitor();
  await new SignInPage(elsewhere).goto();
  await new SignInPage(elsewhere).signIn(admin);
  await expect(elsewhere).toHaveURL('/w/demo');
  await expect(elsewhere.locator('html')).toHaveAttribute('data-theme', 'midnight');
});

test('a browser remembers without an account, even when its cookies go', async ({ roster, page, context }) => {
  await roster.seed();
  await new SignInPage(page).goto();
  await hydrate(page);
  const theme = page.getByRole('button', { name: 'Theme' });
  const html = page.locator('html');
  await press(page, theme);
  await press(page, theme);
  await expect(html).toHaveAttribute('data-theme', 'midnight');
  expect(await (await page.request.get('/sign-in')).text()).toMatch(/<html[^>]* data-theme="midnight"/);

  await context.clearCookies();
  await page.reload();
  await expect(html).toHaveAttribute('data-follow', '');
  const told = page.waitForResponse('**/preferences/theme');
  await hydrate(page);
  await expect(html).toHaveAttribute('data-theme', 'midnight');
  await told;
  expect(await (await page.request.get('/sign-in')).text()).toMatch(/<html[^>]* data-theme="midnight"/);
});

test('two themes are picked in the settings, and a third takes the place of one', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await page.goto('/w/demo');
  await ready(page);
  await new Shell(page).choose('User Settings');
  const profile = new ProfilePage(page);
  await ready(page);
  await expect(profile.themes).toHaveCount(8);
  await expect(profile.theme('Daylight')).toBeChecked();
  await expect(profile.theme('Midnight')).toBeChecked();

  await profile.pick('Paper', 'Ember');
  await profile.theme('Forest').click();
  await expect(profile.theme('Forest')).toBeChecked();
  await expect(profile.theme('Ember'), 'of its kind, it was there before').not.toBeChecked();
  await expect(profile.theme('Paper')).toBeChecked();
  await profile.pick();
  await answered(profile.save);
  await expect(profile.themeProblem).toHaveText('Pick one or two themes.');

  await profile.pick('Paper', 'Ember');
  await profile.follow.uncheck();
  await profile.save.click();
  await expect(profile.saved).toBeVisible();
  await ready(page);
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-theme', 'paper');
  await expect(profile.theme('Paper')).toBeChecked();
  await expect(profile.theme('Daylight')).not.toBeChecked();
  const { theme } = new Shell(page);
  await press(page, theme);
  await expect(html).toHaveAttribute('data-theme', 'ember');
});

/** The switcher, until the server knows. */
async function press(page: Page, theme: Shell['theme']): Promise<void> {
  const told = page.waitForResponse('**/preferences/theme');
  await theme.click();
  await told;
}

/** Whether the ground of the page is nearer to black than to white, whichever way its colour is written. */
const isDark = (page: Page) =>
  page.evaluate(() => {
    const paint = document.createElement('canvas').getContext('2d')!;
    paint.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
    paint.fillRect(0, 0, 1, 1);
    const [red, green, blue] = paint.getImageData(0, 0, 1, 1).data;
    return red + green + blue < 384;
  });
