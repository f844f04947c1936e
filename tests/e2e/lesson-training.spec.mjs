// The lessons that train: every step's numbers against loops of the test's own.
import { expect, question, read, shows, test } from './lesson.mjs';
import { normal } from './reference/random.mjs';
import { diffqGroups, diffqKib, lsqStart, rangeOf, roundedError, trainLsq, trainPact, trainSte } from './reference/training.mjs';
import { STEPS, address, compareRows, expectShown, field, figure, play, playToTheEnd } from './training.mjs';

const values = normal(1200, 31, 1.2, 0.1);
const skewed = normal(900, 32, 0.8, 0.7).map((value) => Math.max(value, -0.4));

/** Waits until a size such as `8.01 KiB` is the expected one. */
async function expectKib(lesson, name, expected) {
  await expect(async () => {
    const text = await lesson.cost(name).innerText({ timeout: 1000 });
    expect(text.endsWith(' KiB') && shows(text.replace(' KiB', ''), expected), `${name}: ${text} for ${expected}`).toBe(true);
  }).toPass({ timeout: 8000 });
}

const steCases = [
  ['clipped', {}],
  ['identity', { start: 1.6, target: 0.1 }],
  ['tanh', { bits: 2, start: 1.2, target: -0.3 }],
  ['piecewise', { start: -0.9, rate: 0.07 }],
  ['dsq', { dsq_alpha: 0.15, bits: 4 }],
  ['ewgs', { ewgs_delta: 2.5, target: 0.3 }],
];

for (const [estimator, settings] of steCases) {
  test(`ste: a weight trained through ${estimator}`, async ({ lesson, page }) => {
    const { dsq_alpha: dsqAlpha, ewgs_delta: ewgsDelta, ...plain } = settings;
    const defined = Object.fromEntries(Object.entries({ dsqAlpha, ewgsDelta }).filter(([, value]) => value !== undefined));
    const path = trainSte({ estimator, ...plain, ...defined }, STEPS);
    const rows = path.map(({ weight, value, g, back }, step) => [step, weight, value, g, back]);
    const shownSettings = estimator === 'clipped' ? settings : { ...settings, estimator };
    for (const step of [0, 7, 60]) {
      await lesson.open(address('ste', { ...shownSettings, step }));
      await expectShown(figure(page, 'weight'), path[step].weight, 6e-4, `w at ${step}`);
      await expectShown(figure(page, 'gradient'), path[step].back, 6e-4, `gradient at ${step}`);
      await lesson.expectFigure('latent weight', path[step].weight, 0, 6e-5);
      await lesson.expectFigure('its value', path[step].value, 0, 6e-5);
      await lesson.expectFigure('loss now', path[step].g ** 2 / 2);
      compareRows(await lesson.table('path'), rows.slice(0, step + 1), `${estimator} at ${step}`);
    }
    await playToTheEnd(page);
    compareRows(await lesson.table('path'), rows, `${estimator} at the end`);
    compareRows(await lesson.table('bowl'), rows, `${estimator}, the bowl`);
    const changes = path.filter(({ value }, step) => step > 0 && value !== path[step - 1].value).length;
    await expect(lesson.cost('changes of code')).toHaveText(String(changes));
  });
}

const pactCases = [
  { gradient: 'paper' },
  { gradient: 'scale' },
  { gradient: 'paper', bits: 4, alpha: 0.5, lambda: 0.01, rate: 0.5 },
  { gradient: 'scale', bits: 1, alpha: 3, rate: 1 },
];

for (const options of pactCases) {
  test(`pact: alpha by ${JSON.stringify(options)}`, async ({ lesson, page }) => {
    const data = [...values];
    const paths = Object.fromEntries(['paper', 'scale'].map((gradient) => [gradient, trainPact(data, { ...options, gradient }, STEPS)]));
    const path = paths[options.gradient];
    const settings = { ...options };
    if (settings.gradient === 'paper') delete settings.gradient;
    await lesson.open(address('pact', { ...settings, step: 0 }));
    await lesson.paste(values);
    const rows = path.map(({ alpha, loss }, step) => [step, alpha, loss]);
    for (const step of [0, 1, 25]) {
      await lesson.set('step', step);
      await expectShown(figure(page, 'alpha'), path[step].alpha, 6e-5, `alpha at ${step}`);
      // What the penalty adds is taken out again, so that little may be left of many digits.
      const felt = read(await figure(page, 'felt').textContent());
      expect(Math.abs(felt - path[step].felt)).toBeLessThan(1e-3 * Math.abs(path[step].felt) + 1e-9);
      for (const [column, gradient] of ['paper', 'scale'].entries()) {
        await lesson.expectFigure('α now', paths[gradient][step].alpha, column, 6e-4);
        await lesson.expectFigure('loss now', paths[gradient][step].loss, column);
      }
      compareRows(await lesson.table('path'), rows.slice(0, step + 1), `at ${step}`);
    }
    await playToTheEnd(page);
    compareRows(await lesson.table('path'), rows, 'at the end');
    // The curve that it should find the bottom of, by brute force at the thresholds that it shows.
    const curve = await lesson.table('loss');
    for (const [alpha, loss] of curve.filter((_, index) => index % 23 === 20)) {
      const [expected] = trainPact(data, { ...options, alpha: read(alpha) }, 0);
      expect(shows(loss, expected.loss, 5e-3), `loss at ${alpha}: ${loss} for ${expected.loss}`).toBe(true);
    }
    const lowest = curve.map(([, loss]) => read(loss)).reduce((a, b) => Math.min(a, b), Infinity);
    await lesson.expectFigure('lowest loss', lowest);
  });
}

const lsqCases = [
  ['as it is', values, {}, {}],
  ['from a wide start', values, { init: 'large' }, { times: 4 }],
  ['from a narrow start, 8 bits', values, { bits: 8, init: 'small' }, { bits: 8, times: 0.25 }],
  ['from a set start', values, { s: 0.4, bits: 2 }, { start: 0.4, bits: 2 }],
  ['without the gradient scale', values, { gradient_scale: 0, rate: 0.0001 }, { gradientScale: false, rate: 0.0001 }],
  ['unsigned', skewed, { signed: 0, rate: 0.01 }, { signed: false, rate: 0.01 }],
  ['with an offset', skewed, { signed: 0, offset: 1, rate: 0.01 }, { signed: false, offset: true, rate: 0.01 }],
  ['with an offset, without the gradient scale', skewed, { signed: 0, offset: 1, gradient_scale: 0, rate: 0.0002 },
    { signed: false, offset: true, gradientScale: false, rate: 0.0002 }],
];

for (const [name, numbers, settings, { times = 1, ...options }] of lsqCases) {
  test(`lsq: s ${name}`, async ({ lesson, page }) => {
    const data = [...numbers];
    const { high, init } = lsqStart(data, options);
    const path = trainLsq(data, { start: times * init, ...options }, STEPS);
    const rows = path.map(({ size, loss }, step) => [step, size, loss]);
    await lesson.open(address('lsq', { ...settings, step: 0 }));
    await lesson.paste(numbers);
    await lesson.expectFigure('LSQ’s start', init, 0, 6e-4);
    await lesson.expectFigure('gradient scale', options.gradientScale === false ? 1 : 1 / Math.sqrt(data.length * high));
    for (const step of [0, 1, 40]) {
      await lesson.set('step', step);
      await expectShown(figure(page, 'size'), path[step].size, 6e-5, `s at ${step}`);
      await expectShown(figure(page, 'gradient'), path[step].gradient, 6e-4, `gradient at ${step}`);
      await lesson.expectFigure('s now', path[step].size, 0, 6e-4);
      await lesson.expectFigure('offset now', path[step].offset, 0, 6e-4);
      await lesson.expectFigure('loss now', path[step].loss);
      compareRows(await lesson.table('path'), rows.slice(0, step + 1), `at ${step}`);
    }
    await playToTheEnd(page);
    compareRows(await lesson.table('path'), rows, 'at the end');
    await lesson.expectFigure('offset now', path.at(-1).offset, 0, 6e-4);
  });
}

/** The diffq lesson's figures of what it trained. */
async function diffqFigures(lesson, page) {
  const numbers = async (id) => (await lesson.table(id)).map((row) => row.map(read));
  return {
    bits: await numbers('bits'),
    size: await numbers('size'),
    error: await numbers('error'),
    decibels: await numbers('decibels'),
    check: await page.locator('[data-chart=check] tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent))),
  };
}

for (const [noise, power] of [['uniform', 1 / 12], ['gaussian', 1 / 4]]) {
  test(`diffq: sizes, real errors and ${noise} noise by the formulas`, async ({ lesson, page }) => {
    const numbers = normal(8000, 33, 0.7, -0.2);
    const ratio = 3;
    const groups = diffqGroups(numbers, ratio);
    await lesson.open(address('diffq', { bits: 6, lambda: 0.002, ...(noise === 'uniform' ? {} : { noise }), ratio, step: 90 }));
    await lesson.paste(numbers);
    await expectKib(lesson, 'size at first', diffqKib([6, 6, 6, 6], 2000));
    const { bits, size, error, decibels, check } = await diffqFigures(lesson, page);
    expect(bits.length).toBe(91);
    expect(bits[0].slice(1)).toEqual([6, 6, 6, 6]);
    for (const [step, [, ...now]] of bits.entries()) {
      const kib = diffqKib(now, 2000);
      expect(Math.abs(size[step][1] / kib - 1), `size at ${step}`).toBeLessThan(5e-5);
      const stepOf = (place) => rangeOf(groups[place]) / (2 ** now[place] - 1);
      const noisy = groups.reduce((sum, _, place) => sum + stepOf(place) ** 2 * power / 4, 0);
      // It is drawn: 2000 values of it say their own mean square to a few percent.
      expect(Math.abs(error[step][1] / noisy - 1), `noise at ${step}`).toBeLessThan(0.15);
      const real = groups.reduce((sum, group, place) => sum + roundedError(group, Math.round(now[place])) / 4, 0);
      const halfway = now.some((one) => Math.abs(one % 1 - 0.5) < 1e-3);
      if (!halfway) expect(Math.abs(error[step][2] / real - 1), `rounded at ${step}`).toBeLessThan(1e-4);
    }
    const last = bits.at(-1).slice(1);
    check.forEach(([, spread, b, whole, noisy, real], place) => {
      expect(shows(spread, ratio ** -place), spread).toBe(true);
      expect(shows(b, last[place], 6e-4), b).toBe(true);
      expect(Number(whole)).toBe(Math.round(last[place]));
      expect(shows(noisy, (rangeOf(groups[place]) / (2 ** last[place] - 1)) ** 2 * power), `noise of group ${place}: ${noisy}`).toBe(true);
      expect(shows(real, roundedError(groups[place], Number(whole))), `error of group ${place}: ${real}`).toBe(true);
    });
    const signal = groups[0].reduce((sum, value) => sum + value ** 2, 0) / groups[0].length;
    const dB = (noiseOf) => 10 * Math.log10(signal / noiseOf);
    expect(decibels.map(([whole]) => whole)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    for (const [whole, noisy, real] of decibels) {
      expect(Math.abs(noisy - dB((rangeOf(groups[0]) / (2 ** whole - 1)) ** 2 * power)), `${whole} bits`).toBeLessThan(0.006);
      expect(Math.abs(real - dB(roundedError(groups[0], whole))), `${whole} bits`).toBeLessThan(0.006);
    }
    await expectKib(lesson, 'size now', diffqKib(last, 2000));
    await lesson.expectFigure('bits a value', last.reduce((sum, one) => sum + one, 0) / 4);
    await expectShown(figure(page, 'bits'), last[0], 6e-4, 'B');
    await expectShown(figure(page, 'width'), rangeOf(groups[0]) / (2 ** last[0] - 1), 6e-4, 'a step');
  });
}

test('diffq: where training ends, a bit saves as much error as it costs', async ({ lesson, page }) => {
  const numbers = normal(8192, 34);
  const lambda = 0.002;
  await lesson.open(address('diffq', { lambda, rate: 0.1 }));
  await lesson.paste(numbers);
  await expectKib(lesson, 'size at first', diffqKib([8, 8, 8, 8], 2048));
  const [, ...last] = (await lesson.table('bits')).at(-1).map(read);
  const groups = diffqGroups(numbers, 2);
  for (const [place, bits] of last.entries()) {
    const saved = (b) => 2 * Math.LN2 * 2 ** b / (2 ** b - 1) ** 3 * rangeOf(groups[place]) ** 2 / 12 / 4;
    const price = lambda * 2048 / 8 / 1024;
    // What a bit saves falls fourfold with every bit: a third of a bit either way.
    expect(saved(bits) / price, `group ${place + 1} at ${bits}`).toBeGreaterThan(0.6);
    expect(saved(bits) / price, `group ${place + 1} at ${bits}`).toBeLessThan(1.6);
  }
  await expect(page.locator('[data-group="0"] td').nth(1)).not.toBeEmpty();
});

/** Addresses whose training is compared between pages, the chart that has every step, and an address with another draw. */
const repeated = {
  ste: ['#/ste?estimator=ewgs&step=77', 'path'],
  pact: ['#/pact?gradient=scale&seed=5&step=77', 'path', '#/pact?gradient=scale&seed=6&step=77'],
  lsq: ['#/lsq?offset=1&seed=5&signed=0&step=77', 'path', '#/lsq?offset=1&seed=6&signed=0&step=77'],
  diffq: ['#/diffq?seed=5&step=77', 'bits', '#/diffq?seed=6&step=77'],
};

/** All that the lesson says of its training. */
async function told(lesson, chart) {
  const rows = await lesson.table(chart);
  const figures = await lesson.page.locator('table.costs td').allInnerTexts();
  return { rows, figures, now: await lesson.page.locator('[data-figure=now]').innerText() };
}

for (const [id, [hash, chart, other]] of Object.entries(repeated)) {
  test(`${id}: the same address gives the same numbers in a new page`, async ({ lesson, context, baseURL }) => {
    await lesson.open(hash);
    const before = await told(lesson, chart);
    expect(before.rows.length).toBe(78);
    const second = await context.newPage();
    await second.goto(baseURL + hash);
    const again = new lesson.constructor(second, (next) => second.goto(baseURL + next));
    await again.settled(question(hash));
    expect(await told(again, chart)).toEqual(before);
    // Played there from the start and held, it says the same.
    await again.set('step', 0);
    await play(second).click();
    await expect.poll(async () => Number(await field(second, 'step').inputValue())).toBeGreaterThan(10);
    await play(second).click();
    await again.set('step', 77);
    expect(await told(again, chart)).toEqual(before);
    await second.close();
    if (!other) return;
    await lesson.open(other);
    expect((await told(lesson, chart)).rows).not.toEqual(before.rows);
  });
}
