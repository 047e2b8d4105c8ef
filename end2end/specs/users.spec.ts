import { PeopleSeeder, signInByRequest } from '../fixtures/seed-people.ts';
import { expect, test } from '../fixtures/index.ts';
import { expectSameDocument, markDocument, ready } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { UsersPage } from '../pages/users.ts';

test('search, filters and sorting change the list in place and stand in the address', async ({ roster, page }) => {
  const admin = await roster.seed({ members: 40 });
  await signInByRequest(page, admin);
  await page.goto('/w/demo');
  await ready(page);
  await markDocument(page);
  await new Shell(page).place('Users').click();
  const users = new UsersPage(page);
  await expect(users.rows).toHaveCount(45);
  await expect(users.heading).toContainText('45');
  await expect(users.row(admin.email)).toContainText('Super-user');
  await expect(users.row(admin.email)).toContainText('Active');

  await test.step('search as one types', async () => {
    await users.search.pressSequentially('robin');
    await expect(page).toHaveURL('/w/demo/users?q=robin');
    await expect(users.emails).toHaveText([admin.email]);
    await expect(users.search, 'typing can go on').toBeFocused();
    await users.search.pressSequentially(' nobody');
    await expect(page.getByRole('heading', { name: 'No one matches' })).toBeVisible();
    await users.clear.click();
    await expect(users.rows).toHaveCount(45);
    await expect(users.search).toHaveValue('');
  });

  await test.step('filter by status and role', async () => {
    await users.role.selectOption('Super-user');
    await expect(page).toHaveURL('/w/demo/users?role=super-user');
    await expect(users.rows.filter({ hasNotText: 'Super-user' })).toHaveCount(0);
    await expect(users.row(admin.email)).toBeVisible();
    await users.role.selectOption('Viewer');
    await expect(users.rows.filter({ hasNotText: 'Viewer' })).toHaveCount(0);
    await expect(users.rows).not.toHaveCount(0);
    await users.status.selectOption('Active');
    await expect(page).toHaveURL(/status=active&role=/);
    await expect(users.rows.filter({ hasNotText: 'Active' })).toHaveCount(0);
    const active = await users.rows.count();
    await users.status.selectOption('Removed');
    await expect(page.getByRole('heading', { name: 'No one matches' })).toBeVisible();
    await page.goBack();
    await expect(users.rows).toHaveCount(active);
    await expect(users.status).toHaveValue('active');
    await users.clear.click();
    await expect(users.rows).toHaveCount(45);
  });

  await test.step('sort by each column', async () => {
    await users.sort('E-mail').click();
    await expect(page).toHaveURL('/w/demo/users?sort=email');
    await expect(users.sorted('ascending')).toContainText('E-mail');
    const emails = (await users.emails.allTextContents()).sort();
    await expect(users.emails).toHaveText(emails);
    await users.sort('E-mail').click();
    await expect(page).toHaveURL('/w/demo/users?sort=-email');
    await expect(users.emails).toHaveText([...emails].reverse());
    await users.sort('Joined').click();
    await expect(page).toHaveURL('/w/demo/users?sort=-joined');
    await expect(users.sorted('descending')).toContainText('Joined');
    await expect(users.emails.first(), 'the newest first').toHaveText(admin.email);
    await users.sort('Last active').click();
    await expect(page).toHaveURL('/w/demo/users?sort=-last_active');
    await users.sort('Name').click();
    await expect(page).toHaveURL('/w/demo/users');
  });
  await expectSameDocument(page);
});

test('pages go on and back without losing or repeating anyone', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 120 }));
  const users = new UsersPage(page);
  await users.goto('?sort=email');
  await ready(page);
  await markDocument(page);
  await expect(users.previous).toHaveAttribute('aria-disabled', 'true');
  const seen: string[][] = [];
  for (const count of [50, 50, 25]) {
    await expect(users.rows).toHaveCount(count);
    if (seen.length > 0) await expect(users.emails.first()).not.toHaveText(seen.at(-1)![0]);
    seen.push(await users.emails.allTextContents());
    if (count === 50) await users.next.click();
  }
  await expect(users.next).toHaveAttribute('aria-disabled', 'true');
  const everyone = seen.flat();
  expect(new Set(everyone).size).toBe(125);
  expect(everyone).toEqual([...everyone].sort());

  await users.previous.click();
  await expect(users.emails).toHaveText(seen[1]);
  await users.previous.click();
  await expect(users.emails).toHaveText(seen[0]);
  await page.goBack();
  await expect(users.emails).toHaveText(seen[1]);
  await expectSameDocument(page);
  await page.reload();
  await expect(users.emails).toHaveText(seen[1]);
});

test('the panel opens beside the list, which stays where it was', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 60 }));
  const users = new UsersPage(page);
  await users.goto('?sort=email');
  await ready(page);
  await markDocument(page);
  const [email] = (await users.emails.allTextContents()).slice(-5);
  await users.row(email).scrollIntoViewIfNeeded();
  const scrolled = () => page.evaluate(() => window.scrollY);
  const place = await scrolled();
  expect(place).toBeGreaterThan(0);

  await users.open(email);
  await expect(page).toHaveURL(/\/w\/demo\/users\/[0-9a-f-]{36}\?sort=email$/);
  await expect(users.panel.email).toHaveText(email);
  await expect(users.row(email)).toHaveAttribute('data-selected', '');
  expect(await scrolled()).toBe(place);
  await expect(users.panel.fact('Source')).toContainText('Created for the demo');

  const [next] = (await users.emails.allTextContents()).slice(-6);
  await users.open(next);
  await expect(users.panel.email).toHaveText(next);
  await page.goBack();
  await expect(users.panel.email).toHaveText(email);
  expect(await scrolled()).toBe(place);
  await users.panel.close.click();
  await expect(users.panel.all).toHaveCount(0);
  await expect(page).toHaveURL('/w/demo/users?sort=email');
  await expect(users.link(email), 'the focus goes back').toBeFocused();
  expect(await scrolled()).toBe(place);
  await page.goBack();
  await expect(users.panel.email).toHaveText(email);
  await expectSameDocument(page);
});

test('a panel has an address of its own', async ({ roster, page, visitor, problems }) => {
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  const [email] = (await users.emails.allTextContents()).filter((email) => email !== admin.email);
  await users.open(email);
  await expect(users.panel.email).toHaveText(email);

  const elsewhere = await visitor();
  await signInByRequest(elsewhere, admin);
  await elsewhere.goto(page.url());
  const there = new UsersPage(elsewhere);
  await expect(there.panel.email).toHaveText(email);
  await expect(there.rows).toHaveCount(6);

  problems.expect(/status of 404/);
  for (const id of ['01890000-0000-7000-8000-000000000000', 'nonsense']) {
    await page.goto(`/w/demo/users/${id}`);
    await expect(users.panel.problem).toContainText('There is nothing at this address');
    await expect(users.rows, 'the list is there all the same').toHaveCount(6);
  }
});

test('My profile opens one’s own panel', async ({ roster, page }) => {
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  await page.goto('/w/demo');
  await ready(page);
  await new Shell(page).choose('My profile');
  const { panel } = new UsersPage(page);
  await expect(panel.email).toHaveText(admin.email);
  await expect(panel.all.getByText('You', { exact: true })).toBeVisible();
});

test('who may not see the users is shown neither the list nor the way to it', async ({ roster, page, visitor, problems }) => {
  await signInByRequest(page, await roster.seed());
  const bea = await new PeopleSeeder(page).add({ email: 'bea@demo.example', role: 'Member' });
  await page.goto('/w/demo/me');
  const other = page.url();

  const hers = await visitor();
  await signInByRequest(hers, bea);
  await hers.goto('/w/demo');
  await ready(hers);
  const shell = new Shell(hers);
  await expect(shell.place('Home')).toBeVisible();
  await expect(shell.place('Users')).toHaveCount(0);
  await expect(shell.place('Invitations')).toHaveCount(0);

  problems.expect(/status of 40[34]/);
  for (const address of ['/w/demo/users', '/w/demo/users/new', '/w/demo/invitations', other]) {
    await hers.goto(address);
    await expect(hers.getByText('You may not do this').first(), address).toBeVisible();
    await expect(hers.getByText('robin', { exact: false })).toHaveCount(0);
  }
  expect((await hers.request.get('/w/demo/users')).status()).toBe(403);
  await hers.goto('/w/demo');
  await shell.choose('My profile');
  await expect(new UsersPage(hers).panel.email, 'one’s own panel is open to everyone').toHaveText(bea.email);
});
