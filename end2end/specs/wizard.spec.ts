import type { Page } from '@playwright/test';
import { PeopleSeeder, PASSWORD, signInByRequest } from '../fixtures/seed-people.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { AcceptPage, linkIn } from '../pages/accept.ts';
import { ChoosePasswordPage } from '../pages/choose-password.ts';
import { expectNoProblem, expectProblem } from '../pages/field.ts';
import { InvitationsPage } from '../pages/invitations.ts';
import { answered, expectSameDocument, hydrate, markDocument, ready } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { SignInPage } from '../pages/sign-in.ts';
import { UsersPage } from '../pages/users.ts';
import { Wizard } from '../pages/wizard.ts';

const BEA = { email: 'bea@demo.example', firstName: 'Bea', lastName: 'Lima' };

test('someone added at once signs in with the generated password and chooses their own', async ({ roster, page, context, visitor }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signInByRequest(page, await roster.seed());
  const [users, wizard] = [new UsersPage(page), new Wizard(page)];
  await users.goto();
  await ready(page);
  await markDocument(page);
  await users.add.click();
  await wizard.introduce(BEA);
  await wizard.chooseHow('Add immediately');

  await expect(wizard.temporary).toBeChecked();
  await wizard.generatePassword();
  await wizard.chooseRole('Viewer');
  await expect(wizard.sentence).toHaveText('Bea Lima (bea@demo.example) becomes a user of Demo workspace at once, as Viewer.');
  await wizard.confirm('Add user').click();
  await expect(wizard.notice).toContainText('Bea Lima was added');
  const password = await wizard.generated.inputValue();
  expect(password.length).toBeGreaterThanOrEqual(20);
  await expectAccessible(page);

  // Nobody goes on without it by mistake.
  await wizard.done.click();
  await expect(wizard.generated).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(wizard.leaving).toContainText('Leave without the password?');
  await expectAccessible(page);
  await wizard.leaving.getByRole('button', { name: 'Stay' }).click();
  await wizard.copy.click();
  await expect(wizard.copy).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(password);
  await expect(wizard.taken).toBeChecked();
  await wizard.dialog.getByRole('button', { name: 'Copy all' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${roster.url}/sign-in\n${BEA.email}\n${password}`);
  await wizard.done.click();
  await expect(users.panel.name).toHaveText('Bea Lima');
  await expect(users.row(BEA.email)).toContainText('Viewer');
  await expectSameDocument(page);
  await page.reload();
  await expect(users.panel.name).toHaveText('Bea Lima');
  expect(await page.content()).not.toContain(password);

  const hers = await visitor();
  await new SignInPage(hers).goto();
  await new SignInPage(hers).signIn({ email: BEA.email, password });
  await expect(hers).toHaveURL('/choose-password');
  await hydrate(hers);
  await new ChoosePasswordPage(hers).chooseHydrated(PASSWORD);
  await expect(hers).toHaveURL('/w/demo');
  await expect(new Shell(hers).person).toContainText('Bea Lima');
});

test('someone invited accepts from the mail and is signed in', async ({ roster, page, mails, visitor }) => {
  await signInByRequest(page, await roster.seed());
  const wizard = new Wizard(page);
  await wizard.goto();
  await ready(page);
  await wizard.introduce(BEA);
  await wizard.chooseHow('Send invitation');
  await wizard.chooseRole('Manager');
  await expect(wizard.sentence).toHaveText(
    'Bea Lima gets an e-mail at bea@demo.example with a link to join Demo workspace as Manager.',
  );
  await wizard.confirm('Send invitation').click();
  await expect(wizard.notice).toContainText('The invitation for bea@demo.example is on its way.');
  await wizard.done.click();
  const invitations = new InvitationsPage(page);
  await expect(invitations.row(BEA.email)).toContainText('Robin Admin');

  const mail = await mails.newest(BEA.email);
  expect(mail.subject).toBe('Robin Admin invites you to Demo workspace');
  for (const form of [mail.text, mail.html]) {
    expect(form).toContain('Hello Bea Lima,');
    expect(form).toContain('Robin Admin invites you to join the workspace Demo workspace.');
  }
  const link = linkIn(mail);
  expect(link).toContain(`${roster.url}/invitations/`);

  const hers = await visitor();
  const accept = new AcceptPage(hers);
  await accept.goto(link);
  await expect(accept.heading).toHaveText('Join Demo workspace');
  await expect(accept.firstName).toHaveValue('Bea');
  await accept.firstName.fill('Beatriz');
  await accept.accept(PASSWORD);
  await expect(hers).toHaveURL('/w/demo');
  await expect(new Shell(hers).person).toContainText('Beatriz Lima');
  await expect(new Shell(hers).place('Users'), 'a manager sees the users').toBeVisible();
});

test('an opened invitation says what is wrong, and can be used once', async ({ roster, page, mails, visitor, problems }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).invite({ email: BEA.email });
  const link = linkIn(await mails.newest(BEA.email));
  const hers = await visitor();
  const accept = new AcceptPage(hers);
  await accept.goto(link);
  await hers.keyboard.press('Shift');
  await ready(hers);
  await accept.firstName.fill('');
  await accept.accept('short');
  await expectProblem(accept.firstName, 'Enter a first name.');
  await accept.firstName.fill('Bea');
  await accept.accept('short');
  await expectProblem(accept.password, '12 characters or more.');
  await accept.accept(PASSWORD);
  await expect(hers).toHaveURL('/w/demo');

  problems.expect(/status of 404/);
  await accept.goto(link);
  await expect(accept.heading).toHaveText('This invitation has been accepted');
  await accept.goto(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`);
  await expect(accept.heading).toHaveText('This link does not lead to an invitation');
});

test('an invitation opened by someone else says so', async ({ roster, page, mails }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).invite({ email: BEA.email });
  const accept = new AcceptPage(page);
  await accept.goto(linkIn(await mails.newest(BEA.email)));
  await expect(accept.heading).toHaveText('This invitation is for someone else');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/sign-in');
});

test('someone who has an account keeps it, and a mail says who added them and how to leave', async ({ roster, page, mails }) => {
  const other = await roster.seed({ slug: 'other' });
  await signInByRequest(page, await roster.seed());
  const wizard = new Wizard(page);
  await wizard.goto();
  await ready(page);
  await wizard.introduce({ email: other.email.toUpperCase(), firstName: 'Someone', lastName: 'Else' });
  await wizard.chooseHow('Add immediately');
  await wizard.choosePassword(PASSWORD);
  await wizard.chooseRole('Member');
  await expect(wizard.sentence).toContainText('has an account already.');
  await wizard.confirm('Add user').click();
  await wizard.done.click();
  const { panel } = new UsersPage(page);
  await expect(panel.email).toHaveText(other.email);
  await expect(panel.name).toHaveText('Robin Admin');

  const mail = await mails.newest(other.email, { subject: /^You are now a member of Demo workspace$/ });
  await page.context().clearCookies();
  await page.goto(linkIn(mail));
  await new SignInPage(page).signIn(other);
  await page.getByRole('button', { name: 'Leave workspace' }).click();
  await expect(page).toHaveURL('/workspaces?done=left');
  await expect(page.getByRole('status')).toHaveText('You have left the workspace.');
});

test('Back keeps everything but the password, and each step says where one is', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const wizard = new Wizard(page);
  await wizard.goto();
  await ready(page);
  await markDocument(page);
  await wizard.introduce(BEA);
  await wizard.chooseHow('Add immediately');
  await wizard.choosePassword(PASSWORD);
  await wizard.chooseRole('Auditor');

  await wizard.back.click();
  await wizard.expectStep('Role');
  await expect(wizard.role('Auditor')).toBeChecked();
  await wizard.back.click();
  await wizard.expectStep('Password');
  await expect(wizard.generate).toBeChecked();
  await expect(wizard.password).toBeHidden();
  await expect(wizard.password).toHaveValue('');
  await expect(wizard.confirmPassword).toHaveValue('');
  await wizard.back.click();
  await wizard.expectStep('How to add');
  await expect(wizard.addImmediately).toBeChecked();
  await wizard.back.click();
  await wizard.expectStep('Name');
  await expect(wizard.firstName).toHaveValue('Bea');
  await expect(wizard.lastName).toHaveValue('Lima');
  await wizard.back.click();
  await wizard.expectStep('E-mail');
  await expect(wizard.email).toHaveValue(BEA.email);
  await expect(wizard.back).toHaveCount(0);

  await wizard.next.click();
  await wizard.expectStep('Name');
  await wizard.next.click();
  await wizard.chooseHow('Add immediately');
  await wizard.expectStep('Password');
  await wizard.choose.check();
  await wizard.next.click();
  await expectProblem(wizard.password, 'Enter a password.');
  await expectSameDocument(page);
});

test('Enter goes on, the browser’s Back goes back, and the dialog closes to the list', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const [users, wizard] = [new UsersPage(page), new Wizard(page)];
  await users.goto('?q=demo');
  await ready(page);
  await users.add.click();
  await expect(wizard.email, 'one can type at once').toBeFocused();
  await page.keyboard.type(BEA.email);
  await page.keyboard.press('Enter');
  await wizard.expectStep('Name');
  await expect(wizard.firstName).toBeFocused();
  await page.keyboard.type('Bea');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Lima');
  await page.keyboard.press('Enter');
  await wizard.expectStep('How to add');
  await page.goBack();
  await wizard.expectStep('Name');
  await expect(wizard.firstName).toHaveValue('Bea');
  await wizard.close.click();
  await wizard.leaving.getByRole('button', { name: 'Leave' }).click();
  await expect(wizard.dialog).toHaveCount(0);
  await expect(users.heading).toBeVisible();
  await expect(users.row(BEA.email)).toHaveCount(0);
});

test('the dialog keeps the focus inside, Escape leaves it, and the focus goes back', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const [users, wizard] = [new UsersPage(page), new Wizard(page)];
  await users.goto();
  await ready(page);
  await users.add.focus();
  await page.keyboard.press('Enter');
  await expect(wizard.email).toBeFocused();
  for (const next of [wizard.several, wizard.next, wizard.close, wizard.email]) {
    await page.keyboard.press('Tab');
    await expect(next).toBeFocused();
  }
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(wizard.next).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(wizard.dialog).toHaveCount(0);
  await expect(page).toHaveURL('/w/demo/users');
  await expect(users.add).toBeFocused();
});

test('on a telephone the list is left out under it, and stands where it was when it is left', async ({ roster, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInByRequest(page, await roster.seed({ members: 60 }));
  const [users, wizard] = [new UsersPage(page), new Wizard(page)];
  await users.goto();
  await ready(page);
  const place = (): Promise<number> => page.evaluate(() => window.scrollY);
  for (const leave of [() => wizard.close.click(), () => page.goBack()]) {
    await page.evaluate(() => window.scrollTo(0, 1500));
    await expect.poll(place).toBe(1500);
    await users.add.click();
    await expect(wizard.email).toBeFocused();
    // Covered, and not drawn: neither laid out nor there for those who listen.
    await expect(users.rows).toHaveCount(0);
    await leave();
    await expect(wizard.dialog).toHaveCount(0);
    await expect(users.rows).not.toHaveCount(0);
    await expect.poll(place, 'the list stands where it was').toBe(1500);
    await expect(users.add).toBeFocused();
  }
});

test('what was entered is left after a question, and offered again', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const [users, wizard] = [new UsersPage(page), new Wizard(page)];
  await users.goto();
  await ready(page);
  await users.add.click();
  await wizard.email.fill('b');
  await page.keyboard.press('Escape');
  await expect(wizard.leaving).toContainText('Leave without adding?');
  await expect(wizard.leaving.getByRole('button', { name: 'Stay' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(wizard.leaving).toHaveCount(0);
  await expect(wizard.email).toHaveValue('b');
  await wizard.introduce(BEA);
  await wizard.expectStep('How to add');
  await expect(wizard.dialog.locator(':focus'), 'the next step has the focus').toHaveCount(1);
  await page.keyboard.press('Escape');
  await wizard.leaving.getByRole('button', { name: 'Leave' }).click();
  await expect(wizard.dialog).toHaveCount(0);

  await users.add.click();
  await expect(wizard.dialog).toContainText('You were adding Bea Lima (bea@demo.example).');
  await expectAccessible(page);
  await wizard.dialog.getByRole('link', { name: 'Go on where you left off' }).click();
  await wizard.expectStep('How to add');
  await wizard.close.click();
  await wizard.leaving.getByRole('button', { name: 'Leave' }).click();
  await users.add.click();
  await wizard.dialog.getByRole('button', { name: 'Discard' }).click();
  await expect(wizard.email).toHaveValue('');
  await expect(wizard.dialog).not.toContainText('You were adding');
});

test('several are invited at once, and one more after them', async ({ roster, page, mails }) => {
  await signInByRequest(page, await roster.seed());
  const wizard = new Wizard(page);
  await wizard.goto();
  await ready(page);
  await markDocument(page);
  await wizard.several.click();
  await wizard.emails.fill('bea@demo.example, nobody\ncaio@demo.example');
  await answered(wizard.next);
  await expect(wizard.dialog.getByRole('listitem').filter({ hasText: 'nobody: Enter an address like ana@example.com.' })).toBeVisible();
  await expect(wizard.emails).toHaveValue('bea@demo.example, nobody\ncaio@demo.example');
  await expectAccessible(page);
  await wizard.emails.fill('bea@demo.example\ncaio@demo.example');
  await wizard.next.click();
  await wizard.chooseRole('Viewer');
  await expect(wizard.sentence).toHaveText('2 people get an e-mail with a link to join Demo workspace as Viewer.');
  await expectAccessible(page);
  await wizard.confirm('Send invitation').click();
  await expect(wizard.notice).toContainText('2 people were invited.');
  await expectAccessible(page);
  await mails.newest('caio@demo.example');
  await wizard.another.click();
  await expect(wizard.email).toHaveValue('');
  await expectSameDocument(page);
});

test('a second click makes no second person', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const [users, wizard] = [new UsersPage(page), new Wizard(page)];
  await wizard.goto();
  await ready(page);
  await wizard.introduce(BEA);
  await wizard.chooseHow('Add immediately');
  await wizard.choosePassword(PASSWORD);
  await wizard.chooseRole('Member');
  await wizard.confirm('Add user').dblclick();
  await wizard.done.click();
  await expect(users.panel.name).toHaveText('Bea Lima');
  await expect(users.row(BEA.email)).toHaveCount(1);
});

test('what was typed is there again after signing in anew', async ({ roster, page, context }) => {
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  const wizard = new Wizard(page);
  await wizard.goto();
  await ready(page);
  await wizard.email.fill(BEA.email);
  await wizard.next.click();
  await wizard.expectStep('Name');
  await wizard.firstName.fill('Bea');
  await wizard.lastName.fill('de Souza e Lima');
  await context.clearCookies({ name: 'roster-session' });
  await wizard.next.click();

  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await new SignInPage(page).signIn(admin);
  await wizard.expectStep('Name');
  await expect(wizard.firstName).toHaveValue('Bea');
  await expect(wizard.lastName).toHaveValue('de Souza e Lima');
  await ready(page);
  await wizard.next.click();
  await wizard.expectStep('How to add');
});

test('each step says at the field what is wrong with it', async ({ roster, page }) => {
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  const wizard = new Wizard(page);
  await wizard.goto();
  await ready(page);
  await markDocument(page);
  const emails: [string, string][] = [
    ['', 'Enter an e-mail address.'],
    ['bea', 'Enter an address like ana@example.com.'],
    [`${'a'.repeat(10_000)}@demo.example`, '254 characters at most.'],
    ['be\u0007a@demo.example', 'It contains characters that can\'t be seen.'],
    ['<b>x</b>@demo.example', 'Enter an address like ana@example.com.'],
    [admin.email.toUpperCase(), 'is a user of this workspace already'],
  ];
  for (const [email, problem] of emails) await refused(wizard, wizard.email, email, problem);
  await wizard.email.fill(BEA.email);
  await wizard.next.click();

  await wizard.expectStep('Name');
  await expectNoProblem(wizard.firstName);
  const names: [string, string][] = [
    ['', 'Enter a first name.'],
    ['x'.repeat(10_000), '200 characters at most.'],
    ['B\u0007ea', 'It contains characters that can\'t be seen.'],
    ['B\u202Eea', 'It contains characters that can\'t be seen.'],
  ];
  for (const [name, problem] of names) {
    await wizard.lastName.fill('Lima');
    await refused(wizard, wizard.firstName, name, problem);
    await expect(wizard.lastName).toHaveValue('Lima');
  }
  await wizard.name('Bea', 'Lima');
  await wizard.chooseHow('Add immediately');

  await wizard.expectStep('Password');
  await wizard.choose.check();
  await answered(wizard.next);
  await expectProblem(wizard.password, 'Enter a password.');
  const passwords: [string, string][] = [
    ['x'.repeat(10_000), '256 characters at most.'],
    ['short', '12 characters or more.'],
    ['bea@demo.example', 'It is made of the name or e-mail address.'],
  ];
  for (const [password, problem] of passwords) {
    await wizard.enterPassword(password);
    await answered(wizard.next);
    await expectProblem(wizard.password, problem);
  }
  await wizard.choosePassword(PASSWORD);

  await wizard.expectStep('Role');
  await expect(wizard.dialog.getByRole('radio', { name: 'Member' }), 'the default role is proposed').toBeChecked();
  await wizard.chooseRole('Member');
  await expectSameDocument(page);
});

for (const [kind, firstName, lastName] of [
  ['markup', '<b>x</b>', '<img src=x onerror=alert(1)>'],
  ['right-to-left', 'محمد', 'العلي'],
  ['emoji', '👩🏽‍🚀 Zoë', 'Ünïcode'],
]) {
  test(`a name of ${kind} shows as it is and does nothing`, async ({ roster, page }) => {
    await signInByRequest(page, await roster.seed());
    const [users, wizard] = [new UsersPage(page), new Wizard(page)];
    const name = `${firstName} ${lastName}`;
    await wizard.goto();
    await ready(page);
    await wizard.introduce({ ...BEA, firstName, lastName });
    await expect(wizard.dialog.getByText(name, { exact: true })).toBeVisible();
    await wizard.chooseHow('Add immediately');
    await wizard.choosePassword(PASSWORD);
    await wizard.chooseRole('Member');
    await expect(wizard.sentence).toContainText(`${name} (${BEA.email})`);
    await wizard.confirm('Add user').click();
    await wizard.done.click();
    await expect(users.panel.name).toHaveText(name);
    await expect(users.link(BEA.email)).toHaveText(name);
    await expectInert(page);

    // As the server renders it, too.
    await page.reload();
    await ready(page);
    await expect(users.panel.name).toHaveText(name);
    await expect(users.panel.fact('Last name')).toHaveText(lastName);
    await users.panel.close.click();
    await users.search.fill(lastName);
    await expect(page).toHaveURL(/q=/);
    await expect(users.rows).toHaveCount(1);
    await expectInert(page);
  });
}

async function refused(wizard: Wizard, field: Wizard['email'], value: string, problem: string): Promise<void> {
  await field.fill(value);
  await answered(wizard.next);
  await expectProblem(field, problem);
  await expect(field).toHaveValue(value);
  await expect(field).toBeFocused();
}

async function expectInert(page: Page): Promise<void> {
  await expect(page.locator('main b, main img, [onerror]')).toHaveCount(0);
}
