// In the browser: the products of matrices, all over the same numbers, in turn, on one page.
import init, { matmul, xnorMatmul } from '../quantscope.js';
import { startProduct } from './onnx.mjs';

/** Numbers between -1 and 1: a 32-bit xorshift, so that every run has the same. */
function numbers(count, seed) {
  let state = seed | 0;
  return Float32Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 31;
  });
}

const matrices = (m, n, k) => [numbers(m * k, 0x9e3779b9), numbers(k * n, 0x7f4a7c15)];

/** Calls a sample: short ones are timed together, for the browser's clock ticks in tenths of a millisecond. */
const BATCH = { matmul: 2, xnor: 8, ort: 2 };

/** Loads everything; the contestants by name, each a function of two matrices and their sizes. */
export async function prepare() {
  await init();
  const ort = await startProduct(new URL('../onnxruntime-web/', import.meta.url).href);
  return { matmul, xnor: xnorMatmul, ort };
}

/** A product in float64 and, of each number, the sum of its terms' magnitudes. */
function plain(a, b, m, n, k) {
  const [sums, sizes] = [new Float64Array(m * n), new Float64Array(m * n)];
  for (let row = 0; row < m; row++) {
    for (let p = 0; p < k; p++) {
      const x = a[row * k + p];
      for (let column = 0; column < n; column++) {
        const term = x * b[p * n + column];
        sums[row * n + column] += term;
        sizes[row * n + column] += Math.abs(term);
      }
    }
  }
  return [sums, sizes];
}

/** Checks that all contestants do their job; sentences of what they do not. */
export async function verify(contestants, m, n, k) {
  const found = [];
  const [a, b] = matrices(m, n, k);
  const [sums, sizes] = plain(a, b, m, n, k);
  for (const name of ['matmul', 'ort']) {
    const product = await contestants[name](a, b, m, n, k);
    let worst = 0;
    for (let i = 0; i < sums.length; i++) worst = Math.max(worst, Math.abs(product[i] - sums[i]) / sizes[i]);
    if (product.length !== sums.length || !(worst < 1e-5)) found.push(`${name}, ${m} x ${n} x ${k}: off by ${worst} of its terms`);
  }
  const signs = (x) => x.map((value) => (value < 0 ? -1 : 1));
  const [right] = plain(signs(a), signs(b), m, n, k);
  const counted = contestants.xnor(a, b, m, n, k);
  const wrong = right.findIndex((value, i) => counted[i] !== value);
  if (counted.length !== right.length || wrong >= 0) found.push(`xnor, ${m} x ${n} x ${k}: ${counted[wrong]} and not ${right[wrong]} at ${wrong}`);
  return found;
}

async function sample(call, batch, given) {
  const started = performance.now();
  for (let i = 0; i < batch; i++) {
    const result = call(...given);
    // Only onnxruntime is asynchronous; the others need not wait for a turn of the event loop.
    if (result instanceof Promise) await result;
  }
  return (performance.now() - started) / batch;
}

/**
 * Milliseconds a call at a size, `rounds` samples for each contestant, one contestant after another; each round begins
 * with another one. Before that each is called `warmUp` times, so that the engine has compiled it as well as it can.
 */
export async function race(contestants, size, rounds, warmUp) {
  // Ours write into an array that is there; onnxruntime-web makes its own.
  const given = [...matrices(size, size, size), size, size, size, new Float32Array(size * size)];
  const names = Object.keys(contestants);
  for (const name of names) await sample(contestants[name], warmUp, given);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length];
      // Memory of the one before is not to be cleared away on this one's time.
      globalThis.gc?.();
      samples[name].push(await sample(contestants[name], BATCH[name], given));
    }
  }
  return samples;
}
