// How it looks: pictures of each lesson to be looked at, and nothing that sticks out sideways at any width.
import { expect, test } from './lesson.mjs';
import { ready } from './picture.mjs';

const lessons = {
  formats: '#/formats', affine: '#/affine', clipping: '#/clipping', ste: '#/ste', pact: '#/pact', lsq: '#/lsq', diffq: '#/diffq',
  qat: '#/qat', digits: '#/qat?data=digits&hidden=32',
  binary: '#/binary', xnor: '#/xnor', proof: '#/proof',
};
const widest = {
  formats: '#/formats?format=bfloat16&versus=float16&x=-3.0000001e38',
  affine: '#/affine?bits=8&max=123456.789&min=-123456.789&zero_point=notes',
  clipping: '#/clipping?bits=2&percentile=99.99&signal=student_t&spread=31&threshold=123456.7',
  ste: '#/ste?bits=8&dsq_alpha=0.02&estimator=dsq&g=-1.7&rate=0.0123456&start=-1.23&step=123&target=-0.98',
  pact: '#/pact?alpha=123456.7&gradient=scale&lambda=0.0000123&notes=1&rate=0.0123456&step=123',
  lsq: '#/lsq?bits=8&offset=1&rate=0.0000234567&s=123456.7&signal=student_t&spread=31&step=123',
  diffq: '#/diffq?lambda=0.000012345&noise=gaussian&rate=0.0123456&ratio=8&spread=31&step=123',
  qat: '#/qat?at=150&data=digits&edits=100-0-5-c0200000&hidden=32_32&lambda=0.0234567&layer=1&optimizer=sgd&own=1-8-affine&rate=0.0123456&values=pact&weight=1023&weights=diffq',
  binary: '#/binary?alpha=123456.7&channels=64&filter=edge_y&filters=16&radius=5&ratio=64&signal=student_t&spread=31&t=1&upstream=error',
  xnor: '#/xnor?a=0&b=65535&centre=0&filter=edge_y&k=mean&radius=5',
};
const looks = {
  light: { width: 1280, height: 800, theme: 'light' },
  dark: { width: 1280, height: 800, theme: 'dark' },
  phone: { width: 390, height: 844, theme: 'light' },
  projector: { width: 1920, height: 1080, theme: 'light' },
};

for (const [name, address] of Object.entries(lessons)) {
  for (const [look, { width, height, theme }] of Object.entries(looks)) {
    test(`${name}, ${look}`, async ({ lesson, page }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: theme });
      await lesson.open(address);
      if (await page.locator('.rasters').count()) await ready(page);
      await page.screenshot({ path: `test-results/look/${name}-${look}.png`, fullPage: true });
      // Something was drawn in every chart: its pixels are not all alike.
      const colours = await page.locator('figure.chart canvas').evaluateAll((canvases) => canvases.map((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
      }));
      for (const count of colours) expect(count).toBeGreaterThan(4);
      // A picture is shades; of signs there are two.
      const shades = await page.locator('figure.raster canvas').evaluateAll((canvases) => canvases.map((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
      }));
      for (const count of shades) expect(count).toBeGreaterThan(1);
    });
  }
}

for (const [name, address] of Object.entries({ ...lessons, ...Object.fromEntries(Object.entries(widest).map(([id, hash]) => [`${id} at its widest`, hash])) })) {
  test(`${name}: nothing sticks out sideways from 320 to 1920 px`, async ({ lesson, page }) => {
    await lesson.open(address);
    if (await page.locator('.rasters').count()) await ready(page);
    for (const summary of await page.locator('details > summary').all()) await summary.press('Enter');
    for (const width of [320, 390, 768, 900, 1024, 1280, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      await lesson.frames(3);
      const { wide, out } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        out: [...document.querySelectorAll('body *')].filter((node) => {
          const box = node.getBoundingClientRect();
          if (box.width === 0 || box.right <= innerWidth + 1) return false;
          // What is inside something that scrolls, or is hidden from view, sticks out of nothing.
          for (let up = node.parentElement; up; up = up.parentElement) {
            if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(up).overflowX)) return false;
          }
          return true;
        }).slice(0, 3).map((node) => `${node.tagName}.${node.className}`),
      }));
      expect.soft({ wide: wide <= width, out }, `${width} px`).toEqual({ wide: true, out: [] });
      // Charts take the width they get, at the screen's own resolution.
      const odd = await page.locator('figure.chart canvas').evaluateAll((canvases) =>
        canvases.filter((canvas) => Math.abs(canvas.width - canvas.clientWidth * devicePixelRatio) > 1.5).length);
      expect.soft(odd, `${width} px: canvases of another size`).toBe(0);
    }
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the settings stand under what a station shows, and under the first picture before', async ({ lesson, page }) => {
    const tops = (selector) => page.locator(selector).evaluateAll((all) => all.filter((node) => node.checkVisibility()).map((node) => node.getBoundingClientRect().top));
    for (const [address, shown, others] of [
      ['#/clipping', '[data-chart=signal]', '[data-chart=errors], [data-piece=arithmetic], [data-chart=calibrators]'],
      ['#/clipping?bits=2&station=2', '[data-chart=signal], [data-chart=errors]', '[data-piece=arithmetic]'],
      ['#/qat?station=2&bits=8', '[data-piece=arms]', '.player, [data-chart=loss]'],
      ['#/qat', '.player, [data-piece=arms]', '[data-chart=loss]'],
    ]) {
      await lesson.open(address);
      await lesson.frames(3);
      const [settings] = await tops('.part-controls');
      expect.soft(Math.max(...await tops(shown)), `${address}, above`).toBeLessThan(settings);
      expect.soft(Math.min(...await tops(others)), `${address}, below`).toBeGreaterThan(settings);
    }
  });

  for (const [name, address] of Object.entries(lessons)) {
    test(`${name}: a finger finds everything`, async ({ lesson, page }) => {
      await lesson.open(address);
      // A box to tick is as large as its words; sixteen signs share the width, and are painted.
      const small = await page.locator('a, button, select, textarea, summary, input:not([type=checkbox]), label:has(input[type=checkbox]), [data-handle], .scrub').evaluateAll((all) => all
        .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.matches('.skip, .signs .bit, :disabled'))
        .map((node) => [node, node.getBoundingClientRect()])
        .filter(([, { width, height }]) => Math.round(width) < 24 || Math.round(height) < 24)
        .map(([node, { width, height }]) => `${node.localName}.${node.className} "${node.textContent.slice(0, 20)}" ${Math.round(width)} x ${Math.round(height)}`));
      expect(small).toEqual([]);
    });
  }
});
