// A workspace's own identity provider: set up, tried, its groups, removed.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { signInByRequest } from '../fixtures/seed-people.ts';
import { ProviderSettingsPage } from '../pages/provider-settings.ts';
import { ready } from '../pages/ready.ts';

// The provider is on this machine.
test.use({ settings: { ROSTER_INTRANET: '127.0.0.0/8' } });

let provider: Server;
let issuer: string;

test.beforeEach(async () => {
  provider = createServer((request, response) => {
    if (request.url?.startsWith('/.well-known/')) {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
        }),
      );
    } else {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end('<!doctype html><html lang="en"><title>Provider</title><h1>Provider</h1></html>');
    }
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
});

test.afterEach(() => provider.close());

test('a provider is connected, its groups give roles, and the test leads there', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const settings = new ProviderSettingsPage(page);
  await settings.goto();
  await ready(page);
  await expectAccessible(page);

  await settings.fill('http://127.0.0.1:9');
  await settings.connect.click();
  await expect(settings.issuerProblem).not.toBeEmpty();
  await expectAccessible(page);
  await expect(settings.name).toHaveValue('Demo ID');

  await settings.fill(issuer);
  await settings.connect.click();
  await expect(settings.done).toContainText('connected');
  await ready(page);
  await expect(settings.addresses.first()).toHaveValue(/\/sso\/[0-9a-f-]{36}\/callback$/);
  expect(await page.content()).not.toContain('hush-hush');
  await expectAccessible(page);

  await settings.group.fill('engineering');
  await settings.role.selectOption({ label: 'Viewer' });
  await settings.addGroup.click();
  await expect(settings.groups).toHaveCount(1);
  await expect(settings.groups.first()).toContainText('engineering');
  await ready(page);
  await expectAccessible(page);

  await settings.test.click();
  await expect(page).toHaveURL((url) => url.href.startsWith(`${issuer}/authorize?`));
  const asked = new URL(page.url()).searchParams;
  expect(asked.get('response_type')).toBe('code');
  expect(asked.get('code_challenge_method')).toBe('S256');
});

test('the page fits a phone', async ({ roster, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInByRequest(page, await roster.seed());
  const settings = new ProviderSettingsPage(page);
  await settings.goto();
  await ready(page);
  await settings.fill(issuer);
  await settings.connect.click();
  await expect(settings.done).toContainText('connected');
  await ready(page);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wider).toBe(false);
  await expectAccessible(page);
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('a provider is connected, a group is mapped, and both are removed', async ({ roster, page }) => {
    await signInByRequest(page, await roster.seed());
    const settings = new ProviderSettingsPage(page);
    await settings.goto();
    await settings.fill(issuer);
    await settings.connect.click();
    await expect(settings.done).toContainText('connected');
    await settings.group.fill('engineering');
    await settings.addGroup.click();
    await expect(settings.groups).toHaveCount(1);
    await settings.groups.first().getByRole('button').click();
    await expect(settings.groups).toHaveCount(0);
    await settings.remove.click();
    await expect(settings.done).toContainText('removed');
    await expect(settings.connect).toBeVisible();
  });
});
