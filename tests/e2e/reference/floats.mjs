// Small floats, slow and plain, for the tests to compare with: a table of formats, the value of a code by its
// definition, and the code of a value by looking at every code there is. Shares nothing with the product.
//
// Sources: OCP OFP8 and MX specifications, IEEE 754-2019, ml_dtypes for the rest.

/** exponent bits, mantissa bits, bias, what NaN is (`ieee`, `ones`, `zero` for the code of -0, or none), infinities. */
const row = (exponent, mantissa, bias, nan, infinity = nan === 'ieee') => ({ exponent, mantissa, bias, nan, infinity, signed: true });

export const FLOATS = {
  float8_e4m3fn: row(4, 3, 7, 'ones'),
  float8_e5m2: row(5, 2, 15, 'ieee'),
  float8_e4m3: row(4, 3, 7, 'ieee'),
  float8_e3m4: row(3, 4, 3, 'ieee'),
  float8_e4m3fnuz: row(4, 3, 8, 'zero'),
  float8_e5m2fnuz: row(5, 2, 16, 'zero'),
  float8_e4m3b11fnuz: row(4, 3, 11, 'zero'),
  float6_e2m3fn: row(2, 3, 1, null),
  float6_e3m2fn: row(3, 2, 3, null),
  float4_e2m1fn: row(2, 1, 1, null),
  float8_e8m0fnu: { exponent: 8, mantissa: 0, bias: 127, nan: 'ones', infinity: false, signed: false },
  float16: row(5, 10, 15, 'ieee'),
  bfloat16: row(8, 7, 127, 'ieee'),
};

export const bitsOf = (float) => Number(float.signed) + float.exponent + float.mantissa;

/** The value of a code. */
export function valueOf(float, code) {
  const width = float.exponent + float.mantissa;
  const sign = float.signed && code >> width & 1 ? -1 : 1;
  const magnitude = code & (2 ** width - 1);
  const e = magnitude >> float.mantissa;
  const m = magnitude & (2 ** float.mantissa - 1);
  const top = e === 2 ** float.exponent - 1;
  if (float.nan === 'zero' && code === 2 ** width) return NaN;
  if (float.nan === 'ones' && magnitude === 2 ** width - 1) return NaN;
  if (float.nan === 'ieee' && top) return m === 0 ? sign * Infinity : NaN;
  if (!float.signed) return 2 ** (e - float.bias);
  const part = m / 2 ** float.mantissa;
  return sign * (e === 0 ? part * 2 ** (1 - float.bias) : (1 + part) * 2 ** (e - float.bias));
}

const magnitudes = new Map();

/** The finite magnitudes in ascending order (index = code), and the one that would come next. */
function magnitudesOf(float) {
  if (!magnitudes.has(float)) {
    const values = [];
    for (let code = 0; code < 2 ** (float.exponent + float.mantissa); code += 1) {
      const value = valueOf(float, code);
      if (Number.isFinite(value)) values.push(value);
    }
    const last = values.at(-1);
    const next = float.mantissa === 0 ? last * 2 : last + (last - values.at(-2));
    magnitudes.set(float, { values, next, grid: [...values, next] });
  }
  return magnitudes.get(float);
}

/** The last of ascending values that is at most `size`; all of them are looked at where they are few. */
function lastAtMost(ascending, size) {
  if (ascending.length <= 512) return ascending.findLastIndex((value) => value <= size);
  let [low, high] = [0, ascending.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= size) low = middle;
    else high = middle;
  }
  return low;
}

export const maxOf = (float) => magnitudesOf(float).values.at(-1);

/** The values that a number may become, whichever way it is rounded: its neighbours. */
export function neighbours(float, x) {
  const { values } = magnitudesOf(float);
  const size = Math.min(Math.abs(x), values.at(-1));
  const low = lastAtMost(values, size);
  const high = values[low] === size ? low : low + 1;
  const both = [values[low], values[high]].map((value) => (x < 0 ? -value : value));
  return [Math.min(...both), Math.max(...both)];
}

/** What a number becomes (its value, not its code), by looking at every value. Not for stochastic rounding. */
export function rounded(float, x, rounding = 'nearest_even', overflow = 'saturate') {
  const { values, grid } = magnitudesOf(float);
  const last = values.at(-1);
  if (Number.isNaN(x)) return float.nan ? NaN : 0;
  const negative = x < 0 || Object.is(x, -0);
  const sign = negative ? -1 : 1;
  const beyond = () => {
    if (overflow === 'saturate') return sign * last;
    if (float.infinity) return sign * Infinity;
    return float.nan ? NaN : sign * last;
  };
  const size = Math.abs(x);
  if (size === Infinity) return beyond();
  const low = lastAtMost(grid, size);
  let chosen;
  if (low === grid.length - 1) {
    chosen = low;
  } else {
    const [below, above] = [size - grid[low], grid[low + 1] - size];
    const away = { up: !negative, down: negative, toward_zero: false }[rounding];
    if (below === 0) chosen = low;
    else if (away !== undefined) chosen = away ? low + 1 : low;
    else if (below !== above) chosen = below < above ? low : low + 1;
    else if (rounding === 'nearest_away') chosen = low + 1;
    else chosen = low % 2 === 0 ? low : low + 1;
  }
  if (chosen < values.length) {
    const value = sign * values[chosen];
    return value === 0 && float.nan === 'zero' ? 0 : value;
  }
  // Rounding that goes inward never leaves the finite numbers.
  const inward = rounding === 'toward_zero' || (rounding === 'up' && negative) || (rounding === 'down' && !negative);
  return inward ? sign * last : beyond();
}
