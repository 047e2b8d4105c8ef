// Access tokens, of people and of workspaces: made, shown once, used, rotated, revoked and kept out.

import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { signInByRequest } from '../fixtures/seed-people.ts';
import { DevPage } from '../pages/dev.ts';
import { ready } from '../pages/ready.ts';

test('makes a token, which is shown once and opens the API until it is revoked', async ({ roster, page, request }) => {
  await signInByRequest(page, await roster.seed());
  const dev = new DevPage(page);
  const me = (token: string) => request.get('/api/v1/me', { headers: { authorization: `Bearer ${token}` } });
  await page.goto('/settings/profile');
  await ready(page);
  await page.getByRole('main').getByRole('link', { name: 'Dev', exact: true }).click();
  await expect(dev.own).toHaveCount(0);
  await expectAccessible(page);
  await dev.add.click();
  await expect(dev.description).toBeVisible();
  await expectAccessible(page);
  await dev.description.fill('Nightly export');
  await dev.create.click();
  await expect(dev.scopesProblem).not.toBeEmpty();
  await expect(dev.description).toHaveValue('Nightly export');
  await dev.scope('Users: View').check();
  await dev.lifetime.selectOption('1 month');
  await dev.create.click();
  await expect(dev.secret).toHaveValue(/^rst_[\w-]{48}$/);
  await expectAccessible(page);
  const first = await dev.secret.inputValue();
  expect(await dev.call.inputValue()).toContain(first);
  expect((await me(first)).status()).toBe(200);
  await dev.kept.click();
  await expect(dev.own).toContainText(['Nightly export']);
  await expect(dev.own).toContainText(['Users: View']);
  await expect(dev.own).toContainText(['last used']);
  expect(await page.content(), 'shown once').not.toContain(first);

  await dev.manage('Nightly export').click();
  await ready(page);
  await expectAccessible(page);
  await dev.rotate.click();
  await expect(dev.secret).toHaveValue(/^rst_/);
  const second = await dev.secret.inputValue();
  expect(second).not.toBe(first);
  expect((await me(first)).status(), 'for another hour').toBe(200);
  await dev.kept.click();
  await dev.manage('Nightly export').first().click();
  await dev.revoke.click();
  await expect(page.getByRole('status')).toContainText('The token has been revoked.');
  await expect(dev.own.filter({ hasText: 'Revoked' })).toHaveCount(1);
  await expectAccessible(page);
  expect([(await me(first)).status(), (await me(second)).status()]).toContain(401);
});

test('an address fills in what a program needs', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const dev = new DevPage(page);
  await dev.goto('/new?description=CI&scopes=users:read,roles:read&lifetime=6_months');
  await ready(page);
  await expect(dev.description).toHaveValue('CI');
  await expect(dev.scope('Users: View')).toBeChecked();
  await expect(dev.scope('Roles: View')).toBeChecked();
  await expect(dev.scope('Users: Edit')).not.toBeChecked();
  await expect(dev.lifetime).toHaveValue('6_months');
});

test('a workspace has tokens of its own, and keeps personal ones out', async ({ roster, page, request }) => {
  await signInByRequest(page, await roster.seed());
  const dev = new DevPage(page);
  const reached = async (token: string): Promise<number> => {
    const answer = await request.get('/api/v1/workspaces', { headers: { authorization: `Bearer ${token}` } });
    return answer.status() === 200 ? ((await answer.json()) as { items: unknown[] }).items.length : -1;
  };
  await dev.goto('/new');
  await ready(page);
  await dev.description.fill('Mine');
  await dev.scope('Users: View').check();
  await dev.create.click();
  await expect(dev.secret).toHaveValue(/^rst_/);
  const personal = await dev.secret.inputValue();
  await dev.gotoWorkspace('demo');
  await ready(page);
  await expect(dev.own).toContainText(['Mine']);
  await expectAccessible(page);
  await dev.add.click();
  await expect(dev.description).toBeVisible();
  await expectAccessible(page);
  await dev.description.fill('Payroll sync');
  await dev.scope('Users: View').check();
  await dev.networks.fill('nowhere');
  await dev.create.click();
  await expect(page.locator('#networks-error')).not.toBeEmpty();
  await dev.networks.fill('127.0.0.0/8, ::1');
  await dev.create.click();
  await expect(dev.secret).toHaveValue(/^rst_[\w-]{48}$/);
  const own = await dev.secret.inputValue();
  expect([await reached(own), await reached(personal)]).toEqual([1, 1]);
  await dev.kept.click();
  await expect(dev.own).toContainText(['Payroll sync', 'Mine']);
  await dev.manage('Mine').click();
  await ready(page);
  await expectAccessible(page);
  await dev.keepOut.click();
  await expect(page.getByRole('status')).toContainText('The token no longer reaches this workspace.');
  await expect(dev.own).toHaveCount(1);
  expect([await reached(own), await reached(personal)]).toEqual([1, 0]);

  await dev.longest.selectOption('1 month');
  await dev.save.click();
  await expect(dev.lifetimeProblem, 'what is offered first is longer').not.toBeEmpty();
  await page.getByLabel('Offered first').selectOption('1 month');
  await dev.save.click();
  await expect(page.getByRole('status')).toContainText('Saved.');
  expect(await reached(own), 'it was made for longer').toBe(0);
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('a token is made and revoked', async ({ roster, page }) => {
    await signInByRequest(page, await roster.seed());
    const dev = new DevPage(page);
    await dev.goto('/new');
    await dev.description.fill('Nightly export');
    await dev.scope('Everything: View').check();
    await dev.create.click();
    await expect(dev.secret).toHaveValue(/^rst_/);
    await dev.kept.click();
    await dev.manage('Nightly export').click();
    await dev.revoke.click();
    await expect(dev.own).toContainText(['Revoked']);
  });
});
