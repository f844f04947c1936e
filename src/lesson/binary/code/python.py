«header»
import re

import numpy as np
@if language=pytorch
import torch
@end

«signal»


«show»


def binarize(w):
    """One bit each: the signs, sign(0) being +1, and their scale, the mean magnitude (equation 6)."""
@if language=pytorch
    w = torch.as_tensor(w)
    alpha = w.double().abs().mean().item() if len(w) else 0.0
    return alpha, torch.where(w < 0, -1.0, 1.0).numpy()
@else
    alpha = np.mean(np.abs(w.astype(np.float64))) if len(w) else 0.0
    return alpha, np.where(w < 0, np.float32(-1), np.float32(1))
@end


def square_error(w, alpha, signs):
    return np.sum((alpha * signs.astype(np.float64) - w) ** 2)


# The values as the weights of «filters» filters, each multiplied by a size of its own.
sizes = np.float32([«sizes»])
length = len(x) // len(sizes)
weights = [x[place * length : (place + 1) * length] * size for place, size in enumerate(sizes)]
weights = [w[np.isfinite(w)] for w in weights]
found = [binarize(w) for w in weights]
count = max(sum(len(w) for w in weights), 1)
power = sum(np.sum(w.astype(np.float64) ** 2) for w in weights) / count
mean_alpha = sum(alpha * len(w) for w, (alpha, _) in zip(weights, found)) / count
each = sum(square_error(w, *one) for w, one in zip(weights, found)) / count
one = sum(square_error(w, mean_alpha, signs) for w, (_, signs) in zip(weights, found)) / count
@if per_filter
mse = each  # each filter has an alpha of its own
@else
@if alpha
mse = sum(square_error(w, «alpha», signs) for w, (_, signs) in zip(weights, found)) / count
@else
mse = one  # one alpha for all filters
@end
@end
with np.errstate(divide="ignore", invalid="ignore"):
    show({
        "weights": sum(len(w) for w in weights),
        "alpha": mean_alpha,
        "alphas": [alpha for alpha, _ in found],
        "mse": mse,
        "sqnr_db": 10 * np.log10(power / mse),
        "one_alpha_sqnr_db": 10 * np.log10(power / one),
        "each_alpha_sqnr_db": 10 * np.log10(power / each),
    })


# A picture through every filter of a bank, and through their signs.
«picture_functions»


«filters_function»


picture = read_pgm(«picture»)
picture = picture - np.float32(picture.astype(np.float64).mean())
filters = bank(radius=«radius»)
shared, _ = binarize(np.concatenate([w.ravel() for w in filters.values()]))
alphas, own_db, shared_db = [], [], []
for name, w in filters.items():
    exact = convolve(picture, w).astype(np.float32)
    alpha, signs = binarize(w.ravel())
    sums = convolve(picture, signs.reshape(w.shape)).astype(np.float32)
    alphas.append(np.float32(alpha))
    own_db.append(sqnr_db(exact, sums * np.float32(alpha)))
    shared_db.append(sqnr_db(exact, sums * np.float32(shared)))
shown = list(filters).index("«filter»")
show({
    "bank_alphas": alphas,
    "bank_own_sqnr_db": own_db,
    "bank_shared_sqnr_db": shared_db,
    "picture_sqnr_db": «shown_db»[shown],
})
