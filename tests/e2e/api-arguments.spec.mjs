// Bad arguments: each throws an Error that names the argument, and the module works on.
import { expect, test } from './module.mjs';

const x = Float32Array.of(1, 2, 3);
const bad = [
  ['format', 'encode', ['float8_e9m9', x]],
  ['format', 'encode', [undefined, x]],
  ['format', 'encode', [8, x]],
  ['format', 'encode', ['', x]],
  ['values', 'encode', ['float8_e4m3fn', undefined]],
  ['values', 'encode', ['float8_e4m3fn', 'text']],
  ['values', 'encode', ['float8_e4m3fn', { length: 3 }]],
  ['values', 'encode', ['float8_e4m3fn', Uint8Array.of(1)]],
  ['options', 'encode', ['float8_e4m3fn', x, 5]],
  ['options', 'encode', ['float8_e4m3fn', x, 'up']],
  ['rounding', 'encode', ['float8_e4m3fn', x, { rounding: 'banker' }]],
  ['rounding', 'encode', ['float8_e4m3fn', x, { rounding: 1 }]],
  ['overflow', 'encode', ['float8_e4m3fn', x, { overflow: 'wrap' }]],
  ['seed', 'encode', ['float8_e4m3fn', x, { rounding: 'stochastic', seed: -1 }]],
  ['seed', 'encode', ['float8_e4m3fn', x, { seed: 'seven' }]],
  ['seed', 'encode', ['float8_e4m3fn', x, { seed: 1.5 }]],
  ['format', 'decode', ['nothing', Uint8Array.of(1)]],
  ['codes', 'decode', ['float8_e4m3fn', undefined]],
  ['codes', 'decode', ['float8_e4m3fn', x]],
  ['codes', 'decode', ['float8_e4m3fn', Uint16Array.of(1, 256)]],
  ['codes', 'decode', ['float4_e2m1fn', Uint8Array.of(15, 16)]],
  ['values', 'affine', [undefined]],
  ['values', 'affine', [[1, 2]]],
  ['options', 'affine', [x, 7]],
  ['bits', 'affine', [x, { bits: 0 }]],
  ['bits', 'affine', [x, { bits: 9 }]],
  ['bits', 'affine', [x, { bits: 17 }]],
  ['bits', 'affine', [x, { bits: 2.5 }]],
  ['bits', 'affine', [x, { bits: NaN }]],
  ['bits', 'affine', [x, { bits: '8' }]],
  ['signed', 'affine', [x, { signed: 'yes' }]],
  ['symmetric', 'affine', [x, { symmetric: 1 }]],
  ['min', 'affine', [x, { min: 2, max: 1 }]],
  ['min', 'affine', [x, { min: 'low' }]],
  ['min', 'affine', [x, { min: NaN }]],
  ['max', 'affine', [x, { max: Infinity }]],
  ['max', 'affine', [x, { max: 1e39 }]],
  ['rounding', 'affine', [x, { rounding: 'none' }]],
  ['bins', 'affine', [x, { bins: 0 }]],
  ['bins', 'affine', [x, { bins: 1e9 }]],
  ['into', 'affine', [x, { into: 5 }]],
  ['codes', 'affine', [x, { into: { codes: 5 } }]],
  ['values', 'affine', [x, { into: { values: null } }]],
  ['values', 'quantize', [null, { format: 'float8_e4m3fn' }]],
  ['format', 'quantize', [x]],
  ['format', 'quantize', [x, {}]],
  ['format', 'quantize', [x, { format: 'float8' }]],
  ['scale', 'quantize', [x, { format: 'float8_e4m3fn', scale: 0 }]],
  ['scale', 'quantize', [x, { format: 'float8_e4m3fn', scale: -1 }]],
  ['scale', 'quantize', [x, { format: 'float8_e4m3fn', scale: NaN }]],
  ['scale', 'quantize', [x, { format: 'float8_e4m3fn', scale: '1' }]],
  ['rounding', 'quantize', [x, { format: 'float8_e4m3fn', rounding: '' }]],
  ['overflow', 'quantize', [x, { format: 'float8_e4m3fn', overflow: false }]],
  ['bins', 'quantize', [x, { format: 'float8_e4m3fn', bins: -4 }]],
];

test('every bad argument is named in an Error, and the module survives', async ({ call }) => {
  for (const [argument, name, args] of bad) {
    const what = `${name}(${args.map((arg) => (ArrayBuffer.isView(arg) ? arg.constructor.name : JSON.stringify(arg))).join(', ')})`;
    const result = await call(name, ...args);
    expect.soft(result, what).toHaveProperty('threw');
    expect.soft(result.threw ?? '', what).toMatch(new RegExp(`\\b${argument}\\b`));
    expect.soft([...await call('encode', 'float8_e4m3fn', Float32Array.of(1))], `after ${what}`).toEqual([0x38]);
  }
});

test('undefined and null options are the defaults', async ({ call }) => {
  const plain = await call('affine', x);
  expect(plain.codes).toBeInstanceOf(Uint8Array);
  for (const options of [undefined, null, {}, { bits: undefined, min: null, rounding: undefined }]) {
    expect(await call('affine', x, options)).toEqual(plain);
  }
});

test('a getter that throws comes through as an Error', async ({ call, page }) => {
  await call('formats');
  const caught = await page.evaluate(async () => {
    const { affine, encode } = await import(new URL('quantscope.js', document.baseURI).href);
    const results = [];
    for (const options of [{ get bits() { throw new Error('mine'); } }, new Proxy({}, { get() { throw new Error('mine'); } })]) {
      try {
        affine(Float32Array.of(1), options);
        results.push('nothing');
      } catch (error) {
        results.push(error instanceof Error ? error.message : String(error));
      }
    }
    return [...results, encode('float8_e4m3fn', Float32Array.of(1))[0]];
  });
  expect(caught.at(-1)).toBe(0x38);
  for (const result of caught.slice(0, 2)) expect(result).toMatch(/nothing|mine|bits/);
});
