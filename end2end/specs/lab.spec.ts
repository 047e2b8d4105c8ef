// The Lab: turning features on and off, what a workspace says, and the page without a script.

import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { signInByRequest } from '../fixtures/seed-people.ts';
import { LabPage } from '../pages/lab.ts';
import { ready } from '../pages/ready.ts';

const FEATURE = 'Insights on Home';

test('turns a feature on and off, and all of them', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const lab = new LabPage(page);
  await page.goto('/settings/profile');
  await ready(page);
  await page.getByRole('main').getByRole('link', { name: 'Lab', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('Use at your own risk in production environments.');
  await expectAccessible(page);
  await expect(lab.card(FEATURE)).toContainText('Beta');
  await expect(lab.card(FEATURE)).toContainText('Low risk');

  await lab.turnOn(FEATURE).click();
  await expect(page.getByRole('status')).toContainText('The feature is on.');
  await ready(page);
  await lab.card(FEATURE).getByText('Why is this on?').click();
  await expect(lab.card(FEATURE)).toContainText('You turned it on.');
  await expectAccessible(page);
  await lab.turnOff(FEATURE).click();
  await expect(page.getByRole('status')).toContainText('The feature is off.');

  await ready(page);
  await lab.turnOn(FEATURE).click();
  await expect(page.getByRole('status')).toContainText('The feature is on.');
  await ready(page);
  await lab.hidePreviews.check();
  await lab.save.click();
  await expect(page.getByRole('status')).toContainText('Saved.');
  await expect(lab.card('Command palette')).toHaveCount(0);
  await ready(page);
  await lab.turnAllOff.click();
  await expect(page.getByRole('main')).toContainText('Nothing is turned on');
  await expectAccessible(page);
});

test('follows what the workspace says', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const lab = new LabPage(page);
  await lab.gotoWorkspace('demo');
  await ready(page);
  await expectAccessible(page);
  await lab.policy(FEATURE, 'Deny').click();
  await expect(page.getByRole('status')).toContainText('Saved.');
  await expect(lab.policy(FEATURE, 'Deny')).toHaveAttribute('aria-pressed', 'true');
  await lab.goto();
  await ready(page);
  await lab.card(FEATURE).getByText('Why is this off?').click();
  await expect(lab.card(FEATURE)).toContainText('does not allow it.');
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('turns a feature on', async ({ roster, page }) => {
    await signInByRequest(page, await roster.seed());
    const lab = new LabPage(page);
    await lab.goto();
    await lab.turnOn(FEATURE).click();
    await expect(page).toHaveURL(/\/settings\/lab\?done=turned_on$/);
    await expect(lab.turnOff(FEATURE)).toBeVisible();
  });
});
