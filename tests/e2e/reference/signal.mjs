// The signals that an address names, drawn anew: PCG32 (O'Neill 2014), seeded as the crate `rand_core` seeds it, normal
// values by the polar method (Marsaglia and Bray 1964). Shares nothing with the product.
const MASK = (1n << 64n) - 1n;
const MULTIPLIER = 6364136223846793005n;

/** PCG's output: the state's upper bits, shifted and rotated. */
function output(state) {
  const shifted = Number(BigInt.asUintN(32, (state >> 18n ^ state) >> 27n));
  const turn = Number(state >> 59n);
  return (shifted >>> turn | shifted << (32 - turn & 31)) >>> 0;
}

/** Whole numbers of 32 bits, one after the other. */
function random(seed) {
  let expanded = BigInt(seed);
  const [a, b, c, d] = [0, 1, 2, 3].map(() => {
    expanded = expanded * MULTIPLIER + 11634580027462260723n & MASK;
    return BigInt(output(expanded));
  });
  const increment = (d << 32n | c) | 1n;
  const step = (state) => state * MULTIPLIER + increment & MASK;
  let state = step((b << 32n | a) + increment & MASK);
  return () => {
    const now = state;
    state = step(state);
    return output(now);
  };
}

/** Normal values; they come in pairs, and the second of a pair is kept. */
function normals(next) {
  const symmetric = () => ((next() | 0) + 0.5) / 2 ** 31;
  let spare;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const [u, v] = [symmetric(), symmetric()];
      const s = u * u + v * v;
      if (s < 1) {
        const factor = Math.sqrt(-2 * Math.log(s) / s);
        spare = v * factor;
        return u * factor;
      }
    }
  };
}

const DRAWS = {
  normal: (next) => normals(next),
  half_normal: (next) => {
    const normal = normals(next);
    return () => Math.max(normal(), 0);
  },
  outliers: (next) => {
    const normal = normals(next);
    return () => {
      const z = normal();
      if (next() >= Math.floor((2 ** 32 - 1) / 1000)) return z;
      return z + (next() < 2 ** 31 ? 10 : -10);
    };
  },
};

const drawn = new Map();

/** The first values of a distribution as the page draws them. */
export function signal(distribution = 'normal', { count = 262144, seed = 1, spread = 1 } = {}) {
  const key = `${distribution} ${count} ${seed}`;
  if (!drawn.has(key)) {
    const draw = DRAWS[distribution](random(seed));
    drawn.set(key, Float32Array.from({ length: count }, draw));
  }
  const values = drawn.get(key);
  return spread === 1 ? values : values.map((value) => Math.fround(value * Math.fround(spread)));
}
