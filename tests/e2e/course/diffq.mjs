// What the stations of the DiffQ lesson say. B settles where the noise's error and the size cost equally much, which is an
// equation in B alone; training is near its solution, for its noise is drawn anew each step.
import { signal } from '../reference/signal.mjs';
import { diffqGroups, diffqKib, rangeOf, roundedError, settledBits as settled } from '../reference/training.mjs';

const groups = (ratio = 2) => diffqGroups(signal('normal', { count: 8192 }), ratio);
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

export default [
  { at: 1, fact: 'bits_1', tolerance: 0.02, value: () => settled(groups()[0]) },
  { at: 1, fact: 'fewer', tolerance: 0.05, value: () => settled(groups()[0]) - settled(groups()[1]) },
  { at: 2, fact: 'real_error', tolerance: 0.01, value: () => mean(groups().map((values) => roundedError(values, 3))) },
  { at: 2, fact: 'noise_error', tolerance: 0.05, value: () => mean(groups().map((values) => (rangeOf(values) / 7) ** 2 / 12)) },
  { at: 3, fact: 'bits_1', tolerance: 0.02, value: () => settled(groups()[0], { lambda: 0.00002 }) },
  { at: 3, fact: 'size', tolerance: 0.02, value: () => diffqKib(groups().map((values) => settled(values, { lambda: 0.00002 })), 2048) },
  { at: 4, fact: 'bits_1', tolerance: 0.02, value: () => settled(groups(8)[0]) },
  { at: 4, fact: 'bits_4', tolerance: 0.1, value: () => 2 },
  { at: 5, fact: 'bits_1', tolerance: 0.03, value: () => settled(groups()[0]) },
  { at: 5, fact: 'bits_4', tolerance: 0.03, value: () => settled(groups()[3]) },
  { at: 6, fact: 'noise_power', tolerance: 1e-9, value: () => 0.5 ** 2 / (1 / 12) },
  { at: 6, fact: 'mean_bits', tolerance: 0.02, value: () => mean(groups().map((values) => settled(values, { power: 1 / 4 }))) },
  {
    at: 6, fact: 'real_error', tolerance: 0.01,
    value: () => mean(groups().map((values) => roundedError(values, Math.round(settled(values, { power: 1 / 4 }))))),
  },
];
