import { expect, type Locator } from '@playwright/test';

/** The control is marked as wrong, and whoever hears the page hears why. */
export async function expectProblem(field: Locator, text: string | RegExp): Promise<void> {
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(typeof text === 'string' ? new RegExp(escaped(text)) : text);
}

export async function expectNoProblem(field: Locator): Promise<void> {
  await expect(field).not.toHaveAttribute('aria-invalid');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
