// Personal access tokens: made, shown once, used, rotated and revoked.

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
