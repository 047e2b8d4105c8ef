// Pages are whole before their WASM is there. What follows is for specs about what comes with it.

import { expect, type Locator, type Page } from '@playwright/test';

/** Waits until the page changes in place. */
export async function ready(page: Page): Promise<void> {
  await expect(page.locator('html[data-ready]')).toBeAttached();
}

/** Uses a page of someone signed out, which fetches its WASM only then, and waits until it changes in place. */
export async function hydrate(page: Page): Promise<void> {
  await page.keyboard.press('Shift');
  await ready(page);
}

/** Marks the document: `expectSameDocument` fails once another one has been loaded. */
export async function markDocument(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { marked: true }));
}

export async function expectSameDocument(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'marked' in window), 'the page was not loaded anew').toBe(true);
}

/** Presses a form's button where the page changes in place, until the form takes another answer. */
export async function answered(button: Locator): Promise<void> {
  const answer = button.page().waitForResponse((response) => response.request().method() === 'POST');
  await button.click();
  await answer;
  await expect(button).not.toHaveAttribute('aria-busy');
}
