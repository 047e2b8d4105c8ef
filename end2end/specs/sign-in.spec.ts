import type { Page } from '@playwright/test';
import { PeopleSeeder, PASSWORD, signInByRequest } from '../fixtures/seed-people.ts';
import { expect, test } from '../fixtures/index.ts';
import { ChoosePasswordPage } from '../pages/choose-password.ts';
import { expectProblem } from '../pages/field.ts';
import { answered, expectSameDocument, markDocument, ready, hydrate } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { SignInPage } from '../pages/sign-in.ts';

test('signs in, out, and in again to where the person was going', async ({ roster, page }) => {
  const admin = await roster.seed();
  const signIn = new SignInPage(page);
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page).toHaveTitle(/^Sign in/);
  await signIn.signIn(admin);
  await expect(page).toHaveURL('/w/demo');
  await expect(page.getByRole('heading', { name: 'Welcome, Robin' })).toBeVisible();

  await new Shell(page).choose('Sign out');
  await expect(page).toHaveURL('/sign-in');
  await page.goBack();
  await expect(signIn.submit, 'nothing of the account is left to go back to').toBeVisible();

  await page.goto('/w/demo/users?status=active');
  await expect(page.getByText('Sign in to continue where you were.')).toBeVisible();
  await signIn.signIn(admin);
  await expect(page).toHaveURL('/w/demo/users?status=active');
});

test('a wrong password and an unknown address get the same answer', async ({ roster, page }) => {
  const { email } = await roster.seed();
  const signIn = new SignInPage(page);
  await signIn.goto();
  await hydrate(page);
  await markDocument(page);
  const wrong = 'E-mail address or password is not right.';
  for (const address of [email, 'nobody@demo.example']) {
    await signIn.email.fill(address);
    await signIn.password.fill('not the password at all');
    await answered(signIn.submit);
    await expect(signIn.problem).toHaveText(wrong);
    await expect(signIn.email).toHaveValue(address);
  }
  // The same words again: the second answer is there when nothing is awaited.
  await expect(page.locator('button[aria-busy]')).toHaveCount(0);

  await signIn.signIn({ email: '', password: '' });
  await expectProblem(signIn.email, 'Enter an e-mail address.');
  await expectProblem(signIn.password, 'Enter a password.');
  await expectSameDocument(page);
});

test('the page is there without its WASM, which comes with the first key', async ({ roster, page }) => {
  await roster.seed();
  const fetched = wasmFetched(page);
  const signIn = new SignInPage(page);
  await signIn.goto();
  await expect(signIn.submit).toBeVisible();
  // Its scripts have run: whatever it fetches by itself has been asked for.
  await page.waitForLoadState('load');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  expect(fetched).toEqual([]);
  await hydrate(page);
  expect(fetched.filter((url) => url.includes('/pkg/roster.'))).toHaveLength(1);
});

test('what is typed while the WASM comes stays', async ({ roster, page }) => {
  const { email, password } = await roster.seed();
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route('**/*.wasm', async (route) => {
    await arrived;
    await route.continue();
  });
  const signIn = new SignInPage(page);
  await signIn.goto();
  await markDocument(page);
  await expect(signIn.email).toBeFocused();
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  arrive();
  await ready(page);
  await expect(signIn.email).toHaveValue(email);
  await expect(signIn.password).toHaveValue(password);
  await expect(signIn.password).toBeFocused();
  await expectSameDocument(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/w/demo');
});

test('a password of someone else’s choosing is replaced before anything else', async ({ roster, page, visitor }) => {
  await signInByRequest(page, await roster.seed());
  const bea = await new PeopleSeeder(page).add({ email: 'bea@demo.example' }, { temporary: true });

  const hers = await visitor();
  await new SignInPage(hers).goto();
  await new SignInPage(hers).signIn(bea);
  await expect(hers).toHaveURL('/choose-password');
  await hers.goto('/w/demo');
  await expect(hers, 'nothing else is open').toHaveURL('/choose-password');
  await hydrate(hers);

  const choose = new ChoosePasswordPage(hers);
  await choose.choose(PASSWORD);
  await expectProblem(choose.password, 'This is the password you have now.');
  await choose.choose('password1234');
  await expectProblem(choose.password, /tries first|easy to guess/);
  await choose.choose(`${PASSWORD}, and a crow`);
  await expect(hers).toHaveURL('/w/demo');
  await expect(hers.getByRole('heading', { name: 'Welcome, Bea' })).toBeVisible();
});

function wasmFetched(page: Page): string[] {
  const fetched: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('.wasm')) fetched.push(request.url());
  });
  return fetched;
}
