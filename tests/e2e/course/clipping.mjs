// What the stations of the lesson on clipping say, computed anew. Tolerances are shares of the value.
import { aciq, bestOfGrid, costs, largest } from '../reference/clipping.mjs';
import { signal } from '../reference/signal.mjs';

/** The lesson looks at the first values of its signal. */
const values = (distribution) => signal(distribution, { count: 32768 });

const found = new Map();

/** What the lowest MSE chooses, and what it costs. */
function best(distribution, options) {
  const key = JSON.stringify([distribution, options]);
  if (!found.has(key)) {
    const threshold = bestOfGrid(values(distribution), options);
    found.set(key, { threshold, ...costs(values(distribution), threshold, options) });
  }
  return found.get(key);
}

const minmax = (distribution, options) => costs(values(distribution), largest(values(distribution)), options);
const formula = (shape) => costs(values('laplace'), aciq(values('laplace'), shape, 4));

const [two, four, eight] = [{ bits: 2 }, { bits: 4 }, { bits: 8 }];

export default [
  { at: 1, fact: 'bits', value: () => 4, tolerance: 0 },
  { at: 1, fact: 'best', value: () => best('normal', four).threshold, tolerance: 0.001 },
  { at: 1, fact: 'best_clipped', value: () => best('normal', four).clipped, tolerance: 0.001 },
  { at: 2, fact: 'best', value: () => best('normal', two).threshold, tolerance: 0.001 },
  { at: 2, fact: 'best_clipped', value: () => best('normal', two).clipped, tolerance: 0.001 },
  { at: 2, fact: 'minmax', value: () => largest(values('normal')), tolerance: 0.001 },
  { at: 2, fact: 'minmax_sqnr', value: () => minmax('normal', two).sqnr, tolerance: 0.001 },
  { at: 2, fact: 'best_sqnr', value: () => best('normal', two).sqnr, tolerance: 0.001 },
  { at: 3, fact: 'best', value: () => best('normal', eight).threshold, tolerance: 0.001 },
  { at: 3, fact: 'minmax_sqnr', value: () => minmax('normal', eight).sqnr, tolerance: 0.001 },
  { at: 3, fact: 'best_sqnr', value: () => best('normal', eight).sqnr, tolerance: 0.001 },
  { at: 4, fact: 'laplace_sqnr', value: () => formula('laplace').sqnr, tolerance: 0.001 },
  { at: 4, fact: 'best_sqnr', value: () => best('laplace', four).sqnr, tolerance: 0.001 },
  { at: 4, fact: 'gauss_clipped', value: () => formula('gauss').clipped, tolerance: 0.002 },
  { at: 4, fact: 'gauss_sqnr', value: () => formula('gauss').sqnr, tolerance: 0.001 },
  { at: 5, fact: 'minmax_sqnr', value: () => minmax('outliers', four).sqnr, tolerance: 0.001 },
  { at: 5, fact: 'best', value: () => best('outliers', four).threshold, tolerance: 0.001 },
  { at: 5, fact: 'best_sqnr', value: () => best('outliers', four).sqnr, tolerance: 0.001 },
  { at: 6, fact: 'sqnr', value: () => best('half_normal', { bits: 4, signed: false }).sqnr, tolerance: 0.001 },
];
