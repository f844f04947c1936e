// In a worker: the network of objects on the circles, checked, then timed as the lesson times its own.
import { ObjectNetwork, gradientError } from './objects.mjs';

const BATCH = 10;
const RATE = 0.03;
const EXAMPLES = 512;
const SIZES = [2, 8, 8, 1];

// As the lesson's measurement: pieces of 20 ms, the first ones not counted, the median of the rest.
const PIECE = 20;
const PIECES = 40;
const WARM = 8;
const BETWEEN = 20;

/** Numbers between 0 and 1: a 32-bit xorshift, so that every run has the same. */
function generator(seed) {
  let state = seed | 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
}

/** A disc and a ring around it, as the lesson's circles: x, y, and the class as -1 or 1. */
function circles(random, count) {
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, (_, index) => {
    const ring = index % 2 === 1;
    const radius = ring ? 0.65 + 0.35 * random() : 0.45 * Math.sqrt(random());
    const angle = 2 * Math.PI * random();
    return [radius * Math.cos(angle) + 0.05 * normal(), radius * Math.sin(angle) + 0.05 * normal(), ring ? 1 : -1];
  });
}

function shuffled(examples, random) {
  const mixed = [...examples];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other], mixed[last]];
  }
  return mixed;
}

const random = generator(0x9e3779b9);
const examples = shuffled(circles(random, EXAMPLES), random);
const heldOut = circles(random, EXAMPLES);

/** A training: each call of it is one step, a batch and its update. */
function training() {
  const network = new ObjectNetwork(SIZES, random);
  const inputs = examples.map(([x, y]) => [x, y]);
  const targets = examples.map(([, , target]) => target);
  let next = 0;
  const step = () => {
    for (let count = 0; count < BATCH; count += 1) {
      network.forward(inputs[next]);
      network.backward(targets[next]);
      next = next + 1 === EXAMPLES ? 0 : next + 1;
    }
    network.update(RATE);
  };
  return { network, step };
}

/** Whether it does what it is timed for: its gradients are right, and it learns to tell the circles apart. */
function check() {
  const { network, step } = training();
  let worst = 0;
  for (const example of examples.slice(0, 20)) worst = Math.max(worst, gradientError(network, example));
  for (let count = 0; count < 20_000; count += 1) step();
  const right = heldOut.filter(([x, y, target]) => network.forward([x, y]) * target > 0).length;
  return { worst, accuracy: right / heldOut.length };
}

/** Steps a second. */
function measure() {
  const { step } = training();
  const speeds = [];
  for (let piece = 0; piece < PIECES; piece += 1) {
    const since = performance.now();
    let [steps, elapsed] = [0, 0];
    while (elapsed < PIECE) {
      for (let count = 0; count < BETWEEN; count += 1) step();
      steps += BETWEEN;
      elapsed = performance.now() - since;
    }
    if (piece >= WARM) speeds.push(steps * 1000 / elapsed);
  }
  return speeds.sort((a, b) => a - b)[Math.floor(speeds.length / 2)];
}

self.onmessage = ({ data }) => self.postMessage({ check, measure }[data]());
