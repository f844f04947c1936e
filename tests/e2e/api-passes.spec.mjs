// `affine()` and `quantize()`: scale, zero point, codes and values by the formulas; the figures against plain loops.
import { expect, test } from './module.mjs';
import { parameters, through } from './reference/affine.mjs';
import { errorCounts, figures } from './reference/figures.mjs';
import { FLOATS, bitsOf, maxOf, rounded, valueOf } from './reference/floats.mjs';
import { normal } from './reference/random.mjs';

const ties = Float32Array.from({ length: 64 }, (_, index) => index * 0.5 - 16);
const data = {
  normal: normal(3000, 1),
  shifted: normal(500, 2, 0.3, 4),
  negative: normal(500, 3, 0.3, -4),
  ties,
  special: Float32Array.of(NaN, Infinity, -Infinity, 0, -0, 1, -2.5, 1e-30, 3),
  zeros: new Float32Array(7),
  constant: new Float32Array(9).fill(3.25),
  below: new Float32Array(9).fill(-1.4),
  one: Float32Array.of(-0.7),
  empty: new Float32Array(0),
  all_nan: new Float32Array(5).fill(NaN),
  all_infinite: Float32Array.of(Infinity, -Infinity, Infinity),
};
const cases = [
  ...Object.keys(data).map((name) => [name, {}]),
  ...Object.keys(data).map((name) => [name, { signed: true, symmetric: true, bits: 8 }]),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 16].flatMap((bits) => [
    ['normal', { bits }], ['normal', { bits, signed: true }], ['normal', { bits, symmetric: true }],
    ['shifted', { bits, signed: true, symmetric: true }],
  ]),
  ...['nearest_away', 'toward_zero', 'up', 'down'].flatMap((rounding) => [
    ['normal', { bits: 4, rounding }],
    ['ties', { bits: 8, min: -16, max: 111.5, rounding }],
  ]),
  ['normal', { min: -1, max: 1 }],
  ['normal', { min: -1, max: 2, bits: 3 }],
  ['normal', { min: 0.5, max: 2, bits: 4 }],
  ['normal', { min: -3, bits: 5 }],
  ['normal', { max: 0.25, bits: 5, signed: true }],
  ['special', { min: -2, max: 2, bits: 4, signed: true }],
];

const near = (found, expected, relative, what) => {
  if (Number.isNaN(expected)) expect.soft(found, what).toBeNaN();
  else if (!Number.isFinite(expected) || expected === 0) expect.soft(found, what).toBe(expected);
  else expect.soft(Math.abs(found / expected - 1), `${what}: ${found} for ${expected}`).toBeLessThanOrEqual(relative);
};

/** Figures to 1e-7; the mean error, in which large errors cancel, to 1e-7 of the largest. */
function agree(stats, x, values, what) {
  const expected = figures(x, values);
  near(stats.mse, expected.mse, 1e-7, `${what}: mse`);
  if (Number.isFinite(expected.sqnrDb)) {
    expect.soft(Math.abs(stats.sqnrDb - expected.sqnrDb), `${what}: sqnrDb`).toBeLessThanOrEqual(1e-6);
  } else {
    // Infinite where nothing is lost; not a number where there is nothing to lose.
    expect.soft(stats.sqnrDb, `${what}: sqnrDb`).toBe(expected.sqnrDb);
  }
  near(stats.maxAbsError, expected.maxAbsError, 1e-6, `${what}: maxAbsError`);
  expect.soft(Math.abs(stats.meanError - expected.meanError), `${what}: meanError`).toBeLessThanOrEqual(1e-7 * expected.maxAbsError);
  expect.soft(stats.count, `${what}: count`).toBe(x.length);
  expect.soft(stats.nonFinite, `${what}: nonFinite`).toBe(expected.nonFinite);
  return expected;
}

function sums(histogram, x, values, bins, what) {
  expect.soft(histogram.counts, what).toBeInstanceOf(Uint32Array);
  expect.soft(histogram.counts.length, what).toBe(bins);
  const { measured } = figures(x, values);
  const total = histogram.counts.reduce((sum, count) => sum + count, 0);
  expect.soft(total, `${what}: every error is in the histogram`).toBe(measured);
  if (!(histogram.max > histogram.min)) return;
  const { counts, loose } = errorCounts(x, values, histogram.min, histogram.max, bins);
  const moved = counts.reduce((sum, count, bin) => sum + Math.abs(count - histogram.counts[bin]), 0);
  expect.soft(moved, `${what}: the histogram's counts`).toBeLessThanOrEqual(2 * loose);
}

test('affine() follows its formulas', async ({ call }) => {
  for (const [name, options] of cases) {
    const what = `${name} ${JSON.stringify(options)}`;
    const x = data[name];
    const expected = parameters(x, options);
    const result = await call('affine', x, options);
    expect.soft(Object.keys(result).sort(), what).toEqual(['codes', 'histogram', 'scale', 'stats', 'values', 'zeroPoint']);
    expect.soft([result.scale, result.zeroPoint], `${what}: S and Z`).toEqual([expected.scale, expected.zeroPoint]);
    const wide = options.bits === 16;
    const kind = options.signed ? (wide ? Int16Array : Int8Array) : wide ? Uint16Array : Uint8Array;
    expect.soft(result.codes, what).toBeInstanceOf(kind);
    expect.soft(result.values, what).toBeInstanceOf(Float32Array);
    const passed = [...x].map((value) => through(value, expected));
    expect.soft([...result.codes], `${what}: codes`).toEqual(passed.map(({ code }) => code));
    expect.soft([...result.values].map((value) => value + 0), `${what}: values`).toEqual(passed.map(({ value }) => value + 0));
    agree(result.stats, x, result.values, what);
    const clipped = passed.filter((one, index) => one.clipped && Number.isFinite(x[index])).length;
    expect.soft(result.stats.clipped, `${what}: clipped`).toBe(clipped);
    sums(result.histogram, x, result.values, 256, what);
  }
});

test('a range whose scale would overflow float32 still gives finite numbers', async ({ call }) => {
  const result = await call('affine', Float32Array.of(-3.4e38, 0, 3.4e38), { bits: 1, signed: true });
  expect(Number.isFinite(result.scale) && result.scale > 0).toBe(true);
  expect([...result.values].every(Number.isFinite)).toBe(true);
});

test('quantize() takes a scale and counts what overflows', async ({ call }) => {
  const x = Float32Array.from([...normal(2000, 5, 90), NaN, Infinity, -Infinity, 0, -0, 1e-30, 464, 500, -1e9]);
  for (const [format, float] of Object.entries(FLOATS).filter(([, float]) => float.signed)) {
    for (const options of [{}, { scale: 0.25 }, { scale: 0.3, overflow: 'special', bins: 17 }, { rounding: 'toward_zero', bins: 1 }]) {
      const what = `${format} ${JSON.stringify(options)}`;
      const scale = Math.fround(options.scale ?? 1);
      const result = await call('quantize', x, { format, ...options });
      expect.soft(Object.keys(result).sort(), what).toEqual(['codes', 'histogram', 'stats', 'values']);
      expect.soft(result.codes, what).toBeInstanceOf(bitsOf(float) > 8 ? Uint16Array : Uint8Array);
      const code = [...x].map((value) => rounded(float, Math.fround(value / scale), options.rounding, options.overflow));
      const plain = (value) => Math.fround(value * scale) + 0;
      expect.soft([...result.values].map((value) => value + 0), `${what}: values`).toEqual(code.map(plain));
      expect.soft([...result.codes].map((one) => plain(valueOf(float, one))), `${what}: codes`).toEqual(code.map(plain));
      agree(result.stats, x, result.values, what);
      sums(result.histogram, x, result.values, options.bins ?? 256, what);
      if (Object.keys(options).length === 0) {
        // Rounded without an upper end: what lands beyond the largest is clipped.
        const max = maxOf(float);
        const clipped = [...x].filter((value) => Number.isFinite(value) && !(Math.abs(rounded(float, value, 'nearest_even', 'special')) <= max));
        const beyond = [...x].filter((value) => Number.isFinite(value) && Math.abs(value) > max);
        expect.soft(result.stats.clipped, `${what}: clipped`).toBe(float.nan ? clipped.length : result.stats.clipped);
        expect.soft(result.stats.clipped, `${what}: clipped`).toBeLessThanOrEqual(beyond.length);
      }
    }
  }
});

test('a million values: figures agree with double precision to 1e-7', async ({ call }) => {
  // Several pieces of the array, and a piece that is not whole.
  const x = normal((1 << 20) + 1237, 7, 1.7, 0.2);
  for (const [name, options] of [['affine', {}], ['affine', { bits: 3, min: -1, max: 1 }], ['quantize', { format: 'float8_e4m3fn' }]]) {
    const result = await call(name, x, options);
    agree(result.stats, x, result.values, name);
    sums(result.histogram, x, result.values, 256, name);
  }
});

test('a call leaves nothing behind for the next', async ({ call }) => {
  const long = await call('affine', data.normal, {});
  const short = await call('affine', data.ties, { bits: 4 });
  expect(short.codes.length).toBe(data.ties.length);
  const again = await call('affine', data.normal, {});
  expect([...again.codes]).toEqual([...long.codes]);
  expect(again.stats).toEqual(long.stats);
});

test('results go into the arrays that are given, and only into such as fit', async ({ call, page }) => {
  await call('formats');
  const found = await page.evaluate(async () => {
    const { affine, quantize } = await import(new URL('quantscope.js', document.baseURI).href);
    const x = Float32Array.from({ length: 150_000 }, (_, index) => Math.sin(index));
    const same = (one, other) => one.every((value, index) => Object.is(value, other[index]));
    const outcomes = [];
    for (const [name, call, Codes, options] of [
      ['affine', affine, Uint8Array, { bits: 5 }], ['affine', affine, Int16Array, { bits: 16, signed: true }],
      ['quantize', quantize, Uint8Array, { format: 'float8_e5m2' }], ['quantize', quantize, Uint16Array, { format: 'bfloat16' }],
    ]) {
      const fresh = call(x, options);
      const into = { codes: new Codes(x.length), values: new Float32Array(x.length) };
      const given = call(x, { ...options, into });
      const kept = given.codes === into.codes && given.values === into.values;
      const values = call(x, { ...options, into: { values: into.values } });
      const half = values.values === into.values && values.codes !== into.codes;
      outcomes.push([name, kept, half, same(fresh.codes, into.codes), same(fresh.values, into.values), given.stats.mse === fresh.stats.mse]);
      for (const misfit of [{ codes: new Codes(x.length - 1) }, { codes: new Float32Array(x.length) }, { values: new Float64Array(x.length) }, { values: new Float32Array(1) }]) {
        const untouched = { codes: new Codes(x.length), values: new Float32Array(x.length) };
        try {
          call(x, { ...options, into: { ...untouched, ...misfit } });
          outcomes.push([name, 'took a misfit']);
        } catch (error) {
          const [key] = Object.keys(misfit);
          if (!(error instanceof Error) || !error.message.includes(`into.${key}`)) outcomes.push([name, String(error)]);
          if (untouched.codes.some(Boolean) || untouched.values.some(Boolean)) outcomes.push([name, 'wrote before it refused']);
        }
      }
    }
    return outcomes;
  });
  expect(found).toEqual([...Array(2).fill(['affine', true, true, true, true, true]), ...Array(2).fill(['quantize', true, true, true, true, true])]);
});
