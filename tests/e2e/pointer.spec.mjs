// With the mouse: bits are painted, handles and numbers dragged, the cursor is linked, and nothing jumps meanwhile.
import { expect, read, test } from './lesson.mjs';
import { parameters, through } from './reference/affine.mjs';

const centre = async (locator) => {
  const box = await locator.boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
};

/** Drags from the middle of an element, by steps, telling each step. */
async function drag(page, locator, dx, { steps = 12, each } = {}) {
  await locator.scrollIntoViewIfNeeded();
  const [x, y] = await centre(locator);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= steps; step += 1) {
    await page.mouse.move(x + dx * step / steps, y);
    await each?.(step);
  }
  await page.mouse.up();
}

/** Where every canvas lies on the page, and how large it is drawn. */
const canvases = (page) => page.locator('canvas').evaluateAll((found) => found.map((canvas) => {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return [left + scrollX, top + scrollY, width, height, canvas.width, canvas.height];
}));

test('bits are painted by dragging over them', async ({ lesson, page }) => {
  await lesson.open('#/formats?x=0');
  const bits = page.locator('button.bit');
  const code = page.locator('.step .code');
  await expect(code).toHaveText('0x00');
  const [from, y] = await centre(bits.nth(3));
  const [to] = await centre(bits.nth(6));
  await page.mouse.move(from, y);
  await page.mouse.down();
  await expect(code).toHaveText('0x10');
  await page.mouse.move(to, y, { steps: 12 });
  await expect(code).toHaveText('0x1E');
  // Painting keeps its colour on the way back.
  await page.mouse.move(from, y, { steps: 12 });
  await page.mouse.up();
  await expect(code).toHaveText('0x1E');
  // Moving without a button pressed paints nothing.
  await page.mouse.move(to, y, { steps: 12 });
  await expect(code).toHaveText('0x1E');
  // A press on one that is on rubs out.
  await bits.nth(4).click();
  await expect(code).toHaveText('0x16');
  await bits.nth(0).click();
  await expect(code).toHaveText('0x96');
});

test('the bits keep their place, whatever they say', async ({ lesson, page }) => {
  for (const [width, height] of [[1280, 800], [390, 844]]) {
    await page.setViewportSize({ width, height });
    await lesson.open('#/formats?x=0');
    const places = () => page.locator('button.bit').evaluateAll((bits) => bits.map((bit) => {
      const { left, top } = bit.getBoundingClientRect();
      return [Math.round(left), Math.round(top + scrollY)];
    }));
    const before = await places();
    for (const x of ['1', '448', '-2^-9', '0.3']) {
      await lesson.set('x', x);
      await lesson.frames();
      expect.soft(await places(), `${x}, ${width} px`).toEqual(before);
    }
    await page.locator('button.bit').last().press('Space');
    expect.soft(await places(), `${width} px`).toEqual(before);
  }
});

test('a finger paints bits too', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(`${baseURL}#/formats?x=0`);
  await expect(page.locator('.step .code')).toHaveText('0x00');
  await page.locator('button.bit').nth(4).tap();
  await expect(page.locator('.step .code')).toHaveText('0x08');
  await page.locator('button.bit').nth(4).tap();
  await expect(page.locator('.step .code')).toHaveText('0x00');
  await context.close();
});

test('MIN and MAX are dragged, and slider, field and formula are one value', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  for (const [id, dx] of [['max', -160], ['min', 140]]) {
    const before = await canvases(page);
    const values = [];
    await drag(page, page.locator(`[data-handle=${id}]`), dx, {
      each: async () => {
        await lesson.frames(1);
        values.push(read(await page.locator(`#field-${id}`).inputValue()));
        expect(await canvases(page), 'charts keep their place and size').toEqual(before);
      },
    });
    const sorted = [...values].sort((a, b) => (dx < 0 ? b - a : a - b));
    expect(values).toEqual(sorted);
    expect(new Set(values).size).toBeGreaterThan(8);
    const last = values.at(-1);
    await expect(page.locator(`.derivation .scrub[aria-label=${id.toUpperCase()}]`)).toHaveAttribute('aria-valuenow', /./);
    const all = await Promise.all([
      page.locator(`[data-handle=${id}]`).getAttribute('aria-valuenow'),
      page.locator(`.derivation .scrub[aria-label=${id.toUpperCase()}]`).getAttribute('aria-valuenow'),
      page.locator(`input[type=range][name=${id}]`).getAttribute('aria-valuetext'),
    ]);
    for (const one of all) expect(Math.abs(read(one) - last)).toBeLessThan(1e-5);
  }
  await expect.poll(() => lesson.figure('clipped')).toBeGreaterThan(0);
  await lesson.written();
});

test('the handle stays under the pointer', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  const handle = page.locator('[data-handle=max]');
  const [start] = await centre(handle);
  for (const dx of [-90, -60, 45]) {
    const [from] = await centre(handle);
    await drag(page, handle, dx);
    await lesson.frames();
    const [to] = await centre(handle);
    expect(Math.abs(to - from - dx)).toBeLessThan(1.5);
  }
  expect(start).toBeGreaterThan((await centre(handle))[0]);
});

test('numbers in the formulas are dragged', async ({ lesson, page }) => {
  await lesson.open('#/affine?max=2&min=-2');
  const x = page.locator('.derivation .scrub[aria-label=x]');
  const before = await canvases(page);
  await drag(page, x, 40);
  // A step of 0.01 for every 4 pixels.
  await expect(x).toHaveText('0.8');
  await drag(page, x, -80);
  await expect(x).toHaveText('0.6');
  await expect(page.locator('[data-handle=x]')).toHaveAttribute('aria-valuenow', '0.6');
  expect(await canvases(page)).toEqual(before);
  await drag(page, page.locator('.derivation .scrub[aria-label=MAX]'), -40);
  await expect(page.locator('#field-max')).toHaveValue('1.9');
  await lesson.open('#/formats?x=1');
  await drag(page, page.locator('.formula .scrub[aria-label=Mantissa]'), 24);
  await expect(page.locator('.formula .result')).toHaveText('1.375');
  await drag(page, page.locator('.formula .scrub[aria-label=Exponent]'), 20);
  await expect(page.locator('.formula .result')).toHaveText('5.5');
});

test('the typed number is dragged on the number line', async ({ lesson, page }) => {
  await lesson.open('#/formats');
  const handle = lesson.chart('line').locator('.handle');
  const before = await canvases(page);
  const values = [];
  await drag(page, handle, 120, {
    each: async () => {
      await lesson.frames(1);
      values.push(read(await page.locator('#field-x').inputValue()));
      expect(await canvases(page)).toEqual(before);
    },
  });
  expect(values).toEqual([...values].sort((a, b) => a - b));
  expect(values.at(-1)).toBeGreaterThan(5.37);
  expect(read(await page.locator('.verdict .original').innerText())).toBe(values.at(-1));
});

test('pointing at x shows it in every chart, with its code, what comes back and the error', async ({ lesson, page }) => {
  await lesson.open('#/affine?bits=3&max=2&min=-2');
  const quantizer = parameters([], { bits: 3, min: -2, max: 2 });
  const chart = lesson.chart('signal').locator('.plot');
  const box = await chart.boundingBox();
  const readouts = page.locator('figure.chart .readout');
  const seen = [];
  for (const part of [0.2, 0.45, 0.7, 0.9]) {
    await page.mouse.move(box.x + box.width * part, box.y + 40);
    await expect(readouts.first()).toHaveText(/^x/);
    const words = await readouts.allInnerTexts();
    expect(new Set(words).size, 'every chart says the same').toBe(1);
    const [, x, code, value, error] = /^x (\S+) → q = (\S+) → (\S+), error (\S+)$/.exec(words[0]).map(read);
    seen.push(x);
    const expected = through(Math.fround(x), quantizer);
    expect(code).toBe(expected.code);
    expect(Math.abs(value - expected.value)).toBeLessThan(1e-5);
    expect(Math.abs(error - (expected.value - x))).toBeLessThan(2e-3);
    // One line in both charts that have this axis, at one x.
    const lines = await page.locator('.cursor.on').evaluateAll((all) => all.map((line) => Math.round(line.getBoundingClientRect().left)));
    expect(lines.length).toBe(2);
    expect(Math.abs(lines[0] - (box.x + box.width * part))).toBeLessThan(2);
  }
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  await page.mouse.move(5, 5);
  await expect(readouts.first()).toBeEmpty();
  await expect(page.locator('.cursor.on')).toHaveCount(0);
});

test('dragging any slider to its ends moves no chart', async ({ lesson, page }) => {
  test.slow();
  await lesson.open('#/affine');
  const before = await canvases(page);
  for (const name of ['bits', 'max', 'spread', 'shift', 'count']) {
    const slider = page.locator(`input[type=range][name=${name}]`);
    await slider.scrollIntoViewIfNeeded();
    const box = await slider.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    for (const part of [0.3, 0.05, 0.5, 0.8, 0.5]) {
      await page.mouse.move(box.x + box.width * part, box.y + box.height / 2, { steps: 3 });
      await lesson.frames();
      expect.soft(await canvases(page), `${name} at ${part}`).toEqual(before);
    }
    await page.mouse.up();
  }
});

// Charts whose axis is not the signal's: the address, the chart, and the columns of its table that it reads out.
const readings = [
  ['#/lsq', 'loss', [0, 1]], ['#/lsq', 'path', [0, 1, 2]], ['#/pact', 'loss', [0, 1]],
  ['#/clipping', 'errors', [0, 3]], ['#/diffq', 'bits', [0, 1, 2, 3, 4]], ['#/diffq', 'size', [0, 1]], ['#/diffq', 'error', [0, 1, 2]],
  ['#/ste?step=200', 'path', [0, 1, 2]], ['#/qat?at=900', 'history', [0, 1, 2, 3]],
];

for (const [address, id, columns] of readings) {
  test(`pointing into ${id} of ${address} reads its own figures`, async ({ lesson, page }) => {
    await lesson.open(address);
    const chart = lesson.chart(id);
    await chart.scrollIntoViewIfNeeded();
    const rows = (await lesson.table(id)).map((row) => columns.map((column) => read(row[column])));
    expect(rows.length).toBeGreaterThan(3);
    const plot = chart.locator('.plot');
    const box = await plot.boundingBox();
    const seen = new Set();
    for (const part of [0.3, 0.55, 0.8]) {
      await page.mouse.move(box.x + box.width * part, box.y + box.height / 2);
      const cursor = chart.locator('.cursor');
      await expect(cursor).toHaveClass(/on/);
      await expect(async () => {
        const words = await chart.locator('.readout').innerText();
        expect(await cursor.getAttribute('aria-valuetext')).toBe(words);
        const told = words.replace(/Q\(w\)/, '').match(/[−]?[\d.,]*\d(e[−]?\d+)?/g).map(read);
        const nearest = rows.reduce((best, row) => (Math.abs(row[0] - told[0]) < Math.abs(best[0] - told[0]) ? row : best));
        expect(told.length).toBe(columns.length);
        for (const [place, number] of told.entries()) expect(Math.abs(number - nearest[place])).toBeLessThanOrEqual(6e-3 * Math.abs(nearest[place]));
        seen.add(words);
      }).toPass({ timeout: 5000 });
    }
    expect(seen.size, 'it reads other places elsewhere').toBe(3);
    // It points at something of its own: charts of the signal say nothing of it.
    expect(await page.locator('.cursor.on').count()).toBe(1);
    await page.mouse.move(2, 2);
    await expect(chart.locator('.readout')).toBeEmpty();
  });
}

test('pointing at a scale reads the parabola', async ({ lesson, page }) => {
  await lesson.open('#/binary');
  const chart = lesson.chart('parabola');
  await chart.scrollIntoViewIfNeeded();
  const rows = (await lesson.table('parabola')).map((row) => row.map(read));
  const three = [rows[2], rows[12], rows[22]];
  const through = (x) => three.reduce((sum, [at, error], place) => sum + error
    * three.reduce((product, [other], index) => (index === place ? product : product * (x - other) / (at - other)), 1), 0);
  const box = await chart.locator('.plot').boundingBox();
  for (const part of [0.35, 0.6, 0.85]) {
    await page.mouse.move(box.x + box.width * part, box.y + box.height / 2);
    await expect(async () => {
      const [, alpha, error] = /^α (\S+), mean squared error (\S+)$/.exec(await chart.locator('.readout').innerText()).map(read);
      expect(Math.abs(error - through(alpha))).toBeLessThan(1e-2 * error + 2e-4);
    }).toPass({ timeout: 5000 });
  }
});
