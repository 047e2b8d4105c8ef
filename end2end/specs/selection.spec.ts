// Who is chosen stays chosen, whatever the list shows; and the page by keyboard alone.

import { PeopleSeeder, signInByRequest } from '../fixtures/seed-people.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { expectSameDocument, markDocument, ready } from '../pages/ready.ts';
import { UsersPage } from '../pages/users.ts';

test('ticks belong to people over pages, searches, sorts and filters', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 60 }));
  const users = new UsersPage(page);
  await users.goto('?sort=email&size=25');
  await ready(page);
  await markDocument(page);
  const first = await users.emails.allTextContents();
  const chosen = [first[1], first[2], first[3]];
  for (const email of chosen) await users.tick(email).check();
  await expect(users.bulkBar).toContainText('3 selected');
  const ticked = users.rows.getByRole('checkbox', { checked: true });

  await test.step('the next page', async () => {
    await users.next.click();
    await expect(users.range).toHaveText('26–50 of 65');
    await expect(ticked, 'nobody here was chosen').toHaveCount(0);
    await expect(users.bulkBar).toContainText('3 selected, 3 of them on other pages');
    const [fourth] = await users.emails.allTextContents();
    chosen.push(fourth);
    await users.tick(fourth).check();
    await expect(users.bulkBar).toContainText('4 selected, 3 of them on other pages');
  });
  await test.step('another order', async () => {
    const before = await users.emails.allTextContents();
    await users.sort('Joined').click();
    await expect(users.sorted('descending')).toContainText('Joined');
    await expect(users.emails, 'the rows of the new order are there').not.toHaveText(before);
    for (const email of await users.emails.allTextContents()) {
      await expect(users.tick(email), email).toBeChecked({ checked: chosen.includes(email) });
    }
  });
  await test.step('a search and a filter', async () => {
    await users.search.fill(chosen[1]);
    await expect(users.emails).toHaveText([chosen[1]]);
    await expect(users.tick(chosen[1])).toBeChecked();
    await users.tick(chosen[1]).uncheck();
    await expect(users.bulkBar).toContainText('3 selected, 3 of them on other pages');
    await users.clear.click();
    await expect(users.search).toHaveValue('');
    await users.status.selectOption('Invited');
    await expect(users.rows).toHaveCount(5);
    const invited = await users.emails.allTextContents();
    for (const email of invited) {
      await expect(users.tick(email), email).toBeChecked({ checked: chosen.includes(email) && email !== chosen[1] });
    }
    await users.clear.click();
  });
  await expectSameDocument(page);

  await test.step('they are shown on demand and in the question, and turning back keeps them', async () => {
    await users.chosen.locator('summary').click();
    await expect(users.chosen.locator('.menu-row')).toHaveCount(3);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await users.bulk('Suspend');
    await expect(page.getByRole('heading', { name: 'Suspend 3 users?' })).toBeVisible();
    const named = page.locator('.card-body > .bulk-names');
    for (const email of [chosen[0], chosen[2], chosen[3]]) await expect(named).toContainText(email);
    await expect(named).not.toContainText(chosen[1]);
    await ready(page);
    await page.getByRole('link', { name: 'Cancel' }).click();
    await expect(users.bulkBar).toContainText('3 selected');
    await users.bulkBar.getByRole('button', { name: 'Clear selection' }).click();
    await expect(users.bulkBar).toBeHidden();
    await expect(ticked).toHaveCount(0);
  });
});

test('a range, the page and all results are chosen as what they are', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 60 }));
  const users = new UsersPage(page);
  await users.goto('?sort=email&size=25');
  await ready(page);
  const emails = await users.emails.allTextContents();
  await users.tick(emails[2]).check();
  await users.tick(emails[6]).click({ modifiers: ['Shift'] });
  await expect(users.bulkBar).toContainText('5 selected');
  await users.tick(emails[4]).click({ modifiers: ['Shift'] });
  await expect(users.bulkBar, 'a range is taken back like it was chosen').toContainText('2 selected');
  await page.getByRole('checkbox', { name: 'Select everyone on this page' }).check();
  await expect(users.bulkBar).toContainText('25 selected');
  await users.next.click();
  await expect(users.range).toHaveText('26–50 of 65');
  await expect(users.rows.getByRole('checkbox', { checked: true })).toHaveCount(0);
  await users.bulkBar.getByRole('checkbox', { name: 'Select all 65 results' }).check();
  await expect(users.bulkBar).toContainText('All 65 results are selected');
  await expect(users.rows.getByRole('checkbox', { checked: true })).toHaveCount(25);
  await users.status.selectOption('Invited');
  await expect(users.rows).toHaveCount(5);
  await expect(users.bulkBar, 'other results were not meant').toContainText('25 selected');
});

test('what someone else does meanwhile changes nobody who is chosen', async ({ roster, page, visitor }) => {
  const admin = await roster.seed({ members: 20 });
  await signInByRequest(page, admin);
  await new PeopleSeeder(page).add({ email: 'aaa@demo.example', firstName: 'Aaron', lastName: 'Abe' });
  const users = new UsersPage(page);
  await users.goto('?sort=email');
  await ready(page);
  const [first, second, third] = await users.emails.allTextContents();
  await users.tick(second).check();
  await users.tick(third).check();

  const other = await visitor();
  await signInByRequest(other, admin);
  const theirs = new UsersPage(other);
  await theirs.goto('?sort=email');
  await ready(other);
  await theirs.menu(first, 'Remove from Workspace');
  await theirs.dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(theirs.row(first)).toHaveCount(0);
  await theirs.menu(third, 'Suspend');
  await expect(theirs.row(third)).toContainText('Suspended');

  await users.sort('E-mail').click();
  await users.sort('E-mail').click();
  await expect(users.row(first)).toHaveCount(0);
  await expect(users.tick(second)).toBeChecked();
  await expect(users.tick(third)).toBeChecked();
  await expect(users.rows.getByRole('checkbox', { checked: true })).toHaveCount(2);
  await users.bulk('Sign out everywhere');
  await expect(page.getByRole('heading', { name: 'Sign 2 users out everywhere?' })).toBeVisible();
  const named = page.locator('.card-body > .bulk-names');
  await expect(named).toContainText(second);
  await expect(named).toContainText(third);
});

test('an open menu stays with its person or closes', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 60 }));
  const users = new UsersPage(page);
  await users.goto('?sort=email&size=25');
  await ready(page);
  const [first] = await users.emails.allTextContents();
  await users.row(first).locator('.cell-menu summary').click();
  await expect(users.row(first).locator('.cell-menu .menu-panel')).toBeVisible();
  await page.evaluate(() => document.querySelector<HTMLAnchorElement>('.pager a[rel=next]')?.click());
  await expect(users.range).toHaveText('26–50 of 65');
  await expect(users.rows.locator('details[open]')).toHaveCount(0);
});

test('a role is changed in the row, and taken back', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).add({ email: 'bea@demo.example' });
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  await markDocument(page);
  const role = users.row('bea@demo.example').locator('.role-button');
  await role.click();
  await users.row('bea@demo.example').getByRole('button', { name: 'Viewer' }).click();
  await expect(users.notice).toContainText('Bea Lima has another role now.');
  await expect(role).toContainText('Viewer');
  await expect(role, 'the focus stays in the row').toBeFocused();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(role).toContainText('Member');
  await expectSameDocument(page);
});

test('the page is worked by keyboard alone', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 60 }));
  const users = new UsersPage(page);
  await users.goto('?sort=email');
  await ready(page);
  const emails = await users.emails.allTextContents();
  const focused = (selector: string) => page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector);
  const tabTo = async (selector: string, key = 'Tab') => {
    for (let tabs = 1; tabs < 60; tabs += 1) {
      await page.keyboard.press(key);
      if (await focused(selector)) return tabs;
    }
    throw new Error(`${selector} is more than 60 Tabs away`);
  };

  await users.search.focus();
  expect(await tabTo('.fab'), 'Add user comes before the table').toBeLessThan(8);
  expect(await tabTo('.row-link'), 'the rows are one stop').toBeLessThan(12);
  await expect(users.link(emails[0])).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(users.link(emails[2])).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(users.tick(emails[2])).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(users.bulkBar).toContainText('2 selected');
  expect(await tabTo('.bulk-bar button', 'Shift+Tab'), 'the bar comes before the table').toBeLessThan(10);
  expect(await tabTo('tbody .checkbox')).toBeLessThan(10);
  await expect(users.tick(emails[3]), 'where one was').toBeFocused();

  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(users.panel.email).toHaveText(emails[3]);
  await expect(users.panel.all.getByRole('heading', { level: 2 }), 'the panel takes the focus').toBeFocused();
  await page.keyboard.press('Escape');
  await expect(users.panel.all).toHaveCount(0);
  await expect(users.link(emails[3]), 'and gives it back').toBeFocused();

  await page.keyboard.press('Enter');
  await users.panel.edit.click();
  await expect(users.editing.firstName).toBeVisible();
  await expect.poll(() => focused('.panel *')).toBe(true);
  await page.keyboard.press('Escape');
  await expect(users.panel.email).toHaveText(emails[3]);
  await expect.poll(() => focused('.panel *')).toBe(true);
  await page.keyboard.press('Escape');
  await expect(users.link(emails[3])).toBeFocused();
});

test('what is typed about one person is not shown, or saved, with another', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).add({ email: 'bea@demo.example', firstName: 'Bea' });
  await new PeopleSeeder(page).add({ email: 'caio@demo.example', firstName: 'Caio' });
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  await markDocument(page);
  await users.menu('bea@demo.example', 'Edit');
  await users.editing.firstName.fill('Beatriz');
  await users.menu('caio@demo.example', 'Edit');
  await expect(users.editing.all.getByRole('heading', { name: 'Edit Caio Lima' })).toBeVisible();
  await expect(users.editing.firstName).toHaveValue('Caio');
  await expectSameDocument(page);
});
