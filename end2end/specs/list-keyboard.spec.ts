import { turnOn } from '../fixtures/features.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { signInByRequest } from '../fixtures/seed-people.ts';
import { ListByKeyboard } from '../pages/list-keys.ts';
import { ready } from '../pages/ready.ts';

test('where the feature is off, the keys do nothing and nothing of it is fetched', async ({ roster, page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await signInByRequest(page, await roster.seed());
  const list = new ListByKeyboard(page);
  await list.users.goto();
  await ready(page);
  await page.waitForTimeout(1_000);
  await page.keyboard.press('?');
  await expect(list.help).toHaveCount(0);
  expect(fetched.filter((url) => url.includes('list_keys'))).toEqual([]);
});

test('rows are walked, ticked, edited and opened by keyboard', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await turnOn(page, 'list-keyboard');
  const list = new ListByKeyboard(page);
  await list.users.goto();
  await ready(page);
  await list.begin();
  const row = (n: number) => list.users.rows.nth(n);
  await expect(row(0).locator('.row-link')).toBeFocused();

  await test.step('from row to row', async () => {
    await page.keyboard.press('j');
    await expect(row(1).locator('.row-link')).toBeFocused();
    await page.keyboard.press('k');
    await expect(row(0).locator('.row-link')).toBeFocused();
  });

  await test.step('a tick', async () => {
    await page.keyboard.press('x');
    await expect(row(0).getByRole('checkbox')).toBeChecked();
    await page.keyboard.press('x');
    await expect(row(0).getByRole('checkbox')).not.toBeChecked();
  });

  await test.step('the keys, listed', async () => {
    await page.keyboard.press('?');
    await expect(list.help).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(list.help).toHaveCount(0);
  });

  await test.step('edited in place', async () => {
    const email = (await row(0).locator('.person-mail').textContent())!;
    await row(0).locator('.row-link').focus();
    await page.keyboard.press('e');
    await expect(list.field('First name')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(list.editor).toHaveCount(0);
    await row(0).locator('.row-link').focus();
    await page.keyboard.press('e');
    await list.field('First name').fill('Zenobia');
    await page.keyboard.press('Enter');
    await expect(list.editor).toHaveCount(0);
    await expect(list.users.row(email)).toContainText('Zenobia');
  });

  await test.step('opened', async () => {
    await row(0).locator('.row-link').focus();
    await page.keyboard.press('Enter');
    await expect(list.users.panel.all).toBeVisible();
  });
});
