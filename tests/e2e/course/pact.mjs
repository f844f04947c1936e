// What the stations of the lesson on PACT say, computed anew. Tolerances are shares of the value.
import { signal } from '../reference/signal.mjs';
import { trainPact } from '../reference/training.mjs';

const STEPS = 240;
/** Thresholds at which the loss is computed. */
const POINTS = 160;

const batch = (distribution) => [...signal(distribution, { count: 8192 })];
const normal = () => batch('normal');
const outliers = () => batch('outliers');

/** The last step of a training. */
const end = (data, options) => trainPact(data, options, STEPS).at(-1);

/** The threshold of the lowest loss, by trying. */
function bottom(data, options, reach) {
  const tried = Array.from({ length: POINTS }, (_, point) => trainPact(data, { ...options, alpha: reach * (point + 1) / POINTS }, 0)[0]);
  return tried.reduce((best, one) => (one.loss < best.loss ? one : best));
}

export default [
  { at: 1, fact: 'now', value: () => trainPact(normal(), {}, 0)[0].alpha, tolerance: 0 },
  { at: 1, fact: 'last', value: () => 3, tolerance: 0 },
  { at: 2, fact: 'alpha', value: () => end(normal(), {}).alpha, tolerance: 0.006 },
  { at: 2, fact: 'loss', value: () => end(normal(), {}).loss, tolerance: 0.006 },
  { at: 2, fact: 'best', value: () => bottom(normal(), {}, 8).alpha, tolerance: 0.006 },
  { at: 2, fact: 'lowest', value: () => bottom(normal(), {}, 8).loss, tolerance: 0.006 },
  { at: 3, fact: 'alpha', value: () => end(normal(), { gradient: 'scale' }).alpha, tolerance: 0.006 },
  { at: 3, fact: 'loss', value: () => end(normal(), { gradient: 'scale' }).loss, tolerance: 0.006 },
  { at: 3, fact: 'paper_loss', value: () => end(normal(), {}).loss, tolerance: 0.006 },
  { at: 4, fact: 'alpha', value: () => end(outliers(), { gradient: 'scale' }).alpha, tolerance: 0.006 },
  { at: 4, fact: 'best', value: () => bottom(outliers(), {}, 16).alpha, tolerance: 0.006 },
  { at: 4, fact: 'paper', value: () => end(outliers(), {}).alpha, tolerance: 0.006 },
  // The number of bits changes nothing by the paper's gradient.
  { at: 5, fact: 'paper', value: () => end(normal(), {}).alpha, tolerance: 0.006 },
  { at: 5, fact: 'scale', value: () => end(normal(), { gradient: 'scale', bits: 8 }).alpha, tolerance: 0.006 },
  { at: 6, fact: 'alpha', value: () => end(normal(), { lambda: 0.03 }).alpha, tolerance: 0.006 },
  { at: 6, fact: 'best', value: () => bottom(normal(), { lambda: 0.03 }, 8).alpha, tolerance: 0.006 },
  { at: 7, fact: 'now', value: () => trainPact(normal(), {}, 0)[0].alpha, tolerance: 0 },
];
