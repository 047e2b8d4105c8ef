// Every page, in a light and a dark theme, as far as a program can tell.

import type { Page } from '@playwright/test';
import { PeopleSeeder, PASSWORD, signInByRequest, post } from '../fixtures/seed-people.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { AcceptPage, linkIn } from '../pages/accept.ts';
import { AuditPage } from '../pages/audit.ts';
import { ChoosePasswordPage } from '../pages/choose-password.ts';
import { expectProblem } from '../pages/field.ts';
import { ImportPage } from '../pages/import.ts';
import { answered, ready, hydrate } from '../pages/ready.ts';
import { RecoverPage } from '../pages/recover.ts';
import { RolesPage } from '../pages/roles.ts';
import { SecurityPage } from '../pages/security.ts';
import { SetUpPage } from '../pages/setup.ts';
import { Shell } from '../pages/shell.ts';
import { SignInPage } from '../pages/sign-in.ts';
import { UsersPage } from '../pages/users.ts';
import { Wizard } from '../pages/wizard.ts';
import { ConfirmPage, WorkspaceSettings, WorkspacesPage } from '../pages/workspaces.ts';

for (const [theme, look] of [
  ['daylight', 'daylight+midnight:0'],
  ['midnight', 'daylight+midnight:1'],
]) {
  test.describe(`in ${theme}`, () => {
    test.beforeEach(async ({ context, roster }) => {
      await context.addCookies([{ name: 'roster-theme', value: look, url: roster.url }]);
    });

    test('the first run', async ({ page }) => {
      const setup = new SetUpPage(page);
      await setup.goto();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await expectAccessible(page);
      await hydrate(page);
      await setup.submit.click();
      await expectProblem(setup.email, 'Enter an e-mail address.');
      await expectAccessible(page);
    });

    test('coming in', async ({ roster, page, mails, visitor, problems }) => {
      const office = await visitor();
      await signInByRequest(office, await roster.seed());
      const seeder = new PeopleSeeder(office);
      await seeder.invite({ email: 'bea@demo.example' });
      const cid = await seeder.add({ email: 'cid@demo.example' }, { temporary: true });

      const signIn = new SignInPage(page);
      await signIn.goto();
      await expectAccessible(page);
      await hydrate(page);
      await signIn.signIn({ ...cid, password: 'not the password at all' });
      await expect(signIn.problem).toBeVisible();
      await page.getByRole('contentinfo').locator('summary').click();
      await expectAccessible(page);
      await signIn.signIn(cid);
      await expect(page).toHaveURL('/choose-password');
      await hydrate(page);
      await expectAccessible(page);
      await new ChoosePasswordPage(page).chooseHydrated(`${PASSWORD}, and a crow`);
      await expect(page).toHaveURL('/w/demo');
      await ready(page);
      await expectAccessible(page);

      const link = linkIn(await mails.newest('bea@demo.example'));
      const accept = new AcceptPage(page);
      await accept.goto(link);
      await expect(accept.heading).toHaveText('This invitation is for someone else');
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await expect(page).toHaveURL(/\/sign-in/);
      await accept.goto(link);
      await hydrate(page);
      await expectAccessible(page);
      problems.expect(/status of 404/);
      await accept.goto(`${link}x`);
      await expectAccessible(page);
    });

    test('a workspace', async ({ roster, page, problems }) => {
      await signInByRequest(page, await roster.seed({ members: 60 }));
      await post(page.request, '/preferences/theme', { look, next: '/' });
      await page.goto('/w/demo');
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await ready(page);
      await expectAccessible(page);
      await (await new Shell(page).item('Sign out')).waitFor();
      await expectAccessible(page);

      // So few that no row is half under the list's foot, where it would be too small a target.
      const users = new UsersPage(page);
      await users.goto('?size=8');
      await ready(page);
      await expectAccessible(page);
      await users.rows.nth(2).locator('.row-link').click();
      await expect(users.panel.name).toBeVisible();
      await expectAccessible(page);
      await users.goto('?q=nobody+at+all');
      await ready(page);
      await expectAccessible(page);

      problems.expect(/status of 40[34]/);
      const others = ['/w/demo/invitations', '/settings/profile', '/w/demo/leave', '/'];
      for (const address of [...others, '/w/demo/users/nonsense?size=8', '/w/nowhere', '/nowhere']) {
        await page.goto(address);
        await ready(page);
        await expectAccessible(page);
      }

      const cid = await new PeopleSeeder(page).add({ email: 'cid@demo.example', role: 'Member' });
      await signInByRequest(page, cid);
      await page.goto('/w/demo/users');
      await expect(page.getByText('You may not do this')).toBeVisible();
      await ready(page);
      await expectAccessible(page);
    });

    test('people', async ({ roster, page }) => {
      await signInByRequest(page, await roster.seed({ members: 60 }));
      await post(page.request, '/preferences/theme', { look, next: '/' });
      const users = new UsersPage(page);
      await users.goto('?size=8');
      await ready(page);
      for (const menu of [users.views, users.display, users.download, users.more]) {
        await menu.click();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
      }
      await users.rows.nth(3).getByRole('checkbox').check();
      await expect(users.bulkBar).toBeVisible();
      await expectAccessible(page);
      await users.chosen.locator('summary').click();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await users.rows.nth(2).locator('.role-button').click();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await users.bulk('Suspend');
      await expect(page.getByRole('heading', { name: 'Suspend 1 user?' })).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Suspend' }).click();
      await expect(page.getByRole('main')).toContainText('1 of 1 done, 0 failed');
      await expectAccessible(page);
      await users.goto('?size=8&columns=phone,role,status,second_factor,source,joined,last_active,ends&density=compact');
      await ready(page);
      await expectAccessible(page);
      await users.goto('?size=8');
      await ready(page);
      await users.rows.nth(3).locator('.row-link').click();
      for (const tab of ['Access', 'Sessions', 'Activity']) {
        await users.panel.tab(tab).click();
        await expect(users.panel.tab(tab)).toHaveAttribute('aria-current', 'page');
        await expectAccessible(page);
      }
      await users.panel.edit.click();
      await expect(users.editing.firstName).toBeVisible();
      await expectAccessible(page);
      await users.editing.firstName.fill('');
      await users.editing.save.click();
      await expectProblem(users.editing.firstName, 'Enter a first name.');
      await expectAccessible(page);
      await page.goBack();
      await users.panel.remove.click();
      await expect(users.dialog).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await users.panel.choose('Change password');
      await expect(users.dialog).toBeVisible();
      await expectAccessible(page);
    });

    test('roles', async ({ roster, page }) => {
      await signInByRequest(page, await roster.seed());
      await post(page.request, '/preferences/theme', { look, next: '/' });
      const roles = new RolesPage(page);
      await roles.goto();
      await ready(page);
      await expectAccessible(page);
      await roles.open('Manager');
      await expect(page.getByRole('link', { name: 'Copy' })).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('link', { name: 'Copy' }).click();
      await expect(roles.name).toBeVisible();
      await expectAccessible(page);
      await roles.name.fill('Clerk');
      await roles.submit.click();
      await new PeopleSeeder(page).add({ email: 'bea@demo.example', role: 'Clerk' });
      await roles.open('Clerk');
      await roles.box('Audit: View').check();
      await roles.next.click();
      await expect(roles.heading).toHaveText('Change Clerk?');
      await expectAccessible(page);
      await page.goBack();
      await roles.delete.click();
      await expect(roles.instead).toBeVisible();
      await expectAccessible(page);
    });

    test('an import', async ({ roster, page, problems }) => {
      problems.expect(/status of 422/);
      await signInByRequest(page, await roster.seed());
      await post(page.request, '/preferences/theme', { look, next: '/' });
      const imports = new ImportPage(page);
      await imports.goto();
      await ready(page);
      await expectAccessible(page);
      await imports.send('people.csv', '');
      await expect(imports.problem).not.toBeEmpty();
      await expectAccessible(page);
      await imports.send('people.csv', 'E-mail,Name\nnia@demo.example,Nia Neu\nnobody,No Body\n');
      await ready(page);
      await expectAccessible(page);
      await imports.next.click();
      await expect(imports.kind('Left out')).toHaveText(/1$/);
      await expectAccessible(page);
      await imports.apply('Import 1 person').click();
      await expect(imports.state).toHaveText('Imported.');
      await expectAccessible(page);
      await imports.goto();
      await expect(imports.recent).toHaveCount(1);
      await ready(page);
      await expectAccessible(page);
    });

    test('workspaces and their settings', async ({ roster, page, problems }) => {
      problems.expect(/status of 404/);
      const admin = await roster.seed();
      await signInByRequest(page, admin);
      await post(page.request, '/preferences/theme', { look, next: '/' });
      await post(page.request, '/workspaces/new', { name: 'North Wind', slug: 'north-wind' });
      await post(page.request, '/workspaces/new', { name: 'Gone', slug: 'gone' });
      await post(page.request, '/w/gone/settings/delete', { name: 'Gone' });
      await post(page.request, '/w/demo/settings/domains', { action: 'add', domain: 'demo.example' });
      const [workspaces, settings] = [new WorkspacesPage(page), new WorkspaceSettings(page)];
      await workspaces.goto();
      await expect(workspaces.restore('Gone')).toBeVisible();
      await ready(page);
      await expectAccessible(page);
      await new Shell(page).workspaces.click();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await workspaces.add.click();
      await workspaces.submit.click();
      await expectProblem(workspaces.slug, 'Enter an address.');
      await expectAccessible(page);
      for (const tab of ['', 'access', 'security', 'domains', 'ownership', 'delete'] as const) {
        await settings.goto(tab);
        await ready(page);
        await expectAccessible(page);
      }
      await answered(settings.delete);
      await expectProblem(settings.typed, 'exactly');
      await expectAccessible(page);
      await settings.goto('access');
      await ready(page);
      await settings.idle.fill('x');
      await answered(settings.save);
      await expectProblem(settings.idle, 'Write a whole number');
      await expectAccessible(page);
      await settings.goto('ownership');
      await ready(page);
      await settings.heir.fill('nobody@demo.example');
      await answered(settings.handOver);
      await expectAccessible(page);
      const confirm = new ConfirmPage(page);
      await confirm.goto('/w/demo/settings/delete');
      await ready(page);
      await expectAccessible(page);
      await confirm.confirm('not the password at all');
      await expectProblem(confirm.password, 'This is not your password.');
      await expectAccessible(page);
      await page.goto('/verify-email/nonsense');
      await ready(page);
      await expectAccessible(page);
    });

    test('an account’s security', async ({ roster, page, visitor, mails }) => {
      const admin = await roster.seed();
      await signInByRequest(page, admin);
      await signInByRequest(await visitor(), admin);
      await post(page.request, '/preferences/theme', { look, next: '/' });
      const security = new SecurityPage(page);
      await security.goto();
      await ready(page);
      await expectAccessible(page);
      await security.choose('not the password at all', PASSWORD);
      await expectProblem(security.current, 'This is not your password.');
      await expect(security.strength).toHaveAttribute('data-score', /[0-4]/);
      await expectAccessible(page);
      await page.goto('/settings/security/delete');
      await ready(page);
      await expectAccessible(page);
      await security.typed.fill('nobody');
      await answered(security.delete);
      await expectProblem(security.typed, 'exactly');
      await expectAccessible(page);
      // Recovering it: what signs in is listed.
      await post(page.request, '/recover', { email: admin.email });
      const recover = new RecoverPage(page);
      await recover.goto(linkIn(await mails.newest(admin.email, { subject: /Choose a new password/ })));
      await ready(page);
      await expect(recover.sessions).toHaveCount(2);
      await expectAccessible(page);
      await answered(recover.save);
      await expectProblem(recover.password, 'Enter a password.');
      await expectAccessible(page);
    });

    test('the audit', async ({ roster, page }) => {
      await signInByRequest(page, await roster.seed());
      await post(page.request, '/preferences/theme', { look, next: '/' });
      await new PeopleSeeder(page).add({ email: 'cid@demo.example' });
      const audit = new AuditPage(page);
      await audit.goto('?what=member.');
      await ready(page);
      await audit.open('added cid@demo.example');
      await expectAccessible(page);
      await audit.goto('?whom=nobody');
      await ready(page);
      await expectAccessible(page);
    });

    test('each step of the wizard', async ({ roster, page }) => {
      await signInByRequest(page, await roster.seed());
      await post(page.request, '/preferences/theme', { look, next: '/' });
      const wizard = new Wizard(page);
      await wizard.goto();
      await ready(page);
      await expectAccessible(page);
      await wizard.next.click();
      await expectProblem(wizard.email, 'Enter an e-mail address.');
      await expectAccessible(page);
      await wizard.email.fill('bea@demo.example');
      await wizard.next.click();
      await wizard.expectStep('Name');
      await expectAccessible(page);
      await wizard.name('Bea', 'Lima');
      await wizard.expectStep('How to add');
      await expectAccessible(page);
      await wizard.chooseHow('Add immediately');
      await wizard.expectStep('Password');
      await expectAccessible(page);
      await wizard.choose.check();
      await expectAccessible(page);
      await wizard.generate.check();
      await wizard.generatePassword();
      await wizard.expectStep('Role');
      await expectAccessible(page);
      await wizard.chooseRole('Member');
      await expectAccessible(page);
      await wizard.confirm('Add user').click();
      await expect(wizard.generated).toBeVisible();
      await expectAccessible(page);
      await wizard.taken.check();
      await wizard.done.click();
      await expect(new UsersPage(page).panel.all.getByRole('status')).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('a workspace', async ({ roster, page }) => {
    await new SignInPage(page).goto();
    await expectToFit(page);
    await signInByRequest(page, await roster.seed({ members: 60 }));
    const people = ['users?size=8', 'me', 'me?tab=access', 'users/new', 'users/import', 'roles', 'roles/new', 'invitations'].map((place) => `/w/demo/${place}`);
    const settings = ['', '/access', '/domains', '/ownership', '/delete'].map((tab) => `/w/demo/settings${tab}`);
    const mine = ['/workspaces', '/workspaces/new', '/settings/profile', '/settings/security', '/settings/security/delete', '/confirm'];
    for (const address of ['/w/demo', ...people, ...settings, ...mine]) {
      await page.goto(address);
      await ready(page);
      await expectToFit(page);
      await expectAccessible(page);
    }
  });
});

/** Nothing has to be scrolled sideways. */
async function expectToFit(page: Page): Promise<void> {
  const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: innerWidth }));
  expect(wide, page.url()).toBeLessThanOrEqual(room);
}
