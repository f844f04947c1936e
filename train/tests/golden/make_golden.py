"""Writes train.json: networks trained a few steps by PyTorch.

    pip install numpy==2.4.6 torch==2.15.0
    python3 make_golden.py

Operators on the CPU only. Inputs and first weights are whole numbers over a power of two, so that
they are the same in every precision.
"""

import json
import math
import pathlib

import numpy
import torch
import torch.nn.functional as F
from torch.ao.quantization import (
    MinMaxObserver,
    MovingAverageMinMaxObserver,
    PerChannelMinMaxObserver,
)

torch.set_num_threads(1)
random = numpy.random.default_rng(5)


def grid(*shape, scale=1.0):
    """Normal numbers, rounded to multiples of 2^-10."""
    return torch.tensor(numpy.round(random.normal(size=shape) * scale * 1024) / 1024)


def numbers(tensor):
    return [float(x) for x in tensor.detach().double().flatten()]


def problem(sizes, examples, classes):
    """Examples and first weights; a number is asked for where there are no classes."""
    x = grid(examples, sizes[0])
    if classes:
        target = torch.tensor(random.integers(0, classes, examples))
    else:
        target = grid(examples)
    layers = [
        (grid(out, into, scale=1 / math.sqrt(into)), grid(out, scale=0.25))
        for into, out in zip(sizes, sizes[1:])
    ]
    return x, target, layers


def loss_of(y, target, classes):
    if classes:
        return F.cross_entropy(y, target)
    return 0.5 * F.mse_loss(y[:, 0], target)


ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh}


class Plain:
    """A layer's quantizers that do nothing; the base of the others."""

    def start(self, index, weights, hidden):
        pass

    def weights(self, index, w):
        return w

    def hidden(self, index, h):
        return h

    def trained(self):
        return []

    def penalty(self):
        return 0.0


class Affine(Plain):
    def __init__(self, bits, per_channel):
        self.top = 2**bits - 1
        self.per_channel = per_channel
        self.observers = {}

    def observer(self, kind, **more):
        return kind(dtype=torch.quint8, quant_min=0, quant_max=self.top, **more)

    def start(self, index, weights, hidden):
        if hidden is not None:
            self.observers[index] = self.observer(
                MovingAverageMinMaxObserver, averaging_constant=0.01
            )
            self.observers[index](hidden.detach())

    def weights(self, index, w):
        if self.per_channel:
            observer = self.observer(
                PerChannelMinMaxObserver, ch_axis=0, qscheme=torch.per_channel_affine
            )
            observer(w.detach())
            scale, zero = observer.calculate_qparams()
            return torch.fake_quantize_per_channel_affine(
                w, scale, zero.to(torch.int32), 0, 0, self.top
            )
        observer = self.observer(MinMaxObserver)
        observer(w.detach())
        scale, zero = observer.calculate_qparams()
        return torch.fake_quantize_per_tensor_affine(
            w, scale, zero.to(torch.int32), 0, self.top
        )

    def hidden(self, index, h):
        self.observers[index](h.detach())
        scale, zero = self.observers[index].calculate_qparams()
        return torch.fake_quantize_per_tensor_affine(
            h, scale, zero.to(torch.int32), 0, self.top
        )


def straight(value, through):
    """The value, with the gradient of the other."""
    return through + (value - through).detach()


class Pact(Plain):
    def __init__(self, bits, penalty):
        self.steps = 2**bits - 1
        self.scale = penalty
        self.alpha = {}

    def start(self, index, weights, hidden):
        if hidden is not None:
            self.alpha[index] = hidden.detach().max().reshape(1).requires_grad_()

    def hidden(self, index, h):
        alpha = self.alpha[index]
        # Equation 1 with the pieces of equation 3: at alpha itself the gradient is alpha's. h is what
        # the ReLU gives, so that nothing is left to clip at zero.
        y = torch.where(h < alpha, h, alpha)
        return straight(torch.round(y * self.steps / alpha) * alpha / self.steps, y)

    def trained(self):
        return list(self.alpha.values())

    def penalty(self):
        return self.scale * sum(alpha.square().sum() for alpha in self.alpha.values())


class Lsq(Plain):
    def __init__(self, bits):
        half = 2 ** (bits - 1)
        self.ends = {"weights": (-half, half - 1), "hidden": (0, 2 * half - 1)}
        self.step = {}

    def start(self, index, weights, hidden):
        for kind, numbers in (("weights", weights), ("hidden", hidden)):
            if numbers is not None:
                top = self.ends[kind][1]
                first = 2 * numbers.detach().double().abs().mean() / math.sqrt(top)
                step = first.to(numbers.dtype).reshape(1).requires_grad_()
                self.step[kind, index] = step

    def quantize(self, kind, index, v, count):
        low, high = self.ends[kind]
        step = self.step[kind, index]
        scale = 1 / math.sqrt(count * high)
        step = straight(step, step * scale)
        z = torch.clamp(v / step, low, high)
        return straight(torch.round(z), z) * step

    def weights(self, index, w):
        return self.quantize("weights", index, w, w.numel())

    def hidden(self, index, h):
        return self.quantize("hidden", index, h, h.shape[1])

    def trained(self):
        return [self.step[key] for key in sorted(self.step, key=lambda key: (key[1], key[0] != "weights"))]


class Paper(torch.autograd.Function):
    """XNOR-Net, section 3.1, as printed: g (1/n + alpha 1{|w| <= 1})."""

    @staticmethod
    def forward(context, w):
        alpha = w.abs().mean(dim=1, keepdim=True)
        context.save_for_backward(w, alpha)
        return alpha * torch.where(w < 0, -1.0, 1.0)

    @staticmethod
    def backward(context, g):
        w, alpha = context.saved_tensors
        return g * (1 / w.shape[1] + alpha * (w.abs() <= 1))


class Bwn(Plain):
    def __init__(self, gradient):
        self.gradient = gradient

    def weights(self, index, w):
        if self.gradient == "paper":
            return Paper.apply(w)
        sign = straight(torch.where(w < 0, -1.0, 1.0), torch.clamp(w, -1, 1))
        return w.abs().mean(dim=1, keepdim=True) * sign


def train(name, sizes, examples, classes, activation, optimizer, steps, quantizer=None, dtype=torch.float64, **more):
    x, target, layers = problem(sizes, examples, classes)
    case = {
        "name": name,
        "sizes": sizes,
        "classes": classes,
        "activation": activation,
        "optimizer": optimizer,
        "steps": steps,
        "x": numbers(x),
        "target": numbers(target),
        "first": [[numbers(w), numbers(b)] for w, b in layers],
        **more,
    }
    x = x.to(dtype)
    target = target if classes else target.to(dtype)
    layers = [(w.to(dtype).requires_grad_(), b.to(dtype).requires_grad_()) for w, b in layers]
    quantizer = quantizer or Plain()
    last = len(layers) - 1
    h = x
    for index, (w, b) in enumerate(layers):
        h = F.linear(h, w, b)
        if index < last:
            h = ACTIVATIONS[activation](h)
        quantizer.start(index, w, h if index < last else None)
    every = [p for layer in layers for p in layer] + quantizer.trained()
    if optimizer == "adam":
        update = torch.optim.Adam(every, lr=more["rate"])
    else:
        update = torch.optim.SGD(every, lr=more["rate"], momentum=more["momentum"])
    losses = []
    for _ in range(steps):
        h = x
        for index, (w, b) in enumerate(layers):
            h = F.linear(h, quantizer.weights(index, w), b)
            if index < last:
                h = quantizer.hidden(index, ACTIVATIONS[activation](h))
        loss = loss_of(h, target, classes)
        update.zero_grad()
        (loss + quantizer.penalty()).backward()
        losses.append(float(loss.detach()))
        update.step()
    case["losses"] = losses
    case["gradients"] = [[numbers(w.grad), numbers(b.grad)] for w, b in layers]
    case["last"] = [[numbers(w), numbers(b)] for w, b in layers]
    case["trained"] = [numbers(p)[0] for p in quantizer.trained()]
    return case


def quantized(name, weights, activations, bits, quantizer, **more):
    """A few steps in float32, so that both sides round alike."""
    return train(
        name, [3, 6, 5, 3], 10, 3, "relu", "sgd", 3, quantizer, torch.float32,
        rate=0.1, momentum=0.9, weights=weights, activations=activations, bits=bits, **more,
    )


cases = []
for activation in ACTIVATIONS:
    for classes in (3, 0):
        sizes = [4, 7, 5, classes or 1]
        name = f"gradients, {activation}, {'cross-entropy' if classes else 'half square'}"
        cases.append(train(name, sizes, 11, classes, activation, "sgd", 1, rate=0.05, momentum=0.0))
cases.append(train("SGD with momentum", [4, 8, 3], 12, 3, "tanh", "sgd", 20, rate=0.1, momentum=0.9))
cases.append(train("Adam", [4, 8, 3], 12, 3, "relu", "adam", 20, rate=0.02, momentum=0.0))
cases.append(quantized("affine per tensor", "affine", "affine", 4, Affine(4, False), per_channel=False))
cases.append(quantized("affine per channel", "affine", "affine", 8, Affine(8, True), per_channel=True))
cases.append(quantized("PACT", "none", "pact", 3, Pact(3, 0.3), per_channel=True, penalty=0.3))
cases.append(quantized("LSQ", "lsq", "lsq", 3, Lsq(3), per_channel=True))
cases.append(quantized("BWN as printed", "bwn", "none", 1, Bwn("paper"), per_channel=True, gradient="paper"))
cases.append(quantized("BWN exact", "bwn", "none", 1, Bwn("exact"), per_channel=True, gradient="exact"))

found = {
    "versions": {"torch": torch.__version__, "numpy": numpy.__version__},
    "cases": cases,
}
path = pathlib.Path(__file__).parent / "train.json"
path.write_text(json.dumps(found, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
print(path.name, path.stat().st_size, "bytes")
