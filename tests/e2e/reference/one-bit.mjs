// One bit in plain loops: scales and their errors, the bank of filters, convolutions, and the picture that ships.
import { readFileSync } from 'node:fs';

export const sign = (number) => (number < 0 ? -1 : 1);
export const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
export const alphaOf = (numbers) => mean([...numbers].map(Math.abs));
export const power = (numbers) => mean([...numbers].map((number) => number ** 2));

/** The mean squared error of alpha times the signs. */
export const errorAt = (numbers, alpha) => mean([...numbers].map((number) => (number - alpha * sign(number)) ** 2));
export const decibels = (signal, noise) => 10 * Math.log10(signal / noise);

/** The signal in equal parts, each a filter; the first is `ratio` times as large as the last. */
export function filtersOf(x, count = 6, ratio = 4) {
  const length = Math.floor(x.length / count);
  return Array.from({ length: count }, (_, filter) => {
    const size = Math.fround(count > 1 ? ratio ** (-filter / (count - 1)) : 1);
    return [...x.slice(filter * length, (filter + 1) * length)].map((number) => Math.fround(number * size));
  });
}

const bell = (x, y, deviation) => Math.exp(-(x * x + y * y) / (2 * deviation ** 2));
const gabor = (degrees) => (x, y) => {
  const angle = degrees * Math.PI / 180;
  return Math.cos(1.6 * Math.PI * (x * Math.cos(angle) + y * Math.sin(angle))) * bell(x, y, 0.55);
};

/** The bank in the page's order: each filter's formula on the square from -1 to 1. */
export const BANK = {
  edge_x: (x, y) => (x + y / 8) * bell(x, y, 0.5),
  edge_y: (x, y) => (y - x / 8) * bell(x, y, 0.5),
  edge_down: (x, y) => (x - y + (x + y) / 8) * bell(x, y, 0.5),
  spot: (x, y) => (1 - (x * x + y * y) / 0.18) * bell(x, y, 0.3),
  gabor_0: gabor(0),
  gabor_45: gabor(45),
  gabor_90: gabor(90),
  gabor_135: gabor(-45),
  blur: (x, y) => bell(x, y, 0.5),
  sharpen: (x, y) => bell(x, y, 0.5),
};

/** A filter's weights, row by row. */
export function weightsOf(id, radius = 3) {
  const side = 2 * radius + 1;
  const place = (step) => (step - radius) / (radius + 0.5);
  const found = Array.from({ length: side * side }, (_, at) => BANK[id](place(at % side), place(Math.floor(at / side))));
  const sum = found.reduce((total, weight) => total + weight, 0);
  if (id === 'blur') return found.map((weight) => weight / sum);
  if (id === 'sharpen') return found.map((weight, at) => (at === (side * side - 1) / 2 ? 2 : 0) - weight / sum);
  const middle = (side * side - 1) / 2;
  // An edge is zero in its middle, not what rounding makes of zero.
  return found.map((weight, at) => (id.startsWith('edge') && at === middle ? 0 : weight - sum / (side * side)));
}

/** The picture that ships: its last bytes are the shades. */
export function camera() {
  const bytes = readFileSync('page/pictures/camera.pgm');
  const grey = [...bytes.subarray(bytes.length - 160 * 160)];
  return { width: 160, height: 160, values: grey.map((shade) => Math.fround(shade / 255)) };
}

/** A picture with its mean at zero. */
export function centred(picture) {
  const middle = Math.fround(mean(picture.values));
  return { ...picture, values: picture.values.map((value) => Math.fround(value - middle)) };
}

/** A filter that stays inside the picture. */
export function convolved({ width, height, values }, weights) {
  const side = Math.sqrt(weights.length);
  const [columns, rows] = [width - side + 1, height - side + 1];
  const found = new Float64Array(columns * rows);
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      let sum = 0;
      for (let at = 0; at < weights.length; at += 1) {
        sum += weights[at] * values[(y + Math.floor(at / side)) * width + x + at % side];
      }
      found[y * columns + x] = sum;
    }
  }
  return { width: columns, height: rows, values: [...found] };
}

/** Signal over error in dB. */
export const sqnr = (exact, found) => decibels(power(exact), power(exact.map((value, at) => found[at] - value)));

/** Pearson's correlation. */
export function correlation(one, other) {
  const [a, b] = [mean(one), mean(other)];
  const both = mean(one.map((value, at) => (value - a) * (other[at] - b)));
  return both / Math.sqrt(mean(one.map((value) => (value - a) ** 2)) * mean(other.map((value) => (value - b) ** 2)));
}

/** A picture through a filter and through its signs at an alpha of its own. */
export function throughSigns(picture, id, radius = 3, alpha = undefined) {
  const [input, weights] = [centred(picture), weightsOf(id, radius)];
  const exact = convolved(input, weights);
  const signs = convolved(input, weights.map(sign));
  const own = alphaOf(weights);
  const at = (scale) => sqnr(exact.values, signs.values.map((sum) => scale * sum));
  return { exact, signs, own, sqnr: at(alpha ?? own), at };
}

/** The mean magnitude of all weights of the bank. */
export const sharedAlpha = (radius = 3) => alphaOf(Object.keys(BANK).flatMap((id) => weightsOf(id, radius)));

/** XNOR-Net's convolution, step by step. */
export function xnorSteps(picture, { id = 'gabor_45', radius = 3, centre = true, map = true } = {}) {
  const input = centre ? centred(picture) : picture;
  const weights = weightsOf(id, radius);
  const alpha = alphaOf(weights);
  const counts = convolved({ ...input, values: input.values.map(sign) }, weights.map(sign));
  const sizes = { ...input, values: input.values.map(Math.abs) };
  const scales = convolved(sizes, weights.map(() => 1 / weights.length)).values;
  const whole = mean(sizes.values);
  const k = map ? scales : scales.map(() => whole);
  const exact = convolved(input, weights);
  const approximation = counts.values.map((count, at) => count * k[at] * alpha);
  return {
    input, alpha, counts: counts.values, k, approximation, exact: exact.values, width: exact.width, height: exact.height,
    correlation: correlation(exact.values, approximation), sqnr: sqnr(exact.values, approximation),
  };
}
