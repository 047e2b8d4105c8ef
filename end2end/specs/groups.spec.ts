// People who hold roles together: making a group, filling it, what it gives, deleting it.

import { PeopleSeeder, signInByRequest } from '../fixtures/seed-people.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { expectProblem } from '../pages/field.ts';
import { GroupsPage } from '../pages/groups.ts';
import { ready } from '../pages/ready.ts';
import { UsersPage } from '../pages/users.ts';

const BEA = 'bea@demo.example';

test('makes a group, puts people into it and takes them out again', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).add({ email: BEA, role: 'Member' });
  const groups = new GroupsPage(page);
  await page.goto('/w/demo');
  await ready(page);
  await page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: 'Groups' }).click();
  await expect(groups.empty).toBeVisible();
  await expectAccessible(page);
  await groups.add.click();
  await groups.submit.click();
  await expectProblem(groups.name, 'Enter a name.');
  await groups.name.fill('Front office');
  await groups.about.fill('Answers the phone');
  await groups.role('Auditor').check();
  await expectAccessible(page);
  await groups.submit.click();
  await expect(groups.notice).toContainText('Front office was added.');
  await expect(groups.row('Front office')).toContainText('Auditor');
  await expectAccessible(page);

  const users = new UsersPage(page);
  await users.goto('?columns=role,groups');
  await ready(page);
  await users.tick(BEA).check();
  await users.bulk('Add to group…', undefined, 'Front office');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add 1 user to Front office?');
  await ready(page);
  await page.getByRole('button', { name: 'Add to the group' }).click();
  await expect(page.getByRole('main')).toContainText('1 of 1 done');
  await groups.goto();
  await ready(page);
  await groups.open('Front office');
  await expect(groups.heading).toHaveText('Front office');
  await expectAccessible(page);
  await groups.people.click();
  await expect(page).toHaveURL(/\/users\?group=/);
  await expect(users.emails, 'the list shows who is in it').toHaveText([BEA]);
  await ready(page);
  await users.open(BEA);
  await users.panel.tab('Access').click();
  await expect(users.panel.all.getByRole('row', { name: /^Audit/ })).toContainText('Auditor (through Front office)');
  await expectAccessible(page);
  await users.panel.edit.click();
  await expect(users.editing.role(/^Front office$/)).toBeChecked();
  await users.editing.role(/^Front office$/).uncheck();
  await users.editing.save.click();
  await expect(users.panel.notice).toBeVisible();
  await users.panel.tab('Access').click();
  await expect(users.panel.all.getByRole('row', { name: /^Audit/ })).not.toContainText('Auditor');
});

test('the page of a group puts people in and takes them out', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 60 }));
  await new PeopleSeeder(page).add({ email: BEA, role: 'Member' });
  const groups = new GroupsPage(page);
  await groups.goto();
  await ready(page);
  await groups.open('Finance');
  await ready(page);
  await groups.person.fill('nobody@demo.example');
  await groups.join.click();
  await expectProblem(groups.person, 'Nobody in this workspace has this address.');
  await groups.person.fill(BEA);
  await groups.join.click();
  await expect(groups.notice).toContainText('They are in the group now.');
  await expect(groups.members.filter({ hasText: BEA })).toBeVisible();
  await expectAccessible(page);
  await ready(page);
  await groups.takeOut('Bea Lima').click();
  await expect(groups.notice).toContainText('They are no longer in the group.');
  await expect(groups.members.filter({ hasText: BEA })).toHaveCount(0);
});

test('changes a group and deletes it', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 60 }));
  const groups = new GroupsPage(page);
  await groups.goto();
  await ready(page);
  await groups.open('Finance');
  await groups.role('Auditor').uncheck();
  await groups.role('Viewer').check();
  await groups.save.click();
  await expect(groups.notice).toContainText('Finance was saved.');
  await expect(groups.row('Finance')).toContainText('Viewer');
  await ready(page);
  await groups.open('Finance');
  await groups.delete.click();
  await expect(groups.heading).toHaveText('Delete Finance?');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(groups.notice).toContainText('The group is deleted.');
  await expect(groups.row('Finance')).toHaveCount(0);
});
