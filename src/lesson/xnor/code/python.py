«header»
import re

import numpy as np
@if language=pytorch
import torch
@end

«show»


«picture_functions»


«filters_function»


# Two rows of signs, a bit each: XNOR says where they agree, and a count of bits is the dot product.
a, b, n = 0b«a», 0b«b», 16
differ = (a ^ b).bit_count()
show({"differ": differ, "dot": n - 2 * differ})


def signs(values):
    return np.where(values < 0, -1.0, 1.0)


picture = read_pgm(«picture»)
@if centre
picture = picture - np.float32(picture.astype(np.float64).mean())
@end
weights = bank(radius=«radius»)["«filter»"]
exact = convolve(picture, weights).astype(np.float32)

# I conv W is about (sign(I) conv sign(W)) K alpha (equation 11); sums of signs are n - 2 popcount.
counts = convolve(signs(picture), signs(weights))
alpha = np.mean(np.abs(weights.astype(np.float64)))
magnitude = np.abs(picture.astype(np.float64))
@if map
scales = convolve(magnitude, np.full(weights.shape, 1 / weights.size))  # K: a mean at each place
approximation = (counts * scales * alpha).astype(np.float32)
@else
scale = np.float32(magnitude.mean()) * np.float32(alpha)  # one for the whole picture
approximation = counts.astype(np.float32) * scale
@end
one, other = exact.astype(np.float64), approximation.astype(np.float64)
one, other = one - one.mean(), other - other.mean()
squares = np.sum(one**2) * np.sum(other**2)
show({
    "products": weights.size * exact.size,
    "words_of_64_signs": -(-weights.size // 64) * exact.size,
    "alpha": np.float32(alpha),
    "mean_magnitude": np.float32(magnitude.mean()),
    "correlation": np.sum(one * other) / np.sqrt(squares) if squares else 0.0,
    "sqnr_db": sqnr_db(exact, approximation),
})
