// Webhooks of a workspace: made, their secret shown once, tried, and what was delivered.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { signInByRequest } from '../fixtures/seed-people.ts';
import { ready } from '../pages/ready.ts';
import { WebhooksPage } from '../pages/webhooks.ts';

// Whoever receives them is on this machine.
test.use({ settings: { ROSTER_INTRANET: '127.0.0.0/8' } });

let receiver: Server;
let received: string[];
let url: string;

test.beforeEach(async () => {
  received = [];
  receiver = createServer((request, response) => {
    received.push(String(request.headers['webhook-id']));
    request.resume();
    response.end('{"ok":true}');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
});

test.afterEach(() => receiver.close());

test('a webhook is made, tried, and its delivery is looked at', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const webhooks = new WebhooksPage(page);
  await webhooks.goto();
  await ready(page);
  await expectAccessible(page);
  await webhooks.add.click();
  await webhooks.address.fill('nowhere');
  await webhooks.create.click();
  await expect(webhooks.addressProblem).not.toBeEmpty();
  await expectAccessible(page);
  await webhooks.address.fill(url);
  await webhooks.create.click();
  await expect(webhooks.secret).toHaveValue(/^whsec_/);
  const secret = await webhooks.secret.inputValue();
  await expectAccessible(page);
  await webhooks.kept.click();
  await expect(webhooks.secret).toHaveCount(0);
  await ready(page);
  expect(await page.content(), 'shown once').not.toContain(secret);
  await webhooks.sendTest.click();
  await expect.poll(() => received.length).toBeGreaterThan(0);
  await expect(async () => {
    await page.reload();
    await expect(webhooks.deliveries.first()).toBeVisible({ timeout: 500 });
    await expect(page.getByText('Delivered').first()).toBeVisible({ timeout: 500 });
  }).toPass();
  await ready(page);
  await expectAccessible(page);
  await webhooks.deliveries.first().click();
  await expect(page.getByText(/msg_/).first()).toBeVisible();
  await ready(page);
  await expectAccessible(page);
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('a webhook is made and deleted', async ({ roster, page }) => {
    await signInByRequest(page, await roster.seed());
    const webhooks = new WebhooksPage(page);
    await webhooks.goto();
    await webhooks.add.click();
    await webhooks.address.fill(url);
    await webhooks.create.click();
    await expect(webhooks.secret).toHaveValue(/^whsec_/);
    await webhooks.goto();
    await webhooks.manage(url).click();
    await webhooks.remove.click();
    await expect(page).toHaveURL(/settings\/webhooks/);
    await webhooks.goto();
    await expect(webhooks.own).toHaveCount(0);
  });
});
