// `binarize()`, `matmul()`, `xnorMatmul()`: the golden numbers, plain products, and arguments that are refused.
import { json } from './golden.mjs';
import { expect, test } from './module.mjs';
import { normal } from './reference/random.mjs';

const golden = json('train').bwn;
const floats = (numbers) => Float32Array.from(numbers);
const sign = (number) => (number < 0 ? -1 : 1);

function near(found, expected, what) {
  expect.soft(found.length, what).toBe(expected.length);
  const worst = Math.max(0, ...expected.map((one, index) => Math.abs(found[index] - one) - 1e-5 * Math.abs(one)));
  expect.soft(worst, what).toBeLessThanOrEqual(1e-12);
}

/** The product of two matrices in double precision; `of` is applied to every number first. */
function plain(a, b, m, n, k, of = (number) => number) {
  return Array.from({ length: m * n }, (_, index) => {
    const [row, column] = [Math.floor(index / n), index % n];
    let sum = 0;
    for (let p = 0; p < k; p += 1) sum += of(a[row * k + p]) * of(b[p * n + column]);
    return sum;
  });
}

test('the golden filters', async ({ call }) => {
  const { alpha, signs, values } = await call('binarize', floats(golden.W), { groups: 4 });
  expect([alpha, signs, values].map((array) => array.constructor.name)).toEqual(['Float32Array', 'Int8Array', 'Float32Array']);
  near(alpha, golden.alpha, 'alpha');
  expect([...signs]).toEqual(golden.sign);
  near(values, golden.What, 'values');
});

test('one group unless there are more, and numbers that are odd', async ({ call }) => {
  const x = floats([1, -3, 0, -0, 0.5, NaN]);
  for (const options of [undefined, null, {}, { groups: 1 }, { groups: undefined, other: 7 }]) {
    const { alpha, signs, values } = await call('binarize', x, options);
    expect.soft([...alpha]).toEqual([Math.fround(0.9)]);
    expect.soft([...signs]).toEqual([1, -1, 1, 1, 1, 1]);
    expect.soft([...values]).toEqual([1, -1, 1, 1, 1, NaN].map((one) => Math.fround(0.9 * one)));
  }
  const groups = await call('binarize', x, { groups: 3 });
  expect.soft([...groups.alpha]).toEqual([2, 0, 0.5]);
  const none = await call('binarize', floats([]), { groups: 2 });
  expect.soft([[...none.alpha], none.signs.length, none.values.length]).toEqual([[0, 0], 0, 0]);
});

test('the products are the plain ones', async ({ call }) => {
  const shapes = [[0, 0, 0], [1, 1, 0], [0, 3, 2], [1, 1, 1], [2, 3, 4], [5, 9, 64], [7, 17, 65], [4, 8, 256], [33, 31, 300]];
  for (const [m, n, k] of shapes) {
    const [a, b] = [normal(m * k, 31), normal(k * n, 32)];
    const what = `${m} x ${n} x ${k}`;
    const found = await call('matmul', a, b, m, n, k);
    const expected = plain(a, b, m, n, k);
    const magnitudes = plain(a, b, m, n, k, Math.abs);
    expect.soft(found.constructor.name, what).toBe('Float32Array');
    expect.soft(found.length, what).toBe(m * n);
    const worst = Math.max(0, ...expected.map((one, index) => Math.abs(found[index] - one) / (magnitudes[index] || 1)));
    expect.soft(worst, what).toBeLessThan(1e-5);
    expect.soft([...(await call('xnorMatmul', a, b, m, n, k))], what).toEqual(plain(a, b, m, n, k, sign));
  }
  // Zero and what is no number have the sign 1.
  expect([...(await call('xnorMatmul', floats([0, -0, NaN, -1]), floats([1, 1, 1, 1]), 1, 1, 4))]).toEqual([2]);
});

const x = floats([1, 2, 3, 4, 5, 6]);
const most = 2 ** 26;
const products = [
  ['a', [undefined, x, 2, 2, 3]],
  ['a', [[1, 2, 3, 4, 5, 6], x, 2, 2, 3]],
  ['b', [x, new Float64Array(6), 2, 2, 3]],
  ['b', [x, null, 2, 2, 3]],
  ['m', [x, x, undefined, 2, 3]],
  ['m', [x, x, '2', 2, 3]],
  ['m', [x, x, -2, 2, 3]],
  ['n', [x, x, 2, 2.5, 3]],
  ['n', [x, x, 2, NaN, 3]],
  ['k', [x, x, 2, 2, Infinity]],
  ['k', [x, x, 2, 2, 2 ** 32 + 3]],
  ['a', [x, x, 3, 2, 3]],
  ['b', [x, x, 2, 3, 3]],
  ['a', [x, x, most, most, most]],
  ['m', [floats([]), floats([]), most, most, 0]],
  ['n', [floats([]), floats([]), 65536, 65536, 0]],
];
const bad = [
  ...products.flatMap(([argument, args]) => ['matmul', 'xnorMatmul'].map((name) => [argument, name, args])),
  ['values', 'binarize', []],
  ['values', 'binarize', [[1, 2]]],
  ['values', 'binarize', [Int8Array.of(1)]],
  ['options', 'binarize', [x, 2]],
  ['groups', 'binarize', [x, { groups: 0 }]],
  ['groups', 'binarize', [x, { groups: 4 }]],
  ['groups', 'binarize', [x, { groups: 7 }]],
  ['groups', 'binarize', [x, { groups: 1.5 }]],
  ['groups', 'binarize', [x, { groups: '2' }]],
  ['groups', 'binarize', [x, { groups: 2 ** 31 }]],
];

test('every bad argument is named in an Error, and the module survives', async ({ call }) => {
  for (const [argument, name, args] of bad) {
    const what = `${name}(${args.map((arg) => (ArrayBuffer.isView(arg) ? arg.constructor.name : JSON.stringify(arg))).join(', ')})`;
    const result = await call(name, ...args);
    expect.soft(result, what).toHaveProperty('threw');
    expect.soft(result.threw ?? '', what).toMatch(new RegExp(`\\b${argument}\\b`));
    expect.soft([...(await call('matmul', floats([2]), floats([3]), 1, 1, 1))], `after ${what}`).toEqual([6]);
  }
});
