import { expect, test } from '../fixtures/index.ts';

test('a ready server says that it lives', async ({ request }) => {
  const answer = await request.get('/healthz');
  expect(answer.status()).toBe(200);
});
