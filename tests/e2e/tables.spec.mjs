// Every table on a page as CSV: what is saved is what stands there, in full precision where it is a number.
import { expect, read, rounds, test } from './lesson.mjs';
import { ready } from './picture.mjs';
import { button, cells, csv, saved } from './saved.mjs';

// Half a unit of the last digit that is shown, and what is shown of shares that are nearly none or all.
function agrees(shown, taken) {
  const plain = shown.replaceAll('−', '-');
  if (plain === taken) return true;
  const number = Number(taken.replace('inf', 'Infinity'));
  if (taken === '' || Number.isNaN(number)) return false;
  if (shown === '< 0.01 %') return number > 0 && number < 0.01;
  if (shown === '> 99.99 %') return number > 99.99 && number < 100;
  const text = shown.replaceAll(',', '').replace(/[\s ]*(dB|%|ms|KiB|bytes)$/, '');
  return rounds(text, number) || read(text) === number;
}

/** The rows of a table on the page, without its head. */
const rowsOf = (table) => table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));

function alike(taken, shown, what) {
  expect(taken.length, what).toBe(shown.length);
  shown.forEach((row, at) => row.forEach((text, place) => {
    expect(agrees(text, taken[at][place]), `${what}, ${row[0]}: ${text}, saved as ${taken[at][place]}`).toBe(true);
  }));
}

// The lessons' costs: an address, and how many columns of numbers there are.
const COSTS = {
  '#/formats': 1,
  '#/formats?format=float4_e2m1fn&versus=float6_e2m3fn': 2,
  '#/affine?signal=outliers': 2,
  '#/clipping': 1,
  '#/ste?step=20': 1,
  '#/pact': 2,
  '#/lsq?offset=1': 1,
  '#/diffq': 1,
  '#/binary': 1,
  '#/xnor': 1,
  '#/qat?at=50': 1,
};

for (const [address, columns] of Object.entries(COSTS)) {
  test(`what it costs at ${address}`, async ({ lesson, page }) => {
    await lesson.open(address);
    if (await page.locator('.rasters').count()) await ready(page);
    const part = page.locator('.part-costs');
    await expect(part.locator('tbody tr').first()).toBeVisible();
    const { name, bytes } = await saved(page, button(part, 'CSV'));
    expect(name).toBe('quantscope-costs.csv');
    const [head, ...taken] = cells(bytes.toString('utf8'));
    expect(head.length).toBe(columns + 2);
    expect([head[0], head.at(-1)]).toEqual(['figure', 'unit']);
    if (columns > 1) expect(head.slice(1, -1)).toEqual(await part.locator('thead th').allTextContents());
    const shown = await rowsOf(part.locator('table'));
    alike(taken, shown, address);
    // The unit is the one that is shown.
    shown.forEach((row, at) => {
      const unit = / (dB|%|KiB|bytes)$/.exec(row[1])?.[1];
      if (unit) expect(taken[at].at(-1), row[0]).toBe(unit);
    });
    // More than what is shown, unless all are counts.
    if (taken.some((row) => row[1].includes('.'))) expect(taken.some((row) => row[1].replace(/\D/g, '').length > 8), 'full precision').toBe(true);
  });
}

/** Tables beside the costs: where they are, and what has to be there first. */
const TABLES = {
  calibrators: ['#/clipping?bits=3', '[data-chart=calibrators]'],
  check: ['#/diffq?step=100', '[data-chart=check]'],
  bank: ['#/binary', '[data-piece=bank]', ready],
  machine: ['#/proof', '.machine', async (page) => {
    await page.locator('[data-measure]').click();
    await expect(page.locator('[data-figure=measured]')).toContainText('Medians of this machine', { timeout: 60_000 });
  }],
};

for (const [id, [address, selector, wait = () => {}]] of Object.entries(TABLES)) {
  test(`the table ${id}`, async ({ lesson, page }) => {
    test.slow();
    await lesson.open(address);
    await wait(page);
    const part = page.locator(selector);
    await expect(part.locator('tbody td').first()).not.toBeEmpty();
    const { name, bytes } = await saved(page, button(part, 'CSV'));
    expect(name).toBe(`quantscope-${id}.csv`);
    const [head, ...taken] = cells(bytes.toString('utf8'));
    alike(taken, await rowsOf(part.locator('table')), id);
    // Units stand in the head.
    const names = (await part.locator('thead th').allTextContents()).filter(Boolean);
    const plain = head.map((text) => text.replace(/ \((dB|%|ms)\)$/, ''));
    for (const one of names.filter((text) => text !== 'What')) expect(plain).toContain(one);
    expect(head.join()).toMatch(/\((dB|ms)\)|MSE/);
  });
}

for (const address of ['#/formats?format=float4_e2m1fn', '#/formats', '#/formats?format=float8_e8m0fnu', '#/formats?format=bfloat16']) {
  test(`every code of ${address}`, async ({ lesson, page }) => {
    await lesson.open(address);
    const grid = page.locator('[data-chart=grid]');
    const [head, ...taken] = await csv(page, grid);
    expect(head).toEqual(['code', 'hexadecimal', 'value']);
    const shown = await grid.locator('td[data-code]').evaluateAll((all) => all.map(({ dataset, title }) => [dataset.code, ...title.split(' = ')]));
    expect(taken.map(([code, hex]) => [code, hex])).toEqual(shown.map(([code, hex]) => [code, hex]));
    taken.forEach(([code, , value], at) => expect(agrees(shown[at][2], value), `${code}: ${shown[at][2]}, saved as ${value}`).toBe(true));
  });
}

for (const address of ['#/qat?at=50', '#/qat?at=50&data=digits&hidden=32']) {
  test(`what the three networks reach at ${address}`, async ({ lesson, page }) => {
    test.slow();
    await lesson.open(address);
    await expect(page.locator('[data-figure=now]')).toContainText('Step 50, ', { timeout: 30_000 });
    const [head, ...taken] = await csv(page, page.locator('[data-piece=arms]'));
    const arms = page.locator('figure.arm');
    const [names, reached, size] = [arms.locator('figcaption'), arms.locator('[data-figure=reached]'), arms.locator('.told')];
    const unit = await arms.locator('.reached small').first().textContent();
    expect(head[1].startsWith(unit), head[1]).toBe(true);
    expect(head[3]).toBe('size (bytes)');
    const shown = [await names.allTextContents(), await reached.allTextContents(), await size.allTextContents()];
    expect(taken.map(([name]) => name)).toEqual(shown[0]);
    taken.forEach(([, value, , bytes], at) => {
      expect(agrees(shown[1][at], value), `${shown[1][at]}, saved as ${value}`).toBe(true);
      expect(agrees(shown[2][at], bytes), `${shown[2][at]}, saved as ${bytes}`).toBe(true);
    });
  });
}

test('the proof: what is compared, and who disagrees', async ({ lesson, page }) => {
  test.slow();
  await lesson.open('#/proof');
  const parts = page.locator('section.parts');
  const [head, ...before] = await csv(page, parts);
  expect(head).toEqual(['part', 'what', 'with whom', 'allowed', 'agree', 'compared', 'time (ms)']);
  expect(before.every((row) => row.slice(4).join('') === '')).toBe(true);

  await page.locator('[data-compare]').click();
  const rows = parts.locator('tr[data-check]');
  await expect.poll(async () => (await rows.locator('td:nth-of-type(1)').allTextContents()).every((text) => / of /.test(text) && !/running/.test(text)),
    { timeout: 120_000 }).toBe(true);
  const taken = (await csv(page, parts)).slice(1);
  const shown = await rows.evaluateAll((all) => all.map((row) => ({
    what: row.cells[0].firstChild.textContent,
    terms: row.querySelector('small').textContent,
    agrees: row.cells[1].textContent,
    time: row.cells[2].textContent,
  })));
  expect(taken.length).toBe(shown.length);
  shown.forEach(({ what, terms, agrees: told, time }, at) => {
    const [, name, whom, allowed, agree, compared, milliseconds] = taken[at];
    expect([name, `${whom} · ${allowed}`]).toEqual([what, terms.replaceAll('−', '-')]);
    expect(told.replaceAll(',', ''), what).toContain(`${agree} of ${compared}`);
    expect(agrees(time, milliseconds), `${time}, saved as ${milliseconds}`).toBe(true);
  });

  const disagreements = page.locator('section.disagreements');
  const says = (await csv(page, disagreements)).slice(1);
  const listed = await disagreements.locator('tbody tr').evaluateAll((all) => all.flatMap((row) =>
    [...row.querySelectorAll('li')].map((item) => [row.querySelector('th a').textContent, item.textContent].map((text) => text.replaceAll('−', '-')))));
  expect(says.map(([about, who, what]) => [about, `${who}: ${what}`])).toEqual(listed);
});

test('while a guess is awaited that the costs would answer, they are not to be saved', async ({ page, open }) => {
  await open('#/clipping?station=1');
  const saves = [page.locator('.part-costs'), page.locator('[data-chart=calibrators]')].map((part) => button(part, 'CSV'));
  // The costs, and the threshold among the settings.
  await expect(page.locator('.cover.covered')).toHaveCount(2);
  await expect(page.locator('[data-chart=calibrators].covered')).toHaveCount(1);
  for (const save of saves) await expect(save).toHaveCount(0);
});
