import { expect, test } from '../fixtures/index.ts';

test('pages say what browsers may do with them', async ({ roster, page, request }) => {
  await roster.seed();
  const headers = (await (await page.goto('/sign-in'))?.allHeaders()) ?? {};
  expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'nonce-[^']+' 'strict-dynamic' 'wasm-unsafe-eval'/);
  expect(headers['content-security-policy']).not.toContain('unsafe-inline');
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  expect(headers['x-request-id']).toBeTruthy();

  const style = await page.locator('link[rel=stylesheet]').getAttribute('href');
  const file = await request.get(style ?? '');
  expect(file.headers()['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(file.headers()['content-encoding']).toBe('br');
});

test('a script that is not ours does not run', async ({ roster, page, problems }) => {
  await roster.seed();
  problems.expect(/Content Security Policy/);
  await page.goto('/sign-in');
  const ran = await page.evaluate(() => {
    const script = document.createElement('div');
    script.innerHTML = '<img src="data:," onerror="window.ran = true">';
    document.body.append(script);
    return new Promise((later) => setTimeout(() => later('ran' in window), 200));
  });
  expect(ran).toBe(false);
});

test('a form sent from another site is refused', async ({ roster, request }) => {
  const { email, password } = await roster.seed();
  const answer = await request.post('/sign-in', {
    form: { email, password },
    headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(403);
  expect(answer.headers()['set-cookie']).toBeUndefined();
});
