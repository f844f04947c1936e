// In the browser: all contestants over the same numbers, in turn, on one page.
import init, * as quantscope from '../quantscope.js';
import * as loops from './loops.mjs';
import { start } from './onnx.mjs';

export const BINS = 256;

/** Standard normal numbers: Box and Muller over a 32-bit xorshift, so that every run has the same. */
function normals(count, seed = 0x9e3779b9) {
  let state = seed | 0;
  const uniform = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
  const x = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    x[i] = radius * Math.cos(angle);
    if (i + 1 < count) x[i + 1] = radius * Math.sin(angle);
  }
  return x;
}

/** Arrays of a length, the same at every call. */
function kept(create) {
  const arrays = new Map();
  return (length) => {
    if (!arrays.has(length)) arrays.set(length, create(length));
    return arrays.get(length);
  };
}

/** Arrays for codes and values, one pair for each contestant. */
const room = () => kept((length) => ({ codes: new Uint8Array(length), values: new Float32Array(length) }));

/** Does the page's call write into arrays that it is given? */
export function writesInto() {
  const into = room()(8);
  return quantscope.affine(new Float32Array(8), { bins: BINS, into }).values === into.values;
}

/**
 * Loads everything; the contestants by name, each a function of numbers.
 *
 * Results go into arrays that are given, if the page's call can do that, else into fresh ones, whose memory the system
 * has to find and clear at each call; the loops in JavaScript do whichever the page's call does.
 */
export async function prepare() {
  await init();
  const ort = await start(new URL('../onnxruntime-web/', import.meta.url).href);
  const copies = kept((length) => new Float32Array(length));
  const none = () => undefined;
  const [a, b, c, d] = Array.from({ length: 4 }, () => (writesInto() ? room() : none));
  return {
    'affine quantscope': (x) => quantscope.affine(x, { bits: 8, bins: BINS, into: a(x.length) }),
    'affine loop': (x) => loops.affine(x, BINS, b(x.length)),
    'affine ort': (x) => ort.affine(x, BINS),
    'e4m3 quantscope': (x) => quantscope.quantize(x, { format: 'float8_e4m3fn', bins: BINS, into: c(x.length) }),
    'e4m3 loop': (x) => loops.e4m3(x, BINS, d(x.length)),
    'e4m3 ort': (x) => ort.e4m3(x, BINS),
    copy: (x) => copies(x.length).set(x),
  };
}

function firstDifference(a, b) {
  if (a.length !== b.length) return `${a.length} and ${b.length} of them`;
  for (let i = 0; i < a.length; i++) {
    // Zeros of either sign are one value.
    if (a[i] !== b[i]) return `${a[i]} and ${b[i]} at ${i}`;
  }
  return null;
}

/** What a rival gives otherwise than we do, as sentences; none when it does the same job. */
function differences(name, ours, theirs, precision) {
  const found = [];
  for (const key of ['codes', 'values']) {
    // onnxruntime-web cannot return codes of 8-bit floats.
    if (!theirs[key]) continue;
    const difference = firstDifference(ours[key], theirs[key]);
    if (difference) found.push(`${name}: ${key} differ: ${difference}`);
  }
  // What a relative error is relative to: a ratio in dB changes by 10 / ln 10 times that of its parts.
  const scales = { meanError: Math.sqrt(ours.stats.mse), sqnrDb: 10 };
  for (const [key, value] of Object.entries(theirs.stats)) {
    const scale = scales[key] ?? Math.abs(ours.stats[key]);
    if (!(Math.abs(ours.stats[key] - value) <= precision * scale)) {
      found.push(`${name}: ${key} is ${value}, ours ${ours.stats[key]}`);
    }
  }
  const [a, b] = [ours.histogram, theirs.histogram];
  const width = b.max - b.min;
  if (Math.abs(a.min - b.min) > 1e-6 * width || Math.abs(a.max - b.max) > 1e-6 * width) {
    found.push(`${name}: the histogram spans [${b.min}, ${b.max}], ours [${a.min}, ${a.max}]`);
  }
  // An error next to the border of two bins may be counted in either.
  let moved = 0;
  for (let i = 0; i < b.counts.length; i++) moved += Math.abs(a.counts[i] - b.counts[i]) / 2;
  if (a.counts.length !== b.counts.length || moved > 1e-3 * ours.stats.count) {
    found.push(`${name}: ${moved} numbers are in other bins of the histogram`);
  }
  return found;
}

/** Checks that all contestants do the same job. */
export async function verify(contestants, count) {
  const found = [];
  const x = normals(count);
  for (const job of ['affine', 'e4m3']) {
    const ours = await contestants[`${job} quantscope`](x);
    // The sums of onnxruntime are in float32.
    for (const [rival, precision] of [['loop', 1e-9], ['ort', 2e-3]]) {
      const theirs = await contestants[`${job} ${rival}`](x);
      found.push(...differences(`${job} ${rival}`, ours, theirs, precision));
    }
  }
  return found;
}

/**
 * Lets the engine compile everything as well as it can. Many short calls do that; a few long ones leave a JavaScript
 * loop half as fast, with the code that was swapped in while it ran.
 */
export async function warmUp(contestants) {
  const x = normals(10_001);
  for (const call of Object.values(contestants)) {
    for (let i = 0; i < 300; i++) await call(x);
  }
}

/** Milliseconds a call, `rounds` samples for each contestant, each over `batch` calls, one contestant after another. */
export async function race(contestants, count, rounds, batch) {
  const x = normals(count);
  const samples = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  // Two rounds more that do not count: memory of this size is asked for the first time.
  for (let round = -2; round < rounds; round++) {
    for (const [name, call] of Object.entries(contestants)) {
      // Memory of the one before is not to be cleared away on this one's time.
      globalThis.gc?.();
      const started = performance.now();
      for (let i = 0; i < batch; i++) {
        const result = call(x);
        // Only onnxruntime is asynchronous; the others need not wait for a turn of the event loop.
        if (result instanceof Promise) await result;
      }
      const time = (performance.now() - started) / batch;
      if (round >= 0) samples[name].push(time);
    }
  }
  return samples;
}
