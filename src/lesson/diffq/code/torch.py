«header»
@if table
import re

@end
@if noise=gaussian
from statistics import NormalDist

@end
import numpy as np
import torch

BITS, LAMBDA, RATE, STEP = «bits», «lambda», «rate», «step»  # LAMBDA is a KiB's price
GROUPS = 4

«signal»


«show»


«random_bits»


def noise(seed, count):
    """In units of one step, for a seed and each place."""
    p = (random_bits(seed, count) + 0.5) / 2**32
@if noise=gaussian
    return torch.tensor([NormalDist().inv_cdf(one) / 2 for one in p.tolist()], dtype=torch.float64)
@else
    return torch.from_numpy(p - 0.5)
@end


x = x[np.isfinite(x)][:«most»]
length = len(x) // GROUPS
spreads = np.float32([«spreads»])
groups = [x[place * length : (place + 1) * length] * spreads[place] for place in range(GROUPS)]
groups = torch.from_numpy(np.stack(groups)).double()
ranges = groups.amax(dim=1) - groups.amin(dim=1) if length else torch.zeros(GROUPS)

logits = torch.full((GROUPS,), «logit», dtype=torch.float64, requires_grad=True)
adam = torch.optim.Adam([logits], lr=RATE)
for step in range(STEP + 1):
    adam.zero_grad()
    bits = 2 + 13 * torch.sigmoid(logits)
    # Fresh noise at every step, from the seed, the step and the group: autograd finds d noisy / d B.
    u = torch.stack([noise((«seed» << 20) + step * GROUPS + place, length) for place in range(GROUPS)])
    noisy = groups + (ranges / (2**bits - 1))[:, None] * u
    noisy = noisy + (noisy.float() - noisy).detach()  # held in float32, which has no slope
    error = ((noisy - groups) ** 2).sum() / max(GROUPS * length, 1)
    (error + LAMBDA * bits.sum() * length / 8 / 1024).backward()
    if step < STEP:
        adam.step()


def real(group, bits):
    """The mean squared error when the group is really quantized."""
    least, span, steps = group.min(), group.max() - group.min(), 2 ** int(bits) - 1
    level = torch.round((group - least) / span * steps) if span > 0 else torch.zeros_like(group)
    return float((((least + span * level / steps).float() - group) ** 2).mean())


bits = bits.detach()
whole = torch.round(bits)
# The weights at their bits, the range, and an entry for the bits of each group.
entry = np.ceil(np.log2(1 + max(2.0, float(whole.max())) - 2))
show({
    "bits": bits,
    "mse_noise": error.item(),
    "kibibytes": (float(bits.sum()) * length + 64 + 8 + entry * GROUPS) / 8 / 1024,
    "whole_bits": whole,
    "mse_real": [real(group, b) if length else 0.0 for group, b in zip(groups, whole)],
})
