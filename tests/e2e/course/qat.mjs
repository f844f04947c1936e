// What the stations of the QAT lesson say of sizes, by counting. What the networks reach is a training of many steps; that
// it is right is tested beside PyTorch, and its figures on the page are compared with the lesson's own three columns.

/** The layers of a network as pairs of neurons and inputs. */
const layers = (...sizes) => sizes.slice(1).map((neurons, index) => [neurons, sizes[index]]);
const [spirals, digits] = [layers(2, 16, 16, 2), layers(64, 32, 10)];

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const weights = (network) => sum(network.map(([neurons, inputs]) => neurons * inputs));

/** Bytes of a network: of each layer its codes, four for every bias, and what its quantizers keep. */
const bytes = (network, bits, kept) =>
  sum(network.map(([neurons, inputs], index) => Math.ceil(neurons * inputs * bits(index) / 8) + 4 * neurons + kept(neurons, index)));
const full = (network) => bytes(network, () => 32, () => 0);
// LSQ keeps a step size for the weights of each layer, and one for what each layer but the last gives on.
const lsq = (neurons, index) => (index < 2 ? 8 : 4);

export default [
  { at: 1, fact: 'weights', tolerance: 1e-9, value: () => weights(spirals) },
  { at: 2, fact: 'full_size', tolerance: 1e-9, value: () => full(spirals) },
  { at: 2, fact: 'post_size', tolerance: 1e-9, value: () => bytes(spirals, () => 8, lsq) },
  // Where the ends are spared, only the middle layer has a step size for its weights.
  {
    at: 3, fact: 'aware_size', tolerance: 1e-9,
    value: () => bytes(spirals, (index) => (index === 1 ? 2 : 32), (_, index) => (index === 2 ? 0 : 4)),
  },
  // A scale for each neuron.
  { at: 4, fact: 'aware_size', tolerance: 1e-9, value: () => bytes(spirals, () => 1, (neurons) => 4 * neurons) },
  { at: 4, fact: 'full_size', tolerance: 1e-9, value: () => full(spirals) },
  { at: 5, fact: 'weights_1', tolerance: 1e-9, value: () => 64 * 32 },
  { at: 5, fact: 'full_size', tolerance: 1e-9, value: () => full(digits) },
  { at: 6, fact: 'post_size', tolerance: 1e-9, value: () => bytes(spirals, () => 4, (neurons) => 4 * neurons) },
];
