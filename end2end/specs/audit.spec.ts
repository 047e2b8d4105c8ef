import { PeopleSeeder, signInByRequest } from '../fixtures/seed-people.ts';
import { expect, test } from '../fixtures/index.ts';
import { AuditPage } from '../pages/audit.ts';
import { expectSameDocument, markDocument, ready } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { UsersPage } from '../pages/users.ts';

const BEA = { email: 'bea@demo.example', firstName: 'Bea', lastName: 'Lima' };

test('what was done is found by whom, what and how, and stands in the address', async ({ roster, page }) => {
  const admin = await roster.seed({ members: 60 });
  await signInByRequest(page, admin);
  await new PeopleSeeder(page).add({ ...BEA, role: 'Manager' });
  await page.goto('/w/demo');
  await ready(page);
  await markDocument(page);
  await new Shell(page).place('Audit').click();
  const audit = new AuditPage(page);
  await expect(audit.heading).toBeVisible();
  await expect(audit.events.first()).toContainText('Robin Admin added bea@demo.example');

  await test.step('an event tells what it changed', async () => {
    const event = await audit.open('added bea@demo.example');
    await expect(event.getByRole('row', { name: /Role/ })).toContainText('Manager');
    await event.getByRole('link', { name: 'Everything about bea@demo.example' }).click();
    await expect(page).toHaveURL(/\/audit\?whom=[0-9a-f-]{36}$/);
    await expect(audit.events).toHaveCount(1);
    await audit.clear.click();
  });

  await test.step('the next page and back', async () => {
    const first = await audit.events.first().textContent();
    await audit.next.click();
    await expect(page).toHaveURL(/after=/);
    await expect(audit.event('bea@demo.example')).toHaveCount(0);
    await audit.previous.click();
    await expect(audit.events.first()).toHaveText(first ?? '');
    await expectSameDocument(page);
  });

  await test.step('filters', async () => {
    await audit.what.selectOption('Users: everything');
    await audit.who.fill(admin.email);
    await audit.how.selectOption('Web');
    await audit.filter.click();
    await expect(page).toHaveURL(/who=.*what=member\..*how=page/);
    await expect(audit.events).toHaveCount(1);
    await expect(audit.who).toHaveValue(admin.email);
    await expect(audit.what).toHaveValue('member.');
    await audit.whom.fill('nobody at all');
    await audit.filter.click();
    await expect(page.getByRole('heading', { name: 'No event matches' })).toBeVisible();
    await audit.clear.click();
    await expect(page).toHaveURL('/w/demo/audit');
    await expect(audit.whom).toHaveValue('');
  });

  await test.step('and from the panel', async () => {
    const users = new UsersPage(page);
    await users.goto('?q=bea');
    await ready(page);
    await users.open(BEA.email);
    await users.panel.tab('Activity').click();
    await page.getByRole('link', { name: 'All events of this person' }).click();
    await expect(audit.events).toHaveCount(1);
  });
});

test('works without a script, and is a file', async ({ roster, visitor }) => {
  const page = await visitor({ javaScriptEnabled: false });
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).add(BEA);
  const audit = new AuditPage(page);
  await audit.goto();
  await audit.whom.fill(BEA.email);
  await audit.filter.click();
  await expect(audit.events).toHaveCount(1);
  await audit.open('added bea@demo.example');
  await expect(page.getByRole('columnheader', { name: 'After' })).toBeVisible();
  await audit.download.click();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).first().click();
  expect((await download).suggestedFilename()).toMatch(/^audit-demo-\d{4}-\d\d-\d\d\.csv$/);
});

test('the chain verifies while the server runs', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).add(BEA);
  expect(await roster.run('audit', 'verify')).toMatch(/^\(accounts\): .*\ndemo: \d+ events, whole up to position \d+, hash [0-9a-f]{64}\n$/);
  await expect(roster.run('audit', 'verify', '--workspace', 'nowhere')).rejects.toThrow('there is no workspace nowhere');
});
