// Affine quantization by its formulas (ONNX QuantizeLinear; S and Z in double precision), for the tests to compare with.

/** Round half to even, half away from zero. */
export function roundHalf(x, away = false) {
  const low = Math.floor(x);
  const fraction = x - low;
  if (fraction !== 0.5) return Math.round(x);
  if (away) return x < 0 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}

const anyRound = {
  nearest_even: (x) => roundHalf(x),
  nearest_away: (x) => roundHalf(x, true),
  toward_zero: Math.trunc,
  up: Math.ceil,
  down: Math.floor,
};

const clamp = (x, low, high) => Math.min(Math.max(x, low), high);

/** S, Z and the codes' range. `data` may hold anything: its finite values give the range where none is set. */
export function parameters(data, { bits = 8, signed = false, symmetric = false, min, max, rounding = 'nearest_even', zeroPoint = 'integer' } = {}) {
  const finite = [...data].filter(Number.isFinite);
  const lowest = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const highest = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  let from = Math.fround(min ?? (finite.length ? lowest : 0));
  let to = Math.fround(max ?? (finite.length ? highest : 0));
  if (zeroPoint !== 'float') [from, to] = [Math.min(from, 0), Math.max(to, 0)];
  if (symmetric) {
    const reach = Math.max(-from, to);
    [from, to] = [-reach, reach];
  }
  const low = signed ? -(2 ** (bits - 1)) : 0;
  const high = low + 2 ** bits - 1;
  const exact = (to - from) / (high - low);
  // Nothing but zeros: any scale does, and this is onnxruntime's.
  if (exact === 0) return { scale: 1, zeroPoint: 0, low, high };
  const away = rounding === 'nearest_away';
  let zero;
  if (zeroPoint === 'float') zero = Math.fround(low - from / exact);
  else if (zeroPoint === 'notes') zero = roundHalf(from / exact, away);
  else if (symmetric) zero = roundHalf((low + high) / 2);
  else zero = clamp(roundHalf(low - from / exact, away), low, high);
  return { scale: Math.fround(exact), zeroPoint: zero + 0, low, high, sum: zeroPoint === 'float', rounding };
}

/** One float32 through S and Z: its code, the float32 that comes back, whether the clamp moved it. */
export function through(x, { scale, zeroPoint, low, high, sum = false, rounding = 'nearest_even' }) {
  const round = anyRound[rounding];
  const finite = Number.isNaN(x) ? 0 : x;
  const steps = Math.fround(finite / scale);
  const free = Number.isFinite(steps)
    ? sum ? round(Math.fround(steps + zeroPoint)) : round(steps) + zeroPoint
    : steps;
  const code = clamp(free, low, high);
  return { code: code + 0, value: Math.fround(Math.fround(code - zeroPoint) * scale), clipped: free !== code };
}
