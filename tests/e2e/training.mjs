// What tests of the lessons that train share: the player's controls, and tables compared row by row.
import { expect, shows } from './lesson.mjs';

/** Steps of every training. */
export const STEPS = 240;

/** Every shown row of a chart's table against the expected numbers, row by row. */
export function compareRows(rows, expected, what, relative = 2e-5) {
  expect(rows.length, what).toBe(expected.length);
  rows.forEach((row, index) => {
    const { length } = expected[index];
    const fits = expected[index].map((number, column) => shows(row[column], number, relative));
    expect(fits, `${what}, row ${index}: ${row} for ${expected[index]}`).toEqual(new Array(length).fill(true));
  });
}

export const address = (id, settings) => {
  const query = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${value}`).join('&');
  return query ? `#/${id}?${query}` : `#/${id}`;
};

/** A number that the formula shows. */
export const figure = (page, name) => page.locator(`[data-figure=${name}]`);

export async function expectShown(locator, expected, relative, what) {
  await expect(async () => {
    const text = await locator.textContent({ timeout: 1000 });
    expect(shows(text, expected, relative), `${what}: ${text} for ${expected}`).toBe(true);
  }).toPass({ timeout: 8000 });
}

export const field = (page, id) => page.locator(`#field-${id}`);
export const play = (page) => page.locator('.player .play');
export const oneStep = (page) => page.getByRole('button', { name: 'One step' });
export const reset = (page) => page.getByRole('button', { name: 'Reset' });

export async function playToTheEnd(page) {
  await play(page).click();
  await expect(field(page, 'step')).toHaveValue(String(STEPS), { timeout: 15_000 });
  await expect(play(page)).toHaveText('Play');
}
