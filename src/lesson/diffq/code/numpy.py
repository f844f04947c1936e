«header»
@if table
import re

@end
@if noise=gaussian
from statistics import NormalDist

@end
import numpy as np

BITS, LAMBDA, RATE, STEP = «bits», «lambda», «rate», «step»  # LAMBDA is a KiB's price
GROUPS = 4

«signal»


«show»


«random_bits»


def noise(seed, count):
    """In units of one step, for a seed and each place."""
    p = (random_bits(seed, count) + 0.5) / 2**32
@if noise=gaussian
    return np.array([NormalDist().inv_cdf(one) / 2 for one in p.tolist()])
@else
    return p - 0.5
@end


def kibibytes(bits, length):
    """The weights at their bits, the range, and an entry for the bits of each group."""
    entry = np.ceil(np.log2(1 + np.round(max(2, bits.max())) - 2))
    return (np.sum(bits) * length + 64 + 8 + entry * GROUPS) / 8 / 1024


x = x[np.isfinite(x)][:«most»]
length = len(x) // GROUPS
spreads = np.float32([«spreads»])
groups = [x[place * length : (place + 1) * length] * spreads[place] for place in range(GROUPS)]
ranges = np.array([np.ptp(group.astype(np.float64)) if length else 0.0 for group in groups])
count = max(GROUPS * length, 1)

logits = np.full(GROUPS, «logit»)
mean, square = np.zeros(GROUPS), np.zeros(GROUPS)  # Adam's
for step in range(STEP + 1):
    sigmoid = 1 / (1 + np.exp(-logits))
    bits = 2 + 13 * sigmoid
    steps = 2**bits - 1
    error, slope = 0.0, np.zeros(GROUPS)
    for place, group in enumerate(groups):
        # Fresh noise at every step, from the seed, the step and the group.
        u = noise((«seed» << 20) + step * GROUPS + place, length)
        noisy = (group + ranges[place] / steps[place] * u).astype(np.float32)
        off = noisy - group.astype(np.float64)
        error += np.sum(off**2)
        upstream = (2 * off / count).astype(np.float32)
        # d noisy / d B = -R u ln 2 2^B / (2^B - 1)^2
        slope[place] = -ranges[place] * np.log(2) * (steps[place] + 1) / steps[place] ** 2 * np.sum(upstream * u)
    if step == STEP:
        break
    price = LAMBDA * length / 8 / 1024
    gradient = (slope + price) * 13 * sigmoid * (1 - sigmoid)
    mean = 0.9 * mean + 0.1 * gradient
    square = 0.999 * square + 0.001 * gradient**2
    logits = logits - RATE * mean / (1 - 0.9 ** (step + 1)) / (np.sqrt(square / (1 - 0.999 ** (step + 1))) + 1e-8)


def real(group, bits):
    """The mean squared error when the group is really quantized."""
    w = group.astype(np.float64)
    least, span, steps = w.min(), np.ptp(w), 2 ** int(bits) - 1
    level = np.round((w - least) / span * steps) if span > 0 else np.zeros_like(w)
    return np.mean(((least + span * level / steps).astype(np.float32) - w) ** 2)


whole = np.round(bits)
show({
    "bits": bits,
    "mse_noise": error / count,
    "kibibytes": kibibytes(bits, length),
    "whole_bits": whole,
    "mse_real": [real(group, b) if length else 0.0 for group, b in zip(groups, whole)],
})
