// The same pages where no script runs: every form is a form.

import { PeopleSeeder, PASSWORD, signInByRequest } from '../fixtures/seed-people.ts';
import { expect, test } from '../fixtures/index.ts';
import { AcceptPage, linkIn } from '../pages/accept.ts';
import { ChoosePasswordPage } from '../pages/choose-password.ts';
import { expectProblem } from '../pages/field.ts';
import { InvitationsPage } from '../pages/invitations.ts';
import { ProfilePage } from '../pages/profile.ts';
import { SetUpPage } from '../pages/setup.ts';
import { Shell } from '../pages/shell.ts';
import { SignInPage } from '../pages/sign-in.ts';
import { UsersPage } from '../pages/users.ts';
import { Wizard } from '../pages/wizard.ts';

test.use({ javaScriptEnabled: false });

test.beforeEach(({ problems }) => problems.expect(/status of (404|422)/));

const BEA = { email: 'bea@demo.example', firstName: 'Bea', lastName: 'Lima' };

test('sets Roster up', async ({ page }) => {
  const setup = new SetUpPage(page);
  await page.goto('/');
  await setup.fill();
  await setup.slug.fill('Acme!');
  await setup.choosePassword(PASSWORD);
  await setup.submit.click();
  await expectProblem(setup.slug, '2 to 40 lower-case letters');
  await expect(setup.workspace).toHaveValue('Acme Research');
  await expect(setup.password).toHaveValue('');
  await setup.slug.fill('acme');
  await setup.choosePassword(PASSWORD);
  await setup.submit.click();
  await expect(page).toHaveURL('/w/acme');
});

test('signs in and out', async ({ roster, page }) => {
  const admin = await roster.seed();
  const signIn = new SignInPage(page);
  await page.goto('/w/demo/users');
  await signIn.signIn({ ...admin, password: 'not the password at all' });
  await expect(signIn.problem).toHaveText('E-mail address or password is not right.');
  await expect(signIn.email).toHaveValue(admin.email);
  await signIn.signIn(admin);
  await expect(page).toHaveURL('/w/demo/users');
  await new Shell(page).choose('Sign out');
  await expect(page).toHaveURL('/sign-in');
});

test('of two who edit, the second is asked about the field that both changed', async ({ roster, page, problems, visitor }) => {
  problems.expect(/status of 409/);
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  await new PeopleSeeder(page).add(BEA);
  const users = new UsersPage(page);
  await users.goto();
  await users.open(BEA.email);
  await users.panel.edit.click();
  const other = await visitor({ javaScriptEnabled: false });
  await signInByRequest(other, admin);
  await other.goto(page.url());
  const theirs = new UsersPage(other);
  await theirs.editing.firstName.fill('Beatriz');
  await theirs.editing.phone.fill('+49 30 123456');
  await theirs.editing.save.click();
  await expect(theirs.panel.name).toHaveText('Beatriz Lima');

  await users.editing.firstName.fill('Beate');
  await users.editing.lastName.fill('Souza');
  await users.editing.save.click();
  await expect(users.editing.phone).toHaveValue('+49 30 123456');
  await users.editing.conflict('First name').getByLabel('Saved: Beatriz').check();
  await users.editing.save.click();
  await expect(users.panel.name).toHaveText('Beatriz Souza');
  await expect(users.panel.fact('Phone')).toHaveText('+49 30 123456');
});

test('adds someone at once, who chooses a password of their own', async ({ roster, page, visitor }) => {
  await signInByRequest(page, await roster.seed());
  const [users, wizard] = [new UsersPage(page), new Wizard(page)];
  await users.goto();
  await users.add.click();
  await wizard.email.fill('bea');
  await wizard.next.click();
  await expectProblem(wizard.email, 'Enter an address like ana@example.com.');
  await expect(wizard.email).toHaveValue('bea');
  await wizard.introduce(BEA);
  await wizard.back.click();
  await wizard.expectStep('Name');
  await expect(wizard.firstName).toHaveValue('Bea');
  await wizard.next.click();
  await wizard.chooseHow('Add immediately');
  await wizard.generatePassword();
  await wizard.chooseRole('Member');
  await wizard.confirm('Add user').click();
  const password = await wizard.generated.inputValue();
  await wizard.done.click();
  await expect(wizard.generated, 'the browser asks for the tick').toBeVisible();
  await wizard.taken.check();
  await wizard.done.click();
  await expect(users.panel.name).toHaveText('Bea Lima');
  await expect(users.row(BEA.email)).toBeVisible();

  const hers = await visitor({ javaScriptEnabled: false });
  await new SignInPage(hers).goto();
  await new SignInPage(hers).signIn({ email: BEA.email, password });
  await new ChoosePasswordPage(hers).choose(PASSWORD);
  await expect(hers).toHaveURL('/w/demo');
});

test('invites someone, who accepts', async ({ roster, page, mails, visitor }) => {
  await signInByRequest(page, await roster.seed());
  const [wizard, invitations] = [new Wizard(page), new InvitationsPage(page)];
  await wizard.goto();
  await wizard.introduce(BEA);
  await wizard.chooseHow('Send invitation');
  await wizard.chooseRole('Viewer');
  await wizard.confirm('Send invitation').click();
  await expect(wizard.notice).toContainText('The invitation for bea@demo.example is on its way.');
  await wizard.done.click();
  await expect(invitations.row(BEA.email)).toBeVisible();

  const hers = await visitor({ javaScriptEnabled: false });
  const accept = new AcceptPage(hers);
  await accept.goto(linkIn(await mails.newest(BEA.email)));
  await accept.accept('short');
  await expectProblem(accept.password, '12 characters or more.');
  await accept.accept(PASSWORD);
  await expect(hers).toHaveURL('/w/demo');
  await expect(new Shell(hers).person).toContainText('Bea Lima');
});

test('resends and revokes', async ({ roster, page, mails }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).invite(BEA);
  await mails.newest(BEA.email);
  const invitations = new InvitationsPage(page);
  await invitations.goto();
  await invitations.resend(BEA.email).click();
  await expect(invitations.notice).toContainText('is on its way.');
  await expect.poll(() => mails.mails.filter(({ to }) => to.includes(BEA.email)).length).toBe(2);
  await invitations.revokeNow(BEA.email);
  await expect(invitations.row(BEA.email)).toHaveCount(0);
});

test('searches, filters, sorts, pages and opens a panel', async ({ roster, page }) => {
  const admin = await roster.seed({ members: 60 });
  await signInByRequest(page, admin);
  const users = new UsersPage(page);
  await users.goto();
  await expect(users.rows).toHaveCount(50);
  await users.next.click();
  await expect(users.rows).toHaveCount(15);
  await users.sort('E-mail').click();
  await expect(users.sorted('ascending')).toContainText('E-mail');
  await users.search.fill('robin');
  await users.role.selectOption('Super-user');
  await users.search.press('Enter');
  await expect(users.emails).toHaveText([admin.email]);
  await users.open(admin.email);
  await expect(users.panel.email).toHaveText(admin.email);
  await users.panel.close.click();
  await expect(users.emails).toHaveText([admin.email]);
  await users.clear.click();
  await expect(users.rows).toHaveCount(50);
});

test('edits, removes, takes back, suspends many and keeps a view', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).add({ email: BEA.email });
  const users = new UsersPage(page);
  await users.goto();
  await users.open(BEA.email);
  await users.panel.edit.click();
  await users.editing.firstName.fill('Beate');
  await users.editing.save.click();
  await expect(users.panel.name).toHaveText('Beate Lima');
  await users.panel.tab('Activity').click();
  await expect(users.panel.all).toContainText('edited the details of');
  await users.panel.remove.click();
  await users.dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(users.row(BEA.email)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(users.notice).toContainText('Beate Lima is back');
  await users.tick(BEA.email).check();
  await users.bulk('Suspend');
  await page.getByRole('button', { name: 'Suspend' }).click();
  await expect(page.getByRole('main')).toContainText('1 of 1 done, 0 failed');
  await users.goto('?status=suspended');
  await users.views.click();
  await page.getByLabel('Save as a new view').fill('On leave');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await users.goto();
  await users.views.click();
  await page.getByRole('link', { name: 'On leave' }).click();
  await expect(users.emails).toHaveText([BEA.email]);
});

test('keeps what was typed when the session has ended', async ({ roster, page, context }) => {
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  const wizard = new Wizard(page);
  await wizard.goto();
  await wizard.email.fill(BEA.email);
  await wizard.next.click();
  await wizard.firstName.fill('Bea');
  await wizard.lastName.fill('<b>Lima</b>');
  await context.clearCookies({ name: 'roster-session' });
  await wizard.next.click();
  await new SignInPage(page).signIn(admin);
  await wizard.expectStep('Name');
  await expect(wizard.firstName).toHaveValue('Bea');
  await expect(wizard.lastName).toHaveValue('<b>Lima</b>');
});

test('switches language and theme, and saves the profile', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await page.goto('/w/demo/users?status=active');
  const shell = new Shell(page);
  const html = page.locator('html');
  await shell.theme.click();
  await expect(html).toHaveAttribute('data-theme', 'daylight');
  await expect(page).toHaveURL('/w/demo/users?status=active');
  await shell.choose('Português (Brasil)');
  await expect(html).toHaveAttribute('lang', 'pt-BR');
  await expect(page).toHaveURL('/w/demo/users?status=active');
  await shell.choose('English');
  await expect(html).toHaveAttribute('lang', 'en');

  const profile = new ProfilePage(page);
  await profile.goto();
  await profile.pick('Meadow', 'Aurora', 'Forest');
  await profile.firstName.fill('Robyn');
  await profile.save.click();
  await expect(profile.themeProblem).toHaveText('Pick one or two themes.');
  await expect(profile.firstName).toHaveValue('Robyn');
  await profile.pick('Meadow');
  await profile.follow.uncheck();
  await profile.save.click();
  await expect(profile.saved).toBeVisible();
  await expect(html).toHaveAttribute('data-theme', 'meadow');
  await expect(shell.person).toContainText('Robyn Admin');
});
