import { turnOn } from '../fixtures/features.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { signInByRequest } from '../fixtures/seed-people.ts';
import { InsightsOnHome } from '../pages/insights.ts';
import { ready } from '../pages/ready.ts';

test('where insights are off, nothing of them is fetched', async ({ roster, page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await signInByRequest(page, await roster.seed());
  await page.goto('/w/demo');
  await ready(page);
  await expect(new InsightsOnHome(page).all).toHaveCount(0);
  expect(fetched.filter((url) => url.includes('insights'))).toEqual([]);
});

test('insights are whole before their chunk, and taken over with it', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 40 }));
  await turnOn(page, 'insights');
  await page.goto('/w/demo');
  await ready(page);
  const insights = new InsightsOnHome(page);
  for (const name of ['Growth', 'Cohorts', 'Dormant people', 'Seat forecast']) {
    await expect(insights.card(name)).toBeVisible();
  }
  await insights.card('Growth').getByText('Show as a table').click();
  await expect(insights.card('Growth').getByRole('row').first()).toContainText('Joined');
  await expectAccessible(page);
  const list = insights.card('Dormant people').getByRole('link').first();
  if (await list.count()) {
    const people = Number.parseInt((await list.textContent()) ?? '', 10);
    await list.click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(String(people));
  }
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('insights are there all the same', async ({ roster, page }) => {
    await signInByRequest(page, await roster.seed());
    await turnOn(page, 'insights');
    await page.goto('/w/demo');
    await expect(new InsightsOnHome(page).card('Cohorts')).toBeVisible();
  });
});
