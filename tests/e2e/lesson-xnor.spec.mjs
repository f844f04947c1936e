// The lesson on XNOR-Net: rows of signs that are painted, the whole convolution of a picture, and the race.
import { expect, read, test } from './lesson.mjs';
import { described, expectDecibels, expectFigure, figure, pointAt, raster, ready } from './picture.mjs';
import { camera, xnorSteps } from './reference/one-bit.mjs';

const LENGTH = 16;
const cells = (page, letter) => page.getByRole('group', { name: `Row ${letter}` }).getByRole('button');
const signsOf = async (page, letter) => (await cells(page, letter).allInnerTexts()).map(read);

/** What the page shows of two rows, from what stands in them. */
async function expectRows(page) {
  await expect(async () => {
    const [a, b] = [await signsOf(page, 'a'), await signsOf(page, 'b')];
    expect([a.length, b.length]).toEqual([LENGTH, LENGTH]);
    const products = a.map((sign, place) => sign * b[place]);
    const sum = products.reduce((total, product) => total + product, 0);
    expect(read(await figure(page, 'dot').textContent())).toBe(sum);
    expect(Number(await figure(page, 'differ').textContent())).toBe((LENGTH - sum) / 2);
    const agree = products.map((product) => (product > 0 ? '1' : '0')).join('');
    expect(await page.locator('.agree').getAttribute('aria-label')).toBe(`XNOR: ${[...agree].join(' ')}`);
    expect(await page.locator('.agree .bit').allInnerTexts()).toEqual([...agree]);
    const terms = (await figure(page, 'terms').textContent()).replaceAll('−', '-').replaceAll(' ', '');
    const [left, right] = terms.split('=');
    expect(left.match(/[+-]?1/g).map(Number)).toEqual(products);
    expect(Number(right)).toBe(sum);
  }).toPass({ timeout: 8000 });
}

const number = (signs) => signs.reduce((row, sign) => 2 * row + (sign > 0 ? 1 : 0), 0);

test('it opens on rows that partly agree, the camera, and a race that has not been run', async ({ lesson, page }) => {
  await lesson.open('#/xnor');
  await expect(page.locator('h1')).toHaveText('Counting instead of multiplying');
  await ready(page);
  await expect(described(page)).toContainText('Camera');
  await expectRows(page);
  const differ = Number(await figure(page, 'differ').textContent());
  expect(differ).toBeGreaterThan(2);
  expect(differ).toBeLessThan(8);
  await expect(figure(page, 'race')).toHaveText('It has not been run.');
  await expect(page.locator('[data-race]')).toHaveText('Run it');
  // It looks at no signal.
  await expect(page.locator('#choice-signal')).toHaveCount(0);
});

test('signs are painted by dragging over them', async ({ lesson, page }) => {
  await lesson.open('#/xnor?a=0&b=65535');
  await expectRows(page);
  await expect(figure(page, 'dot')).toHaveText('−16');
  const centre = async (place) => {
    const box = await cells(page, 'a').nth(place).boundingBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  await cells(page, 'a').nth(2).scrollIntoViewIfNeeded();
  await page.mouse.move(...await centre(2));
  await page.mouse.down();
  await expectRows(page);
  await page.mouse.move(...await centre(9), { steps: 20 });
  // On the way back what is painted stays.
  await page.mouse.move(...await centre(5), { steps: 10 });
  await page.mouse.up();
  const painted = Array.from({ length: LENGTH }, (_, place) => (place >= 2 && place <= 9 ? 1 : -1));
  expect(await signsOf(page, 'a')).toEqual(painted);
  await expectRows(page);
  await expect(page).toHaveURL(new RegExp(`#/xnor\\?a=${number(painted)}&b=65535$`));
  // Without a pressed button nothing is painted; a press turns one.
  await page.mouse.move(...await centre(14), { steps: 10 });
  expect(await signsOf(page, 'a')).toEqual(painted);
  await cells(page, 'a').nth(4).click();
  await cells(page, 'b').nth(0).click();
  expect((await signsOf(page, 'a'))[4]).toBe(-1);
  expect((await signsOf(page, 'b'))[0]).toBe(-1);
  await expectRows(page);
  await expect(page).toHaveURL(/b=32767$/);
});

test('signs are painted by keyboard, and the worker is not asked', async ({ lesson, page }) => {
  await lesson.open('#/xnor');
  const settled = await page.evaluate(() => document.body.dataset.settled);
  const before = await signsOf(page, 'b');
  await cells(page, 'b').nth(3).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Space');
  const turned = before.map((sign, place) => (place >= 3 && place <= 5 ? -sign : sign));
  await expect.poll(() => signsOf(page, 'b')).toEqual(turned);
  await expect(cells(page, 'b').nth(4)).toBeFocused();
  await expect(cells(page, 'b').nth(4)).toHaveAttribute('aria-pressed', String(turned[4] > 0));
  await expect(cells(page, 'b').nth(4)).toHaveAttribute('aria-label', `b, place 5: ${turned[4] > 0 ? '+1' : '−1'}`);
  await expectRows(page);
  // The ends hold.
  await cells(page, 'b').nth(0).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(cells(page, 'b').nth(0)).toBeFocused();
  await cells(page, 'b').nth(15).focus();
  await page.keyboard.press('ArrowRight');
  await expect(cells(page, 'b').nth(15)).toBeFocused();
  expect(await page.evaluate(() => document.body.dataset.settled)).toBe(settled);
});

test('any two rows from the address', async ({ lesson, page }) => {
  for (const [a, b] of [[0, 0], [65535, 1], [43690, 21845], [12345, 54321]]) {
    await page.waitForTimeout(150);
    await lesson.open(`#/xnor?a=${a}&b=${b}`);
    await expect.poll(async () => number(await signsOf(page, 'a'))).toBe(a);
    expect(number(await signsOf(page, 'b'))).toBe(b);
    await expectRows(page);
  }
});

/** What the convolution is set to, and what that means to the loops. */
const settings = [
  ['#/xnor', {}],
  ['#/xnor?filter=edge_y&radius=1', { id: 'edge_y', radius: 1 }],
  ['#/xnor?filter=spot&k=mean', { id: 'spot', map: false }],
  ['#/xnor?centre=0&filter=blur&radius=2', { id: 'blur', radius: 2, centre: false }],
];

for (const [hash, options] of settings) {
  test(`the convolution by plain loops: ${hash}`, async ({ lesson, page }) => {
    const right = xnorSteps(camera(), options);
    await lesson.open(hash);
    await ready(page);
    await expectFigure(figure(page, 'alpha'), right.alpha, 6e-3, 'alpha');
    await expectFigure(figure(page, 'correlation'), right.correlation, 6e-3, 'correlation');
    await expectDecibels(figure(page, 'picture-sqnr'), right.sqnr, 'SQNR');
    await expectFigure(lesson.cost('correlation'), right.correlation, 6e-3);
    await expectDecibels(lesson.cost('SQNR'), right.sqnr);
    const taps = (2 * (options.radius ?? 3) + 1) ** 2;
    const places = right.width * right.height;
    await expect(lesson.cost('products, exact')).toHaveText((taps * places).toLocaleString('en-US'));
    await expect(lesson.cost('words of 64 signs')).toHaveText((Math.ceil(taps / 64) * places).toLocaleString('en-US'));
    await expect(lesson.cost('filter as float32')).toHaveText(`${4 * taps} bytes`);
    await expect(lesson.cost('filter as signs and α')).toHaveText(`${Math.ceil(taps / 8) + 4} bytes`);
  });
}

/** The sentence at the spot: count, K, alpha, product, exact result, column and row. */
async function atSpot(page) {
  const text = await figure(page, 'product').textContent();
  const numbers = /^Count (\S+) × K (\S+) × α (\S+) = (\S+)\. Exactly: (\S+)\. \(Column (\d+), row (\d+)\.\)$/.exec(text);
  expect(numbers, text).toBeTruthy();
  return numbers.slice(1).map(read);
}

test('the numbers at a place, by pointer and by arrow keys', async ({ lesson, page }) => {
  await lesson.open('#/xnor');
  await ready(page);
  const right = xnorSteps(camera());
  const near = (found, value) => expect(Math.abs(found - value), `${found} for ${value}`).toBeLessThan(6e-3 * Math.abs(value) + 2e-5);
  const compareAt = async ([column, row]) => {
    await expect(async () => expect((await atSpot(page)).slice(5)).toEqual([column, row])).toPass({ timeout: 8000 });
    const [count, k, alpha, product, exact] = await atSpot(page);
    const at = row * right.width + column;
    expect(count).toBe(right.counts[at]);
    near(k, right.k[at]);
    near(alpha, right.alpha);
    near(product, right.approximation[at]);
    near(exact, right.exact[at]);
    // It is the product of what is written, as far as three digits go.
    expect(Math.abs(product - count * k * alpha)).toBeLessThan(0.02 * Math.abs(product) + 2e-5);
    const told = async (id) => read(await raster(page, id).locator('.told').textContent());
    expect(await told('counts')).toBe(count);
    near(await told('scales'), right.k[at]);
    near(await told('approximation'), right.approximation[at]);
    near(await told('exact'), right.exact[at]);
    near(await told('difference'), right.approximation[at] - right.exact[at]);
  };
  await expect(figure(page, 'product')).toContainText('Point at a picture');
  for (const [id, place] of [['counts', [30, 40]], ['scales', [0, 153]], ['exact', [101, 77]]]) {
    await compareAt(await pointAt(page, id, place, right));
  }
  const [column, row] = await pointAt(page, 'signs', [80, 20], { width: 160, height: 160 });
  await compareAt([column - 3, row - 3]);
  await page.mouse.move(2, 2);
  await expect(figure(page, 'product')).toContainText('Point at a picture');
  const slider = raster(page, 'approximation').locator('.spot');
  await slider.focus();
  await expect(slider).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await compareAt([77, 78]);
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('ArrowUp');
  await compareAt([67, 77]);
  for (let press = 0; press < 8; press += 1) await page.keyboard.press('Shift+ArrowLeft');
  await compareAt([0, 77]);
  await page.keyboard.press('Escape');
  await expect(figure(page, 'product')).toContainText('Point at a picture');
});

const track = (page) => page.locator('[data-race]');
const times = (page) => page.locator('.race tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
const progress = (page) => page.locator('.race progress').evaluate((node) => node.value);

test('the race does not run by itself, runs when asked, and can be stopped', async ({ lesson, page }) => {
  await lesson.open('#/xnor');
  await ready(page);
  await page.waitForTimeout(500);
  expect(await progress(page)).toBe(0);
  const before = await times(page);
  expect(before.map(([size]) => size)).toEqual(['64', '128', '256', '512', '1024']);
  for (const row of before) {
    expect(row.slice(1, 5)).toEqual(['–', '–', '–', '–']);
    // 32 to 1 whoever computes.
    const [floats, bits] = row[5].split(' : ').map(read);
    expect([floats, floats / bits]).toEqual([4 * Number(row[0]) ** 2, 32]);
  }
  await expect(lesson.chart('race')).toHaveCount(0);
  await track(page).click();
  await expect(track(page)).toHaveText('Stop');
  await expect(figure(page, 'race')).toHaveText('Racing …');
  await expect.poll(() => progress(page)).toBeGreaterThan(0);
  // The page answers meanwhile.
  await lesson.set('radius', 2);
  await lesson.settled('#/xnor?radius=2');
  await track(page).click();
  await expect(track(page)).toHaveText('Run it');
  const [held, shown] = [await progress(page), await times(page)];
  await page.waitForTimeout(500);
  expect(await progress(page)).toBe(held);
  expect(await times(page)).toEqual(shown);
  expect(held).toBeLessThan(1);
});

test('the race gives medians and ratios, and bits win', async ({ lesson, page }) => {
  test.setTimeout(240_000);
  await lesson.open('#/xnor');
  await ready(page);
  await track(page).press('Enter');
  const seen = [];
  await expect.poll(async () => {
    seen.push(await progress(page));
    return track(page).textContent();
  }, { timeout: 200_000 }).toBe('Run it');
  expect(await progress(page)).toBe(1);
  expect(seen.filter((done) => done > 0 && done < 1).length, 'progress was shown').toBeGreaterThan(2);
  expect(seen, 'it never goes back').toEqual([...seen].sort((a, b) => a - b));
  const rows = await times(page);
  for (const [size, ...row] of rows) {
    const xnor = read(row[3].replace(' ms', ''));
    expect(xnor, size).toBeGreaterThan(0);
    row.slice(0, 3).forEach((cell, racer) => {
      if (size === '1024' && racer === 0) {
        expect(cell).toBe('–');
        return;
      }
      const [, time, ratio] = /^(\S+) ms, (\S+) ×$/.exec(cell).map(read);
      expect(Math.abs(ratio - time / xnor) / ratio, `${size}: ${cell} against ${xnor}`).toBeLessThan(0.02);
      if (Number(size) >= 128) expect(ratio, `${size}: ${cell}`).toBeGreaterThan(1);
    });
  }
  const [, ...last] = rows[3];
  const ratios = last.slice(0, 3).map((cell) => read(/, (\S+) ×/.exec(cell)[1]));
  expect(ratios[0], 'by definition takes longer than tiles').toBeGreaterThan(ratios[2]);
  await expect(figure(page, 'race')).toContainText('At 512 by 512 XNOR is');
  for (const [index, name] of ['loops by definition', 'loops along rows', 'tiles'].entries()) {
    await expect(figure(page, 'race')).toContainText(`${/, (\S+ ×)/.exec(last[index])[1]} as fast as ${name}`);
  }
  expect(await lesson.table('race')).toEqual(rows);
});

test('leaving the lesson stops the race, and coming back begins with nothing', async ({ lesson, page }) => {
  await lesson.open('#/xnor');
  await track(page).click();
  await expect.poll(() => progress(page)).toBeGreaterThan(0);
  await page.getByRole('link', { name: 'Affine', exact: true }).click();
  await lesson.settled('#/affine');
  // The worker is free: what is asked of it is answered at once.
  for (const bits of ['3', '5']) {
    await lesson.set('bits', bits);
    await lesson.settled(`#/affine?bits=${bits}`);
  }
  await page.getByRole('link', { name: 'XNOR-Net', exact: true }).click();
  await ready(page);
  await page.waitForTimeout(400);
  await expect(track(page)).toHaveText('Run it');
  expect(await progress(page)).toBe(0);
  await expect(figure(page, 'race')).toHaveText('It has not been run.');
});
