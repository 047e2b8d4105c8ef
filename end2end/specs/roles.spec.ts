// What roles allow, who has them, and what a change does.

import { PeopleSeeder, signInByRequest } from '../fixtures/seed-people.ts';
import { expect, test } from '../fixtures/index.ts';
import { expectProblem } from '../pages/field.ts';
import { ready } from '../pages/ready.ts';
import { RolesPage } from '../pages/roles.ts';
import { UsersPage } from '../pages/users.ts';

const BEA = 'bea@demo.example';

test('makes a role, changes it and deletes it', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const roles = new RolesPage(page);
  await page.goto('/w/demo');
  await ready(page);
  await page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: 'Roles' }).click();
  await expect(roles.heading).toHaveText('Roles');
  await roles.add.click();
  await roles.submit.click();
  await expectProblem(roles.name, 'Enter a name.');
  await roles.name.fill('Front desk');
  await roles.box('Users: Edit').check();
  await roles.submit.click();
  await expect(roles.notice).toContainText('Front desk was added.');
  await expect(roles.row('Front desk')).toContainText('Users: View, Edit');

  await new PeopleSeeder(page).add({ email: BEA, role: 'Front desk' });
  await roles.goto();
  await ready(page);
  await roles.open('Front desk');
  await expect(page.getByRole('main')).toContainText('1 person has it.');
  await roles.box('Users: Edit').uncheck();
  await roles.box('Audit: View').check();
  await roles.next.click();
  await expect(roles.heading).toHaveText('Change Front desk?');
  await expect(roles.affected).toHaveText([/Bea Lima.*Audit: View.*Users: Edit/]);
  await ready(page);
  await page.getByRole('link', { name: 'Back' }).click();
  await expect(roles.box('Audit: View'), 'what was ticked is still there').toBeChecked();
  await roles.next.click();
  await ready(page);
  await roles.save.click();
  await expect(roles.row('Front desk')).toContainText('Users: View · Audit: View');

  await roles.open('Front desk');
  await roles.delete.click();
  await roles.instead.selectOption('Viewer');
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(roles.notice).toContainText('The role is deleted.');
  await expect(roles.row('Front desk')).toHaveCount(0);
  const users = new UsersPage(page);
  await users.goto('?q=bea');
  await expect(users.row(BEA)).toContainText('Viewer');
});

test('a copy of a built-in role begins with what that allows', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const roles = new RolesPage(page);
  await roles.goto();
  await ready(page);
  await roles.open('Manager');
  await expect(roles.name).toHaveCount(0);
  await page.getByRole('link', { name: 'Copy' }).click();
  await expect(roles.box('Invitations: Delete')).toBeChecked();
  await expect(roles.box('Audit: View')).not.toBeChecked();
});

test('the panel says why someone may do what they may', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).add({ email: BEA, role: 'Auditor' });
  const users = new UsersPage(page);
  await users.goto('?q=bea');
  await ready(page);
  await users.open(BEA);
  await users.panel.tab('Access').click();
  await expect(users.panel.all.getByRole('row', { name: /^Audit/ })).toContainText('Auditor');
  await expect(users.panel.all.getByRole('row', { name: /^Settings/ })).not.toContainText('Auditor');
});
