// A workspace asks for a second factor: who turns it on, and how those come to one who have none.

import { PeopleSeeder, signInByRequest } from '../fixtures/seed-people.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { FactorPage } from '../pages/factor.ts';
import { ready, hydrate } from '../pages/ready.ts';
import { RolesPage } from '../pages/roles.ts';
import { SignInPage } from '../pages/sign-in.ts';
import { UsersPage } from '../pages/users.ts';
import { WorkspaceSettings } from '../pages/workspaces.ts';

const BEA = 'bea@demo.example';

test('a super-user asks a role for one; who has it sets one up and is let in', async ({ roster, page, visitor, problems }) => {
  problems.expect(/status of 403/);
  await signInByRequest(page, await roster.seed());
  const bea = await new PeopleSeeder(page).add({ email: BEA, role: 'Manager' });
  const settings = new WorkspaceSettings(page);
  await settings.goto();
  await ready(page);
  await settings.tab('Security').click();
  await expect(settings.standing('Manager')).toHaveText(/has none yet$/);
  await expectAccessible(page);
  await settings.standing('Manager').click();
  await expect(new UsersPage(page).row(BEA)).toBeVisible();
  await page.goBack();

  // She is inside when it is turned on.
  const hers = await visitor();
  const signIn = new SignInPage(hers);
  await hers.goto('/sign-in');
  await signIn.signIn(bea);
  await expect(hers).toHaveURL('/w/demo');
  await ready(hers);
  await settings.asked('Manager').check();
  await settings.save.click();
  await expect(settings.notice).toContainText('Saved.');
  await expect(settings.asked('Manager')).toBeChecked();
  await expectAccessible(page);
  const roles = new RolesPage(page);
  await roles.goto();
  await expect(roles.row('Manager')).toContainText('Second factor');

  await hers.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: 'Users' }).click();
  await expect(hers).toHaveURL('/settings/security/factor?for=demo');
  const factor = new FactorPage(hers);
  await expect(factor.asking).toHaveText(/requires a second factor. Set one up to continue/);
  await ready(hers);
  await expectAccessible(hers);
  await factor.begin.click();
  await expect(factor.secret).toBeVisible();
  await expect(hers).toHaveURL('/settings/security/factor?for=demo');
  await expect(factor.asking).toBeVisible();
  await expectAccessible(hers);
  await ready(hers);
  await factor.scan();
  await expect(factor.codes).toHaveCount(10);
  await expectAccessible(hers);
  await factor.kept.click();
  await expect(hers).toHaveURL('/w/demo');

  await hers.goto('/settings/security/factor');
  await hydrate(hers);
  await factor.turnOff.click();
  await expect(factor.problem).toContainText('One of your workspaces requires a second factor');
  await expectAccessible(hers);
});

test('whoever asks themselves sets one up next; without a script too', async ({ roster, visitor }) => {
  const admin = await roster.seed();
  const page = await visitor({ javaScriptEnabled: false });
  await signInByRequest(page, admin);
  const settings = new WorkspaceSettings(page);
  await settings.goto('security');
  await expect(page.getByRole('main')).toContainText('You have none yet');
  await settings.asked('Super-user').check();
  await settings.save.click();
  await expect(page).toHaveURL('/settings/security/factor?for=demo');
  const factor = new FactorPage(page);
  await factor.begin.click();
  await factor.scan();
  await expect(factor.codes).toHaveCount(10);
  await factor.kept.click();
  await expect(page).toHaveURL('/w/demo');
});
