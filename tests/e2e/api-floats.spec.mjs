// `formats()`, `encode()` and `decode()`: every code of every format, and every rounding, against a search over all values.
import { expect, test } from './module.mjs';
import { FLOATS, bitsOf, maxOf, neighbours, rounded, valueOf } from './reference/floats.mjs';
import { uniform } from './reference/random.mjs';

const roundings = ['nearest_even', 'nearest_away', 'toward_zero', 'up', 'down'];
const codesOf = (float) => (bitsOf(float) > 8 ? Uint16Array : Uint8Array).from({ length: 2 ** bitsOf(float) }, (_, code) => code);

/** Values around everything that matters in a format: on, beside and halfway between its numbers, and far outside. */
function telling(float) {
  const codes = [...codesOf(float)].filter((code) => bitsOf(float) <= 8 || code % 97 === 0 || code < 12);
  const values = codes.map((code) => valueOf(float, code)).filter(Number.isFinite).sort((a, b) => a - b);
  const max = maxOf(float);
  const next = uniform(11);
  const inputs = [
    ...values,
    ...values.slice(1).map((value, index) => (value + values[index]) / 2),
    ...values.map((value) => value * (1 + 2 ** -20)),
    ...values.map((value) => value * (1 - 2 ** -20)),
    ...Array.from({ length: 200 }, () => (next() - 0.5) * 2.5 * Math.min(max, 1e30)),
    ...Array.from({ length: 200 }, () => (next() - 0.5) * 2 ** (Math.floor(next() * 24) - 20)),
    max * 1.01, max * 1.5, -max * 1.5, max * 7, Infinity, -Infinity, NaN, 0, -0, 1e-40, -1e-40, 3.4e38, -3.4e38,
  ];
  return Float32Array.from(inputs);
}

/** The first few places where two lists differ, bit for bit, with every NaN alike. */
function differences(found, expected, inputs) {
  const wrong = found.length === expected.length ? [] : [{ length: found.length, expected: expected.length }];
  for (let index = 0; index < expected.length && wrong.length < 5; index += 1) {
    if (!Object.is(found[index], expected[index])) wrong.push({ x: inputs[index], found: found[index], expected: expected[index] });
  }
  return wrong;
}

test('formats() lists every format with its figures', async ({ call }) => {
  const formats = await call('formats');
  expect(formats.map((format) => format.id).sort()).toEqual(Object.keys(FLOATS).sort());
  for (const format of formats) {
    const float = FLOATS[format.id];
    const positive = [...codesOf(float)].map((code) => valueOf(float, code)).filter((value) => value > 0 && value < Infinity);
    expect(format, format.id).toMatchObject({
      bits: bitsOf(float),
      exponentBits: float.exponent,
      mantissaBits: float.mantissa,
      bias: float.bias,
      max: Math.max(...positive),
      minSubnormal: Math.min(...positive),
      minNormal: float.signed ? 2 ** (1 - float.bias) : 2 ** -127,
      signed: float.signed,
      infinity: float.infinity,
      nan: float.nan !== null,
    });
    expect(format.label.length).toBeGreaterThan(1);
  }
});

test('every code of every format has its value, and comes back', async ({ call }) => {
  for (const [id, float] of Object.entries(FLOATS)) {
    const codes = codesOf(float);
    const values = await call('decode', id, codes);
    expect(values, id).toBeInstanceOf(Float32Array);
    expect(differences(values, [...codes].map((code) => Math.fround(valueOf(float, code))), codes), id).toEqual([]);
    for (const overflow of ['saturate', 'special']) {
      const back = await call('encode', id, values, { overflow });
      expect(back, id).toBeInstanceOf(bitsOf(float) > 8 ? Uint16Array : Uint8Array);
      const lost = [...codes].filter((code) => !Number.isNaN(values[code]) && back[code] !== code);
      // Saturating takes the infinities to the largest numbers, as it should.
      expect(lost.filter((code) => Number.isFinite(values[code])), id).toEqual([]);
      expect(lost.length, id).toBe(overflow === 'saturate' && float.infinity ? 2 : 0);
      const nans = back.filter((_, code) => Number.isNaN(values[code]));
      expect([...nans].every((code) => Number.isNaN(valueOf(float, code))), id).toBe(true);
    }
  }
});

test('every format rounds in every way and overflows in both', async ({ call }) => {
  // E8M0 has no zero and no sign; its own rules are in the table below.
  for (const [id, float] of Object.entries(FLOATS).filter(([, float]) => float.signed)) {
    const inputs = telling(float);
    for (const overflow of ['saturate', 'special']) {
      for (const rounding of roundings) {
        const codes = await call('encode', id, inputs, { rounding, overflow });
        const found = [...codes].map((code) => valueOf(float, code));
        const expected = [...inputs].map((x) => rounded(float, x, rounding, overflow));
        // NaN in a format without one is a zero of either sign.
        const clean = found.map((value, index) => (Number.isNaN(inputs[index]) && !float.nan ? Math.abs(value) : value));
        expect.soft(differences(clean, expected, inputs), `${id}, ${rounding}, ${overflow}`).toEqual([]);
      }
    }
  }
});

const named = [
  ['float8_e4m3fn', 464, 0x7e, 0x7e],
  ['float8_e4m3fn', 464.0001, 0x7e, 0x7f],
  ['float8_e4m3fn', 465, 0x7e, 0x7f],
  ['float8_e4m3fn', -465, 0xfe, 0xff],
  ['float8_e4m3fn', NaN, 0x7f, 0x7f],
  ['float8_e4m3fn', Infinity, 0x7e, 0x7f],
  ['float8_e4m3fn', -Infinity, 0xfe, 0xff],
  ['float8_e4m3fn', -0, 0x80, 0x80],
  ['float8_e4m3fn', 2 ** -10, 0, 0],
  ['float8_e4m3fn', 1.5 * 2 ** -9, 2, 2],
  ['float8_e5m2', 61440, 0x7b, 0x7c],
  ['float8_e5m2', 61439, 0x7b, 0x7b],
  ['float8_e5m2', -Infinity, 0xfb, 0xfc],
  ['float8_e4m3fnuz', -0, 0, 0],
  ['float8_e4m3fnuz', NaN, 0x80, 0x80],
  ['float8_e4m3fnuz', 248, 0x7f, 0x80],
  ['float4_e2m1fn', 2.5, 4, 4],
  ['float4_e2m1fn', 1e9, 7, 7],
  ['float8_e8m0fnu', 1, 127, 127],
  ['float8_e8m0fnu', 1.5, 128, 128],
  ['float8_e8m0fnu', 3, 129, 129],
];
test('ties, limits and specials go where the specifications say', async ({ call }) => {
  for (const [format, x, saturated, special] of named) {
    const found = [];
    for (const overflow of ['saturate', 'special']) found.push((await call('encode', format, Float32Array.of(x), { overflow }))[0]);
    expect.soft(found, `${format}: ${Object.is(x, -0) ? '-0' : x}`).toEqual([saturated, special]);
  }
});

test('stochastic rounding follows its seed and is fair', async ({ call }) => {
  const float = FLOATS.float8_e4m3fn;
  // A quarter of the way from 16 to 18.
  const inputs = new Float32Array(20000).fill(16.5);
  const options = (seed) => ({ rounding: 'stochastic', seed });
  const first = await call('encode', 'float8_e4m3fn', inputs, options(1));
  expect([...await call('encode', 'float8_e4m3fn', inputs, options(1))]).toEqual([...first]);
  expect([...await call('encode', 'float8_e4m3fn', inputs, options(2))]).not.toEqual([...first]);
  const values = [...first].map((code) => valueOf(float, code));
  expect(new Set(values)).toEqual(new Set([16, 18]));
  // 5 standard deviations of a binomial share.
  const share = values.filter((value) => value === 18).length / inputs.length;
  expect(Math.abs(share - 0.25)).toBeLessThan(5 * Math.sqrt(0.25 * 0.75 / inputs.length));
  const spread = telling(float).filter((x) => Math.abs(x) <= 448);
  const codes = await call('encode', 'float8_e4m3fn', spread, options(3));
  const outside = [...spread].filter((x, index) => {
    const value = valueOf(float, codes[index]);
    const [low, high] = neighbours(float, x);
    return !(value >= low && value <= high);
  });
  expect(outside).toEqual([]);
});
