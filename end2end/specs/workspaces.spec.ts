// Making a workspace, its settings, handing it over, deleting it and having it back.

import { PeopleSeeder, signInByRequest } from '../fixtures/seed-people.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { expectProblem } from '../pages/field.ts';
import { answered, ready } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { Wizard } from '../pages/wizard.ts';
import { ConfirmPage, WorkspaceSettings, WorkspacesPage } from '../pages/workspaces.ts';

const BEA = { email: 'bea@demo.example', firstName: 'Bea', lastName: 'Lima' };

// Nobody answers there: no question about a domain leaves the machine.
test.use({ settings: { ROSTER_DNS_SERVER: '127.0.0.1:9' } });

test('the bar leads to all workspaces, where another one is made', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await page.goto('/w/demo');
  await ready(page);
  const [shell, workspaces] = [new Shell(page), new WorkspacesPage(page)];
  await shell.workspaces.click();
  await page.getByRole('banner').getByRole('link', { name: 'All workspaces' }).click();
  await expect(workspaces.heading).toHaveText('Workspaces');
  await expect(workspaces.tiles).toHaveText([/Demo workspace/]);
  await workspaces.add.click();
  await workspaces.submit.click();
  await expectProblem(workspaces.name, 'Enter a name.');
  await expectProblem(workspaces.slug, 'Enter an address.');
  await workspaces.name.fill('North Wind');
  await workspaces.slug.fill('demo');
  await answered(workspaces.submit);
  await expectProblem(workspaces.slug, 'It is taken. Choose another one.');
  await expect(workspaces.name).toHaveValue('North Wind');
  await workspaces.slug.fill('');
  await expect(page.locator('#slug-hint'), 'the address follows the name').toContainText(/http.+\/w\/north-wind/);
  await workspaces.submit.click();
  await expect(page).toHaveURL('/w/north-wind');
  await expect(shell.workspaces).toContainText('North Wind');
  await ready(page);
  await shell.place('Settings').click();
  const settings = new WorkspaceSettings(page, 'north-wind');
  await settings.tab('Ownership').click();
  await expect(settings.owner).toContainText('You own this workspace.');
});

test('a new name is in the bar at once, and a default role in the wizard', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const settings = new WorkspaceSettings(page);
  await settings.goto();
  await ready(page);
  await settings.name.fill('');
  await answered(settings.save);
  await expectProblem(settings.name, 'Enter a name.');
  await expect(settings.name).toBeFocused();
  await settings.name.fill('Acme & <b>Sons</b>');
  await settings.defaultRole.selectOption('Auditor');
  await settings.save.click();
  await expect(settings.notice).toHaveText('Saved.');
  await expect(new Shell(page).workspaces).toContainText('Acme & <b>Sons</b>');
  await expect(settings.name).toHaveValue('Acme & <b>Sons</b>');

  const wizard = new Wizard(page);
  await wizard.goto();
  await ready(page);
  await wizard.introduce(BEA);
  await wizard.chooseHow('Send invitation');
  await wizard.expectStep('Role');
  await expect(wizard.role('Auditor')).toBeChecked();
});

test('of two tabs the second is told that the settings have changed', async ({ roster, page, context }) => {
  await signInByRequest(page, await roster.seed());
  const settings = new WorkspaceSettings(page);
  const second = await context.newPage();
  const other = new WorkspaceSettings(second);
  for (const tab of [settings, other]) await tab.goto();
  await ready(page);
  await ready(second);
  await settings.name.fill('First');
  await settings.save.click();
  await expect(settings.notice).toHaveText('Saved.');
  await other.name.fill('Second');
  await answered(other.save);
  await expect(other.problem).toBeVisible();
  await expect(other.name).toHaveValue('Second');
});

test('a wrong number is said at its field, and nothing else is lost', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const settings = new WorkspaceSettings(page);
  await settings.goto('access');
  await ready(page);
  await settings.allowed.fill('@Demo.example, partner.example');
  await settings.idle.fill('4');
  await answered(settings.save);
  await expectProblem(settings.idle, 'Write a whole number from 5 to');
  await expect(settings.idle).toBeFocused();
  await expect(settings.allowed).toHaveValue('@Demo.example, partner.example');
  await settings.idle.fill('30');
  await settings.save.click();
  await expect(settings.notice).toHaveText('Saved.');
  await expect(settings.allowed).toHaveValue('demo.example, partner.example');
  await expect(settings.idle).toHaveValue('30');

  const wizard = new Wizard(page);
  await wizard.goto();
  await ready(page);
  await wizard.email.fill('caio@elsewhere.example');
  await wizard.next.click();
  await expectProblem(wizard.email, 'The workspace takes no addresses of this domain.');
});

test('a domain is added with a proof to copy, refused while nobody finds it, and removed', async ({ roster, page }) => {
  test.slow(); // the question to nobody has to end
  await signInByRequest(page, await roster.seed());
  const settings = new WorkspaceSettings(page);
  await settings.goto('domains');
  await ready(page);
  await settings.domain.fill('not a domain');
  await answered(settings.addDomain);
  await expectProblem(settings.domain, 'Write a domain such as example.com.');
  await settings.domain.fill('@Demo.example');
  await settings.addDomain.click();
  await expect(settings.notice).toContainText('The domain is added.');
  const card = settings.domainCard('demo.example');
  await expect(card.all).toContainText('Not verified yet');
  await expect(card.all).toContainText('_roster.demo.example');
  await expect(card.proof).toHaveValue(/^roster-proof=/);
  await ready(page);
  await expectAccessible(page);
  await card.verify.click();
  await expect(settings.problem).toContainText('The proof was found neither', { timeout: 40_000 });
  await expect(card.proof, 'the domain is still there').toHaveValue(/^roster-proof=/);
  await expectAccessible(page);
  await card.remove.click();
  await expect(settings.notice).toHaveText('The domain is removed.');
  await expect(card.all).toHaveCount(0);
});

test('a workspace is handed over to another member, who alone may delete it then', async ({ roster, page, visitor, problems }) => {
  problems.expect(/status of 403/);
  await signInByRequest(page, await roster.seed());
  const bea = await new PeopleSeeder(page).add({ ...BEA, role: 'Member' });
  const settings = new WorkspaceSettings(page);
  await settings.goto('ownership');
  await ready(page);
  await settings.heir.fill('nobody@demo.example');
  await answered(settings.handOver);
  await expectProblem(settings.heir, 'No active user');
  await settings.heir.fill(bea.email);
  await settings.handOver.click();
  await expect(settings.notice).toHaveText('The workspace has a new owner.');
  await expect(settings.owner).toContainText('Bea Lima owns this workspace.');
  await expect(settings.toDelete).toHaveCount(0);
  await settings.goto('delete');
  await expect(page.getByText('You may not do this')).toBeVisible();

  const hers = await visitor();
  await signInByRequest(hers, bea);
  const her = new WorkspaceSettings(hers);
  await her.goto('ownership');
  await expect(her.owner).toContainText('You own this workspace.');
  await expect(her.toDelete).toBeVisible();
});

test('a workspace is deleted by its name, and had back', async ({ roster, page }) => {
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  const [settings, workspaces, confirm] = [new WorkspaceSettings(page), new WorkspacesPage(page), new ConfirmPage(page)];
  await settings.goto('ownership');
  await ready(page);
  await settings.toDelete.click();
  await expect(settings.heading).toHaveText('Delete Demo workspace?');
  await settings.typed.fill('demo workspace');
  await answered(settings.delete);
  await expectProblem(settings.typed, 'exactly');

  await confirm.goto('/w/demo/settings/delete');
  await ready(page);
  await confirm.confirm('not the password at all');
  await expectProblem(confirm.password, 'This is not your password.');
  await expectAccessible(page);
  await confirm.confirm(admin.password);
  await expect(page).toHaveURL('/w/demo/settings/delete');
  await settings.typed.fill('Demo workspace');
  await settings.delete.click();
  await expect(workspaces.notice).toHaveText('The workspace is deleted. You can restore it below.');
  await expect(workspaces.empty).toBeVisible();
  await ready(page);
  await expectAccessible(page);
  await workspaces.restore('Demo workspace').click();
  await expect(workspaces.notice).toHaveText('The workspace is back.');
  await expect(workspaces.tiles).toHaveText([/Demo workspace/]);
  await workspaces.tiles.click();
  await expect(page).toHaveURL('/w/demo');
});

test('whoever is no super-user sees no settings and makes no workspace', async ({ roster, page, problems }) => {
  problems.expect(/status of 403/);
  await signInByRequest(page, await roster.seed());
  const bea = await new PeopleSeeder(page).add({ ...BEA, role: 'Member' });
  await signInByRequest(page, bea);
  await page.goto('/w/demo');
  await ready(page);
  await expect(new Shell(page).place('Settings')).toHaveCount(0);
  const workspaces = new WorkspacesPage(page);
  await workspaces.goto();
  await expect(workspaces.tiles).toHaveCount(1);
  await ready(page);
  await expect(workspaces.add).toHaveCount(0);
  await new WorkspaceSettings(page).goto('access');
  await expect(page.getByText('You may not do this')).toBeVisible();
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('a workspace is made, shaped, deleted and had back', async ({ roster, page, problems }) => {
    problems.expect(/status of 422/);
    const admin = await roster.seed();
    await signInByRequest(page, admin);
    const workspaces = new WorkspacesPage(page);
    await page.goto('/workspaces/new');
    await workspaces.name.fill('North Wind');
    await workspaces.slug.fill('No Good');
    await workspaces.submit.click();
    await expectProblem(workspaces.slug, '2 to 40 lower-case letters');
    await expect(workspaces.name).toHaveValue('North Wind');
    await workspaces.slug.fill('north-wind');
    await workspaces.submit.click();
    await expect(page).toHaveURL('/w/north-wind');

    const settings = new WorkspaceSettings(page, 'north-wind');
    await settings.goto('access');
    await settings.invitationDays.fill('x');
    await settings.save.click();
    await expectProblem(settings.invitationDays, 'Write a whole number');
    await expect(settings.invitationDays).toHaveValue('x');
    await settings.invitationDays.fill('7');
    await settings.save.click();
    await expect(settings.notice).toHaveText('Saved.');
    await expect(settings.invitationDays).toHaveValue('7');

    const confirm = new ConfirmPage(page);
    await confirm.goto('/w/north-wind/settings/delete');
    await confirm.confirm('not the password at all');
    await expectProblem(confirm.password, 'This is not your password.');
    await confirm.confirm(admin.password);
    await expect(page).toHaveURL('/w/north-wind/settings/delete');
    await settings.typed.fill('North');
    await settings.delete.click();
    await expectProblem(settings.typed, 'exactly');
    await settings.typed.fill('North Wind');
    await settings.delete.click();
    await expect(workspaces.notice).toContainText('The workspace is deleted.');
    await workspaces.restore('North Wind').click();
    await expect(workspaces.notice).toHaveText('The workspace is back.');
    await expect(workspaces.tiles).toHaveCount(2);
  });
});
