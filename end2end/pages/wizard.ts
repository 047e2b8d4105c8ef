import { expect, type Locator, type Page } from '@playwright/test';

export type Step = 'E-mail' | 'Name' | 'How to add' | 'Password' | 'Role' | 'Confirm';

export type Newcomer = { email: string; firstName: string; lastName: string };

export class Wizard {
  readonly dialog: Locator;
  readonly current: Locator;
  readonly email: Locator;
  readonly firstName: Locator;
  readonly lastName: Locator;
  readonly addImmediately: Locator;
  readonly sendInvitation: Locator;
  readonly password: Locator;
  readonly confirmPassword: Locator;
  readonly generate: Locator;
  readonly choose: Locator;
  readonly generated: Locator;
  readonly copy: Locator;
  readonly temporary: Locator;
  readonly sentence: Locator;
  readonly next: Locator;
  readonly back: Locator;
  readonly close: Locator;
  readonly several: Locator;
  readonly emails: Locator;
  readonly done: Locator;
  readonly another: Locator;
  readonly taken: Locator;
  readonly notice: Locator;
  readonly leaving: Locator;

  constructor(
    private readonly page: Page,
    private readonly slug = 'demo',
  ) {
    this.dialog = page.getByRole('dialog', { name: 'Add user' });
    this.current = this.dialog.getByRole('list', { name: 'Steps' }).locator('[aria-current=step]');
    this.email = this.dialog.getByLabel('E-mail', { exact: true });
    this.firstName = this.dialog.getByLabel('First name');
    this.lastName = this.dialog.getByLabel('Last name');
    this.addImmediately = this.dialog.getByRole('radio', { name: /^Add immediately/ });
    this.sendInvitation = this.dialog.getByRole('radio', { name: /^Send invitation/ });
    this.password = this.dialog.getByLabel('Password', { exact: true });
    this.confirmPassword = this.dialog.getByLabel('Confirm password', { exact: true });
    this.generate = this.dialog.getByRole('radio', { name: /^Generate password/ });
    this.choose = this.dialog.getByRole('radio', { name: /^Choose a password/ });
    this.generated = this.dialog.getByRole('textbox', { name: 'Generated password' });
    this.copy = this.dialog.locator('.field').getByRole('button', { name: /^(Copy|Copied)$/ });
    this.temporary = this.dialog.getByRole('checkbox', { name: /^Temporary password/ });
    this.sentence = this.dialog.locator('.wizard-sentence');
    this.next = this.dialog.getByRole('button', { name: 'Next', exact: true });
    this.back = this.dialog.getByRole('button', { name: 'Back', exact: true });
    this.close = this.dialog.getByRole('link', { name: 'Close' });
    this.several = this.dialog.getByRole('link', { name: 'Invite several people at once' });
    this.emails = this.dialog.getByRole('textbox', { name: 'E-mail addresses' });
    this.done = this.dialog.getByRole('button', { name: 'Done', exact: true });
    this.another = this.dialog.getByRole('button', { name: 'Add another' });
    this.taken = this.dialog.getByRole('checkbox', { name: 'I have copied the password' });
    this.notice = this.dialog.getByRole('status');
    this.leaving = page.getByRole('dialog', { name: /^Leave/ });
  }

  async goto(): Promise<void> {
    await this.page.goto(`/w/${this.slug}/users/new`);
  }

  role(name: string): Locator {
    return this.dialog.getByRole('radio', { name: new RegExp(`^${name}`) });
  }

  /** The button of the last step, named by what it does. */
  confirm(name: 'Add user' | 'Send invitation'): Locator {
    return this.dialog.getByRole('button', { name, exact: true });
  }

  async expectStep(step: Step): Promise<void> {
    await expect(this.current).toContainText(step);
  }

  /** The first two steps. */
  async introduce({ email, firstName, lastName }: Newcomer): Promise<void> {
    await this.expectStep('E-mail');
    await this.email.fill(email);
    await this.next.click();
    await this.name(firstName, lastName);
    await this.expectStep('How to add');
  }

  async name(firstName: string, lastName: string): Promise<void> {
    await this.expectStep('Name');
    await this.firstName.fill(firstName);
    await this.lastName.fill(lastName);
    await this.next.click();
  }

  async chooseHow(how: 'Add immediately' | 'Send invitation'): Promise<void> {
    await this.expectStep('How to add');
    await (how === 'Add immediately' ? this.addImmediately : this.sendInvitation).check();
    await this.next.click();
  }

  async choosePassword(password: string): Promise<void> {
    await this.enterPassword(password);
    await this.next.click();
  }

  /** Enters a password to choose, twice, without going on. */
  async enterPassword(password: string): Promise<void> {
    await this.expectStep('Password');
    await this.choose.check();
    await this.password.fill(password);
    await this.confirmPassword.fill(password);
  }

  /** Leaves the password to the system. */
  async generatePassword(): Promise<void> {
    await this.expectStep('Password');
    await expect(this.generate).toBeChecked();
    await this.next.click();
  }

  async chooseRole(name: string): Promise<void> {
    await this.expectStep('Role');
    await this.role(name).check();
    await this.next.click();
    await this.expectStep('Confirm');
  }
}
