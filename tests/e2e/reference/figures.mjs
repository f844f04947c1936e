// What a pass over data must report, in plain double precision loops.

/** `x` and `values` are what went in and what came back; both must be float32. */
export function figures(x, values) {
  let [count, square, sum, power, largest, nonFinite, underflow] = [0, 0, 0, 0, 0, 0, 0];
  // Neumaier's compensation, so that the sums here are better than what is tested.
  let [lostSquare, lostSum, lostPower] = [0, 0, 0];
  const add = (total, lost, term) => {
    const next = total + term;
    const missing = Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total;
    return [next, lost + missing];
  };
  for (let index = 0; index < x.length; index += 1) {
    if (!Number.isFinite(x[index])) {
      nonFinite += 1;
      continue;
    }
    if (x[index] !== 0 && values[index] === 0) underflow += 1;
    if (!Number.isFinite(values[index])) continue;
    const error = values[index] - x[index];
    count += 1;
    [square, lostSquare] = add(square, lostSquare, error * error);
    [sum, lostSum] = add(sum, lostSum, error);
    [power, lostPower] = add(power, lostPower, x[index] * x[index]);
    largest = Math.max(largest, Math.abs(error));
  }
  const mse = count ? (square + lostSquare) / count : 0;
  const signal = count ? (power + lostPower) / count : 0;
  return {
    measured: count,
    mse,
    sqnrDb: 10 * Math.log10(signal / mse),
    maxAbsError: largest,
    meanError: count ? (sum + lostSum) / count : 0,
    meanSquareSignal: signal,
    nonFinite,
    underflow,
  };
}

/** The counts of errors in equal bins of [min, max]; an error on an inner edge may fall to either side (`loose`). */
export function errorCounts(x, values, min, max, bins) {
  const counts = new Array(bins).fill(0);
  let loose = 0;
  for (let index = 0; index < x.length; index += 1) {
    if (!Number.isFinite(x[index]) || !Number.isFinite(values[index])) continue;
    const place = (values[index] - x[index] - min) / (max - min) * bins;
    if (Math.abs(place - Math.round(place)) < 1e-3) loose += 1;
    counts[Math.min(Math.max(Math.floor(place), 0), bins - 1)] += 1;
  }
  return { counts, loose };
}
