«header»
@if table
import re

@end
import numpy as np
@if language=pytorch
import torch
@end

BITS, HIGHEST, LOWEST = «bits», «top», «bottom»  # symmetric codes about zero, or from zero up

«signal»


«show»


x = x[np.isfinite(x)][:«most»]
@if language=pytorch
x = torch.from_numpy(x)
@end
wide = x«double»
count, largest = max(len(x), 1), float(np.max(np.abs(np.asarray(x)), initial=0.0))


def cost(threshold):
    """The squared error at a threshold, split into what rounding and what clipping costs."""
    scale = float(np.float32(threshold / HIGHEST))
    back = «np».round((x / scale).clip(LOWEST, HIGHEST)) * scale
    square = (back - x)«double» ** 2
@if signed
    beyond = «np».abs(wide) > threshold
@else
    beyond = (wide < 0) | (wide > threshold)
@end
    return float(square[~beyond].sum()) / count, float(square[beyond].sum()) / count, int(beyond.sum()) / count


def describe(threshold):
    rounding, clipping, share = cost(threshold)
    with np.errstate(divide="ignore", invalid="ignore"):
        sqnr = 10 * np.log10(np.float64(float((wide**2).sum()) / count) / (rounding + clipping))
    return {
        "threshold": threshold,
        "mse": rounding + clipping,
        "rounding": rounding,
        "clipping": clipping,
        "sqnr_db": sqnr,
        "clipped": share,
    }


def minmax():
    return largest


def percentile():
    """How many in a hundred magnitudes are not clipped (McKinstry et al. 2018)."""
    return float(«np».quantile(«np».abs(wide), «percentile» / 100))


def moving_average():
    """Averages of the minima and the maxima of batches of 1024 (Jacob et al. 2018)."""
    ends = None
    for start in range(0, len(x), 1024):
        batch = wide[start : start + 1024]
        now = np.array([float(batch.min()), float(batch.max())])
        ends = now if ends is None else ends + 0.01 * (now - ends)
    return float(np.abs(ends).max())


def mse():
    """The threshold of a hundred with the smallest mean squared error; of equal ones the largest."""
    grid = [largest * k / 100 for k in range(100, 0, -1)]
    return min(grid, key=lambda threshold: sum(cost(threshold)[:2]))


def entropy():
    """The window of a histogram that loses least in KL divergence (Migacz 2017, TensorRT)."""
    bins, coarse = 2048, «coarse»
    place = ((np.asarray(wide) + largest) * (bins / (2 * largest))).astype(np.int64)
    counts = np.bincount(np.minimum(place, bins - 1), minlength=bins)
    before = np.concatenate([[0], np.cumsum(counts)])
    best = (np.inf, 0, bins)
    for reach in range(coarse // 2, bins // 2 + 1):
        start, end = bins // 2 - reach, min(bins // 2 + reach + 1, bins)
        clipped = counts[start:end].copy()
        clipped[0] += before[start]
        clipped[-1] += before[bins] - before[end]
        # Merged into the coarse bins, and spread evenly over those of the fine ones that hold any.
        merged = max(len(clipped) // coarse, 1)
        groups = clipped[: coarse * merged].reshape(-1, merged)
        held = np.count_nonzero(groups, axis=1)
        edges = start + merged * np.arange(coarse + 1)
        edges[-1] = end  # the last one also counts what did not come out even
        each = (before[edges[1:]] - before[edges[:-1]]) // np.maximum(held, 1)
        spread = np.zeros_like(clipped)
        spread[: coarse * merged] = np.where(held > 0, each, 0).repeat(merged)
        p, q = smooth(clipped), smooth(spread)
        if p is not None and q is not None:
            divergence = np.sum(p * np.log(p / q))
            best = min(best, (divergence, start, end), key=lambda one: one[0])
    width = 2 * largest / bins
    low, high = -largest + width * best[1], largest if best[2] == bins else -largest + width * best[2]
    return min(max(abs(low), high), largest)


def smooth(counts):
    """Brought to sum 1, with a little in the empty bins that the others give."""
    empty = np.count_nonzero(counts == 0)
    if empty == len(counts) or (taken := 1e-4 * empty / (len(counts) - empty)) >= 1:
        return None
    return np.where(counts == 0, 1e-4, counts - taken) / counts.sum()


def aciq_laplace():
    """The best threshold of a Laplace distribution, as ACIQ's closed form has it (Banner et al. 2019)."""
    return float(«np».abs(wide).mean()) * «laplace_optimum»


def aciq_gauss():
    """The same of a normal distribution about zero."""
    return float((wide**2).mean()) ** 0.5 * «gauss_optimum»


def octav():
    """Newton's method for the least squared error (Sakr et al. 2022)."""
    magnitude = «np».abs(wide)
    previous, threshold = None, float(magnitude.mean())
    for _ in range(64):
        beyond = magnitude > threshold
        outside = int(beyond.sum())
        if outside == 0:
            break
        rounding = 4.0**-BITS / «octav_divisor» * (count - outside)
        step = float(magnitude[beyond].sum()) / (rounding + outside)
        if step in (threshold, previous):
            break
        previous, threshold = threshold, step
    return min(threshold, largest)


chosen = {}
for calibrator in (minmax, percentile, moving_average, mse, entropy, aciq_laplace, aciq_gauss, octav):
    threshold = (calibrator() or largest) if largest > 0 else 1.0
    chosen[calibrator] = threshold
    show(describe(threshold), calibrator.__name__ + "_")
@if threshold
show(describe(«threshold»))
@else
show(describe(chosen[mse]))  # the lowest error, until a threshold is set
@end
