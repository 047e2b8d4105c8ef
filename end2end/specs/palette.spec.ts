import { turnOn } from '../fixtures/features.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { PeopleSeeder, signInByRequest } from '../fixtures/seed-people.ts';
import { Palette } from '../pages/palette.ts';
import { expectSameDocument, markDocument, ready } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';

test('where it is off, its keys do nothing and nothing of it is fetched', async ({ roster, page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await signInByRequest(page, await roster.seed());
  await page.goto('/w/demo');
  await ready(page);
  await page.waitForTimeout(1_000);
  await page.keyboard.press('Control+k');
  const palette = new Palette(page);
  await expect(palette.dialog).toHaveCount(0);
  await expect(palette.button).toHaveCount(0);
  expect(fetched.filter((url) => url.includes('chunk-split_palette'))).toEqual([]);
});

test('pages, people and actions are found by a few letters and chosen by keyboard', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).add({ email: 'zoe@acme.example', firstName: 'Zoe', lastName: 'Reis' });
  await turnOn(page, 'command-palette');
  await page.goto('/w/demo');
  await ready(page);
  await markDocument(page);
  const palette = new Palette(page);

  await test.step('a page', async () => {
    await palette.open();
    await palette.field.fill('aud');
    await expect(palette.options.first()).toContainText('Audit');
    await expect(palette.status).toContainText('result');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/w/demo/audit');
    await expect(palette.dialog).toHaveCount(0);
    await expectSameDocument(page);
  });

  await test.step('the arrow keys go round, and say which option is active', async () => {
    await palette.open();
    await expect(palette.active()).toHaveCount(1);
    await page.keyboard.press('ArrowUp');
    await expect(palette.options.last()).toHaveAttribute('aria-selected', 'true');
    await expect(palette.field).toHaveAttribute('aria-activedescendant', (await palette.options.last().getAttribute('id'))!);
    await page.keyboard.press('ArrowDown');
    await expect(palette.options.first()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Escape');
    await expect(palette.dialog).toHaveCount(0);
  });

  await test.step('a person', async () => {
    await palette.open();
    await palette.field.pressSequentially('zoe');
    const zoe = palette.options.filter({ hasText: 'zoe@acme.example' });
    await expect(zoe).toBeVisible();
    await zoe.click();
    await expect(page).toHaveURL(/\/w\/demo\/users\/[0-9a-f-]+$/);
  });

  await test.step('an action: the form that stands in the bar', async () => {
    await palette.open();
    await palette.field.fill('sign out');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

test('the button opens it, and the focus comes back to the button', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await turnOn(page, 'command-palette');
  await page.goto('/settings/profile');
  await ready(page);
  const palette = new Palette(page);
  await palette.button.click();
  await expect(palette.field).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(palette.field, 'the focus stays inside').toBeFocused();
  await page.keyboard.press('Escape');
  await expect(palette.button).toBeFocused();
  await expect(new Shell(page).person).toBeVisible();
});
