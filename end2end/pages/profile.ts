import type { Locator, Page } from '@playwright/test';
import type { Picture } from '../fixtures/pictures.ts';

export class ProfilePage {
  readonly firstName: Locator;
  readonly lastName: Locator;
  readonly phone: Locator;
  readonly phoneProblem: Locator;
  readonly language: Locator;
  readonly timeZone: Locator;
  readonly themes: Locator;
  readonly themeProblem: Locator;
  readonly follow: Locator;
  readonly save: Locator;
  readonly saved: Locator;
  readonly conflict: Locator;
  readonly picture: PictureCard;
  /** The question before leaving. */
  readonly leaving: Locator;

  constructor(private readonly page: Page) {
    const main = page.getByRole('main');
    this.firstName = main.getByLabel('First name');
    this.lastName = main.getByLabel('Last name');
    this.phone = main.getByLabel('Phone');
    this.phoneProblem = main.locator('#phone-error');
    this.language = main.getByRole('combobox', { name: 'Language' });
    this.timeZone = main.getByRole('combobox', { name: 'Time zone' });
    this.themes = main.locator('input[name=theme]');
    this.themeProblem = main.locator('#theme-error');
    this.follow = main.getByRole('checkbox', { name: /^Follow the system/ });
    this.save = main.getByRole('button', { name: 'Save', exact: true });
    this.saved = main.getByRole('status').filter({ hasText: 'Your profile has been saved.' });
    this.conflict = main.getByRole('alert');
    this.picture = new PictureCard(page);
    this.leaving = page.getByRole('dialog', { name: 'Leave without saving?' });
  }

  async goto(): Promise<void> {
    await this.page.goto('/settings/profile');
  }

  theme(name: string): Locator {
    return this.page.getByRole('main').getByRole('checkbox', { name, exact: true });
  }

  /** Picks these themes and no others. */
  async pick(...names: string[]): Promise<void> {
    for (const theme of await this.themes.all()) await theme.uncheck();
    for (const name of names) await this.theme(name).check();
  }
}

/** One's picture: the file, which part of it is seen, and back to initials. */
export class PictureCard {
  readonly card: Locator;
  readonly file: Locator;
  readonly upload: Locator;
  readonly problem: Locator;
  readonly frame: Locator;
  readonly zoom: Locator;
  readonly use: Locator;
  readonly cancel: Locator;
  readonly remove: Locator;
  readonly shown: Locator;
  readonly done: Locator;

  constructor(page: Page) {
    this.card = page.getByRole('main').locator('.picture-card');
    this.file = this.card.getByLabel('Choose a picture');
    this.upload = this.card.getByRole('button', { name: 'Upload' });
    this.problem = this.card.locator('#picture-error');
    this.frame = this.card.getByRole('application', { name: 'The part of the picture that is shown' });
    this.zoom = this.card.getByRole('slider', { name: 'Zoom' });
    this.use = this.card.getByRole('button', { name: 'Use this picture' });
    this.cancel = this.card.getByRole('button', { name: 'Cancel' });
    this.remove = this.card.getByRole('button', { name: 'Remove picture' });
    this.shown = this.card.locator('img.avatar');
    this.done = page.getByRole('main').getByRole('status').filter({ hasText: 'picture' });
  }

  async choose(picture: Picture): Promise<void> {
    await this.file.setInputFiles(picture);
  }

  /** Drops a file on the card. */
  async drop(picture: Picture): Promise<void> {
    const data = await this.card.page().evaluateHandle(
      ({ name, mimeType, bytes }) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], name, { type: mimeType }));
        return transfer;
      },
      { name: picture.name, mimeType: picture.mimeType, bytes: [...picture.buffer] },
    );
    await this.card.dispatchEvent('dragover', { dataTransfer: data });
    await this.card.dispatchEvent('drop', { dataTransfer: data });
  }
}
