// The trainings of the lessons by their formulas, in plain double precision loops, for the tests to compare with. Each
// gives one entry a step, the start first.
//
// Sources: Bengio et al. 2013 and the estimators' own papers; Choi et al. 2018 (PACT) eq. 1 to 3; Esser et al. 2020
// (LSQ) eq. 1 to 3 and section 2.1 and 2.2; Bhalgat et al. 2020 (LSQ+); the diffq package 0.2.4.
import { roundHalf } from './affine.mjs';

const clamp = (x, low, high) => Math.min(Math.max(x, low), high);

/** What the estimators make of the gradient `g` that arrives at x; `q` is the staircase and `delta` its pitch. */
const estimators = {
  identity: ({ g }) => g,
  clipped: ({ x, g }) => (Math.abs(x) <= 1 ? g : 0),
  tanh: ({ x, g }) => g / Math.cosh(x) ** 2,
  piecewise: ({ x, g }) => (Math.abs(x) <= 1 ? g * (x < 0 ? 2 + 2 * x : 2 - 2 * x) : 0),
  dsq: ({ x, g, delta, dsqAlpha }) => {
    if (Math.abs(x) > 1) return 0;
    const k = Math.log(2 / dsqAlpha - 1) / delta;
    const middle = (Math.floor(x / delta) + 0.5) * delta;
    return g * (delta / 2) * k / (1 - dsqAlpha) / Math.cosh(k * (x - middle)) ** 2;
  },
  ewgs: ({ x, g, q, ewgsDelta }) => (Math.abs(x) > 1 ? 0 : g + ewgsDelta * Math.abs(g) * (x - q(x))),
};

/** A weight under the loss (Q(w) - target)^2 / 2, Q the `2^bits - 1` values from -1 to 1. */
export function trainSte({ estimator, bits = 3, dsqAlpha = 0.2, ewgsDelta = 1, target = 0.45, start = -0.8, rate = 0.05 }, steps) {
  const top = 2 ** (bits - 1) - 1;
  const q = (x) => clamp(roundHalf(x * top), -top, top) / top;
  const path = [];
  for (let step = 0, x = start; step <= steps; step += 1) {
    const g = q(x) - target;
    const back = estimators[estimator]({ x, g, q, delta: 1 / top, dsqAlpha, ewgsDelta });
    path.push({ weight: x, value: q(x), g, back });
    x -= rate * back;
  }
  return path;
}

/** PACT's threshold under mean (y_q - max(x, 0))^2 + lambda alpha^2. `gradient` is `paper` (eq. 3) or `scale`. */
export function trainPact(data, { gradient = 'paper', bits = 2, alpha = 6, lambda = 0.001, rate = 2 }, steps) {
  const last = 2 ** bits - 1;
  const path = [];
  for (let step = 0, a = alpha; step <= steps; step += 1) {
    let [loss, slope] = [0, 0];
    for (const x of data) {
      const y = clamp(x, 0, a);
      const quantized = roundHalf(y * last / a) * a / last;
      const error = quantized - Math.max(x, 0);
      // d y_q / d alpha: clipped values follow alpha; through the scale, the others follow their rounding error.
      const follows = x >= a ? 1 : gradient === 'scale' ? (quantized - y) / a : 0;
      loss += error ** 2 / data.length;
      slope += 2 * error * follows / data.length;
    }
    loss += lambda * a ** 2;
    path.push({ alpha: a, loss, felt: slope });
    a = Math.max(a - rate * (slope + 2 * lambda * a), a / 16);
  }
  return path;
}

/** The codes at LSQ's ends, and the step size that it starts from. */
export function lsqStart(data, { bits = 3, signed = true }) {
  const [low, high] = signed ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
  const mean = data.reduce((sum, v) => sum + Math.abs(v), 0) / data.length;
  return { low, high, init: 2 * mean / Math.sqrt(high) };
}

/** LSQ's step size, and LSQ+'s offset, under half the sum of squared errors; `loss` is divided by the count. */
export function trainLsq(data, { start, gradientScale = true, offset = false, rate = 0.002, ...codes }, steps) {
  const { low, high, init } = lsqStart(data, codes);
  const scale = gradientScale ? 1 / Math.sqrt(data.length * high) : 1;
  const first = start ?? init;
  const path = [];
  for (let step = 0, s = first, b = 0; step <= steps; step += 1) {
    let [loss, bySize, byOffset] = [0, 0, 0];
    for (const v of data) {
      const z = (v - b) / s;
      const inside = z > low && z < high;
      const code = roundHalf(clamp(z, low, high));
      const error = code * s + b - v;
      loss += error ** 2 / 2 / data.length;
      bySize += error * (inside ? code - z : code);
      if (!inside) byOffset += error;
    }
    path.push({ size: s, offset: b, loss, gradient: bySize * scale });
    s = clamp(s - rate * bySize * scale, s / 16, first * 64);
    if (offset) b -= rate * byOffset * scale;
  }
  return path;
}

/** KiB of DiffQ's groups of `length` values by the package's formula: the values, a range, and an entry for each B. */
export function diffqKib(bits, length) {
  const most = Math.max(2, ...bits);
  const entry = Math.ceil(Math.log2(1 + roundHalf(most) - 2));
  return (bits.reduce((sum, one) => sum + one * length, 0) + 64 + 8 + entry * bits.length) / 8 / 1024;
}

/** The four groups that the lesson makes of values, each narrower than the one before by `ratio`. */
export function diffqGroups(data, ratio) {
  const length = Math.floor(data.length / 4);
  return [0, 1, 2, 3].map((place) => {
    const spread = Math.fround(ratio ** -place);
    return Array.from(data.slice(place * length, (place + 1) * length), (value) => Math.fround(value * spread));
  });
}

export const rangeOf = (values) => Math.max(...values) - Math.min(...values);

/** The mean squared error of rounding to `2^bits` equally spaced values from the smallest to the largest. */
export function roundedError(values, bits) {
  const [min, range, last] = [Math.min(...values), rangeOf(values), 2 ** bits - 1];
  const squares = values.map((value) => {
    const back = Math.fround(min + range * roundHalf((value - min) / range * last) / last);
    return (back - value) ** 2;
  });
  return squares.reduce((sum, square) => sum + square, 0) / values.length;
}

/**
 * The B at which training settles for a group of DiffQ's lesson: R^2 power 2 ln 2 2^B / (2^B - 1)^3 = lambda. A quarter of
 * all values are in a group, and a bit for each of its 2048 is a quarter of a KiB.
 */
export function settledBits(values, { lambda = 0.001, power = 1 / 12 } = {}) {
  const gain = (bits) => rangeOf(values) ** 2 * power * 2 * Math.LN2 * 2 ** bits / (2 ** bits - 1) ** 3;
  let [low, high] = [2, 15];
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (gain(middle) > lambda) low = middle;
    else high = middle;
  }
  return low;
}
