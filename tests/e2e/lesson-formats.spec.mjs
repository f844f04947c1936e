// The formats lesson: codes, bits, neighbours, errors and the signal's figures against a search over all values.
import { expect, read, rounds, shows, test } from './lesson.mjs';
import { figures } from './reference/figures.mjs';
import { FLOATS, bitsOf, maxOf, neighbours, rounded, valueOf } from './reference/floats.mjs';
import { normal } from './reference/random.mjs';

const x = normal(2000, 31, 40, 3);

async function compare(lesson, format, { scale = 1, rounding, overflow } = {}, column = 0) {
  const float = typeof format === 'string' ? FLOATS[format] : format;
  const values = [...x].map((value) => Math.fround(rounded(float, Math.fround(value / scale), rounding, overflow) * scale));
  const { mse, sqnrDb, maxAbsError, underflow } = figures(x, values);
  await lesson.expectFigure('MSE', mse, column);
  await lesson.expectFigure('SQNR', Math.round(sqnrDb * 10) / 10, column, 1e-9);
  await lesson.expectFigure('largest error', maxAbsError, column, 6e-4);
  await lesson.expectFigure('to zero', 100 * underflow / x.length, column);
  return values;
}

test('every format: the grid shows each code with its value', async ({ lesson, page }) => {
  for (const [format, float] of Object.entries(FLOATS).filter(([, float]) => bitsOf(float) <= 8)) {
    await lesson.open(format === 'float8_e4m3fn' ? '#/formats' : `#/formats?format=${format}`);
    const cells = await page.locator('[data-chart=grid] td[data-code]').evaluateAll((found) =>
      found.map((cell) => [Number(cell.dataset.code), cell.textContent, cell.title]));
    expect(cells.map(([code]) => code).sort((a, b) => a - b), format).toEqual(Array.from({ length: 2 ** bitsOf(float) }, (_, code) => code));
    for (const [code, text, title] of cells) {
      const value = valueOf(float, code);
      const what = `${format}, code ${code}: ${text}, ${title}`;
      if (Number.isNaN(value)) expect(text, what).toBe('NaN');
      else if (Object.is(value, -0)) expect(text, what).toBe('−0');
      else {
        expect(rounds(text, value), what).toBe(true);
        expect(shows(title.split(' = ')[1], value, 1e-8), what).toBe(true);
      }
    }
  }
});

test('every control changes the figures as the definition says', async ({ lesson, page }) => {
  test.slow();
  await lesson.open('#/formats');
  await lesson.paste(x);
  await compare(lesson, 'float8_e4m3fn');
  for (const format of Object.keys(FLOATS).filter((id) => FLOATS[id].signed)) {
    await test.step(format, async () => {
      await lesson.choose('format', format);
      await compare(lesson, format);
    });
  }
  await lesson.choose('format', 'float8_e4m3fn');
  await lesson.set('scale', 0.125);
  await compare(lesson, 'float8_e4m3fn', { scale: 0.125 });
  await page.locator('input[type=range][name=scale]').fill('-1');
  await compare(lesson, 'float8_e4m3fn', { scale: 0.5 });
  await lesson.set('scale', 1);
  for (const rounding of ['nearest_away', 'toward_zero', 'up', 'down']) {
    await lesson.choose('rounding', rounding);
    await compare(lesson, 'float8_e4m3fn', { rounding });
  }
  await lesson.choose('rounding', 'nearest_even');
  await lesson.choose('format', 'float8_e3m4');
  await compare(lesson, 'float8_e3m4');
  await lesson.choose('overflow', 'special');
  await compare(lesson, 'float8_e3m4', { overflow: 'special' });
  await lesson.choose('versus', 'float8_e5m2');
  await compare(lesson, 'float8_e3m4', { overflow: 'special' }, 0);
  await compare(lesson, 'float8_e5m2', { overflow: 'special' }, 1);
  await expect(lesson.chart('line-versus')).toBeVisible();
  await expect(lesson.chart('signal-versus')).toBeVisible();
});

test('a format of one\'s own', async ({ lesson, page }) => {
  await lesson.open('#/formats');
  await lesson.paste(x);
  await lesson.choose('format', 'custom');
  const own = { exponent: 4, mantissa: 3, bias: 7, nan: 'ieee', infinity: true, signed: true };
  await compare(lesson, own);
  await lesson.set('exponent', 3);
  await lesson.set('mantissa', 2);
  await compare(lesson, { ...own, exponent: 3, mantissa: 2, bias: 3 });
  await lesson.set('bias', 0);
  await compare(lesson, { ...own, exponent: 3, mantissa: 2, bias: 0 });
  await lesson.check('infinity', false);
  await lesson.check('nan', false);
  await compare(lesson, { ...own, exponent: 3, mantissa: 2, bias: 0, nan: null, infinity: false });
  await expect(page.locator('[data-chart=grid] td[data-code]')).toHaveCount(64);
  // Without NaN the code of -0 would be nothing: that is refused in words, and the widths stay as they were chosen.
  await lesson.check('negative_zero', false);
  await expect(page.locator('aside .custom + .refused')).toContainText('NaN');
  await expect(page.locator('[data-chart=grid] td[data-code]')).toHaveCount(64);
  await lesson.check('nan', true);
  await expect(page.locator('[data-chart=grid] td[data-code="32"]')).toHaveText('NaN');
  await expect(page.locator('aside .refused')).toHaveCount(0);
  await compare(lesson, { ...own, exponent: 3, mantissa: 2, bias: 0, nan: 'zero', infinity: false });
});

const typed = [
  [5.37, 'float8_e4m3fn', {}], [464, 'float8_e4m3fn', {}], [460, 'float8_e4m3fn', { overflow: 'special' }], [-0.3, 'float8_e5m2', {}],
  [0.0031, 'float8_e4m3fn', {}], [2.5, 'float4_e2m1fn', {}], [1.3, 'float8_e3m4', { rounding: 'up' }],
  [1.3, 'float8_e3m4', { rounding: 'down' }], [1e-5, 'float16', {}], [3.14159265, 'bfloat16', { rounding: 'toward_zero' }],
  [7, 'float6_e3m2fn', {}], [-13.7, 'float8_e4m3fnuz', { rounding: 'nearest_away' }],
];

test('a typed number: its neighbours, where it goes, and the error', async ({ lesson, page }) => {
  for (const [number, format, options] of typed) {
    const query = Object.entries({ format, ...options, x: number }).map(([key, value]) => `${key}=${value}`).join('&');
    await lesson.openPage(`#/formats?${query}`);
    const float = FLOATS[format];
    const value = rounded(float, number, options.rounding, options.overflow);
    const [low, high] = neighbours(float, number);
    const verdict = page.locator('.verdict');
    await expect.poll(async () => shows(await verdict.locator('.quantized').innerText(), value, 1e-6), { message: `${number} in ${format}` }).toBe(true);
    const text = await verdict.innerText();
    if (low !== high && Math.abs(number) <= maxOf(float)) {
      const [, below, above] = /Between (\S+) and (\S+)\. /.exec(text) ?? [];
      expect([shows(below, low, 1e-6), shows(above, high, 1e-6)], text).toEqual([true, true]);
    }
    if (value !== number) {
      expect(shows(await verdict.locator('.error').innerText(), value - number, 1e-3), text).toBe(true);
      const [, ulps] = /which is (\S+) ulp/.exec(text);
      if (low !== high && Math.abs(number) <= maxOf(float)) expect(shows(ulps, (value - number) / (high - low), 6e-3), text).toBe(true);
    }
    if (Number.isFinite(value)) expect(shows(await page.locator('.formula .result').textContent(), value, 1e-6)).toBe(true);
  }
});

test('a number near zero and one far beyond any top are typed as people write them', async ({ lesson, page }) => {
  await lesson.open('#/formats');
  for (const [text, value] of [['2^-9', 2 ** -9], ['−1/3', -0.34375], ['3e2', 288], ['1e30', 448], ['0', 0]]) {
    await lesson.set('x', text);
    await expect.poll(async () => read(await page.locator('.verdict .quantized').innerText()), { message: text }).toBe(
      shows(String(value), value) ? Number(value.toPrecision(9)) : value);
  }
  const before = await page.locator('.verdict').innerText();
  await lesson.set('x', 'three');
  await expect(page.locator('#field-x')).toHaveValue('0');
  expect(await page.locator('.verdict').innerText()).toBe(before);
});

test('the number line stands still while its number is dragged', async ({ lesson, page }) => {
  await lesson.open('#/formats');
  const handle = lesson.chart('line').locator('[data-handle=x]');
  await handle.scrollIntoViewIfNeeded();
  const middle = async () => {
    const { x, width } = await handle.boundingBox();
    return x + width / 2;
  };
  const { y, height } = await handle.boundingBox();
  const from = await middle();
  await page.mouse.move(from, y + height / 2);
  await page.mouse.down();
  // Below 4 the steps are half as wide, and below 2 half of that.
  for (const dx of [-60, -150, -240]) {
    await page.mouse.move(from + dx, y + height / 2, { steps: 6 });
    await expect.poll(async () => Math.abs(await middle() - from - dx)).toBeLessThan(2);
  }
  await page.mouse.up();
  const [left] = (await lesson.table('line')).map(([value]) => read(value));
  expect(left).toBeLessThan(2);
});

test('painting, stepping and choosing codes show one code everywhere', async ({ lesson, page }) => {
  await lesson.open('#/formats');
  const float = FLOATS.float8_e4m3fn;
  const bits = page.locator('button.bit');
  for (const code of [0x00, 0x01, 0x38, 0x7e, 0x7f, 0x80, 0xb5, 0xff]) {
    await page.locator(`[data-code="${code}"]`).click();
    await expect(page.locator('.step .code')).toHaveText(`0x${code.toString(16).toUpperCase().padStart(2, '0')}`);
    const shown = await bits.evaluateAll((cells) => cells.map((cell) => [cell.textContent, cell.getAttribute('aria-pressed')]));
    const binary = code.toString(2).padStart(8, '0');
    expect(shown).toEqual([...binary].map((bit) => [bit, String(bit === '1')]));
    await expect(page.locator('td.selected')).toHaveAttribute('data-code', String(code));
    const value = valueOf(float, code);
    if (Number.isNaN(value)) await expect(page.locator('.not-finite')).toContainText('NaN');
    else expect(shows(await page.locator('.formula .result').textContent(), value, 1e-6)).toBe(true);
  }
});

test('the tables behind the charts', async ({ lesson }) => {
  await lesson.open('#/formats');
  await lesson.paste(x);
  const values = await compare(lesson, 'float8_e4m3fn');
  const counts = new Map();
  for (const value of values) counts.set(value + 0, (counts.get(value + 0) ?? 0) + 1);
  const spikes = [...counts].sort(([a], [b]) => a - b);
  const rows = await lesson.table('signal');
  expect(rows.map(([, count]) => Number(count))).toEqual(spikes.map(([, count]) => count));
  rows.forEach(([value], index) => expect(shows(value, spikes[index][0], 1e-6), value).toBe(true));
  const limits = Object.fromEntries(await lesson.table('log-line'));
  expect(read(limits['goes to zero below'])).toBe(Number((2 ** -10).toPrecision(8)));
  expect(read(limits['overflows above'])).toBe(464);
  expect(read(limits.largest)).toBe(448);
  const bands = (await lesson.table('line')).map((row) => row.map(read));
  expect(bands.length).toBeGreaterThan(8);
  for (const [value, from, to] of bands) {
    expect(rounded(FLOATS.float8_e4m3fn, value)).toBe(value);
    for (const inside of [from + 1e-6, to - 1e-6]) expect(rounded(FLOATS.float8_e4m3fn, inside)).toBe(value);
  }
  const errors = await lesson.table('error');
  expect(errors.reduce((sum, [, , count]) => sum + Number(count), 0)).toBe(x.length);
});
