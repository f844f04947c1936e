// What the stations of the lesson on one bit say: of the normal distribution by closed forms, of pictures in plain loops.
import { alphaOf, camera, decibels, mean, sign, throughSigns, weightsOf } from '../reference/one-bit.mjs';
import { signal } from '../reference/signal.mjs';

// Of normal values with deviation 1: the mean magnitude, and the power that alpha times the signs loses.
const MAGNITUDE = Math.sqrt(2 / Math.PI);
const LOST = 1 - MAGNITUDE ** 2;

/** Six filters whose deviations fall from 1 to 1/64. */
const deviations = [0, 1, 2, 3, 4, 5].map((filter) => 64 ** (-filter / 5));
const shared = MAGNITUDE * mean(deviations);

/** Of normal values with a deviation, the mean squared error of `alpha` times the signs. */
const error = (deviation, alpha) => deviation ** 2 - 2 * alpha * MAGNITUDE * deviation + alpha ** 2;

/** The nine weights of the first filter that has one channel. */
const nine = () => [...signal('normal', { count: 9 })];

export default [
  { at: 1, fact: 'lost', tolerance: 0.01, value: () => 100 * LOST },
  { at: 1, fact: 'alpha', tolerance: 0.01, value: () => MAGNITUDE },
  { at: 2, fact: 'worst', tolerance: 0.01, value: () => decibels(deviations[5] ** 2, error(deviations[5], shared)) },
  {
    at: 3, fact: 'sqnr_one', tolerance: 0.05,
    value: () => decibels(mean(deviations.map((one) => one ** 2)), mean(deviations.map((one) => error(one, shared)))),
  },
  { at: 3, fact: 'sqnr_each', tolerance: 0.01, value: () => decibels(1, LOST) },
  { at: 3, fact: 'bytes', tolerance: 1e-9, value: () => 4 * deviations.length - 4 },
  { at: 4, fact: 'picture_sqnr', tolerance: 0.01, value: () => throughSigns(camera(), 'sharpen').sqnr },
  { at: 4, fact: 'largest', tolerance: 0.01, value: () => Math.max(...weightsOf('sharpen').map(Math.abs)) },
  { at: 5, fact: 'picture_sqnr', tolerance: 0.01, value: () => throughSigns(camera(), 'blur').sqnr },
  { at: 5, fact: 'picture_alpha', tolerance: 0.01, value: () => 1 / 49 },
  { at: 6, fact: 'paper', tolerance: 0.01, value: () => alphaOf(nine()) + 1 / 9 },
  // A negative weight: where it grows, alpha shrinks.
  { at: 6, fact: 'exact', tolerance: 0.01, value: () => alphaOf(nine()) - mean(nine().map(sign)) },
  { at: 6, fact: 'code', tolerance: 1e-9, value: () => (1 - 1 / 1) * 9 },
];
