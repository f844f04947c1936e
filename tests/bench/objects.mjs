// A network of objects, as TensorFlow Playground has them: a neuron for each place, a link for each weight, an example at
// a time. Hidden neurons and the one output are tanh; the loss is half the square of the error; targets are -1 and 1.
// It takes tanh's slope from the value that is there, where Playground computes tanh again: it is the quicker of the two.

class Link {
  constructor(from, to, weight) {
    this.from = from;
    this.to = to;
    this.weight = weight;
    this.gradient = 0;
  }
}

class Neuron {
  constructor(bias) {
    this.bias = bias;
    this.into = [];
    this.outOf = [];
    this.value = 0;
    // The derivatives of the loss by what it gives and by what it sums.
    this.byValue = 0;
    this.bySum = 0;
    this.gradient = 0;
  }

  fire() {
    let sum = this.bias;
    for (const link of this.into) sum += link.weight * link.from.value;
    this.value = Math.tanh(sum);
  }
}

export class ObjectNetwork {
  /** @param sizes Neurons of each layer, inputs first. @param random Gives numbers between 0 and 1. */
  constructor(sizes, random) {
    this.layers = sizes.map((size) => Array.from({ length: size }, () => new Neuron(0.1)));
    this.links = [];
    for (const [index, layer] of this.layers.slice(1).entries()) {
      for (const to of layer) {
        for (const from of this.layers[index]) {
          const link = new Link(from, to, random() - 0.5);
          from.outOf.push(link);
          to.into.push(link);
          this.links.push(link);
        }
      }
    }
    this.neurons = this.layers.slice(1).flat();
    this.seen = 0;
  }

  /** What it says of an example, between -1 and 1. */
  forward(example) {
    const [inputs] = this.layers;
    for (let index = 0; index < inputs.length; index += 1) inputs[index].value = example[index];
    for (let layer = 1; layer < this.layers.length; layer += 1) for (const neuron of this.layers[layer]) neuron.fire();
    return this.layers.at(-1)[0].value;
  }

  /** Adds the gradients of the example that went forward last. */
  backward(target) {
    const [output] = this.layers.at(-1);
    output.byValue = output.value - target;
    for (let layer = this.layers.length - 1; layer >= 1; layer -= 1) {
      for (const neuron of this.layers[layer]) {
        neuron.bySum = neuron.byValue * (1 - neuron.value * neuron.value);
        neuron.gradient += neuron.bySum;
        for (const link of neuron.into) link.gradient += neuron.bySum * link.from.value;
      }
      if (layer === 1) continue;
      for (const neuron of this.layers[layer - 1]) {
        neuron.byValue = 0;
        for (const link of neuron.outOf) neuron.byValue += link.weight * link.to.bySum;
      }
    }
    this.seen += 1;
  }

  /** Moves every number against its mean gradient, and forgets the gradients. */
  update(rate) {
    const share = rate / this.seen;
    for (const neuron of this.neurons) {
      neuron.bias -= share * neuron.gradient;
      neuron.gradient = 0;
    }
    for (const link of this.links) {
      link.weight -= share * link.gradient;
      link.gradient = 0;
    }
    this.seen = 0;
  }
}

/** The largest difference between the gradients of one example and central differences of its loss. */
export function gradientError(network, [x, y, target]) {
  const loss = () => (network.forward([x, y]) - target) ** 2 / 2;
  network.forward([x, y]);
  network.backward(target);
  const step = 1e-5;
  const slope = (owner, key) => {
    const kept = owner[key];
    owner[key] = kept + step;
    const above = loss();
    owner[key] = kept - step;
    const below = loss();
    owner[key] = kept;
    return (above - below) / (2 * step);
  };
  let worst = 0;
  for (const neuron of network.neurons) worst = Math.max(worst, Math.abs(slope(neuron, 'bias') - neuron.gradient));
  for (const link of network.links) worst = Math.max(worst, Math.abs(slope(link, 'weight') - link.gradient));
  network.update(0);
  return worst;
}
