// What the stations of the LSQ lesson say, computed by loops of the tests' own. `value` is the number as it is written,
// percent and decibels without their sign; `tolerance` is relative.
import { signal } from '../reference/signal.mjs';
import { lsqStart, trainLsq } from '../reference/training.mjs';

const [STEPS, LATE] = [240, 40];
const normal = () => signal('normal', { count: 8192 });
const belowZero = () => signal('half_normal', { count: 8192, shift: -0.5 });

const train = (values, settings = {}) => trainLsq(values, { bits: 3, signed: true, ...settings }, STEPS);

/** The values on or beyond the outermost codes, in percent. */
function clipped(values, { size, offset }, { low, high }) {
  const beyond = values.filter((value) => value - offset <= low * size || value - offset >= high * size);
  return 100 * beyond.length / values.length;
}

export default [
  { at: 1, fact: 'clipped', tolerance: 0.01, value: () => clipped(normal(), train(normal()).at(-1), { low: -4, high: 3 }) },
  { at: 2, fact: 'start', tolerance: 0.01, value: () => 4 * lsqStart(normal(), { bits: 3, signed: true }).init },
  {
    at: 2, fact: 'size', tolerance: 0.01,
    value: () => train(normal(), { start: 4 * lsqStart(normal(), { bits: 3, signed: true }).init }).at(-1).size,
  },
  { at: 3, fact: 'push', tolerance: 0.01, value: () => Math.sqrt(8192 * 3) },
  {
    at: 3, fact: 'most', tolerance: 0.01,
    value: () => Math.max(...train(normal(), { gradientScale: false }).slice(-LATE).map(({ size }) => size)),
  },
  {
    at: 4, fact: 'clipped', tolerance: 0.01,
    value: () => clipped(belowZero(), train(belowZero(), { signed: false }).at(-1), { low: 0, high: 7 }),
  },
  { at: 4, fact: 'loss', tolerance: 0.01, value: () => train(belowZero(), { signed: false }).at(-1).loss },
  { at: 5, fact: 'offset', tolerance: 0.01, value: () => train(belowZero(), { signed: false, offset: true }).at(-1).offset },
  { at: 5, fact: 'loss', tolerance: 0.01, value: () => train(belowZero(), { signed: false, offset: true }).at(-1).loss },
  {
    at: 6, fact: 'start_ratio', tolerance: 0.01,
    value: () => {
      // The lowest loss of the 160 step sizes up to 0.25.
      const { init } = lsqStart(normal(), { bits: 8, signed: true });
      const sizes = Array.from({ length: 160 }, (_, point) => 0.25 * (point + 1) / 160);
      const loss = (start) => trainLsq(normal(), { bits: 8, signed: true, start }, 0)[0].loss;
      const best = sizes.reduce((one, other) => (loss(other) < loss(one) ? other : one));
      return init / best;
    },
  },
];
