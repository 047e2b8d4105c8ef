import type { Page } from '@playwright/test';
import { signInByRequest } from '../fixtures/seed-people.ts';
import { expect, test } from '../fixtures/index.ts';
import { ready, hydrate } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { SignInPage } from '../pages/sign-in.ts';

const WORDS = {
  en: { signIn: 'Sign in', wrong: 'Enter an e-mail address.' },
  'pt-BR': { signIn: 'Entrar', wrong: 'Digite um endereço de e-mail.' },
  es: { signIn: 'Iniciar sesión', wrong: 'Escribe una dirección de correo.' },
};

test('a browser is answered in its own language, in place too', async ({ roster, visitor }) => {
  await roster.seed();
  for (const [locale, language] of [
    ['en-US', 'en'],
    ['pt-PT', 'pt-BR'],
    ['es-MX', 'es'],
    ['ja-JP', 'en'],
  ] as const) {
    const page = await visitor({ locale });
    const words = WORDS[language];
    await page.goto('/sign-in');
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.signIn);
    await hydrate(page);
    await page.getByRole('button', { name: words.signIn }).click();
    await expect(page.locator('#email-error')).toHaveText(words.wrong);
  }
});

test('the switcher of a browser wins over what it asks for', async ({ roster, page }) => {
  await roster.seed();
  await page.goto('/sign-in?next=/w/demo');
  await page.getByRole('contentinfo').locator('summary').click();
  await page.getByRole('button', { name: 'Português (Brasil)' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Entrar');
  await expect(page, 'one stays where one was').toHaveURL('/sign-in?next=/w/demo');
  await page.goto('/sign-in');
  await expect(page.locator('html')).toHaveAttribute('lang', 'pt-BR');
});

test('the account remembers its language', async ({ roster, page, visitor }) => {
  const admin = await roster.seed();
  await signInByRequest(page, admin);
  await page.goto('/w/demo/users?status=active');
  await ready(page);
  await new Shell(page).choose('Español');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page).toHaveURL('/w/demo/users?status=active');
  await expectSpanish(page);

  const elsewhere = await visitor({ locale: 'en-GB' });
  await new SignInPage(elsewhere).goto();
  await new SignInPage(elsewhere).signIn(admin);
  await expect(elsewhere).toHaveURL('/w/demo');
  await elsewhere.goto('/w/demo/users');
  await expectSpanish(elsewhere);
});

/** Rendered by the server, and changed in the browser. */
async function expectSpanish(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Usuarios');
  await expect(page.getByRole('columnheader').nth(1)).toContainText('Nombre');
  await ready(page);
  await page.getByRole('link', { name: 'Invitaciones', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Invitaciones');
}
