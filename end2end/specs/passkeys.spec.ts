import type { Locator, Page } from '@playwright/test';
import { Device } from '../fixtures/device.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { expectProblem } from '../pages/field.ts';
import { PasskeysPage } from '../pages/passkeys.ts';
import { ready, hydrate } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { SignInPage } from '../pages/sign-in.ts';

test.use({ host: 'localhost' });

/** Touches the device for the button alone: what the address field offers is waiting by then, and stays untouched. */
async function press(page: Page, button: Locator, device: Device): Promise<void> {
  await expect(page.locator('form[data-offered]')).toBeAttached();
  await device.isTouched(true);
  await button.click();
}

test('adds a passkey, and signs in with it alone, after the password and where it is asked again', async ({ roster, page, problems }) => {
  problems.expect(/status of 422/);
  const admin = await roster.seed();
  const device = await Device.plugIn(page);
  const signIn = new SignInPage(page);
  const passkeys = new PasskeysPage(page);
  const shell = new Shell(page);
  await signIn.goto();
  await signIn.signIn(admin);
  await expect(page).toHaveURL('/w/demo');

  await passkeys.goto();
  await ready(page);
  await passkeys.add.click();
  await expect(passkeys.name).toHaveValue(/Chrome/);
  await expectAccessible(page);
  await passkeys.name.fill('Work laptop');
  await passkeys.make.click();
  await expect(passkeys.codes).toHaveCount(10);
  await expectAccessible(page);
  await passkeys.kept.click();
  await expect(passkeys.own).toHaveCount(1);
  await expect(passkeys.own).toContainText('Work laptop');
  await expectAccessible(page);
  expect(await device.passkeys()).toBe(1);

  // Nobody touches the device until the button is pressed: what the address field offers would sign in by itself.
  await device.isTouched(false);
  await shell.choose('Sign out');
  await expect(signIn.passkey).toBeVisible();
  await expectAccessible(page);
  await press(page, signIn.passkey, device);
  await expect(page).toHaveURL('/w/demo');

  await device.isTouched(false);
  await shell.choose('Sign out');
  await signIn.signIn(admin);
  await expect(page).toHaveURL(/\/sign-in\/factor/);
  await expectAccessible(page);
  await hydrate(page);
  await device.knowsFinger(false);
  await device.isTouched(true);
  const use = page.getByRole('button', { name: 'Use a passkey' });
  await use.click();
  await expect(page.getByText('No passkey was used.')).toBeVisible();
  await device.knowsFinger(true);
  await use.click();
  await expect(page).toHaveURL('/w/demo');

  await page.goto('/confirm?next=%2Fsettings%2Fsecurity');
  await expectAccessible(page);
  await use.click();
  await expect(page).toHaveURL('/settings/security');

  await ready(page);
  await passkeys.manage('Work laptop');
  await passkeys.name.fill('Old laptop');
  await passkeys.save.click();
  await expect(passkeys.own).toContainText('Old laptop');
  await ready(page);
  await passkeys.manage('Old laptop');
  await expect(passkeys.name).toHaveValue('Old laptop');
  await expectAccessible(page);
  await passkeys.remove.click();
  await expect(page.getByText('The passkey is removed.')).toBeVisible();
  await expect(passkeys.own).toHaveCount(0);

  await device.isTouched(false);
  await shell.choose('Sign out');
  await press(page, signIn.passkey, device);
  await expect(page.getByText('This passkey is not known here')).toBeVisible();
  await signIn.signIn(admin);
  await expect(page, 'the password is enough again').toHaveURL('/w/demo');
});

test('what the address field offers signs in without a press', async ({ roster, page }) => {
  const admin = await roster.seed();
  await Device.plugIn(page);
  const signIn = new SignInPage(page);
  const passkeys = new PasskeysPage(page);
  await signIn.goto();
  await signIn.signIn(admin);
  await expect(page).toHaveURL('/w/demo');
  await page.goto('/settings/security/passkeys/new');
  await passkeys.make.click();
  await expect(passkeys.codes).toHaveCount(10);
  await page.context().clearCookies();
  await page.goto('/sign-in?next=%2Fw%2Fdemo%2Fusers');
  await expect(page).toHaveURL('/w/demo/users');
});

test('a device that has one already says so', async ({ roster, page }) => {
  const admin = await roster.seed();
  await Device.plugIn(page);
  const signIn = new SignInPage(page);
  const passkeys = new PasskeysPage(page);
  await signIn.goto();
  await signIn.signIn(admin);
  await expect(page).toHaveURL('/w/demo');
  await page.goto('/settings/security/passkeys/new');
  await passkeys.make.click();
  await passkeys.kept.click();
  await expect(page).toHaveURL(/\/settings\/security(\?|$)/);
  await page.goto('/settings/security/passkeys/new');
  await passkeys.make.click();
  await expect(page.getByText('This device has a passkey of yours already.')).toBeVisible();
});

test('a name that is too long is said before the device makes anything', async ({ roster, page, problems }) => {
  problems.expect(/status of 422/);
  const admin = await roster.seed();
  const device = await Device.plugIn(page);
  const signIn = new SignInPage(page);
  const passkeys = new PasskeysPage(page);
  await signIn.goto();
  await signIn.signIn(admin);
  await expect(page).toHaveURL('/w/demo');
  await page.goto('/settings/security/passkeys/new');
  await ready(page);
  await passkeys.name.fill('A laptop '.repeat(9));
  await passkeys.make.click();
  await expectProblem(passkeys.name, '60 characters at most.');
  expect(await device.passkeys()).toBe(0);
});
