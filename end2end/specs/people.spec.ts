// What a super-user does with one person, and with many.

import { PeopleSeeder, signInByRequest, PASSWORD } from '../fixtures/seed-people.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { expectProblem } from '../pages/field.ts';
import { expectSameDocument, markDocument, ready } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { UsersPage } from '../pages/users.ts';

const BEA = 'bea@demo.example';

test('edits someone beside the list', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).add({ email: BEA });
  const users = new UsersPage(page);
  await users.goto('?sort=email');
  await ready(page);
  await markDocument(page);
  await users.open(BEA);
  await users.panel.edit.click();
  const { editing } = users;
  await expect(editing.firstName).toHaveValue('Bea');
  await editing.phone.fill('98765');
  await editing.save.click();
  await expectProblem(editing.phone, 'Write the number with its country, like +55 11 98765 4321.');
  await expect(editing.phone, 'the focus is where the problem is').toBeFocused();
  await expectSameDocument(page);
  await editing.phone.fill('+55 (11) 98765-4321');
  await editing.firstName.fill('Béatrice');
  await editing.role(/^Member/).uncheck();
  await editing.role(/^Viewer/).check();
  await editing.role(/^Auditor/).check();
  await editing.save.click();
  await expect(users.panel.notice).toContainText('Béatrice Lima was saved.');
  await expect(users.panel.fact('Phone')).toHaveText('+55 11 98765-4321');
  await expect(users.row(BEA)).toContainText('Auditor');
  await expect(users.row(BEA)).toContainText('Béatrice Lima');
  await expect(page).toHaveURL(/sort=email/);
});

test('a super-user’s roles are hidden while they can do everything', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).add({ email: BEA });
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  await users.menu(BEA, 'Edit');
  await expect(users.editing.role(/^Member/)).toBeVisible();
  await users.editing.access(/^Super-user/).check();
  await expect(users.editing.role(/^Member/)).toBeHidden();
  await users.editing.save.click();
  await expect(users.row(BEA)).toContainText('Super-user');
});

test('of two who edit, the second sees the difference', async ({ roster, page, visitor }) => {
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  await new PeopleSeeder(page).add({ email: BEA });
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  await users.menu(BEA, 'Edit');
  await expect(users.editing.firstName).toHaveValue('Bea');

  const other = await visitor();
  await signInByRequest(other, admin);
  await other.goto(page.url());
  await ready(other);
  const theirs = new UsersPage(other);
  await theirs.editing.firstName.fill('Beatriz');
  await theirs.editing.phone.fill('+49 30 123456');
  await theirs.editing.save.click();
  await expect(theirs.panel.name).toHaveText('Beatriz Lima');

  await users.editing.firstName.fill('Beate');
  await users.editing.save.click();
  const asked = users.editing.conflict('First name');
  await expect(asked.getByLabel('Saved: Beatriz')).not.toBeChecked();
  await expect(asked.getByLabel('Yours: Beate')).toBeChecked();
  await expect(users.editing.firstName).toHaveValue('Beate');
  await expect(users.editing.phone, 'what was not touched shows what is saved').toHaveValue('+49 30 123456');
  await expectAccessible(page);
  await users.editing.save.click();
  await expect(users.panel.name).toHaveText('Beate Lima');
  await expect(users.panel.all).toContainText('+49 30 123456');
});

test('removes someone, and takes it back', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).add({ email: BEA });
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  await markDocument(page);
  await users.open(BEA);
  await users.panel.remove.click();
  await expect(users.dialog).toContainText('Remove Bea Lima from Demo workspace?');
  await expect(users.dialog.getByRole('link', { name: 'Keep Bea Lima' }), 'the safe one first').toBeFocused();
  await page.keyboard.press('Escape');
  await expect(users.dialog).toHaveCount(0);
  await users.panel.remove.click();
  await users.dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(users.row(BEA)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(users.notice).toContainText('Bea Lima is back, with the same roles.');
  await expect(users.row(BEA)).toContainText('Member');
  await expectSameDocument(page);
});

test('takes over whom someone has invited who is removed', async ({ roster, page, visitor }) => {
  await signInByRequest(page, await roster.seed());
  const bea = await new PeopleSeeder(page).add({ email: BEA, role: 'Manager' });
  const hers = await visitor();
  await signInByRequest(hers, bea);
  await new PeopleSeeder(hers).invite({ email: 'caio@demo.example' });
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  await users.open(BEA);
  await users.panel.remove.click();
  await expect(users.dialog).toContainText('caio@demo.example');
  await expect(users.dialog.getByRole('radio', { name: 'Take over the invitations' })).toBeChecked();
  await expectAccessible(page);
  await users.dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(users.row(BEA)).toHaveCount(0);
  await page.goto('/w/demo/invitations');
  await expect(page.getByRole('row', { name: /caio@demo.example/ })).toContainText('Robin Admin');
});

test('suspends, activates and signs out from the three dots', async ({ roster, page, visitor }) => {
  await signInByRequest(page, await roster.seed());
  const bea = await new PeopleSeeder(page).add({ email: BEA, role: 'Viewer' });
  const hers = await visitor();
  await signInByRequest(hers, bea);
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  await users.open(BEA);
  await users.panel.tab('Sessions').click();
  await expect(users.panel.all).toContainText('Chrome on Linux');
  await users.panel.choose('Suspend');
  await expect(users.panel.notice).toContainText('Bea Lima is suspended');
  await expect(users.row(BEA)).toContainText('Suspended');
  await hers.goto('/w/demo/users');
  await expect(hers).toHaveURL(/\/sign-in/);
  await users.panel.choose('Activate');
  await expect(users.row(BEA)).toContainText('Active');
  await signInByRequest(hers, bea);
  await hers.goto('/w/demo/users');
  await expect(new UsersPage(hers).heading).toBeVisible();
  await users.panel.choose('Sign out everywhere');
  await expect(users.panel.notice).toContainText('was signed out everywhere');
  await hers.reload();
  await expect(hers).toHaveURL(/\/sign-in/);
});

test('changes a password; the person hears of it and chooses their own', async ({ roster, page, visitor, mails }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).add({ email: BEA });
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  await users.menu(BEA, 'Change password');
  const password = users.dialog.getByRole('textbox', { name: 'New password', exact: true });
  await expect(password).toBeFocused();
  await password.fill(`${PASSWORD}, and a heron`);
  await users.dialog.getByRole('textbox', { name: 'Confirm password', exact: true }).fill('something else');
  await users.dialog.getByRole('button', { name: 'Change password' }).click();
  await expectProblem(users.dialog.getByRole('textbox', { name: 'Confirm password', exact: true }), 'The two passwords are not the same.');
  await password.fill(`${PASSWORD}, and a heron`);
  await users.dialog.getByRole('textbox', { name: 'Confirm password', exact: true }).fill(`${PASSWORD}, and a heron`);
  await users.dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(users.panel.notice).toContainText('has a new password');
  await expect(users.panel.all).toContainText('The temporary password has not been replaced yet.');
  expect((await mails.newest(BEA)).subject).toBe('Your password was changed');
  const hers = await visitor();
  await signInByRequest(hers, { email: BEA, password: `${PASSWORD}, and a heron` });
  await hers.goto('/w/demo');
  await expect(hers).toHaveURL('/choose-password');
});

test('does one thing to many', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 60 }));
  const users = new UsersPage(page);
  await users.goto('?status=active');
  await ready(page);
  await expect(users.bulkBar).toBeHidden();
  const [first, second] = (await users.emails.allTextContents()).filter((email) => !email.startsWith('admin'));
  await users.tick(first).check();
  await users.tick(second).check();
  await expect(users.bulkBar).toContainText('2 selected');
  await users.bulk('Change role', 'Viewer');
  await expect(page.getByRole('heading', { name: 'Make 2 users Viewer?' })).toBeVisible();
  await page.getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByRole('main')).toContainText('2 of 2 done, 0 failed');
  await page.getByRole('link', { name: 'Back to users' }).click();
  await expect(users.row(first)).toContainText('Viewer');

  await test.step('all who match, in the background', async () => {
    await users.goto('?status=active');
    await ready(page);
    await page.getByRole('checkbox', { name: 'Select everyone on this page' }).check();
    await expect(users.bulkBar).toContainText('50 selected');
    await users.bulkBar.getByRole('checkbox', { name: 'Select all 60 results' }).check();
    await users.bulk('Suspend');
    await expect(page.getByRole('heading', { name: 'Suspend 60 users?' })).toBeVisible();
    await page.getByRole('button', { name: 'Suspend' }).click();
    await expect(page.getByRole('main'), 'the one who asks stays').toContainText('59 of 60 done, 1 failed', { timeout: 20_000 });
    await expect(page.getByRole('main')).toContainText('You can’t do this to yourself.'.replace('’', "'"));
  });
});

test('columns, density and page size are remembered; views are kept and shared', async ({ roster, page, visitor }) => {
  const admin = await roster.seed({ members: 60 });
  await signInByRequest(page, admin);
  const manager = await new PeopleSeeder(page).add({ email: BEA, role: 'Manager' });
  const users = new UsersPage(page);
  await users.goto('?q=an');
  await ready(page);
  await users.display.click();
  await page.getByRole('checkbox', { name: 'Phone' }).check();
  await page.getByRole('checkbox', { name: 'Joined' }).uncheck();
  await page.getByRole('radio', { name: 'Compact' }).check();
  await page.getByRole('combobox', { name: 'Rows on a page' }).selectOption('25');
  await page.locator('.page-actions').getByRole('button', { name: 'Save' }).locator('visible=true').click();
  await expect(page.getByRole('columnheader', { name: 'Phone' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Joined' })).toHaveCount(0);
  await expect(page).toHaveURL('/w/demo/users?q=an');
  await users.goto();
  await expect(users.rows).toHaveCount(25);
  await expect(page.getByRole('columnheader', { name: 'Phone' }), 'remembered').toBeVisible();

  await users.goto('?status=invited&sort=-joined');
  await ready(page);
  await users.views.click();
  await page.getByLabel('Save as a new view').fill('Waiting');
  await page.getByRole('checkbox', { name: /^Share/ }).check();
  await page.locator('.page-actions').getByRole('button', { name: 'Save' }).locator('visible=true').click();
  await expect(page).toHaveURL(/\/w\/demo\/users\?status=invited&sort=-joined&view=[0-9a-f-]{36}&done=view_saved$/);
  await expect(page.locator('.page-actions summary', { hasText: 'Waiting' }), 'the button names it').toBeVisible();

  const hers = await visitor();
  await signInByRequest(hers, manager);
  const theirs = new UsersPage(hers);
  await theirs.goto();
  await ready(hers);
  await theirs.views.click();
  await hers.getByRole('link', { name: 'Waiting' }).click();
  await expect(hers).toHaveURL(/\/w\/demo\/users\?status=invited&sort=-joined&view=[0-9a-f-]{36}$/);
  await expect(theirs.rows).toHaveCount(5);
  await hers.locator('.page-actions summary', { hasText: 'Waiting' }).click();
  await expect(hers.getByRole('button', { name: 'Delete the view Waiting' }), 'it is not hers').toHaveCount(0);
});

test('more filters combine in place', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 60 }));
  const users = new UsersPage(page);
  await users.goto('?status=active');
  await ready(page);
  await markDocument(page);
  await users.more.click();
  await page.getByRole('combobox', { name: 'Last active' }).selectOption('Never');
  await expect(page).toHaveURL('/w/demo/users?status=active&active=never');
  await expect(users.rows.filter({ hasNotText: 'Never' })).toHaveCount(0);
  await expect(users.rows).not.toHaveCount(0);
  await page.getByRole('combobox', { name: 'Source' }).selectOption('Invited');
  await expect(page.getByRole('heading', { name: 'No one matches' })).toBeVisible();
  await expectSameDocument(page);
  await users.clear.click();
  await expect(page).toHaveURL('/w/demo/users');
});

test('My profile can be edited within what one may change', async ({ roster, page, visitor }) => {
  await signInByRequest(page, await roster.seed());
  const bea = await new PeopleSeeder(page).add({ email: BEA });
  const hers = await visitor();
  await signInByRequest(hers, bea);
  await hers.goto('/w/demo');
  await ready(hers);
  const shell = new Shell(hers);
  await shell.choose('My profile');
  const users = new UsersPage(hers);
  await users.panel.edit.click();
  await expect(users.editing.phone).toBeVisible();
  await expect(users.editing.access(/^Super-user/)).toHaveCount(0);
  await users.editing.firstName.fill('Bia');
  await users.editing.save.click();
  await expect(users.panel.name).toHaveText('Bia Lima');
  await expect(shell.person, 'in the bar at once').toContainText('Bia Lima');
});
