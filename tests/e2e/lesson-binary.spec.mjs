// The lesson on binary weights: one alpha wherever it is moved, what it costs all filters and each, three gradients, and a
// picture through a filter's signs.
import { expect, read, shows, test } from './lesson.mjs';
import { described, expectDecibels, expectFigure, figure, pointAt, raster, ready } from './picture.mjs';
import { BANK, alphaOf, camera, decibels, errorAt, filtersOf, power, sharedAlpha, sign, throughSigns, weightsOf } from './reference/one-bit.mjs';
import { normal } from './reference/random.mjs';

const x = normal(2003, 51, 0.8, 0.05);
const handle = (lesson, chart) => lesson.chart(chart).locator('[data-handle=alpha]');
const scrub = (page) => page.locator('.derivation .scrub');
const auto = (page) => page.getByRole('button', { name: 'α auto: let the data choose' });

/** What the page must show of x. */
function expected({ filters = 6, ratio = 4, alpha = undefined, per = 'tensor' } = {}) {
  const groups = filtersOf(x, filters, ratio);
  const all = groups.flat();
  const bottom = alphaOf(all);
  const shared = alpha ?? bottom;
  const each = groups.map((group) => ({
    alpha: alphaOf(group),
    shared: decibels(power(group), errorAt(group, shared)),
    own: decibels(power(group), errorAt(group, alphaOf(group))),
  }));
  const least = groups.reduce((sum, group) => sum + errorAt(group, alphaOf(group)), 0) / filters;
  const mse = per === 'filter' ? least : errorAt(all, shared);
  return { groups, all, bottom, shared, each, least, mse, count: all.length, signal: power(all), scales: per === 'filter' ? filters : 1 };
}

async function compare(lesson, options) {
  const right = expected(options);
  const { page } = lesson;
  const grouped = (count) => count.toLocaleString('en-US');
  await expect(lesson.cost('weights')).toHaveText(grouped(right.count));
  await expect(lesson.cost('as float32')).toHaveText(`${grouped(4 * right.count)} bytes`);
  await expect(lesson.cost('as bits and α')).toHaveText(`${grouped(Math.ceil(right.count / 8) + 4 * right.scales)} bytes`);
  await lesson.expectFigure('MSE', right.mse);
  await expectDecibels(lesson.cost('SQNR'), decibels(right.signal, right.mse), 'SQNR');
  await expectDecibels(lesson.cost('one α, at best'), decibels(right.signal, errorAt(right.all, right.bottom)), 'at best');
  await expectDecibels(lesson.cost('α for each'), decibels(right.signal, right.least), 'for each');
  await expectFigure(figure(page, 'bottom'), right.bottom, 6e-4, 'the bottom');
  await expectFigure(figure(page, 'error'), errorAt(right.all, right.shared), 6e-4, 'the error in the formula');
}

test('it opens on filters of different size, most of the way to two values', async ({ lesson, page }) => {
  await lesson.open('#/binary');
  await expect(page.locator('h1')).toHaveText('One bit a weight');
  await ready(page);
  await expect(described(page)).toContainText('Camera');
  await expect(page.locator('#weights-summary')).toHaveText(/^The weights, 80 percent of the way to −[\d.]+ and \+[\d.]+\.$/);
  const alphas = (await lesson.table('filters')).map((row) => read(row[1]));
  expect(alphas.length).toBe(6);
  expect(alphas[0] / alphas[5]).toBeGreaterThan(3.5);
  // One scale for all drowns a filter, and a scale for each does not.
  const rows = (await lesson.table('filters')).map((row) => row.map(read));
  expect(rows.filter(([, , shared]) => shared < 0).length).toBeGreaterThan(0);
  for (const [, , , own] of rows) expect(own).toBeGreaterThan(4);
  await expect(page).toHaveURL(/#\/binary$/);
});

test('figures of numbers that are given, by plain loops', async ({ lesson, page }) => {
  test.slow();
  await lesson.open('#/binary');
  await lesson.paste(x);
  for (const [name, change, options] of [
    ['nothing', async () => {}, {}],
    ['filters by the field', () => lesson.set('filters', 3), { filters: 3 }],
    ['filters by the slider', () => page.locator('input[type=range][name=filters]').fill('11'), { filters: 11 }],
    ['one filter', () => lesson.set('filters', 1), { filters: 1 }],
    ['filters alike', () => lesson.set('ratio', 1), { ratio: 1 }],
    ['filters of very different size', () => lesson.set('ratio', 20), { ratio: 20 }],
    ['a scale for each', () => lesson.choose('per', 'filter'), { per: 'filter' }],
    ['alpha by the field', () => lesson.set('alpha', 0.75), { alpha: 0.75 }],
  ]) {
    await test.step(name, async () => {
      await change();
      await compare(lesson, options);
    });
    // Back to the defaults by the address; the numbers stay.
    await page.waitForTimeout(150);
    await lesson.open('#/binary');
  }
});

test('the tables of the charts, by plain loops', async ({ lesson, page }) => {
  await lesson.open('#/binary?alpha=0.5&ratio=8');
  await lesson.paste(x);
  const { each, all, groups, bottom, least } = expected({ ratio: 8, alpha: 0.5 });
  await compare(lesson, { ratio: 8, alpha: 0.5 });
  const filters = await lesson.table('filters');
  filters.forEach(([number, alpha, shared, own], index) => {
    expect(Number(number)).toBe(index + 1);
    expect(shows(alpha, each[index].alpha, 6e-4), alpha).toBe(true);
    expect(Math.abs(read(shared) - each[index].shared), shared).toBeLessThan(0.0501);
    expect(Math.abs(read(own) - each[index].own), own).toBeLessThan(0.0501);
  });
  for (const [alpha, error] of await lesson.table('parabola')) {
    // The table's alphas are rounded.
    expect(shows(error, errorAt(all, read(alpha)), 2e-3), `${error} at ${alpha}`).toBe(true);
  }
  const weights = await lesson.table('weights');
  weights.forEach(([, count, alpha], index) => {
    expect(Number(count)).toBe(groups[index].length);
    expect(shows(alpha, each[index].alpha, 6e-5), alpha).toBe(true);
  });
  const told = await page.locator('#parabola-summary').textContent();
  const [at, error, lowest, where, own] = told.match(/\d+(?:\.\d+)?(?:e−\d+)?/g).map(read);
  expect(at).toBe(0.5);
  for (const [found, right] of [[error, errorAt(all, 0.5)], [lowest, errorAt(all, bottom)], [where, bottom], [own, least]]) {
    expect(Math.abs(found / right - 1), told).toBeLessThan(6e-3);
  }
  await expect(page.locator('#filters-summary')).toContainText(`${each.filter(({ shared }) => shared < 0).length} of 6 filters`);
});

/** The conventions, of a filter with these weights and an upstream gradient. */
function gradients(weights, channels, upstream) {
  const [n, alpha] = [weights.length, alphaOf(weights)];
  const pull = weights.reduce((sum, w) => sum + upstream(w, alpha) * sign(w), 0) / n;
  return (w) => {
    const [g, inside] = [upstream(w, alpha), Math.abs(w) <= 1 ? 1 : 0];
    const paper = g * (1 / n + alpha * inside);
    return [paper, g * alpha * inside + Math.sign(w) * pull, paper * (1 - 1 / channels) * n];
  };
}

for (const [channels, kind, upstream] of [[3, 'one', () => 1], [1, 'one', () => 1], [7, 'error', (w, alpha) => alpha * sign(w) - w]]) {
  test(`three gradients of ${channels} channels, from above: ${kind}`, async ({ lesson }) => {
    await lesson.open('#/binary');
    await lesson.paste(x);
    await lesson.set('channels', channels);
    await lesson.choose('upstream', kind);
    const weights = filtersOf(x)[0].slice(0, 9 * channels);
    const right = gradients(weights, channels, upstream);
    await expect(lesson.chart('gradient').locator('figcaption')).toContainText(`For a filter of ${9 * channels} weights`);
    const rows = await lesson.table('gradient');
    expect(rows.length).toBe(25);
    for (const row of rows) {
      const w = read(row[0]);
      right(w).forEach((value, column) => {
        const found = read(row[column + 1]);
        expect(Math.abs(found - value), `${row} for ${right(w)}`).toBeLessThan(1e-3 * Math.abs(value) + 5e-4);
      });
    }
  });
}

/** Wherever alpha is written, it is the same. */
async function expectOne(lesson) {
  const { page } = lesson;
  const value = read(await page.locator('#field-alpha').inputValue());
  const all = [
    await scrub(page).textContent(),
    ...await page.locator('[data-handle=alpha]').evaluateAll((handles) => handles.map((one) => one.getAttribute('aria-valuenow'))),
  ];
  expect(all.length).toBe(3);
  for (const text of all) expect(shows(text, value, 6e-4), `${text} for ${value}`).toBe(true);
  return value;
}

async function drag(page, locator, dx) {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  const [left, top] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(left, top);
  await page.mouse.down();
  await page.mouse.move(left + dx, top, { steps: 10 });
  await page.mouse.up();
}

test('alpha is one value, whether dragged, slid, typed or stepped', async ({ lesson, page }) => {
  test.slow();
  await lesson.open('#/binary');
  await lesson.paste(x);
  await compare(lesson, {});
  await expect(auto(page)).toBeDisabled();
  const settled = await page.evaluate(() => document.body.dataset.settled);
  const moves = {
    'the handle in the weights': () => drag(page, handle(lesson, 'weights'), 40),
    'the handle in the parabola': () => drag(page, handle(lesson, 'parabola'), -70),
    'the handle by arrows': () => handle(lesson, 'parabola').press('ArrowRight'),
    'the handle by fine arrows': () => handle(lesson, 'weights').press('Shift+ArrowLeft'),
    'the handle by pages': () => handle(lesson, 'weights').press('PageUp'),
    'the slider': () => page.locator('input[type=range][name=alpha]').fill('-2'),
    'the field': () => lesson.set('alpha', '7/8'),
    'the formula by the pointer': () => drag(page, scrub(page), 30),
    'the formula by arrows': () => scrub(page).press('PageDown'),
  };
  let last = await expectOne(lesson);
  for (const [name, move] of Object.entries(moves)) {
    await test.step(name, async () => {
      const told = await page.locator('#parabola-summary').textContent();
      await move();
      await lesson.frames();
      const now = await expectOne(lesson);
      expect(now, name).not.toBe(last);
      last = now;
      const exact = Number(await handle(lesson, 'parabola').getAttribute('aria-valuenow'));
      await compare(lesson, { alpha: exact });
      expect(await page.locator('#parabola-summary').textContent()).not.toBe(told);
      await expect.poll(() => page.evaluate(() => Number(/alpha=([^&]+)/.exec(location.hash)?.[1]))).toBeCloseTo(exact, 6);
    });
  }
  // All of it on the page itself.
  expect(await page.evaluate(() => document.body.dataset.settled)).toBe(settled);
  await auto(page).click();
  await compare(lesson, {});
  await expect(page).toHaveURL(/#\/binary$/);
});

test('with a scale for each filter there is no alpha to drag in the charts', async ({ lesson, page }) => {
  await lesson.open('#/binary?per=filter');
  await expect(page.locator('[data-handle=alpha]')).toHaveCount(0);
  await lesson.choose('per', 'tensor');
  await expect(page.locator('[data-handle=alpha]')).toHaveCount(2);
});

test('every filter of the bank, at the shared scale and at its own', async ({ lesson, page }) => {
  test.slow();
  const picture = camera();
  const shared = sharedAlpha();
  await lesson.open('#/binary');
  await ready(page);
  const rows = page.locator('.bank tbody tr');
  const ids = Object.keys(BANK);
  await expect(rows).toHaveCount(ids.length);
  for (const [index, id] of ids.entries()) {
    await test.step(id, async () => {
      const { at, own } = throughSigns(picture, id);
      const row = rows.nth(index);
      await expectDecibels(row.locator('td').nth(0), at(shared), `${id}, shared`);
      await expectDecibels(row.locator('td').nth(1), at(own), `${id}, its own`);
      // By mouse and by keyboard in turn.
      if (index % 2) await row.getByRole('button').press('Enter');
      else await row.getByRole('button').click();
      await lesson.settled(id === 'gabor_45' ? '#/binary' : `#/binary?filter=${id}`);
      await expect(row).toHaveClass(/chosen/);
      await expect(row.getByRole('button')).toHaveAttribute('aria-pressed', 'true');
      await expect(page.locator('#choice-filter')).toHaveValue(id);
      await expectDecibels(figure(page, 'picture-sqnr'), at(shared), `${id} on the picture`);
      await expectFigure(figure(page, 'picture-alpha'), shared, 6e-3, id);
      const largest = Math.max(...weightsOf(id).map(Math.abs));
      const told = await page.locator('.kernels figcaption').first().textContent();
      expect(shows(/largest weight is (\S+);/.exec(told)[1], largest, 6e-3), told).toBe(true);
      await expect(rows.locator('xpath=self::*[contains(@class, "chosen")]')).toHaveCount(1);
    });
  }
  await expect(page).toHaveURL(/#\/binary\?filter=sharpen$/);
  await lesson.choose('per', 'filter');
  await lesson.choose('filter', 'spot');
  await lesson.set('radius', 2);
  await lesson.settled('#/binary?filter=spot&per=filter&radius=2');
  const spot = throughSigns(picture, 'spot', 2);
  await expectDecibels(figure(page, 'picture-sqnr'), spot.sqnr);
  await expectFigure(figure(page, 'picture-alpha'), spot.own, 6e-3);
});

test('the numbers at a place, by pointer and by arrow keys', async ({ lesson, page }) => {
  await lesson.open('#/binary?per=filter');
  await ready(page);
  const { exact, signs, own } = throughSigns(camera(), 'gabor_45');
  const told = (id) => raster(page, id).locator('.told');
  const compareAt = async ([column, row]) => {
    const at = row * exact.width + column;
    for (const [id, value] of [['exact', exact.values[at]], ['binary', own * signs.values[at]], ['difference', own * signs.values[at] - exact.values[at]]]) {
      await expect(async () => {
        const text = await told(id).textContent({ timeout: 1000 });
        expect(Math.abs(read(text) - value), `${id} at ${column}, ${row}: ${text} for ${value}`).toBeLessThan(6e-3 * Math.abs(value) + 2e-5);
      }).toPass({ timeout: 8000 });
    }
    await expect(told('picture')).toHaveText(`7 × 7 places from column ${column}, row ${row}`);
  };
  for (const place of [[20, 30], [0, 0], [153, 153], [77, 101]]) {
    await compareAt(await pointAt(page, 'exact', place, exact));
  }
  // Over the picture the window is around the pointer, and stays inside.
  for (const place of [[50, 60], [159, 0]]) {
    const [column, row] = await pointAt(page, 'picture', place, { width: 160, height: 160 });
    const first = (middle) => Math.min(Math.max(middle - 3, 0), 153);
    await compareAt([first(column), first(row)]);
  }
  await page.mouse.move(2, 2);
  await expect(told('exact')).toBeEmpty();

  const slider = raster(page, 'binary').getByRole('slider');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await compareAt([78, 77]);
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowUp');
  await compareAt([77, 86]);
  await expect(slider).toHaveAttribute('aria-valuenow', String(86 * 154 + 77));
  expect(await slider.getAttribute('aria-valuetext')).toBe(await told('binary').textContent());
  await page.keyboard.press('Escape');
  await expect(told('exact')).toBeEmpty();
  await page.keyboard.press('ArrowRight');
  await expect(told('exact')).not.toBeEmpty();
  await slider.evaluate((node) => node.blur());
  await expect(told('exact')).toBeEmpty();
});
