// `calibrate()`: the golden thresholds, the formulas on other numbers, and arguments that are refused.
import { fromBits, json } from './golden.mjs';
import { expect, test } from './module.mjs';
import { roundHalf } from './reference/affine.mjs';
import { normal, uniform } from './reference/random.mjs';

const names = ['minmax', 'percentile', 'moving_average', 'mse', 'entropy', 'aciq_laplace', 'aciq_gauss', 'octav'];
const golden = json('calib');
const x = fromBits(golden.octav.x_f32_bits);

function laplace(count, seed) {
  const next = uniform(seed);
  return Float32Array.from({ length: count }, () => {
    const place = next() - 0.5;
    return -Math.sign(place) * Math.log(1 - 2 * Math.abs(place));
  });
}

const samples = { golden: x, laplace: laplace(4000, 21), normal: normal(4000, 22), wide: normal(3000, 23, 40) };
const magnitudes = (values) => [...values].map(Math.abs);
const largest = (values) => magnitudes(values).reduce((a, b) => Math.max(a, b), 0);
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

const near = (found, expected, relative, what) =>
  expect.soft(Math.abs(found / expected - 1), `${what}: ${found} for ${expected}`).toBeLessThanOrEqual(relative);

function percentile(values, share) {
  const ordered = magnitudes(values).sort((a, b) => a - b);
  const place = (ordered.length - 1) * share / 100;
  const low = Math.floor(place);
  const high = Math.min(low + 1, ordered.length - 1);
  return ordered[low] + (ordered[high] - ordered[low]) * (place - low);
}

function movingAverage(values, batch) {
  let range;
  for (let from = 0; from < values.length; from += batch) {
    const part = [...values.subarray(from, from + batch)];
    const ends = [Math.min(...part), Math.max(...part)];
    range = range ? range.map((end, index) => end + 0.01 * (ends[index] - end)) : ends;
  }
  return Math.max(Math.abs(range[0]), Math.abs(range[1]));
}

function octav(values, bits, signed) {
  const all = magnitudes(values);
  let threshold = mean(all);
  for (let step = 0; step < 60; step += 1) {
    const beyond = all.filter((magnitude) => magnitude > threshold);
    if (beyond.length === 0) break;
    const inside = all.length - beyond.length;
    threshold = mean(beyond) * beyond.length / (4 ** -bits / (signed ? 3 : 12) * inside + beyond.length);
  }
  return threshold;
}

/** The mean squared error of the symmetric quantizer. */
function loss(values, threshold, bits, signed) {
  const last = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  const scale = threshold / last;
  return mean([...values].map((value) => {
    const code = Math.min(Math.max(roundHalf(value / scale), signed ? -last : 0), last);
    return (code * scale - value) ** 2;
  }));
}

/** Where the derivative of ACIQ's closed form is zero for Laplace values: c a = e^-a. */
function laplaceOptimum(steps) {
  const c = 1 / (3 * 4 ** steps);
  let [low, high] = [0, 60];
  for (let round = 0; round < 100; round += 1) {
    const middle = (low + high) / 2;
    if (c * middle < Math.exp(-middle)) low = middle;
    else high = middle;
  }
  return high;
}

test('the golden thresholds', async ({ call }) => {
  const spread = { aciq_laplace: mean(magnitudes(x)), aciq_gauss: Math.sqrt(mean([...x].map((value) => value ** 2))) };
  const tables = { aciq_laplace: golden.aciq.laplace_alpha_over_b, aciq_gauss: golden.aciq.gauss_alpha_over_sigma };
  for (const [name, table] of Object.entries(tables)) {
    for (const [index, bits] of golden.aciq.bits.entries()) {
      const { threshold } = await call('calibrate', name, x, { bits, signed: true });
      near(threshold, table[index] * spread[name], 1e-6, `${name}, ${bits} bits`);
    }
  }
  for (const [bits, sequence] of Object.entries(golden.octav.sequences)) {
    const { threshold } = await call('calibrate', 'octav', x, { bits: Number(bits), signed: true });
    near(threshold, sequence.at(-1), 1e-9, `octav, ${bits} bits`);
  }
  for (const [bits, { amax, best_k: best }] of Object.entries(golden.mse_grid.results)) {
    const { threshold } = await call('calibrate', 'mse', x, { bits: Number(bits), signed: true });
    near(threshold, amax * best / 100, 1e-9, `mse, ${bits} bits`);
  }
  for (const [share, expected] of Object.entries(golden.percentile.numpy_linear_abs)) {
    const { threshold } = await call('calibrate', 'percentile', x, { bits: 8, signed: true, percentile: Number(share) });
    near(threshold, expected, 1e-9, `percentile ${share}`);
  }
});

test('the golden entropy threshold, of numbers that have its histogram', async ({ call }) => {
  const { amax, hist, num_bins: bins, threshold: [, expected] } = golden.entropy;
  const width = 2 * amax / bins;
  const values = Float32Array.from(hist.flatMap((count, bin) => new Array(count).fill(-amax + width * (bin + 0.5))));
  // The last bin's one number is the largest of all, and lies on its edge.
  values[values.length - 1] = amax;
  near((await call('calibrate', 'entropy', values, { bits: 8, signed: true, bins })).threshold, expected, 1e-6, 'entropy');
});

test('other numbers, by the formulas', async ({ call }) => {
  for (const [sample, values] of Object.entries(samples)) {
    for (const signed of [true, false]) {
      for (const bits of [2, 3, 4, 6, 8]) {
        const what = `${sample}, ${bits} bits, ${signed ? 'signed' : 'unsigned'}`;
        const options = { bits, signed, percentile: 99.5, batch: 256 };
        const found = {};
        for (const name of names) {
          const result = await call('calibrate', name, values, options);
          expect.soft(Object.keys(result), what).toEqual(['threshold']);
          found[name] = result.threshold;
        }
        expect.soft(found.minmax, what).toBe(largest(values));
        near(found.percentile, percentile(values, 99.5), 1e-9, `${what}: percentile`);
        near(found.moving_average, movingAverage(values, 256), 1e-9, `${what}: moving average`);
        near(found.octav, octav(values, bits, signed), 1e-3, `${what}: octav`);
        near(found.aciq_laplace, mean(magnitudes(values)) * laplaceOptimum(signed ? bits : bits + 1), 1e-6, `${what}: aciq_laplace`);
        expect.soft(found.entropy, what).toBeGreaterThan(0);
        expect.soft(found.entropy, what).toBeLessThanOrEqual(largest(values));
        // No threshold of the grid loses less than the one that was chosen.
        const step = largest(values) / 100;
        near(found.mse / step, Math.round(found.mse / step), 1e-9, `${what}: mse is on the grid`);
        const chosen = loss(values, found.mse, bits, signed);
        const grid = Array.from({ length: 100 }, (_, index) => loss(values, step * (index + 1), bits, signed));
        expect.soft(chosen, what).toBeLessThanOrEqual(Math.min(...grid) * (1 + 1e-5));
      }
    }
  }
});

test('numbers that say nothing, and some that are no numbers', async ({ call }) => {
  const nothing = [Float32Array.of(), new Float32Array(5), new Float32Array(3).fill(NaN), Float32Array.of(Infinity, -Infinity)];
  const others = Float32Array.of(NaN, ...samples.normal, Infinity, -Infinity);
  for (const name of names) {
    for (const values of nothing) {
      expect.soft(await call('calibrate', name, values, { bits: 4, signed: true }), name).toEqual({ threshold: 1 });
    }
    const options = { bits: 4, signed: true, batch: 8192 };
    expect.soft(await call('calibrate', name, others, options), name).toEqual(await call('calibrate', name, samples.normal, options));
    const { threshold } = await call('calibrate', name, new Float32Array(9).fill(-2.5), { bits: 8, signed: true });
    if (name.startsWith('aciq')) expect.soft(threshold, name).toBeGreaterThan(2.5);
    else near(threshold, 2.5, 1e-9, name);
    for (const bits of [1, 16]) {
      for (const signed of [true, false]) {
        const found = await call('calibrate', name, samples.laplace, { bits, signed });
        expect.soft(Number.isFinite(found.threshold) && found.threshold > 0, `${name}, ${bits} bits`).toBe(true);
      }
    }
  }
});

test('undefined and null options are the defaults', async ({ call }) => {
  for (const name of names) {
    const plain = await call('calibrate', name, x, { bits: 8, signed: false, percentile: 99.99, bins: 2048, batch: 1024 });
    for (const options of [undefined, null, {}, { bits: undefined, percentile: null, other: 7 }]) {
      expect.soft(await call('calibrate', name, x, options), name).toEqual(plain);
    }
  }
});

test('every bad argument is named in an Error, and the module survives', async ({ call }) => {
  const bad = [
    ['name', [undefined, x]],
    ['name', [7, x]],
    ['name', ['guess', x]],
    ['values', ['mse', undefined]],
    ['values', ['mse', [1, 2]]],
    ['values', ['mse', Uint8Array.of(1)]],
    ['options', ['mse', x, 5]],
    ['options', ['mse', x, 'signed']],
    ['bits', ['mse', x, { bits: 0 }]],
    ['bits', ['mse', x, { bits: 17 }]],
    ['bits', ['mse', x, { bits: 2.5 }]],
    ['bits', ['mse', x, { bits: '8' }]],
    ['signed', ['mse', x, { signed: 1 }]],
    ['percentile', ['percentile', x, { percentile: 0 }]],
    ['percentile', ['percentile', x, { percentile: 100.5 }]],
    ['percentile', ['percentile', x, { percentile: NaN }]],
    ['percentile', ['percentile', x, { percentile: '99' }]],
    ['bins', ['entropy', x, { bins: 0 }]],
    ['bins', ['entropy', x, { bins: 4097 }]],
    ['bins', ['entropy', x, { bins: 'many' }]],
    ['batch', ['moving_average', x, { batch: 0 }]],
    ['batch', ['moving_average', x, { batch: 1.5 }]],
  ];
  for (const [argument, args] of bad) {
    const what = `${args[0]}, ${JSON.stringify(args[2])}`;
    const result = await call('calibrate', ...args);
    expect.soft(result, what).toHaveProperty('threw');
    expect.soft(result.threw ?? '', what).toMatch(new RegExp(`\\b${argument}\\b`));
    expect.soft(await call('calibrate', 'minmax', Float32Array.of(1, -3)), `after ${what}`).toEqual({ threshold: 3 });
  }
  const { threw } = await call('calibrate', 'guess', x);
  for (const name of names) expect.soft(threw).toContain(name);
});
