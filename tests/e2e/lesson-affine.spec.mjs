// The affine lesson: each control changes the figures to what the formulas say for numbers that the test knows.
import { expect, read, shows, test } from './lesson.mjs';
import { parameters, through } from './reference/affine.mjs';
import { figures } from './reference/figures.mjs';
import { FLOATS, maxOf, rounded } from './reference/floats.mjs';
import { normal } from './reference/random.mjs';

const x = normal(2000, 21, 1.3, 0.4);

/** The figures of x through the quantizer of these options, as the page shows them. */
function expected(options) {
  const quantizer = parameters(x, options);
  const passed = [...x].map((value) => through(value, quantizer));
  const values = passed.map(({ value }) => value);
  const clipped = passed.filter((one) => one.clipped).length;
  return { ...figures(x, values), clipped: 100 * clipped / x.length, quantizer, values };
}

async function compare(lesson, options) {
  const { mse, sqnrDb, maxAbsError, meanError, clipped, underflow, quantizer } = expected(options);
  await lesson.expectFigure('MSE', mse);
  await lesson.expectFigure('SQNR', Math.round(sqnrDb * 10) / 10, 0, 1e-9);
  await lesson.expectFigure('largest error', maxAbsError, 0, 6e-4);
  await lesson.expectFigure('mean error', meanError, 0, 6e-2);
  await lesson.expectFigure('clipped', clipped);
  await lesson.expectFigure('to zero', 100 * underflow / x.length);
  await lesson.expectFigure('S²/12', quantizer.scale ** 2 / 12);
}

/** The controls, each with what it is set to and what that means to the formulas. */
const changes = [
  ['nothing', async () => {}, {}],
  ['bits by the field', (lesson) => lesson.set('bits', 3), { bits: 3 }],
  ['bits by the slider', (lesson) => lesson.page.locator('input[type=range][name=bits]').fill('6'), { bits: 6 }],
  ['MIN', (lesson) => lesson.set('min', -1.25), { min: -1.25 }],
  ['MAX', (lesson) => lesson.set('max', 1.5), { max: 1.5 }],
  ['signed codes', (lesson) => lesson.check('signed'), { signed: true }],
  ['symmetric', (lesson) => lesson.check('symmetric'), { symmetric: true }],
  ['rounding', (lesson) => lesson.choose('rounding', 'nearest_away'), { rounding: 'nearest_away' }],
  ['a float zero point', (lesson) => lesson.choose('zero_point', 'float'), { zeroPoint: 'float' }],
  ['the wrong sign', (lesson) => lesson.choose('zero_point', 'notes'), { zeroPoint: 'notes' }],
];

test('every control changes the figures as the formulas say', async ({ lesson }) => {
  test.slow();
  await lesson.open('#/affine');
  await lesson.paste(x);
  for (const [name, change, options] of changes) {
    await test.step(name, async () => {
      await change(lesson);
      await compare(lesson, { bits: 4, ...options });
    });
    // Back to the defaults by the address; the numbers stay.
    await lesson.written();
    await lesson.open('#/affine');
  }
});

test('several controls together, and a range with "auto" taken back', async ({ lesson }) => {
  await lesson.open('#/affine?bits=5&signed=1');
  await lesson.paste(x);
  await lesson.set('min', '-3/4');
  await lesson.set('max', '2^0');
  await compare(lesson, { bits: 5, signed: true, min: -0.75, max: 1 });
  await lesson.page.getByRole('button', { name: 'MIN: let the data choose' }).click();
  await compare(lesson, { bits: 5, signed: true, max: 1 });
  await lesson.page.getByRole('button', { name: 'MAX: let the data choose' }).click();
  await compare(lesson, { bits: 5, signed: true });
});

test('the small float beside it, with a scale of its own', async ({ lesson }) => {
  await lesson.open('#/affine');
  await lesson.paste(x);
  const largest = [...x].reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  for (const [format, scale] of [['float8_e4m3fn'], ['float8_e5m2'], ['float4_e2m1fn', 0.25]]) {
    await lesson.choose('against', format);
    if (scale) await lesson.set('against_scale', scale);
    const used = Math.fround(scale ?? Math.fround(largest) / maxOf(FLOATS[format]));
    const values = [...x].map((value) => Math.fround(rounded(FLOATS[format], Math.fround(value / used)) * used));
    const { mse, sqnrDb } = figures(x, values);
    await lesson.expectFigure('MSE', mse, 1);
    await lesson.expectFigure('SQNR', Math.round(sqnrDb * 10) / 10, 1, 1e-9);
  }
});

test('the arithmetic follows one number through S and Z', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  await lesson.paste(x);
  await lesson.expectFigure('MSE', expected({ bits: 4 }).mse);
  for (const options of [{ bits: 4 }, { bits: 3, symmetric: true, signed: true }, { bits: 2, min: -1, max: 1 }]) {
    await lesson.set('bits', options.bits);
    await lesson.check('signed', options.signed ?? false);
    await lesson.check('symmetric', options.symmetric ?? false);
    if (options.min !== undefined) await lesson.set('min', options.min);
    if (options.max !== undefined) await lesson.set('max', options.max);
    const quantizer = parameters(x, options);
    // x is 0.7 as a float32.
    const { code, value } = through(Math.fround(0.7), quantizer);
    await expect(page.locator('[data-figure=code]')).toHaveText(String(code).replace('-', '−'));
    await expect.poll(async () => shows(await page.locator('[data-figure=value]').textContent(), value, 1e-5)).toBe(true);
    const error = value - Math.fround(0.7);
    await expect.poll(async () => shows(await page.locator('[data-figure=error]').textContent(), error, 1e-3)).toBe(true);
    const rows = await lesson.table('stairs');
    expect(rows.length).toBe(2 ** options.bits);
    rows.forEach(([shown, level], index) => {
      expect(Number(shown)).toBe(quantizer.low + index);
      expect(shows(level, (quantizer.low + index - quantizer.zeroPoint) * quantizer.scale, 1e-6), `${shown}: ${level}`).toBe(true);
    });
  }
});

test('the table of the signal counts what falls on each value', async ({ lesson }) => {
  await lesson.open('#/affine?bits=3');
  await lesson.paste(x);
  const { values, mse } = expected({ bits: 3 });
  await lesson.expectFigure('MSE', mse);
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const levels = [...counts].sort(([a], [b]) => a - b);
  const rows = await lesson.table('signal');
  expect(rows.map(([, count]) => Number(count))).toEqual(levels.map(([, count]) => count));
  rows.forEach(([value], index) => expect(shows(value, levels[index][0], 1e-6), value).toBe(true));
  const errors = await lesson.table('error');
  expect(errors.reduce((sum, [, , count]) => sum + Number(count), 0)).toBe(x.length);
});

test('S and Z in float32 are the other choice: 127 on [-1, 1] with 8 bits', async ({ lesson, page }) => {
  await lesson.open('#/affine?bits=8&max=1&min=-1');
  const formula = page.locator('.derivation math').nth(1);
  await expect(formula).toContainText('128');
  await lesson.choose('precision', 'float32');
  await expect(formula).toContainText('127');
  expect(read('−1.5e−3')).toBe(-0.0015);
});
