// axe finds nothing serious on any lesson, light or dark, wide or on a phone, with tables open, and after a refusal.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './lesson.mjs';

const looks = {
  light: { width: 1280, height: 800, theme: 'light' },
  dark: { width: 1280, height: 800, theme: 'dark' },
  phone: { width: 390, height: 844, theme: 'light' },
  'phone dark': { width: 390, height: 844, theme: 'dark' },
};
const states = {
  formats: '#/formats?versus=float8_e5m2',
  custom: '#/formats?exponent=3&format=custom&infinity=0&mantissa=2',
  special: '#/formats?code=127',
  affine: '#/affine',
  notes: '#/affine?zero_point=notes',
};

async function serious(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')} (${nodes.length})`);
}

for (const [look, { width, height, theme }] of Object.entries(looks)) {
  test(`axe finds nothing serious: ${look}`, async ({ lesson, page }) => {
    test.slow();
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: theme });
    for (const [name, address] of Object.entries(states)) {
      await lesson.open(address, address.replace(/\?code=127/, ''));
      for (const summary of await page.locator('details > summary').all()) await summary.press('Enter');
      expect.soft(await serious(page), `${name}, ${look}`).toEqual([]);
      await lesson.written().catch(() => {});
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

test('every chart has a name, a summary that follows, and its cursor says where it is', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  const before = await page.locator('figure.chart .spoken').allInnerTexts();
  const charts = await page.locator('figure.chart canvas').evaluateAll((found) => found.map((canvas) => ({
    role: canvas.getAttribute('role'),
    name: canvas.getAttribute('aria-label'),
    summary: document.getElementById(canvas.getAttribute('aria-describedby'))?.textContent ?? '',
  })));
  expect(charts.length).toBe(3);
  for (const chart of charts) {
    expect(chart.role).toBe('img');
    expect(chart.name.length).toBeGreaterThan(5);
    expect(chart.summary).toMatch(/\d/);
  }
  await lesson.set('bits', '2');
  await lesson.settled('#/affine?bits=2');
  expect(await page.locator('figure.chart .spoken').allInnerTexts()).not.toEqual(before);
  for (const slider of await page.locator('input[type=range], [role=slider]').all()) {
    expect(await slider.getAttribute('aria-valuetext'), await slider.evaluate((node) => node.outerHTML)).toBeTruthy();
    expect(await slider.getAttribute('aria-label')).toBeTruthy();
  }
});
