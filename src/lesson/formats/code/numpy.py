«header»
@if table
import re

@end
@if ml_dtypes
import ml_dtypes
@end
import numpy as np

SCALE = «scale»  # what numbers are divided by before, and multiplied by after

«signal»


«figures»


«show»


@if rounding=stochastic
«random_bits»


@end
@if generic
«float»


def quantize(f, x):
    """There and back, and what was clipped."""
@if rounding=stochastic
    code, clipped = f.encode(x / np.float32(SCALE), random_bits(«seed», len(x)))
@else
    code, clipped = f.encode(x / np.float32(SCALE))
@end
    return f.decode(code).astype(np.float32) * np.float32(SCALE), clipped


f = «tuple»
values = f.decode(np.arange(«code_count»)) * SCALE
@if painted
code = «code»
@else
@if rounding=stochastic
code = int(f.encode(«x» / SCALE, random_bits(«seed», 1)[0])[0])
@else
code = int(f.encode(«x» / SCALE)[0])
@end
@end
@else
@if overflow=saturate
def cast(dtype, largest, steps):
    """ml_dtypes does not saturate by itself: what lies beyond the largest value is clipped first."""
    return np.clip(steps, -largest, largest).astype(dtype)
@else
def cast(dtype, largest, steps):
    """ml_dtypes makes of an overflow what the format has for it: infinity, else NaN."""
    with np.errstate(over="ignore"):
        return steps.astype(dtype)
@end


def quantize(dtype, largest, overflows, x):
    """There and back, and what was clipped."""
    steps = x / np.float32(SCALE)
    back = cast(dtype, largest, steps).astype(np.float32) * np.float32(SCALE)
    return back, overflows(np.abs(steps))


@if storage=16
with np.errstate(invalid="ignore"):  # there are signalling NaNs among the codes
    values = np.arange(«code_count»).astype(np.uint16).view(«dtype»).astype(np.float64) * SCALE
@else
values = np.arange(«code_count»).astype(np.uint8).view(«dtype»).astype(np.float64) * SCALE
@end
@if painted
code = «code»
@else
code = int(cast(«dtype», «largest», np.float32([«x» / SCALE])).view(np.uint«storage»)[0])
@end
@end
finite = values[np.isfinite(values)]
show({
    "code": code,
    "value": values[code],
@if painted
@else
    "below": np.max(finite[finite <= «x»], initial=-np.inf),
    "above": np.min(finite[finite >= «x»], initial=np.inf),
@end
})
@if generic
show(figures(x, *quantize(f, x)))
@if versus
versus = «versus_tuple»  # «versus»
show(figures(x, *quantize(versus, x)), "versus_")
@end
@else
show(figures(x, *quantize(«dtype», «largest», lambda magnitude: magnitude «overflows», x)))
@if versus
show(figures(x, *quantize(«versus_dtype», «versus_largest», lambda magnitude: magnitude «versus_overflows», x)), "versus_")
@end
@end
