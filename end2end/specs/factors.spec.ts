import { code } from '../fixtures/authenticator.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { expectProblem } from '../pages/field.ts';
import { hydrate } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { SignInPage } from '../pages/sign-in.ts';

test('sets up an app, signs in with its code, and with a recovery code', async ({ roster, page }) => {
  const admin = await roster.seed();
  const signIn = new SignInPage(page);
  await signIn.goto();
  await signIn.signIn(admin);
  await expect(page).toHaveURL('/w/demo');

  await page.goto('/settings/security');
  await hydrate(page);
  await page.getByRole('link', { name: 'Set up' }).click();
  await expect(page.getByRole('button', { name: 'Begin' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByRole('img', { name: 'QR code with the secret' })).toBeVisible();
  await expectAccessible(page);
  const secret = await page.getByLabel('Secret', { exact: true }).inputValue();
  const field = page.getByLabel('Code', { exact: true });
  await hydrate(page);
  await field.fill('000');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expectProblem(field, 'This code is not right, has expired or has been used.');
  await field.fill(code(secret));
  await page.getByRole('button', { name: 'Turn on' }).click();
  const codes = page.locator('.recovery-codes li');
  await expect(codes).toHaveCount(10);
  await expectAccessible(page);
  const recovery = (await codes.first().textContent()) ?? '';
  await page.getByRole('link', { name: 'I have saved them' }).click();
  await expect(page.getByText('Your second factor is on')).toBeVisible();

  await new Shell(page).choose('Sign out');
  await signIn.signIn(admin);
  await expect(page).toHaveURL(/\/sign-in\/factor/);
  await expectAccessible(page);
  await page.goto('/w/demo/users');
  await expect(page, 'nothing else is open').toHaveURL(/\/sign-in\/factor/);
  // The code of this half minute has been used; the next one's counts already.
  await field.fill(code(secret, 1));
  await signIn.submit.click();
  await expect(page).toHaveURL('/w/demo/users');

  await new Shell(page).choose('Sign out');
  await signIn.signIn(admin);
  await field.fill(recovery);
  await signIn.submit.click();
  await expect(page).toHaveURL('/w/demo');
});
