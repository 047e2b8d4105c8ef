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
  readonly generated: Locator;
  readonly copy: Locator;
  readonly temporary: Locator;
  readonly sentence: Locator;
  readonly next: Locator;
  readonly back: Locator;
  readonly close: Locator;

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
    this.generate = this.dialog.getByRole('button', { name: 'Generate password' });
    this.generated = this.dialog.getByRole('textbox', { name: 'Generated password' });
    this.copy = this.dialog.getByRole('button', { name: /^(Copy|Copied)$/ });
    this.temporary = this.dialog.getByRole('checkbox', { name: /^Temporary password/ });
    this.sentence = this.dialog.locator('.wizard-sentence');
    this.next = this.dialog.getByRole('button', { name: 'Next', exact: true });
    this.back = this.dialog.getByRole('button', { name: 'Back', exact: true });
    this.close = this.dialog.getByRole('link', { name: 'Close' });
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
    await this.expectStep('Password');
    await this.password.fill(password);
    await this.confirmPassword.fill(password);
    await this.next.click();
  }

  /** Answers the password that is shown once, still at its step. */
  async generatePassword(): Promise<string> {
    await this.expectStep('Password');
    await this.generate.click();
    await expect(this.generated).toBeVisible();
    return this.generated.inputValue();
  }

  async chooseRole(name: string): Promise<void> {
    await this.expectStep('Role');
    await this.role(name).check();
    await this.next.click();
    await this.expectStep('Confirm');
  }
}
