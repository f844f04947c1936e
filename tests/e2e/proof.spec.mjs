// How right is this? Every comparison, in this browser; the count is taken from the golden files here, on its own.
import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { json, sections } from './golden.mjs';
import { expect, question, read, test } from './lesson.mjs';

test.describe.configure({ timeout: 120_000 });

const figure = (page, name) => page.locator(`[data-figure=${name}]`);
const compare = (page) => page.locator('[data-compare]');
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** How many numbers a piece of a golden file holds. */
const held = (value) => (value !== null && typeof value === 'object' ? sum(Object.values(value).map(held)) : 1);
const of = (value, ...keys) => sum(keys.map((key) => held(value[key])));
const each = (cases, ...keys) => sum(cases.map((one) => of(one, ...keys)));

/** N of each part. */
function expected() {
  const [formats, stochastic, affine, calib, train] = ['formats', 'stochastic', 'affine', 'calib', 'train'].map(json);
  const codes = sum(Object.values(formats).map(({ values_f32_bits: values }) => values?.length ?? 0));
  const encoded = sum([...sections()].filter(([name]) => !name.endsWith('/x')).map(([, { length }]) => length));
  const parameters = ['scale_f32_bits', 'zero_point'];
  const { cases } = affine;
  const places = (name) => each(train[name].cases, 'boundary_indices');
  const networks = JSON.parse(readFileSync('train/tests/golden/train.json', 'utf8')).cases;
  return {
    // Decoded and round; those of 16 bits likewise.
    formats: 2 * (codes + 2 * 65_536) + encoded + each(Object.values(stochastic.cases), 'y_f32_bits'),
    affine: sum(cases.map((one) => each(one.variants, ...parameters, 'q', 'dq_f32_bits') + of(one.dynamic_quantize_linear, ...parameters, 'q')
      + held(one.pytorch_minmax) + (one.gemmlowp_numpy ? of(one.gemmlowp_numpy, ...parameters, 'q') : 0)))
      + each(affine.multi_scale.variants, ...parameters, 'q', 'dq_f32_bits') + held(affine.int_grid.q),
    calibrators: each(affine.moving_average.steps, 'min', 'max', 'scale', 'zero_point') + held(calib.percentile.numpy_linear_abs)
      + each(Object.values(calib.mse_grid.results), 'mse', 'best_k') + held(calib.entropy.threshold)
      + of(calib.aciq, 'laplace_alpha_over_b', 'gauss_alpha_over_sigma') + held(calib.octav.sequences),
    gradients: of(train.ste, 'identity', 'clipped', 'tanh', 'approx_sign_bireal') + of(train.ste.dsq, 'soft_value', 'dvalue_dx') + of(train.ste.ewgs, 'xq', 'gx')
      + each(train.pact.cases, 'y', 'yq', 'dx', 'dalpha_paper', 'dalpha_scale_aware', 'note_formula') - places('pact')
      + each(train.lsq.cases, 'grad_scale', 'vhat', 'dv', 'ds', 'ds_unscaled', 'ds_pytorch_rule', 'dv_pytorch_rule') - places('lsq')
      + of(train.lsq.boundary, 'ds_strict_sum', 'dv_strict', 'ds_inclusive_sum', 'dv_inclusive')
      + each(train.lsq_plus.cases, 'grad_scale', 'xhat', 'dx', 'ds', 'dbeta')
      + each(train.diffq.cases, 'bits', 'w_noisy', 'dw', 'dbits', 'dlogit', 'model_size_mb', 'dsize_dlogit', 'eval_bits', 'eval_levels', 'eval_w'),
    one_bit: of(train.bwn, 'alpha', 'sign', 'What', 'dW_paper', 'dW_chain_rule', 'dW_allenai_lua_sgd')
      + of(train.xnor, 'A', 'K', 'sign_conv', 'approx', 'exact_conv'),
    training: each(networks, 'losses', 'gradients', 'last', 'trained'),
  };
}

const total = sum(Object.values(expected()));
const written = (count) => `${count.toLocaleString('en-US')} of ${count.toLocaleString('en-US')}`;

/** Runs it, by keyboard, until it says what came out. */
async function run(page) {
  await compare(page).focus();
  await page.keyboard.press('Enter');
  await expect(figure(page, 'verdict')).toHaveText(/agree|differ/, { timeout: 90_000 });
}

async function serious(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`);
}

test('it reaches N of N, and loads what it compares with only when asked', async ({ lesson, page }) => {
  const loaded = [];
  page.on('request', (request) => loaded.push(request.url()));
  await lesson.open('#/proof');
  await expect(figure(page, 'total')).toHaveText(/^\d+ comparisons$/);
  expect(new Set(await page.locator('[data-check] td:nth-of-type(1)').allInnerTexts()), 'nothing waits yet').toEqual(new Set(['–']));
  await expect(figure(page, 'verdict')).toHaveText('Nothing has been compared yet.');
  expect(loaded.filter((url) => url.endsWith('expected.bin'))).toEqual([]);
  await run(page);
  expect(loaded.filter((url) => url.endsWith('expected.bin')).length).toBe(1);
  await expect(figure(page, 'total')).toHaveText(written(total));
  await expect(figure(page, 'verdict')).toHaveText(`${total.toLocaleString('en-US')} numbers, and all agree.`);
  await expect(page.getByRole('progressbar', { name: 'How far the comparison is' })).toHaveJSProperty('value', 1);
  for (const [part, count] of Object.entries(expected())) {
    const body = page.locator(`[data-part=${part}]`);
    await expect(body.locator('[data-sum]'), part).toHaveText(written(count));
    const rows = await body.locator('tr[data-check]').evaluateAll((all) => all.map((row) => [row.className, row.cells[1].textContent, row.cells[2].textContent]));
    for (const [state, agrees, time] of rows) {
      expect(state).toContain('agrees');
      const [found, all] = agrees.split(' of ').map(read);
      expect(found).toBe(all);
      expect(time).toMatch(/^[\d.,e−]+ ms$/);
    }
    expect(sum(rows.map(([, agrees]) => read(agrees.split(' of ')[0])))).toBe(count);
  }
  await expect(page.locator('.differences')).toHaveCount(0);
  const versions = readFileSync('quant/tests/golden/README.md', 'utf8').match(/^Versions: (.*)\.$/m)[1].split(', ');
  const shown = await figure(page, 'versions').textContent();
  for (const name of ['ml_dtypes', 'numpy', 'onnxruntime', 'torch', 'diffq', 'gfloat', 'scipy']) {
    expect(shown).toContain(versions.find((version) => version.startsWith(`${name} `)));
  }
  // Again, and stopped on the way or at the end: the figures stay what they are.
  await compare(page).click();
  await expect(compare(page)).toHaveText('Compare again', { timeout: 90_000 });
});

test('a changed expectation is told: the input, what was expected, and what came', async ({ lesson, page, baseURL }) => {
  await page.route(`${baseURL}proof/expected.bin`, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    // The first format's value of code 1: after the count of formats, the name with its length, the count of values.
    const name = body[1];
    const first = 2 + name + 2;
    body.writeFloatLE(77.5, first + 4);
    await route.fulfill({ response, body });
  });
  await lesson.open('#/proof');
  await run(page);
  await expect(figure(page, 'verdict')).toHaveText(`1 of ${total.toLocaleString('en-US')} numbers differ; they are listed below.`);
  await expect(page.locator('[data-check=decode] .differences li')).toHaveText(/^0x01 of .+: expected 77\.5, came [\d.]+$/);
  await expect(page.locator('[data-check=decode]')).not.toHaveClass(/agrees/);
  expect(await serious(page)).toEqual([]);
});

test('what does not load is told, and loads when asked again', async ({ lesson, page, trouble, baseURL }) => {
  trouble.allow(/404/);
  await page.route(`${baseURL}proof/expected.bin`, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await lesson.open('#/proof');
  await compare(page).click();
  await expect(figure(page, 'verdict')).toContainText('did not load');
  await page.unroute(`${baseURL}proof/expected.bin`);
  await page.route(`${baseURL}proof/expected.bin`, (route) => route.fulfill({ body: 'another build' }));
  await compare(page).click();
  await expect(figure(page, 'verdict')).toContainText('could not be read');
  await page.unroute(`${baseURL}proof/expected.bin`);
  await run(page);
  await expect(figure(page, 'total')).toHaveText(written(total));
});

test('a link leads to the part that proves', async ({ lesson, page }) => {
  await page.setViewportSize({ width: 1280, height: 700 });
  for (const part of Object.keys(expected())) {
    await lesson.open(`#/proof?part=${part}`, '#/proof');
    await expect(page.locator('tbody.marked')).toHaveAttribute('data-part', part);
    await expect(page.locator(`#part-${part}`)).toBeInViewport();
    await page.goto('about:blank');
  }
});

test('each disagreement opens in its lesson', async ({ lesson, page }) => {
  await lesson.open('#/proof');
  const links = await page.locator('[data-disagreement] a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  expect(links.length).toBeGreaterThanOrEqual(12);
  for (const href of links) {
    await lesson.open('#/proof');
    await page.locator(`[data-disagreement] a[href="${href}"]`).click();
    await expect(page.locator('h1')).not.toHaveText('How right is this?', { timeout: 15_000 });
    await lesson.settled(question(href));
    // The page writes the address as it understands it: it understands all of it.
    await page.waitForTimeout(250);
    expect(await page.evaluate(() => location.hash)).toBe(href);
    await expect(page.locator('main figure, main .formula').first()).toBeVisible();
  }
});

test('this machine is measured when asked', async ({ lesson, page }) => {
  await lesson.open('#/proof');
  const medians = () => page.locator('[data-kernel] td').allInnerTexts();
  expect(await medians()).toEqual(['–', '–', '–']);
  await page.locator('[data-measure]').click();
  await expect(page.locator('[data-measure]')).toHaveText('Stop');
  await expect(figure(page, 'measured')).toContainText('Medians of this machine', { timeout: 90_000 });
  for (const median of await medians()) {
    expect(median).toMatch(/ ms$/);
    expect(read(median.replace(' ms', ''))).toBeGreaterThan(0.05);
  }
  // It leaves the comparison alone.
  await expect(figure(page, 'verdict')).toHaveText('Nothing has been compared yet.');
});

for (const [look, width, scheme] of [['light', 1280, 'light'], ['dark', 1280, 'dark'], ['phone', 390, 'light'], ['phone, dark', 390, 'dark']]) {
  test(`axe finds nothing serious before, and after it has run: ${look}`, async ({ lesson, page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme: scheme });
    await lesson.open('#/proof?part=affine', '#/proof');
    expect(await serious(page)).toEqual([]);
    await run(page);
    expect(await serious(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, 'nothing is wider than the screen').toBeLessThanOrEqual(0);
  });
}
