// What the page's buttons give: files that are saved, and texts that are copied.
import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';

/** The file that a press of a button saves: its name and its bytes. */
export async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The button of a chart, a table or a part of the page that saves it in a form: SVG, PNG, CSV. */
export const button = (of, kind) => of.locator('.save').getByRole('button', { name: kind, exact: true });

/** The rows of comma-separated values (RFC 4180). */
export function cells(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
}

/** The table that a part of the page has, as its button saves it. */
export async function csv(page, part) {
  return cells((await saved(page, button(part, 'CSV'))).bytes.toString('utf8'));
}

/** The text that a button of "Take along" copies. */
export async function copied(page, name) {
  await page.locator(`[data-share="${name}"]`).click();
  await expect(page.locator('.share .hint')).toHaveText(`${name} copied.`, { timeout: 15_000 });
  return page.evaluate(() => navigator.clipboard.readText());
}
