«header»
@if table
import re

@end
import numpy as np

QN, QP = «low», «high»  # the codes at the two ends
RATE, STEP = «rate», «step»

«signal»


«show»


v = x[np.isfinite(x)][:«most»].astype(np.float64)
count, largest = max(len(v), 1), np.max(np.abs(v), initial=0.0)
init = 2 * np.sum(np.abs(v)) / count / np.sqrt(max(QP, 1)) or 1.0
@if gradient_scale
gradient_scale = 1 / np.sqrt(count * max(QP, 1))
@else
gradient_scale = 1.0
@end


def quantize(size, offset):
    """The values, and their slopes in the step size and in the offset."""
    z = (v - offset) / size
    inside = (QN < z) & (z < QP)
    value = np.round(np.clip(z, QN, QP)) * size + offset
    size_slope = np.where(inside, np.round(z) - z, np.clip(z, QN, QP))
    return value, size_slope, np.where(inside, 0.0, 1.0)


def slopes(size, offset):
    """Half the mean squared error, and the gradients of half the sum of squares."""
    value, size_slope, offset_slope = quantize(size, offset)
    error = value - v
    return np.sum(error**2) / 2 / count, np.sum(error * size_slope), np.sum(error * offset_slope)


@if size
start = «size»
@else
start = init * «init»
@end
size, offset = start, 0.0
for _ in range(STEP):
    _, size_gradient, offset_gradient = slopes(size, offset)
    # One step shrinks s to a sixteenth at most.
    size = np.clip(size - RATE * (size_gradient * gradient_scale), size / 16, start * 64)
@if offset
    offset = np.clip(offset - RATE * offset_gradient * gradient_scale, -64 * largest, 64 * largest)
@end
loss, gradient, _ = slopes(size, offset)
show({
    "init": init,
    "gradient_scale": gradient_scale,
    "size": size,
    "offset": offset,
    "loss": loss,
    "gradient": gradient * gradient_scale,
})
