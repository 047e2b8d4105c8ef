// The profile: picture, names, telephone number, time zone, two tabs, and what is not saved.

import type { Page } from '@playwright/test';
import { signInByRequest } from '../fixtures/seed-people.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { bomb, cut, halves, large, svg } from '../fixtures/pictures.ts';
import { ProfilePage } from '../pages/profile.ts';
import { answered, expectSameDocument, markDocument, ready } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { UsersPage } from '../pages/users.ts';

const [RED, BLUE] = ['red', 'blue'];

test('a picture is framed, sent, and seen at once everywhere', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const profile = new ProfilePage(page);
  const { picture } = profile;
  await profile.goto();
  await ready(page);
  await markDocument(page);
  await profile.lastName.fill('Typed meanwhile');
  const bar = new Shell(page).person.locator('img.avatar');
  await expect(bar).toHaveCount(0);

  await picture.choose(halves(400, 200));
  await expect(picture.frame).toBeFocused();
  await page.keyboard.press('+');
  await expect(picture.zoom).toHaveValue('110');
  for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('-');
  await picture.use.click();
  await expect(picture.done).toHaveText('Your picture has been saved.');
  await expect(picture.frame).toHaveCount(0);
  await expect(picture.shown).toHaveAttribute('src', /^\/avatars\/[0-9a-f]{32}\?size=512$/);
  await expect(bar).toHaveAttribute('src', /\?size=96$/);
  expect(await colours(page, '.picture-field img')).toEqual([BLUE, BLUE]);
  await expectSameDocument(page);
  await expect(profile.lastName, 'what was typed stays').toHaveValue('Typed meanwhile');

  await picture.drop(halves(400, 200));
  await expect(picture.frame).toBeVisible();
  const box = (await picture.frame.boundingBox())!;
  await page.mouse.move(box.x + 20, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 100, { steps: 4 });
  await page.mouse.move(box.x + 600, box.y + 100, { steps: 4 });
  await page.mouse.up();
  const before = await picture.shown.getAttribute('src');
  await picture.use.click();
  await expect(picture.shown).not.toHaveAttribute('src', before!);
  expect(await colours(page, '.picture-field img')).toEqual([RED, RED]);

  page.once('dialog', (question) => question.accept());
  const users = new UsersPage(page);
  await users.goto('?q=admin');
  await expect(page.locator('tbody img.avatar')).toHaveCount(1);

  await profile.goto();
  await ready(page);
  await picture.remove.click();
  await expect(picture.done).toHaveText('Your picture has been removed.');
  await expect(picture.shown).toHaveCount(0);
  await expect(bar).toHaveCount(0);
  await expect(picture.remove).toHaveCount(0);
});

test('what is no picture to take is said at once, and nothing is sent', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const { picture, ...profile } = new ProfilePage(page);
  await page.goto('/settings/profile');
  await ready(page);
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  for (const [file, words] of [
    [svg(), 'SVG drawings are not taken.'],
    [{ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('GIF89a') }, 'This is no PNG, JPEG or WebP picture'],
    [bomb(), 'This picture has too many pixels.'],
    [cut(halves(300, 200)), 'This picture is damaged or incomplete.'],
    [large(), 'This file is too large: 5 MB at most.'],
  ] as const) {
    await picture.choose(file);
    await expect(picture.problem).toContainText(words);
    await expect(picture.frame).toHaveCount(0);
    await expect(picture.file).toHaveAttribute('aria-invalid', 'true');
    await expect(picture.file).toBeFocused();
  }
  expect(sent).toEqual([]);
  await picture.choose(halves(30, 20));
  await expect(picture.problem).toBeEmpty();
  await expect(picture.frame).toBeVisible();
  await picture.cancel.click();
  await expect(picture.frame).toHaveCount(0);
  await expect(profile.save).toBeVisible();
});

test('telephone number and time zone are saved', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const profile = new ProfilePage(page);
  await profile.goto();
  await ready(page);
  await profile.phone.fill('12345');
  await profile.timeZone.selectOption('America/Sao_Paulo');
  await answered(profile.save);
  await expect(profile.phoneProblem).toContainText('Write the number with its country');
  await expect(profile.phone).toBeFocused();
  await expect(profile.timeZone).toHaveValue('America/Sao_Paulo');
  await profile.phone.fill('+55 (11) 98765-4321');
  await profile.save.click();
  await expect(profile.saved).toBeVisible();
  await expect(profile.phone).toHaveValue('+55 11 98765-4321');
  await expect(profile.timeZone).toHaveValue('America/Sao_Paulo');
});

test('of two tabs the second sees what the first saved', async ({ roster, page, context }) => {
  await signInByRequest(page, await roster.seed());
  const profile = new ProfilePage(page);
  await profile.goto();
  const other = new ProfilePage(await context.newPage());
  await other.goto();
  await ready(page);
  await profile.firstName.fill('Ana Sofia');
  await profile.save.click();
  await expect(profile.saved).toBeVisible();

  await other.firstName.fill('Anita');
  await answered(other.save);
  await expect(other.conflict).toContainText('This was changed elsewhere while you were editing');
  await expect(other.conflict.getByLabel('Saved: Ana Sofia')).toBeVisible();
  await expect(other.firstName).toHaveValue('Anita');
  await other.save.click();
  await expect(other.saved).toBeVisible();
  await expect(other.firstName).toHaveValue('Anita');
});

test('whoever leaves without saving is asked, if anything differs', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const profile = new ProfilePage(page);
  await profile.goto();
  await ready(page);
  const first = await profile.firstName.inputValue();
  const asked: string[] = [];
  page.on('dialog', async (question) => {
    asked.push(question.type());
    await question.dismiss();
  });
  await profile.firstName.fill('Anita');
  const tab = page.getByRole('main').getByRole('link', { name: 'Profile', exact: true });
  await tab.click();
  await expect(profile.leaving).toBeVisible();
  await expect(profile.leaving.getByRole('button', { name: 'Stay' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(profile.leaving).toHaveCount(0);
  await expect(profile.firstName).toHaveValue('Anita');

  await page.reload({ timeout: 3000 }).catch(() => {});
  expect(asked).toEqual(['beforeunload']);
  await expect(profile.firstName).toHaveValue('Anita');

  await profile.firstName.fill(first);
  await tab.click();
  await expect(profile.leaving).toHaveCount(0);
  await page.reload();
  expect(asked, 'nothing differs any more').toHaveLength(1);
});

test('a theme is seen as soon as it is picked, and a third takes the place of one of its kind', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const profile = new ProfilePage(page);
  await profile.goto();
  await ready(page);
  const html = page.locator('html');
  await profile.theme('Paper').check();
  await expect(profile.theme('Daylight')).not.toBeChecked();
  await expect(profile.theme('Midnight')).toBeChecked();
  await expect(html, 'the system is followed still').toHaveAttribute('data-theme-light', 'paper');
  await profile.follow.uncheck();
  await profile.theme('Midnight').uncheck();
  await profile.theme('Ember').check();
  await expect(html).toHaveAttribute('data-theme', 'ember');
  page.once('dialog', (question) => question.accept());
  await page.reload();
  await expect(html, 'it was not saved').toHaveAttribute('data-follow', '');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page is accessible while a picture is framed, and with a conflict (${colorScheme})`, async ({ roster, visitor }) => {
    const page = await visitor({ colorScheme });
    await signInByRequest(page, await roster.seed());
    const profile = new ProfilePage(page);
    await profile.goto();
    await ready(page);
    await profile.picture.choose(halves(300, 200));
    await expect(profile.picture.frame).toBeVisible();
    await expectAccessible(page);
    await profile.picture.choose(svg());
    await expect(profile.picture.problem).not.toBeEmpty();
    const other = new ProfilePage(await page.context().newPage());
    await other.goto();
    await ready(page);
    await other.firstName.fill('Anita');
    await other.save.click();
    await expect(other.saved).toBeVisible();
    await profile.firstName.fill('Ana Sofia');
    await answered(profile.save);
    await expect(profile.conflict).toBeVisible();
    await expectAccessible(page);
  });
}

test('what frames a picture comes with the first touch; where it can not, a dropped file is sent as it is', async ({
  roster,
  page,
  problems,
}) => {
  problems.expect(/Failed to load resource|Failed to fetch|picture/);
  const asked: string[] = [];
  await page.route('**/pkg/chunk-split_picture.*', (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  await signInByRequest(page, await roster.seed());
  const profile = new ProfilePage(page);
  const { picture } = profile;
  await profile.goto();
  await ready(page);
  await expect(picture.upload).toBeHidden();
  await page.waitForLoadState('networkidle');
  expect(asked).toEqual([]);
  await picture.drop(halves(300, 200));
  await expect(picture.upload).toBeVisible();
  expect(asked).toHaveLength(1);
  await picture.upload.click();
  await expect(picture.shown).toBeVisible();
});

test('without a script a picture is a plain form', async ({ roster, visitor, problems }) => {
  problems.expect(/status of 422/);
  const page = await visitor({ javaScriptEnabled: false });
  await signInByRequest(page, await roster.seed());
  const profile = new ProfilePage(page);
  const { picture } = profile;
  await profile.goto();
  await picture.choose(svg());
  await picture.upload.click();
  await expect(picture.problem).toContainText('SVG drawings are not taken.');
  await expect(page).toHaveURL('/settings/profile');
  await picture.choose(halves(300, 200));
  await picture.upload.click();
  await expect(page.getByRole('status').filter({ hasText: 'Your picture has been saved.' })).toBeVisible();
  await expect(picture.shown).toBeVisible();
  await picture.remove.click();
  await expect(page.getByRole('status').filter({ hasText: 'Your picture has been removed.' })).toBeVisible();
  await expect(picture.shown).toHaveCount(0);
});

/** What stands at the left and at the right edge of a picture. */
const colours = (page: Page, selector: string) =>
  page.locator(selector).evaluate(async (found) => {
    const image = found as HTMLImageElement;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const paint = canvas.getContext('2d', { willReadFrequently: true })!;
    paint.drawImage(image, 0, 0);
    return [4, canvas.width - 5].map((x) => {
      const [red, , blue] = paint.getImageData(x, canvas.height / 2, 1, 1).data;
      return red > blue ? 'red' : 'blue';
    });
  });
