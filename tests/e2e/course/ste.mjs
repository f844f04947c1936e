// What the stations of the lesson on straight-through estimators say, computed anew. Tolerances are shares of the value.
import { trainSte } from '../reference/training.mjs';

const STEPS = 240;
const path = (options) => trainSte({ estimator: 'clipped', ...options }, STEPS);
const late = (options) => path(options).slice(-60);
const values = (options) => late(options).map(({ value }) => value);
const weights = (options) => late(options).map(({ weight }) => weight);
const changes = (steps) => steps.filter(({ value }, step) => step > 0 && value !== steps[step - 1].value).length;

/** The first step at which the weight's value is as near to the target as it ever comes. */
function arrival(options) {
  const distances = path(options).map(({ g }) => Math.abs(g));
  return distances.indexOf(Math.min(...distances));
}

/** DSQ's slope by its formula, `u` steps from the middle between two values. */
function dsq(u, alpha = 0.2) {
  const k = Math.log(2 / alpha - 1);
  return k / 2 / (1 - alpha) / Math.cosh(k * u) ** 2;
}

const identity = { estimator: 'identity', start: 1.6 };

export default [
  { at: 1, fact: 'changes', value: () => changes(path({})), tolerance: 0 },
  { at: 1, fact: 'mean', value: () => values({}).reduce((a, b) => a + b) / 60, tolerance: 0.006 },
  { at: 2, fact: 'swing', value: () => Math.max(...weights({ rate: 0.5 })) - Math.min(...weights({ rate: 0.5 })), tolerance: 0.006 },
  { at: 2, fact: 'low', value: () => Math.min(...values({ rate: 0.5 })), tolerance: 0.006 },
  { at: 2, fact: 'high', value: () => Math.max(...values({ rate: 0.5 })), tolerance: 0.006 },
  { at: 3, fact: 'low', value: () => Math.min(...values({ bits: 8 })), tolerance: 0.006 },
  { at: 3, fact: 'loss', value: () => path({ bits: 8 }).at(-1).g ** 2 / 2, tolerance: 0.006 },
  { at: 4, fact: 'first_back', value: () => path({ start: 1.6 })[0].back, tolerance: 0 },
  { at: 4, fact: 'weight', value: () => path({ start: 1.6 }).at(-1).weight, tolerance: 0 },
  { at: 5, fact: 'first_back', value: () => path(identity)[0].back, tolerance: 0.006 },
  { at: 5, fact: 'arrival', value: () => arrival(identity), tolerance: 0 },
  // A value lies in the middle of its flat, half a step from the middle between two values.
  { at: 6, fact: 'slope_flat', value: () => dsq(0.5), tolerance: 0.006 },
  { at: 6, fact: 'slope_steep', value: () => dsq(0), tolerance: 0.006 },
  { at: 6, fact: 'arrival', value: () => arrival({ estimator: 'dsq' }), tolerance: 0 },
];
