// `methods()`, `forward()` and `backward()`: the golden numbers of every method through the page, and bad arguments.
import { json } from './golden.mjs';
import { expect, test } from './module.mjs';

const golden = json('train');
const floats = (values) => Float32Array.from(values);

/** The calls of a golden file: what goes in, what has to come out, and where implementations differ. */
const cases = [
  ...['identity', 'clipped', 'tanh', 'piecewise'].map((estimator) => ({
    method: 'ste', params: { estimator }, x: golden.ste.x, g: golden.ste.g,
    values: golden.ste.x.map((x) => evenly(x)), input: golden.ste[estimator === 'piecewise' ? 'approx_sign_bireal' : estimator],
  })),
  ...[['dsq', {}], ['ste', { estimator: 'dsq' }]].map(([method, named]) => ({
    method, params: { ...named, alpha: golden.ste.dsq.alpha, delta: golden.ste.dsq.delta }, x: golden.ste.x, g: golden.ste.g,
    values: golden.ste.dsq.soft_value, input: golden.ste.dsq.dvalue_dx.map((slope, index) => slope * golden.ste.g[index]),
  })),
  ...[['ewgs', {}], ['ste', { estimator: 'ewgs' }]].map(([method, named]) => ({
    method, params: { ...named, delta: golden.ste.ewgs.delta, levels: golden.ste.ewgs.levels },
    x: golden.ste.ewgs.x, g: golden.ste.ewgs.g, values: golden.ste.ewgs.xq, input: golden.ste.ewgs.gx,
  })),
  ...golden.pact.cases.flatMap(({ k: bits, alpha, x, g, yq: values, dx: input, boundary_indices: boundary, ...sums }) =>
    [['paper', sums.dalpha_paper], ['scale', sums.dalpha_scale_aware]].map(([gradient, sum]) => ({
      method: 'pact', params: { bits, alpha, gradient }, x, g, values, input, boundary, sums: { alpha: sum },
    }))),
  ...golden.lsq.cases.flatMap(({ bits, signed, s: step, v: x, g, vhat: values, dv: input, boundary_indices: boundary, ...sums }) =>
    [[true, sums.ds], [false, sums.ds_unscaled]].map(([gradientScale, sum]) => ({
      method: 'lsq', params: { bits, signed, step, gradientScale }, x, g, values, input, boundary, sums: { step: sum },
    }))),
  ...golden.lsq_plus.cases.flatMap(({ bits, s: step, beta: offset, x, g, xhat: values, dx: input, ...sums }) =>
    [[true, 1], [false, 1 / sums.grad_scale]].map(([gradientScale, times]) => ({
      method: 'lsq_plus', params: { bits, signed: false, step, gradientScale, offset }, x, g, values, input,
      sums: { step: sums.ds * times, offset: sums.dbeta * times },
    }))),
  ...golden.diffq.cases.map(({ bits, group_size: groupSize, noise, u, w: x, g, w_noisy: values, dw: input, dbits }) => ({
    method: 'diffq', params: { bits: floats(bits), groupSize, noise, u: floats(u) }, x, g, values, input, sums: { bits: dbits },
  })),
  ...[['paper', 'dW_paper'], ['exact', 'dW_chain_rule'], ['reference_code', 'dW_allenai_lua_sgd']].map(([gradient, key]) => ({
    method: 'bwn', params: { groups: 4, channels: 3, gradient }, x: golden.bwn.W, g: golden.bwn.g,
    values: golden.bwn.What, input: golden.bwn[key],
  })),
  // Activations are binarized as weights are, but backward their scale is a constant.
  {
    method: 'xnor', params: { groups: 4 }, x: golden.bwn.W, g: golden.bwn.g, values: golden.bwn.What,
    input: golden.bwn.W.map((x, index) => (Math.abs(x) <= 1 ? golden.bwn.alpha[Math.floor(index / golden.bwn.n)] * golden.bwn.g[index] : 0)),
  },
];

/** The nearest whole number, a tie to the even one. */
function evenly(x) {
  const below = Math.floor(x);
  const above = x - below;
  return above > 0.5 || (above === 0.5 && below % 2 !== 0) ? below + 1 : below;
}

function near(found, expected, what, skip = []) {
  expect.soft(found.length, `${what}: how many`).toBe(expected.length);
  const wrong = [...found.keys()]
    .filter((index) => !skip.includes(index) && !(Math.abs(found[index] - expected[index]) <= 1e-5 * Math.abs(expected[index]) + 1e-9))
    .map((index) => ({ index, found: found[index], expected: expected[index] }));
  expect.soft(wrong.slice(0, 5), what).toEqual([]);
}

test('the golden numbers of every method', async ({ call }) => {
  for (const { method, params, x, g, values, input, boundary, sums = {} } of cases) {
    const what = `${method} ${JSON.stringify(params, (_, value) => (ArrayBuffer.isView(value) ? value.length : value))}`;
    const there = await call('forward', method, floats(x), params);
    expect.soft(Object.keys(there), what).toEqual(['values']);
    expect.soft(there.values, what).toBeInstanceOf(Float32Array);
    near(there.values, values, `${what}: values`);
    const back = await call('backward', method, floats(x), params, floats(g));
    expect.soft(Object.keys(back).sort(), what).toEqual(['input', 'params']);
    expect.soft(back.input, what).toBeInstanceOf(Float32Array);
    near(back.input, input, `${what}: input`, boundary);
    expect.soft(Object.keys(back.params).sort(), what).toEqual(Object.keys(sums).sort());
    for (const [name, sum] of Object.entries(sums)) {
      if (Array.isArray(sum)) expect.soft(back.params[name], what).toBeInstanceOf(Float32Array);
      else expect.soft(typeof back.params[name], what).toBe('number');
      near([back.params[name]].flatMap((one) => (ArrayBuffer.isView(one) ? [...one] : one)), [sum].flat(), `${what}: ${name}`);
    }
  }
  expect(new Set(cases.map(({ method }) => method)).size).toBe(9);
});

test('methods() lists them, and its defaults are those of the calls', async ({ call }) => {
  const methods = await call('methods');
  expect(methods.map(({ id }) => id)).toEqual(['ste', 'dsq', 'ewgs', 'pact', 'lsq', 'lsq_plus', 'diffq', 'bwn', 'xnor']);
  const x = floats([-3, -0.7, 0, 0.2, 0.9, 4]);
  for (const { id, label, params, choices, flags, lists } of methods) {
    expect.soft(label, id).not.toBe('');
    for (const param of params) {
      expect.soft(Object.keys(param), id).toEqual(['id', 'min', 'max', 'default', 'step']);
      expect.soft(param.default, param.id).toBeGreaterThanOrEqual(param.min);
      expect.soft(param.default, param.id).toBeLessThanOrEqual(param.max);
      expect.soft(param.step, param.id).toBeGreaterThan(0);
    }
    for (const choice of choices) expect.soft(choice.options.map((option) => option.id), id).toContain(choice.default);
    expect.soft(lists.map((list) => list.id), id).toEqual(id === 'diffq' ? ['u'] : []);
    const defaults = Object.fromEntries([...params, ...choices, ...flags].map((one) => [one.id, one.default]));
    const plain = await call('backward', id, x, undefined, x);
    for (const given of [null, {}, defaults, { ...defaults, bits: undefined, alpha: null, other: 'ignored' }]) {
      expect.soft(await call('backward', id, x, given, x), id).toEqual(plain);
    }
    expect.soft((await call('forward', id, new Float32Array(0), {})).values.length, id).toBe(0);
  }
});

test('a plain number of bits is one group over everything, unless the group size is given', async ({ call }) => {
  const { w, g, u } = golden.diffq.cases[0];
  const bitsOf = async (params) => (await call('backward', 'diffq', floats(w), { u: floats(u), ...params }, floats(g))).params.bits;
  const one = await bitsOf({ bits: 4 });
  const eight = await bitsOf({ bits: 4, groupSize: 8 });
  expect([one.length, eight.length]).toEqual([1, 8]);
  near([eight.reduce((sum, value) => sum + value, 0)], [...one], 'the sum over groups');
  expect(await bitsOf({ bits: new Float32Array(8).fill(4) })).toEqual(eight);
});

test('noise is drawn from the seed, and as large as the step', async ({ call }) => {
  const w = Float32Array.from({ length: 4096 }, (_, index) => index / 2048 - 1);
  const noiseOf = async (params) => {
    const { values } = await call('forward', 'diffq', w, { bits: 2, ...params });
    // In steps: the range over 2^2 - 1.
    return [...values].map((value, index) => ((value - w[index]) * 3) / (w[4095] - w[0]));
  };
  for (const [noise, deviation] of [['uniform', Math.sqrt(1 / 12)], ['gaussian', 0.5]]) {
    const drawn = await noiseOf({ noise, seed: 5 });
    expect(await noiseOf({ noise, seed: 5 })).toEqual(drawn);
    expect(await noiseOf({ noise, seed: 6 })).not.toEqual(drawn);
    const found = Math.sqrt(drawn.reduce((sum, one) => sum + one * one, 0) / drawn.length);
    expect(Math.abs(found / deviation - 1), noise).toBeLessThan(0.05);
    if (noise === 'uniform') expect(Math.max(...drawn.map(Math.abs))).toBeLessThanOrEqual(0.500001);
  }
});

const x = floats([1, 2, 3]);
const bad = [
  ['method', 'forward', ['sgd', x, {}]],
  ['method', 'forward', [undefined, x, {}]],
  ['method', 'backward', [3, x, {}, x]],
  ['values', 'forward', ['pact', undefined, {}]],
  ['values', 'forward', ['pact', [1, 2], {}]],
  ['values', 'backward', ['pact', Uint8Array.of(1), {}, x]],
  ['params', 'forward', ['pact', x, 4]],
  ['params', 'forward', ['pact', x, 'paper']],
  ['params', 'backward', ['pact', x, x, {}]],
  ['params', 'backward', ['pact', x, [4], x]],
  ['upstream', 'backward', ['pact', x, {}]],
  ['upstream', 'backward', ['pact', x, {}, [1, 1, 1]]],
  ['upstream', 'backward', ['ste', x, {}, floats([1, 1])]],
  ['upstream', 'backward', ['diffq', x, {}, floats([1, 1, 1, 1])]],
  ['estimator', 'forward', ['ste', x, { estimator: 'guess' }]],
  ['estimator', 'forward', ['ste', x, { estimator: 1 }]],
  ['alpha', 'forward', ['ste', x, { estimator: 'dsq', alpha: 1 }]],
  ['delta', 'forward', ['dsq', x, { delta: -1 }]],
  ['levels', 'backward', ['ste', x, { estimator: 'ewgs', levels: 1 }, x]],
  ['delta', 'backward', ['ewgs', x, { delta: NaN }, x]],
  ['bits', 'forward', ['pact', x, { bits: 2.5 }]],
  ['bits', 'forward', ['pact', x, { bits: 0 }]],
  ['bits', 'forward', ['pact', x, { bits: '4' }]],
  ['alpha', 'forward', ['pact', x, { alpha: 0 }]],
  ['alpha', 'backward', ['pact', x, { alpha: Infinity }, x]],
  ['gradient', 'backward', ['pact', x, { gradient: 'none' }, x]],
  ['bits', 'forward', ['lsq', x, { bits: 9 }]],
  ['signed', 'forward', ['lsq', x, { signed: 1 }]],
  ['step', 'forward', ['lsq', x, { step: 0 }]],
  ['step', 'forward', ['lsq', x, { step: {} }]],
  ['gradientScale', 'backward', ['lsq', x, { gradientScale: 'on' }, x]],
  ['offset', 'forward', ['lsq_plus', x, { offset: NaN }]],
  ['bits', 'forward', ['diffq', x, { bits: 0 }]],
  ['bits', 'forward', ['diffq', x, { bits: 16 }]],
  ['bits', 'forward', ['diffq', x, { bits: [8, 8, 8] }]],
  ['bits', 'forward', ['diffq', x, { bits: floats([8, 8]) }]],
  ['bits', 'forward', ['diffq', x, { bits: floats([8, 8, 8]), groupSize: 2 }]],
  ['groupSize', 'forward', ['diffq', x, { groupSize: -1 }]],
  ['noise', 'forward', ['diffq', x, { noise: 'pink' }]],
  ['u', 'forward', ['diffq', x, { u: [0, 0, 0] }]],
  ['u', 'forward', ['diffq', x, { u: floats([0, 0]) }]],
  ['seed', 'forward', ['diffq', x, { seed: 1.5 }]],
  ['groups', 'forward', ['bwn', x, { groups: 2 }]],
  ['groups', 'forward', ['bwn', x, { groups: 0 }]],
  ['channels', 'backward', ['bwn', x, { channels: 0.5 }, x]],
  ['gradient', 'backward', ['bwn', x, { gradient: 'scale' }, x]],
  ['upstream', 'backward', ['bwn', x, {}, floats([1, 1])]],
  ['groups', 'backward', ['xnor', x, { groups: 6 }, x]],
];

test('every bad argument is named in an Error, and the module survives', async ({ call }) => {
  for (const [argument, name, args] of bad) {
    const what = `${name}(${args.map((arg) => (ArrayBuffer.isView(arg) ? arg.constructor.name : JSON.stringify(arg))).join(', ')})`;
    const result = await call(name, ...args);
    expect.soft(result, what).toHaveProperty('threw');
    expect.soft(result.threw ?? '', what).toMatch(new RegExp(`\\b${argument}\\b`));
    const after = await call('forward', 'ste', floats([0.7]), {});
    expect.soft([...after.values], `after ${what}`).toEqual([1]);
  }
});
