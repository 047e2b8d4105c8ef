import { PeopleSeeder, PASSWORD, signInByRequest } from '../fixtures/seed-people.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { AcceptPage, linkIn } from '../pages/accept.ts';
import { InvitationsPage } from '../pages/invitations.ts';
import { expectSameDocument, markDocument, ready } from '../pages/ready.ts';
import { Shell } from '../pages/shell.ts';
import { Wizard } from '../pages/wizard.ts';

const BEA = { email: 'bea@acme.example', firstName: 'Bea', lastName: 'Lima' };

test('resending makes a new link, and the old one dies', async ({ roster, page, mails, visitor, problems }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).invite({ ...BEA, role: 'Auditor' });
  const first = linkIn(await mails.newest(BEA.email));

  const invitations = new InvitationsPage(page);
  const row = invitations.row(BEA.email);
  // The mail is there a moment before Roster has written down that it is.
  await expect(async () => {
    await invitations.goto();
    await expect(row).toContainText('Sent', { timeout: 500 });
  }).toPass();
  await ready(page);
  await markDocument(page);
  for (const shown of ['Bea Lima', 'Auditor', 'Robin Admin', 'in 15 days']) await expect(row).toContainText(shown);
  await invitations.resend(BEA.email).click();
  await expect(invitations.notice).toContainText('The invitation for bea@acme.example is on its way.');
  await expect.poll(() => mails.mails.filter(({ to }) => to.includes(BEA.email)).length).toBe(2);
  const second = linkIn(await mails.newest(BEA.email));
  expect(second).not.toBe(first);
  await expectSameDocument(page);

  problems.expect(/status of 404/);
  const accept = new AcceptPage(await visitor());
  await accept.goto(first);
  await expect(accept.heading).toHaveText('This link does not lead to an invitation');
  await accept.goto(second);
  await expect(accept.heading).toHaveText('Join Demo workspace');
});

test('a revoked invitation is gone from the list, and its link says so', async ({ roster, page, mails, visitor, problems }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).invite(BEA);
  const link = linkIn(await mails.newest(BEA.email));
  const invitations = new InvitationsPage(page);
  await invitations.goto();
  await ready(page);
  await markDocument(page);
  const others = (await invitations.rows.count()) - 1;
  await invitations.revoke(BEA.email).click();
  await expect(invitations.question).toContainText('The link stops working at once.');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(invitations.question).toHaveCount(0);
  await expect(invitations.row(BEA.email)).toHaveCount(1);
  await invitations.revokeNow(BEA.email);
  await expect(invitations.row(BEA.email)).toHaveCount(0);
  await expect(invitations.notice).toContainText('The invitation was revoked.');
  await expect(page.locator('tbody :focus, .page-actions :focus'), 'the focus is not lost').toHaveCount(1);
  await expect(invitations.rows).toHaveCount(others);
  await expectSameDocument(page);

  problems.expect(/status of 404/);
  const accept = new AcceptPage(await visitor());
  await accept.goto(link);
  await expect(accept.heading).toHaveText('This invitation is no longer valid');
});

test('an open invitation is found before a second one is made', async ({ roster, page }) => {
  await signInByRequest(page, await roster.seed());
  await new PeopleSeeder(page).invite(BEA);
  const wizard = new Wizard(page);
  await wizard.goto();
  await ready(page);
  await wizard.introduce(BEA);
  await wizard.chooseHow('Send invitation');
  await expect(wizard.dialog.getByText('This address has an open invitation.')).toBeVisible();
});

test.describe('with invitations that live for two seconds', () => {
  test.use({ settings: { ROSTER_INVITATION_TTL: '2s' } });

  test('one that came too late says whom to ask, and can be resent', async ({ roster, page, mails, visitor, problems }) => {
    await signInByRequest(page, await roster.seed());
    await new PeopleSeeder(page).invite(BEA);
    const first = linkIn(await mails.newest(BEA.email));
    const invitations = new InvitationsPage(page);
    await expect(async () => {
      await invitations.goto();
      await expect(invitations.row(BEA.email)).toContainText('Expired', { timeout: 100 });
    }).toPass();

    problems.expect(/status of 404/);
    const accept = new AcceptPage(await visitor());
    await accept.goto(first);
    await expect(accept.heading).toHaveText('This invitation has expired');
    await expect(accept.heading.locator('..')).toContainText('Ask Robin Admin to send you a new one.');
    await ready(page);
    await invitations.resend(BEA.email).click();
    await expect(invitations.notice).toContainText('is on its way.');
  });
});

test.describe('without a mail server', () => {
  test.use({ settings: { ROSTER_SMTP_URL: '' } });

  test('the link is there to be copied', async ({ roster, page, context, visitor }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await signInByRequest(page, await roster.seed());
    const [wizard, invitations] = [new Wizard(page), new InvitationsPage(page)];
    await wizard.goto();
    await ready(page);
    await wizard.introduce(BEA);
    await wizard.chooseHow('Send invitation');
    await wizard.chooseRole('Member');
    await expect(wizard.dialog.getByText('There is no mail server. You get the link to hand over.')).toBeVisible();
    await wizard.confirm('Send invitation').click();

    await expect(wizard.notice).toContainText('The invitation for bea@acme.example is ready.');
    await wizard.copy.click();
    await expect(wizard.copy).toHaveText('Copied');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await wizard.done.click();
    await expect(wizard.dialog).toHaveCount(0);
    await invitations.goto();
    await ready(page);
    await expect(invitations.linkFor(BEA.email)).toHaveAttribute('href', link);
    await invitations.linkFor(BEA.email).click();
    await expect(invitations.linkFor(BEA.email)).toHaveText('Copied');

    const hers = await visitor();
    const accept = new AcceptPage(hers);
    await accept.goto(link);
    await accept.accept(PASSWORD);
    await expect(new Shell(hers).person).toContainText('Bea Lima');
    await page.reload();
    await expect(invitations.row(BEA.email)).toHaveCount(0);
  });
});
