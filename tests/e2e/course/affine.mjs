// What the stations of the lesson on affine quantization say, computed anew. Tolerances are shares of the value.
import { parameters, through } from '../reference/affine.mjs';
import { figures } from '../reference/figures.mjs';
import { signal } from '../reference/signal.mjs';

const found = new Map();

/** A signal through S and Z, and how many codes it falls on. */
function passed(distribution, options) {
  const key = JSON.stringify([distribution, options]);
  if (!found.has(key)) {
    const x = signal(distribution);
    const quantizer = parameters(x, options);
    const results = Array.from(x, (value) => through(value, quantizer));
    found.set(key, {
      ...quantizer,
      ...figures(x, results.map(({ value }) => value)),
      predicted: quantizer.scale ** 2 / 12,
      used: new Set(results.map(({ code }) => code)).size,
      clipped: 100 * results.filter((one) => one.clipped).length / x.length,
    });
  }
  return found.get(key);
}

const eight = () => passed('normal', { bits: 8 });
const outliers = () => passed('outliers', { bits: 8 });
const two = () => passed('normal', { bits: 2 });
const relu = () => passed('half_normal', { bits: 4 });
const symmetric = () => passed('half_normal', { bits: 4, symmetric: true });
const notes = () => passed('normal', { bits: 4, zeroPoint: 'notes' });

export default [
  { at: 1, fact: 'scale', value: () => eight().scale, tolerance: 0.006 },
  { at: 1, fact: 'zero_point', value: () => eight().zeroPoint, tolerance: 0 },
  { at: 1, fact: 'predicted', value: () => eight().predicted, tolerance: 0.006 },
  { at: 1, fact: 'mse', value: () => eight().mse, tolerance: 0.006 },
  { at: 1, fact: 'sqnr', value: () => eight().sqnrDb, tolerance: 0.003 },
  { at: 2, fact: 'sqnr', value: () => outliers().sqnrDb, tolerance: 0.003 },
  { at: 2, fact: 'scale', value: () => outliers().scale, tolerance: 0.006 },
  { at: 3, fact: 'mse', value: () => two().mse, tolerance: 0.006 },
  { at: 3, fact: 'predicted', value: () => two().predicted, tolerance: 0.006 },
  { at: 4, fact: 'mse', value: () => relu().mse, tolerance: 0.006 },
  { at: 4, fact: 'sqnr', value: () => relu().sqnrDb, tolerance: 0.003 },
  { at: 5, fact: 'used', value: () => symmetric().used, tolerance: 0 },
  { at: 5, fact: 'sqnr', value: () => symmetric().sqnrDb, tolerance: 0.004 },
  { at: 6, fact: 'clipped', value: () => notes().clipped, tolerance: 0 },
  // Twice MIN/S, and the clamp would have to be from there.
  { at: 6, fact: 'lands_first', value: () => 2 * notes().zeroPoint, tolerance: 0 },
];
