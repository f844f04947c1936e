// What a clipping threshold costs, and where calibrators put it, in plain loops.
import { roundHalf } from './affine.mjs';

/** What a threshold costs; codes, values and errors are float32 as in a pass over data. `clipped` is in percent. */
export function costs(x, threshold, { bits = 4, signed = true } = {}) {
  const last = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  const scale = Math.fround(threshold / last);
  let [rounding, clipping, clipped, power] = [0, 0, 0, 0];
  for (const value of x) {
    const code = Math.min(Math.max(roundHalf(Math.fround(value / scale)), signed ? -last : 0), last);
    const square = Math.fround(Math.fround(code * scale) - value) ** 2;
    const beyond = value > threshold || value < (signed ? -threshold : 0);
    if (beyond) [clipping, clipped] = [clipping + square, clipped + 1];
    else rounding += square;
    power += value ** 2;
  }
  const mse = (rounding + clipping) / x.length;
  return {
    rounding: rounding / x.length, clipping: clipping / x.length, mse, sqnr: 10 * Math.log10(power / x.length / mse),
    clipped: 100 * clipped / x.length,
  };
}

export const largest = (x) => x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The best of a hundred thresholds; of equal ones the largest. */
export function bestOfGrid(x, options) {
  const top = largest(x);
  let best = { mse: Infinity };
  for (let k = 100; k >= 1; k -= 1) {
    const threshold = top * k / 100;
    const { mse } = costs(x, threshold, options);
    if (mse < best.mse) best = { threshold, mse };
  }
  return best.threshold;
}

/** What is clipped beyond `a` of a density with deviation or mean magnitude 1, both sides, by Simpson's rule. */
function beyond(density, a) {
  const [steps, width] = [2000, 40];
  let sum = 0;
  for (let step = 0; step <= steps; step += 1) {
    const x = width * step / steps;
    const weight = step === 0 || step === steps ? 1 : step % 2 ? 4 : 2;
    sum += weight * x ** 2 * density(a + x);
  }
  return 2 * sum * width / steps / 3;
}

const densities = { laplace: (x) => Math.exp(-x) / 2, gauss: (x) => Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI) };

/** ACIQ (Banner et al. 2019): where clipping and rounding to 2^bits steps cost least if the values are as it trusts. */
export function aciq(x, shape, bits) {
  const mean = (of) => x.reduce((sum, value) => sum + of(value), 0) / x.length;
  const spread = shape === 'laplace' ? mean(Math.abs) : Math.sqrt(mean((value) => value ** 2));
  const cost = (a) => beyond(densities[shape], a) + a ** 2 / (3 * 4 ** bits);
  let [low, high] = [0.1, 12];
  // One minimum: thirds that cannot hold it are left out.
  for (let round = 0; round < 60; round += 1) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (cost(a) < cost(b)) high = b;
    else low = a;
  }
  return low * spread;
}
