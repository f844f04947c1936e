// The program draws what the page draws: each chart's SVG and CSV as the page's buttons save them against those of
// `quantscope plot`, byte for byte.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from './lesson.mjs';
import { button, saved } from './saved.mjs';

// `cargo xtask test` names the program that it has built; by hand it is the one of `cargo test --workspace`.
const program = process.env.QUANTSCOPE_PROGRAM ?? 'target/debug/quantscope';

const run = promisify(execFile);

async function plot(...options) {
  const { stdout } = await run(program, ['plot', ...options], { maxBuffer: 1 << 26 });
  return stdout;
}

/** The text that a press of a chart's button saves. */
const text = async (page, figure, kind) => (await saved(page, button(figure, kind))).bytes.toString('utf8');

// Defaults, and what only the page itself draws: the step, a painted code, the layer, the theme.
const ADDRESSES = [
  '#/formats',
  '#/formats?format=float4_e2m1fn&versus=float6_e2m3fn&x=2.5',
  '#/formats?code=200&format=float8_e5m2&theme=dark',
  '#/affine',
  '#/affine?bits=3&zero_point=notes',
  '#/clipping',
  '#/clipping?bits=2&signal=laplace&theme=dark',
  '#/ste?estimator=ewgs&step=31',
  '#/pact?bits=3&notes=1&step=40',
  '#/lsq?s=0.5&step=0',
  '#/diffq?step=100',
  '#/binary',
  '#/binary?alpha=1.25&channels=8&ratio=64&t=0.4',
  '#/xnor?filter=edge_x',
  '#/qat?at=150&layer=1',
  '#/qat?at=50&data=digits&weights=float4_e2m1fn',
];

for (const address of ADDRESSES) {
  test(`the program draws the charts of ${address}`, async ({ page, lesson }) => {
    await lesson.open(address);
    const { charts } = JSON.parse(await plot(address, '--list', '--json'));
    const figures = page.locator('figure.chart[data-chart], figure.raster[data-raster]');
    await expect(figures).toHaveCount(charts.length);
    const shown = await figures.evaluateAll((all) => all.map(({ dataset }) => dataset.chart ?? dataset.raster));
    expect(charts.map((chart) => chart.chart)).toEqual(shown);
    for (const { chart, height, name, summary } of charts) {
      await expect(page.locator(`#${chart}-summary`)).toHaveText(summary);
      const raster = page.locator(`figure.raster[data-raster="${chart}"]`);
      if (await raster.count()) {
        // The page saves none of these; its canvas has a pixel for each place.
        await expect(raster.locator('figcaption b')).toHaveText(name);
        const size = await raster.locator('canvas').evaluate((canvas) => [canvas.width, canvas.height]);
        const rows = (await plot(address, '--chart', chart, '--csv')).trimEnd().split('\n').map((row) => row.split(','));
        expect([rows[0].length, rows.length - 1]).toEqual(size);
        continue;
      }
      const figure = page.locator(`figure.chart[data-chart="${chart}"]`);
      await expect(figure.locator('figcaption b')).toHaveText(name);
      await figure.locator('summary').click();
      const size = await figure.locator('.plot').evaluate((plot) => [plot.clientWidth, plot.clientHeight]);
      expect(size[1]).toBe(height);
      const svg = await text(page, figure, 'SVG');
      expect(svg.length).toBeGreaterThan(1000);
      expect(await plot(address, '--chart', chart, '--width', String(size[0]))).toBe(svg);
      expect(await plot(address, '--chart', chart, '--csv')).toBe(await text(page, figure, 'CSV'));
    }
  });
}
