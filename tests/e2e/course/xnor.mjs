// What the stations of the XNOR-Net lesson say: sixteen products one by one, and the convolution in plain loops.
import { camera, xnorSteps } from '../reference/one-bit.mjs';

/** The signs of a row as the address holds it. */
const signs = (row) => [...row.toString(2).padStart(16, '0')].map((bit) => (bit === '1' ? 1 : -1));
// The rows that the lesson opens with.
const [a, b] = [signs(0b1011001110001101), signs(0b1010011010011111)];
const products = a.map((sign, place) => sign * b[place]);

const steps = (settings) => xnorSteps(camera(), settings);

export default [
  { at: 1, fact: 'differ', tolerance: 1e-9, value: () => products.filter((product) => product < 0).length },
  // This one stands in the answer, once the guess is locked.
  { at: 1, fact: 'sum', tolerance: 1e-9, value: () => products.reduce((sum, product) => sum + product, 0) },
  { at: 2, fact: 'correlation', tolerance: 0.01, value: () => steps({ id: 'edge_x' }).correlation },
  { at: 3, fact: 'sqnr', tolerance: 0.01, value: () => steps({ id: 'spot' }).sqnr },
  { at: 3, fact: 'correlation', tolerance: 0.01, value: () => steps({ id: 'spot' }).correlation },
  { at: 4, fact: 'correlation', tolerance: 0.01, value: () => steps({ id: 'edge_x', map: false }).correlation },
  { at: 4, fact: 'brightest', tolerance: 0.01, value: () => steps({ id: 'edge_x', map: false }).k[0] },
  { at: 5, fact: 'different', tolerance: 1e-9, value: () => new Set(steps({ centre: false }).counts).size },
  { at: 6, fact: 'taps', tolerance: 1e-9, value: () => 11 ** 2 },
  { at: 6, fact: 'words', tolerance: 1e-9, value: () => Math.ceil(11 ** 2 / 64) },
  { at: 6, fact: 'sign_bytes', tolerance: 1e-9, value: () => Math.ceil(11 ** 2 / 8) + 4 },
];
