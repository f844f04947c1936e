// What the stations of the lesson on number formats say, computed anew. Tolerances are shares of the value.
import { figures } from '../reference/figures.mjs';
import { FLOATS, bitsOf, maxOf, neighbours, rounded, valueOf } from '../reference/floats.mjs';
import { signal } from '../reference/signal.mjs';

const { float8_e4m3fn: e4m3, float8_e5m2: e5m2, float4_e2m1fn: e2m1 } = FLOATS;

const through = (float, spread = 1) => {
  const x = signal('normal', { spread });
  const values = x.map((value) => rounded(float, value));
  return { x, values, ...figures(x, values) };
};

/** The share of a format's codes that lie from -1 to 1, in percent. */
function within(float) {
  const codes = Array.from({ length: 2 ** bitsOf(float) }, (_, code) => valueOf(float, code));
  return 100 * codes.filter((value) => Math.abs(value) <= 1).length / codes.length;
}

export default [
  { at: 1, fact: 'within', value: () => within(e4m3), tolerance: 0.002 },
  { at: 1, fact: 'within_count', value: () => within(e4m3) * 2.56, tolerance: 1e-9 },
  { at: 2, fact: 'value', value: () => rounded(e4m3, 5.25), tolerance: 0 },
  { at: 2, fact: 'below', value: () => neighbours(e4m3, 5.25)[0], tolerance: 0 },
  { at: 2, fact: 'above', value: () => neighbours(e4m3, 5.25)[1], tolerance: 0 },
  { at: 3, fact: 'value', value: () => rounded(e4m3, 500), tolerance: 0 },
  // 480 would be the next.
  { at: 3, fact: 'limit', value: () => (maxOf(e4m3) + 480) / 2, tolerance: 0 },
  { at: 4, fact: 'sqnr', value: () => through(e4m3, 1 / 64).sqnrDb, tolerance: 0.003 },
  {
    at: 4, fact: 'subnormal', tolerance: 0.006,
    value: () => {
      const { values } = through(e4m3, 1 / 64);
      return 100 * values.filter((value) => Math.abs(value) < 2 ** -6).length / values.length;
    },
  },
  { at: 5, fact: 'sqnr', value: () => through(e4m3).sqnrDb, tolerance: 0.003 },
  { at: 5, fact: 'versus_sqnr', value: () => through(e5m2).sqnrDb, tolerance: 0.003 },
  { at: 5, fact: 'versus_max', value: () => maxOf(e5m2), tolerance: 0 },
  { at: 6, fact: 'sqnr', value: () => through(e2m1).sqnrDb, tolerance: 0.003 },
  {
    at: 6, fact: 'to_zero', tolerance: 0.006,
    value: () => {
      const { underflow, values } = through(e2m1);
      return 100 * underflow / values.length;
    },
  },
];
