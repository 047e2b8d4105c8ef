import { PASSWORD } from '../fixtures/seed-people.ts';
import { expect, test } from '../fixtures/index.ts';
import { expectNoProblem, expectProblem } from '../pages/field.ts';
import { expectSameDocument, markDocument, hydrate } from '../pages/ready.ts';
import { SetUpPage } from '../pages/setup.ts';
import { Shell } from '../pages/shell.ts';

test('the first visitor sets Roster up, and ends at home as its super-user', async ({ page, problems }) => {
  const setup = new SetUpPage(page);
  await page.goto('/');
  await expect(page).toHaveURL('/setup');
  await hydrate(page);
  await setup.fill();
  await setup.chooseJudgedPassword(PASSWORD);
  await expect(page.getByText('Strong')).toBeVisible();
  await setup.submit.click();

  await expect(page).toHaveURL('/w/acme');
  await expect(page.getByRole('heading', { name: 'Welcome, Ana' })).toBeVisible();
  await expect(new Shell(page).person).toContainText('Ana Souza');

  problems.expect(/status of 404/);
  const gone = await page.goto('/setup');
  expect(gone?.status()).toBe(404);
});

test('judging a password moves nothing under the pointer', async ({ page }) => {
  const setup = new SetUpPage(page);
  await setup.goto();
  await hydrate(page);
  const before = await setup.submit.boundingBox();
  await setup.password.fill(PASSWORD);
  await expect(page.getByText('Strong')).toBeVisible();
  expect(await setup.submit.boundingBox()).toEqual(before);
});

test('what is wrong is said at its field, and what is right stays', async ({ page }) => {
  const setup = new SetUpPage(page);
  await setup.goto();
  await hydrate(page);
  await markDocument(page);
  await setup.submit.click();
  await expectProblem(setup.workspace, 'Enter a name for the workspace.');
  await expectProblem(setup.slug, 'Enter an address.');
  await expectProblem(setup.firstName, 'Enter a first name.');
  await expectProblem(setup.email, 'Enter an e-mail address.');
  await expectProblem(setup.password, 'Enter a password.');
  await expect(setup.workspace).toBeFocused();

  await setup.fill();
  await setup.slug.fill('Acme!');
  await setup.chooseJudgedPassword('12345678');
  await setup.submit.click();
  await expectProblem(setup.slug, '2 to 40 lower-case letters');
  await expect(setup.slug).toBeFocused();
  await expectNoProblem(setup.workspace);
  await expect(setup.workspace).toHaveValue('Acme Research');

  await setup.slug.fill('acme');
  await setup.chooseJudgedPassword('12345678');
  await setup.submit.click();
  await expectProblem(setup.password, '12 characters or more.');

  await setup.chooseJudgedPassword(PASSWORD, `${PASSWORD}!`);
  await setup.submit.click();
  await expectProblem(setup.confirmPassword, 'The two passwords are not the same.');
  await expectNoProblem(setup.password);
  await expectSameDocument(page);

  await setup.chooseJudgedPassword(PASSWORD);
  await setup.submit.click();
  await expect(page).toHaveURL('/w/acme');
});
