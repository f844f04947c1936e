// The signals that an address names, drawn anew by the definitions of their generator; shares nothing with the product.
//
// Sources: O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
// Generation", HMC-CS-2014-0905 (PCG32, XSH RR 64/32); the seeding of Rust's rand_core 0.10, which fills 16 bytes from
// a PCG32 of its own; Marsaglia and Bray, "A Convenient Method for Generating Normal Variables", SIAM Review 6, 1964.

const MULTIPLIER = 6364136223846793005n;
const word = (x) => BigInt.asUintN(64, x);

/** The permutation of a state to 32 bits: xorshift, then a rotation by the top five bits. */
function permuted(state) {
  const mixed = Number(BigInt.asUintN(32, ((state >> 18n) ^ state) >> 27n));
  const turn = Number(state >> 59n);
  return ((mixed >>> turn) | (mixed << (-turn & 31))) >>> 0;
}

/** PCG32 from a seed of 64 bits: gives 32 bits a call. */
function pcg32(seed) {
  let filler = word(BigInt(seed));
  const filled = [0, 1, 2, 3].map(() => {
    filler = word(filler * MULTIPLIER + 11634580027462260723n);
    return BigInt(permuted(filler));
  });
  const increment = (filled[2] | (filled[3] << 32n)) | 1n;
  const step = (state) => word(state * MULTIPLIER + increment);
  let state = step(word((filled[0] | (filled[1] << 32n)) + increment));
  return () => {
    const now = state;
    state = step(now);
    return permuted(now);
  };
}

/** The basic draws over 32-bit words. */
function source(seed) {
  const next = pcg32(seed);
  const symmetric = () => ((next() | 0) + 0.5) / 2 ** 31;
  // Normal values come in pairs, and the second of a pair is kept.
  let spare = null;
  const normal = () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const [u, v] = [symmetric(), symmetric()];
      const square = u * u + v * v;
      if (square < 1) {
        const factor = Math.sqrt(-2 * Math.log(square) / square);
        spare = v * factor;
        return u * factor;
      }
    }
  };
  const sign = () => (next() < 2 ** 31 ? 1 : -1);
  return { next, normal, sign };
}

/** How each distribution makes a value of the basic draws. */
const distributions = {
  normal: ({ normal }) => normal(),
  laplace: ({ next }) => {
    const [low, high] = [next(), next()];
    // The upper 52 bits give the size, the lowest bit the sign.
    const size = -Math.log((high * 2 ** 20 + (low >>> 12) + 0.5) / 2 ** 52);
    return low & 1 ? -size : size;
  },
  half_normal: ({ normal }) => Math.max(normal(), 0),
  outliers: ({ next, normal, sign }) => {
    const bulk = normal();
    return next() < Math.floor((2 ** 32 - 1) / 1000) ? bulk + 10 * sign() : bulk;
  },
};

const drawn = new Map();

/** The first `count` values of a distribution as float32, as the page draws them. */
export function signal(distribution = 'normal', { count = 262144, seed = 1, spread = 1, shift = 0 } = {}) {
  const key = `${distribution} ${count} ${seed}`;
  if (!drawn.has(key)) {
    const from = source(seed);
    drawn.set(key, Float32Array.from({ length: count }, () => distributions[distribution](from)));
  }
  const values = drawn.get(key);
  if (spread === 1 && shift === 0) return values;
  return values.map((value) => Math.fround(value * Math.fround(spread)) + Math.fround(shift));
}
