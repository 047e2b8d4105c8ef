// Signing in at an identity provider: a real one, in a real browser.

import { signInByRequest } from '../fixtures/seed-people.ts';
import { expect, expectAccessible } from '../fixtures/index.ts';
import { CLIENT, test } from '../fixtures/oidc.ts';
import { expectProblem } from '../pages/field.ts';
import { ProviderSettingsPage } from '../pages/provider-settings.ts';
import { ProviderPages } from '../pages/provider.ts';
import { hydrate, ready } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { SignInPage } from '../pages/sign-in.ts';

const NINA = { email: 'nina@demo.example', email_verified: true, given_name: 'Nina', family_name: 'Prado' };

test('a newcomer signs in at the provider, and out of both', async ({ roster, page, oidc }) => {
  await roster.seed();
  oidc.people.set('nina', NINA);
  const provider = new ProviderPages(page);
  await page.goto('/settings/profile');
  await expect(provider.signInWith).toBeVisible();
  await expectAccessible(page);
  await provider.signInWith.click();
  await provider.signIn('nina');
  await expect(page).toHaveURL('/settings/profile');
  await expect(page.getByLabel('First name')).toHaveValue('Nina');

  await page.goto('/settings/security');
  await ready(page);
  await expect(page.getByText('You sign in through Acme ID.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Go to Acme ID' })).toHaveAttribute('href', oidc.url);
  await expect(page.getByLabel('Current password')).toHaveCount(0);
  await expect(provider.card).toContainText('nina@demo.example');
  await expectAccessible(page);

  await new Shell(page).choose('Sign out');
  await expect(provider.heading).toHaveText('Sign out at the provider');
  await page.getByRole('button', { name: 'Sign out there' }).click();
  await expect(new SignInPage(page).submit).toBeVisible();
  await provider.signInWith.click();
  await expect(provider.userName, 'the session there has ended as well').toBeVisible();
});

test('signing out at the provider ends the session here', async ({ roster, oidc, visitor }) => {
  await roster.seed();
  oidc.people.set('nina', NINA);
  const elsewhere = await visitor();
  const provider = new ProviderPages(elsewhere);
  await elsewhere.goto('/settings/security');
  await provider.signInWith.click();
  await provider.signIn('nina');
  await expect(elsewhere).toHaveURL('/settings/security');
  // The same browser signs out at the provider, which tells Roster.
  await elsewhere.goto(`${oidc.url}/session/end`);
  await elsewhere.getByRole('button', { name: 'Sign out there' }).click();
  await expect(async () => {
    await elsewhere.goto('/settings/security');
    await expect(elsewhere).toHaveURL(/\/sign-in/, { timeout: 500 });
  }).toPass();
});

test('an account is connected, and its password is done with', async ({ roster, page, oidc, visitor, problems }) => {
  const admin = await roster.seed();
  oidc.people.set('robin', { ...NINA, email: admin.email });
  const stranger = await visitor();
  const atDoor = new ProviderPages(stranger);
  problems.expect(/status of 40[03]/);
  await stranger.goto('/sign-in');
  await atDoor.signInWith.click();
  await atDoor.signIn('robin');
  await expect(atDoor.heading).toHaveText('You are not signed in');
  await expect(atDoor.problem).toContainText('There is an account with your e-mail address.');
  await expectAccessible(stranger);

  await stranger.getByRole('link', { name: 'Sign in and connect' }).click();
  await new SignInPage(stranger).signIn(admin);
  await expect(stranger).toHaveURL(/connect=corp/);
  await ready(stranger);
  await stranger.getByRole('button', { name: 'Connect Acme ID' }).click();
  await expect(stranger.getByRole('status')).toContainText('The provider is connected.');
  await expect(atDoor.card).toContainText('Acme ID');

  problems.expect(/status of 422/);
  await signInByRequestFails(page, admin);
  await new ProviderPages(page).signInWith.click();
  await new ProviderPages(page).signIn('robin');
  await expect(page).toHaveURL('/w/demo');
});

async function signInByRequestFails(page: Parameters<typeof signInByRequest>[0], admin: { email: string; password: string }) {
  const signIn = new SignInPage(page);
  await signIn.goto();
  await signIn.signIn(admin);
  await expect(signIn.problem).toContainText('signs in through its provider');
}

test('what can not be undone is confirmed at the provider', async ({ roster, page, oidc }) => {
  const admin = await roster.seed();
  oidc.people.set('robin', { ...NINA, email: admin.email });
  await signInByRequest(page, admin);
  const provider = new ProviderPages(page);
  await page.goto('/settings/security');
  await ready(page);
  await page.getByRole('button', { name: 'Connect Acme ID' }).click();
  await provider.signIn('robin');
  await expect(page.getByRole('status')).toContainText('The provider is connected.');
  await page.goto('/confirm?next=/settings/profile');
  await ready(page);
  await expect(page.getByText('sign in again at Acme ID')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign in with Acme ID' }).click();
  await provider.signIn('robin');
  await expect(page).toHaveURL('/settings/profile');
});

test('a workspace tries its own provider, sees what it tells, and requires it', async ({ roster, page, oidc }) => {
  const admin = await roster.seed();
  oidc.people.set('robin', { ...NINA, email: admin.email, groups: ['engineering', 'staff'] });
  await signInByRequest(page, admin);
  const settings = new ProviderSettingsPage(page);
  await settings.goto();
  await ready(page);
  await settings.fill(oidc.url);
  await settings.clientSecret.fill(CLIENT.secret);
  await settings.connect.click();
  await expect(settings.done).toContainText('connected');
  const key = /\/sso\/([0-9a-f-]{36})\/callback$/.exec(await settings.addresses.first().inputValue());
  oidc.knows(roster.url, key?.[1] ?? '');
  await ready(page);
  await settings.group.fill('engineering');
  await settings.role.selectOption({ label: 'Viewer' });
  await settings.addGroup.click();
  await expect(settings.groups).toHaveCount(1);

  await settings.test.click();
  await new ProviderPages(page).signIn('robin');
  await expect(page).toHaveURL(/\/w\/demo\/settings\/sign-in\?done=tested/);
  await ready(page);
  for (const told of [admin.email, 'engineering', 'staff', 'email_verified']) await expect(page.getByRole('main')).toContainText(told);
  await expectAccessible(page);

  await expect(settings.breakGlass).toContainText(admin.email);
  await settings.require.click();
  await expect(settings.require).toHaveCount(0);
  await expectAccessible(page);
  await page.goto('/w/demo/users');
  await expect(page, 'the emergency account stays in').toHaveURL('/w/demo/users');
});

test('who cancels, or has no verified address, is told what to do', async ({ roster, page, oidc, problems }) => {
  problems.expect(/status of 403/);
  await roster.seed();
  const { email_verified: _, ...unverified } = NINA;
  oidc.people.set('unverified', unverified);
  oidc.people.set('text', { ...NINA, email_verified: 'true' });
  const provider = new ProviderPages(page);
  const begin = async () => {
    await page.goto('/sign-in');
    await provider.signInWith.click();
  };
  await begin();
  await provider.cancel();
  await expect(provider.problem).toContainText('did not let you in, or you cancelled there');
  await expectAccessible(page);
  await begin();
  await provider.signIn('unverified');
  await expect(provider.problem).toContainText('email_verified with the value true');
  await page.context().clearCookies();
  await begin();
  await provider.signIn('text');
  await expect(provider.problem).toContainText('sends email_verified as text');
});

for (const [language, title, problem] of [
  ['pt-BR', 'Você não entrou', 'O provedor não responde.'],
  ['es', 'No has iniciado sesión', 'El proveedor no responde.'],
] as const) {
  test(`a provider that is down is said in ${language}, and passwords still work`, async ({ roster, oidc, visitor, problems }) => {
    problems.expect(/status of 403/);
    const admin = await roster.seed();
    const page = await visitor({ locale: language, viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await oidc.stop();
    await page.goto('/sso/corp');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.getByRole('alert')).toContainText(problem);
    await expectAccessible(page);
    await page.goto('/sign-in');
    await page.locator('[name=email]').fill(admin.email);
    await page.locator('[name=password]').fill(admin.password);
    await page.locator('[name=password]').press('Enter');
    await expect(page).toHaveURL('/w/demo');
  });
}

test('an address finds nothing where no workspace has a provider', async ({ roster, page, problems }) => {
  await roster.seed();
  const provider = new ProviderPages(page);
  await page.goto('/sign-in');
  await provider.byOrganization.click();
  await expect(provider.heading).toHaveText('Sign in through your organization');
  await hydrate(page);
  await expectAccessible(page);
  problems.expect(/status of 422/);
  await page.getByLabel('E-mail').fill('someone@nowhere.example');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expectProblem(page.getByLabel('E-mail'), 'No workspace with its own sign-in uses this domain. Check the address, or sign in with your password.');
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('one signs in at the provider, connects, and signs out of both', async ({ roster, page, oidc }) => {
    const admin = await roster.seed();
    oidc.people.set('robin', { ...NINA, email: admin.email });
    const provider = new ProviderPages(page);
    await page.goto('/sign-in');
    await new SignInPage(page).signIn(admin);
    await expect(page).toHaveURL('/w/demo');
    await page.goto('/settings/security');
    await page.getByRole('button', { name: 'Connect Acme ID' }).click();
    await provider.signIn('robin');
    await expect(page.getByRole('status')).toContainText('The provider is connected.');
    await new Shell(page).choose('Sign out');
    await expect(provider.heading).toHaveText('Sign out at the provider');
  });
});
