import { expectAccessible } from '../fixtures/accessible.ts';
import { signInByRequest } from '../fixtures/seed-people.ts';
import { expect, test } from '../fixtures/index.ts';
import { ready } from '../pages/ready.ts';
import { UsersPage } from '../pages/users.ts';

test('the page says that a file is being made, and when it is complete', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  const toast = page.locator('.toast');
  for (const format of ['CSV', 'Excel (XLSX)']) {
    await users.download.click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: format, exact: true }).click(),
    ]);
    await expect(toast).toContainText('Your file is complete: 6 rows');
    expect(await download.failure()).toBeNull();
    await expectAccessible(page);
    await toast.getByRole('button', { name: 'Close' }).click();
    await expect(toast).toBeHidden();
  }
});
