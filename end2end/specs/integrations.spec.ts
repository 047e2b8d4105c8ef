// Outlook Calendar of one's own account: connecting, what goes wrong, the next events, scheduling, disconnecting.

import { expect, expectAccessible, test as base } from '../fixtures/index.ts';
import { Microsoft } from '../fixtures/microsoft.ts';
import { PeopleSeeder, post, signInByRequest } from '../fixtures/seed-people.ts';
import { IntegrationsPage } from '../pages/integrations.ts';
import { ready } from '../pages/ready.ts';
import { UsersPage } from '../pages/users.ts';

const CALENDAR = 'Outlook Calendar';
const CAIO = 'caio@demo.example';
const HOUR = 3_600_000;

const test = base.extend<{ microsoft: Microsoft; integrations: IntegrationsPage }>({
  microsoft: async ({}, use) => {
    const microsoft = await Microsoft.start();
    await use(microsoft);
    await microsoft.stop();
  },
  settings: async ({ microsoft }, use) => use(microsoft.settings),
  integrations: async ({ page }, use) => use(new IntegrationsPage(page)),
});

/** A moment from now on, as Graph writes it in UTC. */
function inHours(hours: number): string {
  return new Date(Date.now() + hours * HOUR).toISOString().slice(0, 19);
}

test('connects, shows the next events, and disconnects', async ({ roster, microsoft, integrations, page }) => {
  microsoft.events = [{ id: '1', subject: 'Planning', start: inHours(2), end: inHours(3) }];
  await signInByRequest(page, await roster.seed());
  await page.goto('/settings/profile');
  await ready(page);
  await page.getByRole('main').getByRole('link', { name: 'Integrations', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('These connections are personal');
  await expect(integrations.card(CALENDAR)).toContainText('Not connected');
  await expectAccessible(page);

  await integrations.connect(CALENDAR).click();
  await integrations.accept();
  await expect(page.getByRole('status')).toContainText('Your account is connected.');
  await expect(integrations.card(CALENDAR)).toContainText('ana@contoso.example');
  await expect(integrations.agenda).toContainText('Planning');
  await ready(page);
  await expectAccessible(page);

  await page.goto('/w/demo');
  await expect(integrations.agenda).toContainText('Planning');
  await ready(page);
  await expectAccessible(page);

  await integrations.goto();
  await ready(page);
  await integrations.disconnect(CALENDAR).click();
  await expect(page.getByRole('status')).toContainText('The connection has ended');
  await expect(integrations.card(CALENDAR)).toContainText('Not connected');
  await expect(integrations.agenda).toHaveCount(0);
});

test('says what a refusal means', async ({ roster, microsoft, integrations, page }) => {
  await signInByRequest(page, await roster.seed());
  microsoft.refuse = { error: 'access_denied', description: 'AADSTS65004: User declined to consent' };
  await integrations.goto();
  await integrations.connect(CALENDAR).click();
  await expect(page.getByRole('alert')).toContainText('was declined');
  await ready(page);
  await expectAccessible(page);

  microsoft.refuse = { error: 'consent_required', description: 'AADSTS65001: has not consented' };
  await integrations.connect(CALENDAR).click();
  await expect(page.getByRole('alert')).toContainText('only an administrator');
  await expect(integrations.consentLink).toHaveValue(/\/organizations\/v2\.0\/adminconsent\?client_id=roster/);
  await ready(page);
  await expectAccessible(page);
});

test('schedules an onboarding', async ({ roster, microsoft, integrations, page }) => {
  await signInByRequest(page, await roster.seed());
  await integrations.goto();
  await integrations.connect(CALENDAR).click();
  await integrations.accept();
  await new PeopleSeeder(page).add({ email: CAIO });
  await page.goto('/w/demo/users');
  await ready(page);
  await new UsersPage(page).link(CAIO).click();
  await page.getByRole('link', { name: 'Schedule onboarding' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Subject')).toHaveValue(/^Onboarding: /);
  await ready(page);
  await expectAccessible(page);
  await dialog.getByLabel('Begins at').fill('14:30');
  await dialog.getByRole('button', { name: 'Schedule' }).click();
  await expect(page.getByRole('status')).toContainText('is in your calendar');
  expect(microsoft.created).toHaveLength(1);
  expect(JSON.stringify(microsoft.created[0])).toContain('T14:30:00');
});

for (const [language, words] of [
  ['pt-BR', 'Estas conexões são pessoais'],
  ['es', 'Estas conexiones son personales'],
] as const) {
  test(`speaks ${language}, in a dark theme on a phone`, async ({ roster, integrations, page }) => {
    await signInByRequest(page, await roster.seed());
    await page.setViewportSize({ width: 390, height: 844 });
    await post(page.request, '/preferences/language', { to: language, next: '/' });
    await post(page.request, '/preferences/theme', { look: 'midnight', next: '/' });
    await integrations.goto();
    await ready(page);
    await expect(page.getByRole('main')).toContainText(words);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    await expectAccessible(page);
  });
}

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('connects, shows the next events, and disconnects', async ({ roster, microsoft, integrations, page }) => {
    microsoft.events = [{ id: '1', subject: 'Planning', start: inHours(2), end: inHours(3) }];
    await signInByRequest(page, await roster.seed());
    await integrations.goto();
    await integrations.connect(CALENDAR).click();
    await integrations.accept();
    await expect(integrations.card(CALENDAR)).toContainText('ana@contoso.example');
    await page.getByRole('link', { name: 'Show your next events' }).click();
    await expect(integrations.agenda).toContainText('Planning');
    await integrations.disconnect(CALENDAR).click();
    await expect(page).toHaveURL(/\/settings\/integrations\?done=disconnected$/);
  });
});
