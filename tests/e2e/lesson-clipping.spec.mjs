// The clipping lesson: one threshold wherever it is moved, its error in two parts, and every calibrator's choice.
import { expect, read, shows, test } from './lesson.mjs';
import * as reference from './reference/clipping.mjs';
import { normal } from './reference/random.mjs';

// A few outliers, so that the choices lie well apart.
const x = normal(3000, 41, 0.9, 0.05).map((value, index) => (index % 300 === 7 ? value * 5 : value));

const costs = (threshold, options) => reference.costs(x, threshold, options);
const bestOfGrid = (options) => reference.bestOfGrid(x, options);
const sizes = [...x].map(Math.abs).sort((a, b) => a - b);
const largest = sizes.at(-1);

function percentile(share) {
  const place = (sizes.length - 1) * share / 100;
  const low = Math.floor(place);
  return sizes[low] + (sizes[Math.min(low + 1, sizes.length - 1)] - sizes[low]) * (place - low);
}

async function expectCosts(lesson, threshold, options) {
  const expected = costs(threshold, options);
  await lesson.expectFigure('threshold', threshold, 0, 6e-4);
  await lesson.expectFigure('of it rounding', expected.rounding);
  await lesson.expectFigure('of it clipping', expected.clipping);
  await lesson.expectFigure('MSE', expected.mse);
  await lesson.expectFigure('SQNR', Math.round(expected.sqnr * 10) / 10, 0, 1e-9);
  await lesson.expectFigure('clipped', expected.clipped);
  for (const name of ['rounding', 'clipping', 'mse']) {
    const text = await lesson.page.locator(`[data-figure=${name}]`).textContent();
    expect(shows(text, expected[name], 6e-4), `${name} in the formula: ${text} for ${expected[name]}`).toBe(true);
  }
}

/** A calibrator's row as numbers: threshold, MSE, SQNR, clipped. */
const row = async (page, id) => (await page.locator(`[data-calibrator=${id}] td`).allInnerTexts()).slice(0, 4).map(read);

async function expectRow(page, id, threshold, options) {
  const { mse, sqnr, clipped } = costs(threshold, options);
  await expect(async () => {
    const texts = await page.locator(`[data-calibrator=${id}] td`).allInnerTexts();
    const fits = [shows(texts[0], threshold, 6e-4), shows(texts[1], mse), shows(texts[2], Math.round(sqnr * 10) / 10, 1e-9), shows(texts[3], clipped)];
    expect(fits, `${id}: ${texts} for ${[threshold, mse, sqnr, clipped]}`).toEqual([true, true, true, true]);
  }).toPass({ timeout: 8000 });
}

async function expectChoices(lesson, { share = 99.9, ...options } = {}) {
  await expectRow(lesson.page, 'minmax', largest, options);
  await expectRow(lesson.page, 'percentile', percentile(share), options);
  await expectRow(lesson.page, 'mse', bestOfGrid(options), options);
}

const slider = (page) => page.locator('input[type=range][name=threshold]');
const scrub = (page) => page.locator('.derivation .scrub[aria-label=Threshold]');
const auto = (page) => page.getByRole('button', { name: 'Threshold auto: let the data choose' });

/** Wherever the threshold is written, it is the same. */
async function expectOne(page) {
  const value = read(await page.locator('#field-threshold').inputValue());
  const all = [
    await slider(page).getAttribute('aria-valuetext'),
    await scrub(page).textContent(),
    ...await page.locator('[data-handle=threshold]').evaluateAll((handles) => handles.map((handle) => handle.getAttribute('aria-valuenow'))),
  ];
  expect(all.length).toBe(4);
  for (const text of all) expect(shows(text, value, 6e-5), `${text} for ${value}`).toBe(true);
  // The slider itself stands there too: it moves by hundredths of an octave.
  expect(Math.abs(2 ** Number(await slider(page).inputValue()) / value - 1)).toBeLessThan(0.01);
  return value;
}

test('the threshold is one value, whether dragged, slid, typed or stepped', async ({ lesson, page }) => {
  test.slow();
  await lesson.open('#/clipping');
  await lesson.paste(x);
  const found = bestOfGrid();
  await expectCosts(lesson, found);
  expect(shows(String(await expectOne(page)), found, 6e-5)).toBe(true);
  await expect(auto(page)).toBeDisabled();
  const moves = {
    'the handle in the signal': () => drag(page, lesson.chart('signal').locator('[data-handle=threshold]'), 50),
    'the handle over the error': () => drag(page, lesson.chart('errors').locator('[data-handle=threshold]'), -90),
    'the slider': () => slider(page).fill('0.5'),
    'the slider by arrows': () => slider(page).press('ArrowLeft'),
    'the field': () => lesson.set('threshold', '7/4'),
    'the formula by the pointer': () => drag(page, scrub(page), 32),
    'the formula by arrows': () => scrub(page).press('PageUp'),
    'the handle by arrows': () => lesson.chart('errors').locator('[data-handle=threshold]').press('ArrowRight'),
    'the handle by fine arrows': () => lesson.chart('signal').locator('[data-handle=threshold]').press('Shift+ArrowLeft'),
  };
  let last = await expectOne(page);
  for (const [name, move] of Object.entries(moves)) {
    await test.step(name, async () => {
      await move();
      await lesson.frames();
      const now = await expectOne(page);
      expect(now, name).not.toBe(last);
      last = now;
      await expect(async () => expectCosts(lesson, await expectOne(page))).toPass({ timeout: 8000 });
      await expect(auto(page)).toBeEnabled();
    });
  }
  await expect(page).toHaveURL(/threshold=/);
  await auto(page).click();
  await expectCosts(lesson, found);
  await expect(auto(page)).toBeDisabled();
  await expect(page).toHaveURL((url) => !url.hash.includes('threshold'));
});

async function drag(page, locator, dx) {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  const [left, top] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(left, top);
  await page.mouse.down();
  await page.mouse.move(left + dx, top, { steps: 10 });
  await page.mouse.up();
}

test('the handle stays under the pointer, and the charts keep their place', async ({ lesson, page }) => {
  await lesson.open('#/clipping');
  const places = () => page.locator('canvas').evaluateAll((found) => found.map((canvas) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [left + scrollX, top + scrollY, width, height];
  }));
  const before = await places();
  for (const chart of ['signal', 'errors']) {
    const handle = lesson.chart(chart).locator('[data-handle=threshold]');
    for (const dx of [-40, 70]) {
      await handle.scrollIntoViewIfNeeded();
      const from = await handle.boundingBox();
      await drag(page, handle, dx);
      await lesson.frames();
      expect(Math.abs((await handle.boundingBox()).x - from.x - dx), chart).toBeLessThan(1.5);
    }
  }
  expect(await places()).toEqual(before);
});

test('figures of thresholds that are set, by plain loops', async ({ lesson, page }) => {
  test.slow();
  await lesson.open('#/clipping');
  await lesson.paste(x);
  for (const [threshold, options] of [[0.3, {}], [1.7, { bits: 2 }], [3.3, { bits: 8 }], [2.1, { bits: 3, signed: false }], [100, { bits: 5 }]]) {
    await lesson.set('threshold', threshold);
    await lesson.set('bits', options.bits ?? 4);
    await lesson.check('signed', options.signed ?? true);
    await expectCosts(lesson, threshold, options);
  }
  await lesson.check('signed', true);
  await lesson.set('bits', 4);
  await expectChoices(lesson);
  const curve = (await lesson.table('errors')).map((cells) => cells.map(read));
  expect(curve.length).toBe(72);
  for (const [threshold, rounding, clipping, mse] of curve.filter((_, index) => index % 9 === 8)) {
    // The table's thresholds are rounded, so that a value or two may change sides.
    const expected = costs(threshold);
    expect(Math.abs(mse / expected.mse - 1), `MSE at ${threshold}`).toBeLessThan(5e-3);
    expect(Math.abs(rounding + clipping - mse)).toBeLessThan(2e-4 * mse);
    expect(Math.abs(clipping - expected.clipping)).toBeLessThan(5e-3 * expected.mse);
  }
  expect(await page.locator('[data-chart=calibrators] tr.best').count()).toBe(1);
});

test('a calibrator\'s name sets the threshold to its choice', async ({ lesson, page }) => {
  test.slow();
  await lesson.open('#/clipping');
  await lesson.paste(x);
  await expectChoices(lesson);
  const ids = await page.locator('[data-calibrator]').evaluateAll((rows) => rows.map((one) => one.dataset.calibrator));
  expect(ids).toEqual(['minmax', 'percentile', 'moving_average', 'mse', 'entropy', 'aciq_laplace', 'aciq_gauss', 'octav']);
  for (const [index, id] of ids.entries()) {
    const [threshold, mse, sqnr, clipped] = await row(page, id);
    const button = page.locator(`[data-calibrator=${id}] button`);
    // By mouse and by keyboard in turn.
    if (index % 2) await button.press('Enter');
    else await button.click();
    await lesson.expectFigure('MSE', mse, 0, 1e-9);
    await lesson.expectFigure('SQNR', sqnr, 0, 1e-9);
    await lesson.expectFigure('clipped', clipped, 0, 1e-9);
    const set = await expectOne(page);
    expect(Math.abs(set / threshold - 1), id).toBeLessThan(6e-4);
  }
  // The lowest error is marked.
  const errors = await Promise.all(ids.map(async (id) => (await row(page, id))[1]));
  const marked = await page.locator('tr.best').getAttribute('data-calibrator');
  expect(errors[ids.indexOf(marked)]).toBe(Math.min(...errors));
  await auto(page).click();
  await expectCosts(lesson, bestOfGrid());
});

test('bits, signed codes and the percentile change who chooses what', async ({ lesson, page }) => {
  test.slow();
  await lesson.open('#/clipping');
  await lesson.paste(x);
  for (const [name, change, options] of [
    ['nothing', async () => {}, {}],
    ['two bits', () => lesson.set('bits', 2), { bits: 2 }],
    ['seven bits by the slider', () => page.locator('input[type=range][name=bits]').fill('7'), { bits: 7 }],
    ['unsigned codes', () => lesson.check('signed', false), { signed: false }],
    ['unsigned, three bits', async () => { await lesson.check('signed', false); await lesson.set('bits', 3); }, { bits: 3, signed: false }],
    ['the percentile', () => lesson.set('percentile', 97.5), { share: 97.5 }],
    ['the percentile by the slider', () => page.locator('input[type=range][name=percentile]').fill('60'), { share: 60 }],
  ]) {
    await test.step(name, async () => {
      await change();
      await expectChoices(lesson, options);
      const { share, ...codes } = options;
      await expectCosts(lesson, bestOfGrid(codes), codes);
    });
    await lesson.written();
    await lesson.open('#/clipping');
  }
});

test('what is being typed stays when the data choose another value meanwhile', async ({ lesson, page }) => {
  await lesson.open('#/clipping');
  const field = page.locator('#field-threshold');
  const chosen = await field.inputValue();
  await field.fill('1.7');
  // The bits change under the typing hand, and with them the threshold that the lowest MSE chooses.
  await page.evaluate(() => {
    const bits = document.getElementById('field-bits');
    bits.value = '2';
    bits.dispatchEvent(new Event('change'));
  });
  await lesson.settled('#/clipping?bits=2');
  await expect(field).toHaveValue('1.7');
  await field.press('Escape');
  await field.evaluate((node) => node.blur());
  await lesson.settled('#/clipping?bits=2&threshold=1.7');
  await page.getByRole('button', { name: 'Threshold auto: let the data choose' }).click();
  await lesson.settled('#/clipping?bits=2');
  await expect(field).not.toHaveValue('1.7');
  await expect(field).not.toHaveValue(chosen);
});
