// One's own account: another password, sessions, sign-ins, one's data, leaving for good, and which mails come.

import { readFile } from 'node:fs/promises';
import { PeopleSeeder, signInByRequest } from '../fixtures/seed-people.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { expectProblem } from '../pages/field.ts';
import { ProfilePage } from '../pages/profile.ts';
import { answered, ready } from '../pages/ready.ts';
import { SecurityPage } from '../pages/security.ts';
import { SignInPage } from '../pages/sign-in.ts';

const BEA = { email: 'bea@demo.example', firstName: 'Bea', lastName: 'Lima', role: 'Member' };
const NEW = 'nine loud ravens near the mill';

test('another password is judged while it is typed, and chosen', async ({ roster, page, visitor }) => {
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  const elsewhere = await visitor();
  await signInByRequest(elsewhere, admin);
  const security = new SecurityPage(page);
  await page.goto('/settings/profile');
  await ready(page);
  await page.getByRole('main').getByRole('link', { name: 'Security', exact: true }).click();
  await security.password.fill('aaaaaaaaaaaaa');
  await expect(security.strength).toHaveAttribute('data-score', /[01]/);
  await security.password.fill(NEW);
  await expect(security.strength).toHaveAttribute('data-score', /[34]/);
  await expect(security.endOthers).toBeChecked();
  await expectAccessible(page);

  await security.choose('', 'short', 'other');
  await expectProblem(security.current, 'Enter your current password.');
  await expectProblem(security.confirmPassword, 'The two passwords are not the same.');
  await expectAccessible(page);
  await security.current.fill('not the password at all');
  await security.password.fill(NEW);
  await security.confirmPassword.fill(NEW);
  await answered(security.change);
  await expectProblem(security.current, 'This is not your password.');
  await expect(security.strength).toHaveAttribute('data-score', /[34]/);
  await expect(security.current).toBeFocused();
  await security.choose(admin.password, NEW);
  await expect(security.notice).toHaveText('Your password is changed.');

  await elsewhere.goto('/w/demo');
  await expect(elsewhere, 'the other session has ended').toHaveURL(/\/sign-in/);
  const signIn = new SignInPage(elsewhere);
  await signIn.signIn({ ...admin, password: NEW });
  await expect(elsewhere).toHaveURL('/w/demo');
});

test('sessions and sign-ins are seen, and another session is ended', async ({ roster, page, visitor, problems }) => {
  problems.expect(/status of 422/);
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  const [second, third] = [await visitor(), await visitor()];
  await signInByRequest(second, admin);
  await new SignInPage(third).goto();
  await new SignInPage(third).signIn({ ...admin, password: 'not the password at all' });
  await expect(new SignInPage(third).problem).toBeVisible();
  await signInByRequest(third, admin);

  const security = new SecurityPage(page);
  await security.goto();
  await ready(page);
  await expect(security.sessions).toHaveCount(3);
  await expect(security.sessions.filter({ hasText: 'This session' })).toHaveCount(1);
  await expect(security.attempts.filter({ hasText: 'Wrong password' })).toHaveCount(1);
  await expect(security.attempts.filter({ hasText: 'Signed in' })).toHaveCount(3);
  await expect(security.changes.filter({ hasText: 'signed in' }).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Sign out .+, / }).first().click();
  await expect(security.notice).toHaveText('The session has ended.');
  await expect(security.sessions).toHaveCount(2);
  await ready(page);
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(security.notice).toHaveText('All other sessions have ended.');
  await expect(security.sessions).toHaveCount(1);
  for (const ended of [second, third]) {
    await ended.goto('/w/demo');
    await expect(ended).toHaveURL(/\/sign-in/);
  }
});

test('what Roster knows of someone is a file to keep', async ({ roster, page }) => {
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  const security = new SecurityPage(page);
  await security.goto();
  await ready(page);
  const [download] = await Promise.all([page.waitForEvent('download'), security.data.click()]);
  expect(download.suggestedFilename()).toBe('roster.json');
  const data = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(data.account.email).toBe(admin.email);
  expect(data.memberships[0].workspace).toBe('demo');
});

test('leaving for good is asked for by one’s address, and thought better of', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const bea = await new PeopleSeeder(page).add(BEA);
  await signInByRequest(page, bea);
  const security = new SecurityPage(page);
  await security.goto();
  await ready(page);
  await security.toDelete.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Delete your account?');
  await expectAccessible(page);
  await security.typed.fill('bea');
  await answered(security.delete);
  await expectProblem(security.typed, 'exactly');
  await expectAccessible(page);
  await security.typed.fill(bea.email);
  await security.delete.click();
  await expect(security.notice).toHaveText('Your account will be deleted. Until then you can keep it.');
  await expect(security.going).toContainText('in 14 days');
  await ready(page);
  await expectAccessible(page);
  await security.keep.click();
  await expect(security.notice).toHaveText('Your account stays.');
  await expect(security.toDelete).toBeVisible();
});

test('whoever owns a workspace can not leave for good', async ({ roster, page }) => {
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  const security = new SecurityPage(page);
  await page.goto('/settings/security/delete');
  await ready(page);
  await security.typed.fill(admin.email);
  await answered(security.delete);
  await expect(security.problem).toContainText('has to transfer it first');
  await expectAccessible(page);
});

test('which mails come is chosen beside the profile', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const profile = new ProfilePage(page);
  await profile.goto();
  await ready(page);
  const notice = page.getByRole('checkbox', { name: 'someone accepts my invitation' });
  await expect(notice).toBeChecked();
  await notice.uncheck();
  await page.getByRole('button', { name: 'Save notifications' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your choice of e-mails has been saved.' })).toBeVisible();
  await ready(page);
  await expect(notice).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: /^an import or a bulk change/ })).toBeChecked();
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('a password is changed, and leaving thought better of', async ({ roster, page, problems }) => {
    problems.expect(/status of 422/);
    await signInByRequest(page, await roster.seed());
    const bea = await new PeopleSeeder(page).add(BEA);
    await signInByRequest(page, bea);
    const security = new SecurityPage(page);
    await security.goto();
    await security.choose('not the password at all', NEW);
    await expectProblem(security.current, 'This is not your password.');
    for (const field of [security.current, security.password, security.confirmPassword]) await expect(field).toHaveValue('');
    await security.choose(bea.password, NEW);
    await expect(security.notice).toHaveText('Your password is changed.');
    await security.toDelete.click();
    await security.typed.fill(bea.email);
    await security.delete.click();
    await expect(security.notice).toContainText('Your account will be deleted.');
    await security.keep.click();
    await expect(security.notice).toHaveText('Your account stays.');
  });
});
