import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { SignInPage } from '../pages/sign-in.ts';

test('the sign-in page has its name and is accessible', async ({ roster, page }) => {
  await roster.seed();
  await new SignInPage(page).goto();
  await expect(page).toHaveTitle(/Sign in/);
  await expectAccessible(page);
});
