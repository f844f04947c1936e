// The golden vectors through the module that the page ships: the build for the web computes what the native one does.
import { fromBits, json, sections } from './golden.mjs';
import { expect, test } from './module.mjs';

const bits = (values) => [...new Uint32Array(values.buffer)];

test('every code of every golden format', async ({ call }) => {
  for (const [format, golden] of Object.entries(json('formats')).filter(([, golden]) => golden.values_f32_bits)) {
    const found = await call('decode', format, Uint8Array.from(golden.values_f32_bits, (_, code) => code));
    const expected = fromBits(golden.values_f32_bits);
    const plain = (values) => [...values].map((value) => (Number.isNaN(value) ? 'NaN' : Object.is(value, -0) ? '-0' : value));
    expect.soft(plain(found), format).toEqual(plain(expected));
  }
});

test('every golden encoding, in both ways of overflow', async ({ call }) => {
  const golden = sections();
  const formats = json('formats');
  let compared = 0;
  for (const [name, inputs] of golden) {
    const [, format] = /^edge\/(\w+)\/x$/.exec(name) ?? [];
    if (!format) continue;
    const x = new Float32Array(inputs.buffer);
    const nans = new Set(formats[format].nan_codes);
    const policies = [['special', 'nonsat'], ['saturate', format === 'float8_e8m0fnu' ? 'ort_nearest_sat' : 'sat']];
    for (const [overflow, section] of policies) {
      const expected = golden.get(`edge/${format}/${section}`);
      if (!expected) continue;
      const found = await call('encode', format, x, { overflow });
      const wrong = [...x.keys()].filter((index) => {
        // E8M0's golden domain is x > 0; a NaN's sign is not golden, nor that of the zero that stands for it.
        if (format === 'float8_e8m0fnu' && !(x[index] > 0)) return false;
        const stands = nans.size > 0 ? nans : new Set([0, formats[format].neg_zero_code]);
        if (Number.isNaN(x[index]) && stands.has(expected[index]) && stands.has(found[index])) return false;
        if (nans.has(expected[index]) && nans.has(found[index])) return false;
        return found[index] !== expected[index];
      }).map((index) => ({ x: x[index], found: found[index], expected: expected[index] }));
      expect.soft(wrong.slice(0, 5), `${format}, ${overflow}`).toEqual([]);
      compared += x.length;
    }
  }
  expect(compared).toBeGreaterThan(50_000);
});

test('every golden affine case that the call can express', async ({ call }) => {
  let compared = 0;
  for (const { name, x_f32_bits: input, variants } of json('affine').cases) {
    const x = fromBits(input);
    for (const variant of variants) {
      const { dtype, symmetric } = variant;
      const [, unsigned, width] = /^(u?)int(\d+)$/.exec(dtype);
      const result = await call('affine', x, { bits: Number(width), signed: unsigned === '', symmetric });
      const what = `${name}, ${dtype}${symmetric ? ', symmetric' : ''}`;
      expect.soft(bits(Float32Array.of(result.scale)), what).toEqual([variant.scale_f32_bits]);
      expect.soft(result.zeroPoint, what).toBe(variant.zero_point);
      expect.soft([...result.codes], what).toEqual(variant.q);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(50);
});
