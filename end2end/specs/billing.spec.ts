// Credits: what one has used, what a workspace has, and how it is run.

import { expect, expectAccessible, test } from '../fixtures/index.ts';
import type { Roster } from '../fixtures/roster.ts';
import { signInByRequest } from '../fixtures/seed-people.ts';
import { BillingPage } from '../pages/billing.ts';
import { answered, ready } from '../pages/ready.ts';

/** A workspace of a few people with a month of credits that were used. */
async function seeded(roster: Roster) {
  const signIn = await roster.seed({ members: 8 });
  const printed = await roster.run('seed', '--members', '8', '--slug', 'demo', '--credits');
  return { ...signIn, password: /password: (.+)\s*$/.exec(printed)?.[1] ?? '' };
}

for (const [theme, look] of [
  ['daylight', 'daylight+midnight:0'],
  ['midnight', 'daylight+midnight:1'],
]) {
  test(`the tab shows what was used, as a picture and as its table, in ${theme}`, async ({ roster, page, context }) => {
    await context.addCookies([{ name: 'roster-theme', value: look, url: roster.url }]);
    await signInByRequest(page, await seeded(roster));
    const billing = new BillingPage(page);
    await billing.goto();
    await ready(page);
    await expectAccessible(page);
    await billing.details.click();
    await expect(billing.chart).toBeVisible();
    await ready(page);
    await expectAccessible(page);
    await billing.numbers.click();
    await expect(billing.dayTable.getByRole('row')).not.toHaveCount(0);
    await expect(billing.dayTable.getByRole('columnheader').first()).toHaveText('Day');
    await page.setViewportSize({ width: 390, height: 800 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, 'nothing is cut off').toBeLessThanOrEqual(390);
    await expectAccessible(page);
  });
}

test('a wallet is filled, corrected, capped and asked of', async ({ roster, page }) => {
  await signInByRequest(page, await seeded(roster));
  const billing = new BillingPage(page);
  await billing.gotoWallet();
  await ready(page);
  await expectAccessible(page);
  await billing.give.click();
  await billing.amount.fill('1.5');
  await answered(billing.submitGrant);
  await expect(billing.amountProblem).toContainText('whole number');
  await expectAccessible(page);
  await billing.amount.fill('5,000');
  await billing.submitGrant.click();
  await expect(billing.said).toContainText('The credits were given');
  await billing.requests.click();
  await expect(billing.approve).toBeVisible();
  await ready(page);
  await expectAccessible(page);
  await billing.approve.click();
  await expect(billing.said).toContainText('The credits were given');
  await billing.gotoWallet();
  await billing.ledger.click();
  await expect(billing.entries.first()).toBeVisible();
  await ready(page);
  await expectAccessible(page);
  await billing.correct.last().click();
  await billing.note.fill('By mistake');
  await expectAccessible(page);
  await billing.submitCorrection.click();
  await expect(billing.said).toContainText('The entry was corrected');
  await billing.gotoWallet();
  await billing.caps.click();
  await billing.amount.fill('900');
  await billing.addCap.click();
  await expect(billing.said).toContainText('The cap is in force');
  await ready(page);
  await expectAccessible(page);
  await billing.gotoWallet();
  await billing.statements.first().click();
  await expect(page.getByRole('table')).toContainText('Opening balance');
  await ready(page);
  await expectAccessible(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('banner')).toBeHidden();
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  for (const [language, words] of [
    ['pt-BR', 'Seus espaços de trabalho'],
    ['es', 'Tus espacios de trabajo'],
  ]) {
    test(`the tab is whole in ${language}`, async ({ roster, page }) => {
      await signInByRequest(page, await seeded(roster));
      await page.request.post('/preferences/language', { form: { to: language } });
      const billing = new BillingPage(page);
      await billing.goto();
      await expect(page.getByRole('heading', { name: words })).toBeVisible();
      await page.goto('/settings/billing/demo');
      await expect(page.locator('.chart-stack')).toHaveCount(30);
      await billing.amount.fill('70');
      await billing.reason.fill('=1+1');
      await page.locator('form.card button.btn--primary').click();
      await expect(billing.said).toBeVisible();
    });
  }
});
