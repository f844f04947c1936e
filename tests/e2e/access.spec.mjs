// axe finds nothing serious on any lesson, light or dark, wide or on a phone, with tables open, and after a refusal.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './lesson.mjs';
import { ready } from './picture.mjs';

const states = {
  formats: '#/formats',
  beside: '#/formats?versus=float8_e5m2',
  custom: '#/formats?exponent=3&format=custom&infinity=0&mantissa=2',
  special: '#/formats?code=127&format=float4_e2m1fn',
  affine: '#/affine',
  notes: '#/affine?zero_point=notes',
  clipping: '#/clipping',
  threshold: '#/clipping?signed=0&threshold=1.5',
  ste: '#/ste?estimator=ewgs&step=20',
  pact: '#/pact',
  slip: '#/pact?notes=1&step=0',
  lsq: '#/lsq?offset=1&signed=0',
  diffq: '#/diffq',
  binary: '#/binary',
  'binary, each': '#/binary?channels=1&filter=sharpen&per=filter&upstream=error',
  xnor: '#/xnor',
  qat: '#/qat?own=0-4-affine',
  digits: '#/qat?at=100&data=digits&hidden=32',
  untrained: '#/qat?activation=tanh&values=pact',
};
const looks = {
  light: { width: 1280, height: 800, theme: 'light', shown: Object.keys(states) },
  dark: { width: 1280, height: 800, theme: 'dark', shown: ['custom', 'special', 'affine', 'notes', 'threshold', 'ste', 'slip', 'lsq', 'diffq', 'binary', 'xnor', 'qat', 'digits', 'untrained'] },
  phone: { width: 390, height: 844, theme: 'light', shown: ['formats', 'affine', 'clipping', 'ste', 'pact', 'lsq', 'diffq', 'binary', 'xnor', 'qat'] },
  'phone, dark': { width: 390, height: 844, theme: 'dark', shown: ['custom', 'affine', 'clipping', 'ste', 'slip', 'lsq', 'diffq', 'binary', 'xnor', 'digits'] },
};

async function serious(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')} (${nodes.length})`);
}

for (const [look, { width, height, theme, shown }] of Object.entries(looks)) {
  test(`axe finds nothing serious: ${look}`, async ({ lesson, page }) => {
    test.slow();
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: theme });
    for (const name of shown) {
      await lesson.open(states[name]);
      if (await page.locator('.rasters').count()) await ready(page);
      // One table of figures is as another, and axe looks at every cell.
      const table = ['stairs', 'line', 'errors', 'backward', 'decibels', 'filters'].map((id) => `figure[data-chart=${id}] details`).join();
      for (const part of ['details.own', table]) {
        const details = page.locator(part).first();
        // STE looks at no signal.
        if (await details.count() === 0) continue;
        if (!await details.evaluate((node) => node.open)) await details.locator('summary').press('Enter');
      }
      expect.soft(await serious(page), `${name}, ${look}`).toEqual([]);
    }
  });
}

test('axe finds nothing serious in a refusal, a loaded file and the overlay', async ({ lesson, page, trouble }) => {
  trouble.allow(/a panic asked for by a test|unreachable|RuntimeError/);
  await lesson.open('#/affine');
  await lesson.paste([1, 2, Number.NaN]);
  await page.locator('textarea[name=paste]').fill('nothing');
  await page.getByRole('button', { name: 'Use these numbers' }).click();
  await expect(page.locator('.refused')).toBeVisible();
  expect.soft(await serious(page), 'a refusal').toEqual([]);
  await page.evaluate(() => import('./quantscope.js').then(({ panicForTest }) => setTimeout(panicForTest)));
  await expect(page.getByRole('alertdialog')).toBeVisible();
  expect.soft(await serious(page), 'the overlay').toEqual([]);
});

/** How many charts a lesson has, and a setting that every summary does not stay the same with. */
const charts = {
  affine: [3, 'bits', '2'], clipping: [2, 'bits', '2'], ste: [4, 'target', '0'], pact: [4, 'bits', '3'], lsq: [4, 'bits', '2'], diffq: [5, 'bits', '3'],
  binary: [4, 'filters', '3'], qat: [4, 'bits', '3'],
};

for (const [id, [count, setting, value]] of Object.entries(charts)) {
  test(`${id}: every chart has a name, a summary that follows, and its cursor says where it is`, async ({ lesson, page }) => {
    await lesson.open(`#/${id}`);
    const before = await page.locator('figure.chart .spoken').allInnerTexts();
    const found = await page.locator('figure.chart canvas').evaluateAll((canvases) => canvases.map((canvas) => ({
      role: canvas.getAttribute('role'),
      name: canvas.getAttribute('aria-label'),
      summary: document.getElementById(canvas.getAttribute('aria-describedby'))?.textContent ?? '',
    })));
    expect(found.length).toBe(count);
    for (const chart of found) {
      expect(chart.role).toBe('img');
      expect(chart.name.length).toBeGreaterThan(5);
      expect(chart.summary).toMatch(/\d/);
    }
    await lesson.set(setting, value);
    await lesson.settled(`#/${id}?${setting}=${value}`);
    expect(await page.locator('figure.chart .spoken').allInnerTexts()).not.toEqual(before);
    for (const slider of await page.locator('input[type=range], [role=slider]').all()) {
      expect(await slider.getAttribute('aria-valuetext'), await slider.evaluate((node) => node.outerHTML)).toBeTruthy();
      expect(await slider.getAttribute('aria-label')).toBeTruthy();
    }
  });
}
