// The rival in plain JavaScript: the same two jobs as careful loops over typed arrays, written for speed.
//
// Each returns what the page's own call returns: `codes` and `values` (fresh arrays, or those given as `into`), the
// statistics in float64, and the histogram of the error. The tricks, all exact:
// - adding and subtracting 1.5 * 2^52 rounds a float64 to an integer, ties to even, without a call;
// - `Math.fround` keeps float32 arithmetic in float32 registers;
// - E4M3 codes come from the float's bits by one integer addition;
// - values come from a table of 256 floats in the cache;
// - sums run in two chains, so that one addition does not wait for the last;
// - numbers that are not finite are noticed in the sums, so that the usual loop does not ask.

const MAGIC = 1.5 * 2 ** 52;

/** Smallest and largest number; throws on what is not finite, which these loops leave to a slower one. */
function rangeOf(x) {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < x.length; i++) {
    const v = x[i];
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return [min, max];
}

/** The statistics of the sums; throws where a number was not finite. */
function statsOf(count, squares, errors, signal, largest, clipped) {
  if (!Number.isFinite(squares + signal)) throw new Error('the loops expect finite numbers');
  const mse = squares / count;
  return {
    count,
    mse,
    sqnrDb: 10 * Math.log10(signal / count / mse),
    maxAbsError: largest,
    meanError: errors / count,
    clipped,
    nonFinite: 0,
  };
}

/** Affine quantization to uint8 over the data's own range, ties to even, parameters in float64. */
export function affine(x, bins, into = {}) {
  const n = x.length;
  const [min, max] = rangeOf(x);
  const low = Math.min(min, 0);
  const exact = (Math.max(max, 0) - low) / 255;
  const scale = Math.fround(exact);
  const zeroPoint = Math.min(255, Math.max(0, -low / exact + MAGIC - MAGIC));

  // Taken off after rounding: leaves the code.
  const back = MAGIC - zeroPoint;

  // Half a step to each side, more where the range ends beyond the last code.
  const table = Float32Array.from({ length: 256 }, (_, q) => (q - zeroPoint) * scale);
  const first = table[0];
  const last = table[255];
  const from = -Math.max(scale / 2, max - last);
  const to = Math.max(scale / 2, first - min);
  const perUnit = bins / (to - from);
  const offset = -from * perUnit;
  const top = bins - 1;

  const codes = into.codes ?? new Uint8Array(n);
  const values = into.values ?? new Float32Array(n);
  const counts = new Uint32Array(bins);
  let squares0 = 0;
  let squares1 = 0;
  let errors0 = 0;
  let errors1 = 0;
  let signal0 = 0;
  let signal1 = 0;
  let largest = 0;
  let clipped = 0;
  let i = 0;
  for (; i + 1 < n; i += 2) {
    const v0 = x[i];
    const v1 = x[i + 1];
    let q0 = (Math.fround(v0 / scale) + MAGIC - back) | 0;
    let q1 = (Math.fround(v1 / scale) + MAGIC - back) | 0;
    if (q0 >>> 0 > 255) { q0 = q0 < 0 ? 0 : 255; clipped++; }
    if (q1 >>> 0 > 255) { q1 = q1 < 0 ? 0 : 255; clipped++; }
    const y0 = table[q0];
    const y1 = table[q1];
    codes[i] = q0;
    codes[i + 1] = q1;
    values[i] = y0;
    values[i + 1] = y1;
    const e0 = y0 - v0;
    const e1 = y1 - v1;
    squares0 += e0 * e0;
    squares1 += e1 * e1;
    errors0 += e0;
    errors1 += e1;
    signal0 += v0 * v0;
    signal1 += v1 * v1;
    const a0 = Math.abs(e0);
    const a1 = Math.abs(e1);
    if (a0 > largest) largest = a0;
    if (a1 > largest) largest = a1;
    const b0 = (e0 * perUnit + offset) | 0;
    const b1 = (e1 * perUnit + offset) | 0;
    counts[b0 < top ? b0 : top]++;
    counts[b1 < top ? b1 : top]++;
  }
  for (; i < n; i++) {
    const v = x[i];
    let q = (Math.fround(v / scale) + MAGIC - back) | 0;
    if (q >>> 0 > 255) { q = q < 0 ? 0 : 255; clipped++; }
    const y = table[q];
    codes[i] = q;
    values[i] = y;
    const e = y - v;
    squares0 += e * e;
    errors0 += e;
    signal0 += v * v;
    largest = Math.max(largest, Math.abs(e));
    counts[Math.min(top, (e * perUnit + offset) | 0)]++;
  }
  return {
    scale,
    zeroPoint,
    codes,
    values,
    stats: statsOf(n, squares0 + squares1, errors0 + errors1, signal0 + signal1, largest, clipped),
    histogram: { min: from, max: to, counts },
  };
}

/** The value of each float8_e4m3fn code. */
const E4M3 = Float32Array.from({ length: 256 }, (_, code) => {
  const exponent = (code >> 3) & 15;
  const mantissa = code & 7;
  if ((code & 127) === 127) return NaN;
  const magnitude = exponent === 0 ? mantissa * 2 ** -9 : (8 + mantissa) * 2 ** (exponent - 10);
  return code & 128 ? -magnitude : magnitude;
});

/** float8_e4m3fn at a scale of 1, ties to even, saturating. */
export function e4m3(x, bins, into = {}) {
  const n = x.length;
  const [min, max] = rangeOf(x);
  const reach = Math.max(-min, max);
  // Half the distance between the values at the largest magnitude, more where it lies beyond 448.
  const exponent = Math.min(8, Math.max(-6, Math.floor(Math.log2(reach))));
  const half = 2 ** (exponent - 4);
  const from = -Math.max(half, max - 448);
  const to = Math.max(half, -448 - min);
  const perUnit = bins / (to - from);
  const offset = -from * perUnit;
  const top = bins - 1;

  const bits = new Int32Array(x.buffer, x.byteOffset, n);
  const codes = into.codes ?? new Uint8Array(n);
  const values = into.values ?? new Float32Array(n);
  const counts = new Uint32Array(bins);
  let squares0 = 0;
  let squares1 = 0;
  let errors0 = 0;
  let errors1 = 0;
  let signal0 = 0;
  let signal1 = 0;
  let largest = 0;
  let clipped = 0;
  let i = 0;
  for (; i + 1 < n; i += 2) {
    const v0 = x[i];
    const v1 = x[i + 1];
    const b0 = bits[i];
    const b1 = bits[i + 1];
    const m0 = b0 & 0x7fffffff;
    const m1 = b1 & 0x7fffffff;
    // 0x3c800000 is 2^-6, the smallest normal; below it the codes count steps of 2^-9.
    let c0 = m0 >= 0x3c800000
      ? ((m0 + 0x7ffff + ((m0 >> 20) & 1)) >> 20) - 960
      : (Math.abs(v0) * 512 + MAGIC - MAGIC) | 0;
    let c1 = m1 >= 0x3c800000
      ? ((m1 + 0x7ffff + ((m1 >> 20) & 1)) >> 20) - 960
      : (Math.abs(v1) * 512 + MAGIC - MAGIC) | 0;
    if (c0 > 126) { c0 = 126; clipped++; }
    if (c1 > 126) { c1 = 126; clipped++; }
    c0 |= (b0 >>> 24) & 128;
    c1 |= (b1 >>> 24) & 128;
    const y0 = E4M3[c0];
    const y1 = E4M3[c1];
    codes[i] = c0;
    codes[i + 1] = c1;
    values[i] = y0;
    values[i + 1] = y1;
    const e0 = y0 - v0;
    const e1 = y1 - v1;
    squares0 += e0 * e0;
    squares1 += e1 * e1;
    errors0 += e0;
    errors1 += e1;
    signal0 += v0 * v0;
    signal1 += v1 * v1;
    const a0 = Math.abs(e0);
    const a1 = Math.abs(e1);
    if (a0 > largest) largest = a0;
    if (a1 > largest) largest = a1;
    const p0 = (e0 * perUnit + offset) | 0;
    const p1 = (e1 * perUnit + offset) | 0;
    counts[p0 < top ? p0 : top]++;
    counts[p1 < top ? p1 : top]++;
  }
  for (; i < n; i++) {
    const v = x[i];
    const m = bits[i] & 0x7fffffff;
    let c = m >= 0x3c800000
      ? ((m + 0x7ffff + ((m >> 20) & 1)) >> 20) - 960
      : (Math.abs(v) * 512 + MAGIC - MAGIC) | 0;
    if (c > 126) { c = 126; clipped++; }
    c |= (bits[i] >>> 24) & 128;
    const y = E4M3[c];
    codes[i] = c;
    values[i] = y;
    const e = y - v;
    squares0 += e * e;
    errors0 += e;
    signal0 += v * v;
    largest = Math.max(largest, Math.abs(e));
    counts[Math.min(top, (e * perUnit + offset) | 0)]++;
  }
  return {
    codes,
    values,
    stats: statsOf(n, squares0 + squares1, errors0 + errors1, signal0 + signal1, largest, clipped),
    histogram: { min: from, max: to, counts },
  };
}
