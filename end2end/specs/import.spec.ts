// Many people from one file: what would happen, what happened, and back again.

import { PeopleSeeder, signInByRequest } from '../fixtures/seed-people.ts';
import { expect, test } from '../fixtures/index.ts';
import { ImportPage } from '../pages/import.ts';
import { ready } from '../pages/ready.ts';
import { UsersPage } from '../pages/users.ts';

const BEA = 'bea@demo.example';
const FILE = `E-mail;Given;Surname;Mobile
${BEA};Beatriz;Lima;+55 11 98765-4321
nia@demo.example;Nia;Neu;
王@demo.example;芳;王;
nobody;No;Body;
`;

test('brings people in, and takes them back', async ({ roster, page, mails }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).add({ email: BEA });
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  await page.getByRole('link', { name: 'Import' }).click();
  const imports = new ImportPage(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import users');
  await imports.send('people.csv', FILE);

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What is in people.csv?');
  await ready(page);
  await expect(imports.meaning('E-mail')).toHaveValue('email');
  await expect(imports.meaning('Mobile')).toHaveValue('phone');
  await imports.meaning('Given').selectOption('First name');
  await imports.meaning('Surname').selectOption('Last name');
  await imports.how('Send invitation');
  await imports.next.click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What people.csv would do');
  await expect(imports.rows).toHaveText([/5nobodyE-mail: Enter an address/]);
  await imports.kind('Changed').click();
  await expect(imports.rows).toHaveText([/2bea@demo.example.*Bea → Beatriz.*\+55 11 98765-4321/]);
  await imports.kind('Invited').click();
  await expect(imports.rows).toHaveText([/3nia@demo.example.*Nia/, /4王@demo.example.*芳/]);
  await imports.apply('Import 3 people').click();
  await expect(imports.state).toHaveText('Imported.');
  await mails.newest('nia@demo.example');

  await users.goto('?sort=email');
  await expect(users.row(BEA)).toContainText('Beatriz Lima');
  await expect(users.row('nia@demo.example')).toContainText('Invited');
  await page.goBack();
  await ready(page);
  await imports.undo.click();
  await expect(imports.state).toHaveText('Undone.');
  await users.goto('?sort=email');
  await expect(users.row(BEA)).toContainText('Bea Lima');
  await expect(users.row('nia@demo.example')).toHaveCount(0);
});

test('says what is wrong with a file, and keeps nothing of it', async ({ roster, page, problems }) => {
  problems.expect(/status of 422/);
  await signInByRequest(page, await roster.seed());
  const imports = new ImportPage(page);
  await imports.goto();
  await ready(page);
  await imports.send('people.csv', 'E-mail,Name\n"nia@demo.example,Nia\n');
  await expect(imports.problem).toHaveText('Line 2 has a quote too many or too few.');
  await imports.send('people.csv', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0]));
  await expect(imports.problem).toHaveText('The Excel file is damaged. Open it and save it again.');
  await imports.send('people.png', Buffer.from('89504e470d0a1a0a0000', 'hex'));
  await expect(imports.problem).not.toBeEmpty();
  await expect(imports.recent).toHaveCount(0);
});

test('what was downloaded is changed and imported again', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 20 }));
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  await users.download.click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^CSV/ }).click(),
  ]);
  const chunks = await (await file.createReadStream()).toArray();
  const text = Buffer.concat(chunks).toString('utf8');
  const imports = new ImportPage(page);
  await imports.goto();
  await imports.send('people.csv', text.replace('Robin', 'Robyn'));
  await imports.next.click();
  await expect(imports.kind('Changed')).toHaveText(/1$/);
  await expect(imports.kind('Unchanged')).toHaveText(/\d\d$/);
  await imports.apply('Import 1 person').click();
  await expect(imports.state).toHaveText('Imported.');
  await users.goto('?q=robyn');
  await expect(users.rows).toHaveCount(1);
});

test('how a file is read can be chosen, and shows what it makes of it', async ({ roster, page, problems }) => {
  problems.expect(/status of 422/);
  await signInByRequest(page, await roster.seed());
  const imports = new ImportPage(page);
  await imports.goto();
  // Windows-1251, with a title above the names of the columns.
  const name = Buffer.from([0xce, 0xeb, 0xfc, 0xe3, 0xe0]);
  const text = Buffer.concat([Buffer.from('Staff\n\nE-mail;First name;Last name\nola@demo.example;'), name, Buffer.from(';Ruda\n')]);
  await imports.send('people.csv', text);
  await ready(page);
  await expect(imports.header).toHaveValue('3');
  await imports.encoding.selectOption('windows-1252');
  await imports.readAgain.click();
  await expect(imports.columns).toContainText('Îëüãà');
  await expect(imports.encoding).toHaveValue('windows-1252');
  await imports.encoding.selectOption('windows-1251');
  await imports.readAgain.click();
  await expect(imports.columns).toContainText('Ольга');
  await imports.separator.selectOption('comma');
  await imports.readAgain.click();
  await expect(imports.columns).toContainText('E-mail;First name;Last name');
  await imports.separator.selectOption('semicolon');
  await imports.readAgain.click();
  await expect(imports.meaning('First name')).toHaveValue('first_name');
  await imports.encoding.selectOption('UTF-8');
  await imports.readAgain.click();
  await expect(page.locator('#encoding-error')).toContainText('Line 4');
  await expect(imports.columns, 'nothing has changed').toContainText('Ольга');
  await imports.encoding.selectOption('windows-1251');
  await imports.next.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What people.csv would do');
});

test('the separator of a CSV is chosen in the menu and remembered', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed({ members: 5 }));
  const users = new UsersPage(page);
  await users.goto();
  await ready(page);
  await users.download.click();
  const semicolon = page.getByRole('button', { name: 'Semicolon (;)' });
  await expect(semicolon).toHaveAttribute('aria-pressed', 'false');
  const saved = page.waitForResponse((response) => response.url().includes('/preferences/csv'));
  await semicolon.click();
  await expect(semicolon).toHaveAttribute('aria-pressed', 'true');
  expect((await saved).ok()).toBe(true);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^CSV/ }).click(),
  ]);
  const chunks = await (await file.createReadStream()).toArray();
  expect(Buffer.concat(chunks).toString('utf8').split('\r\n')[0]).toContain('E-mail;First name;Last name');
  await users.goto();
  await ready(page);
  await users.download.click();
  await expect(page.getByRole('button', { name: 'Semicolon (;)' })).toHaveAttribute('aria-pressed', 'true');
});
