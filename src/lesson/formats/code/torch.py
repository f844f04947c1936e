«header»
@if table
import re

@end
import numpy as np
import torch

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
    random = torch.from_numpy(random_bits(«seed», len(x)).astype(np.int64))
    code, clipped = f.encode(x / torch.tensor(SCALE, dtype=torch.float32), random)
@else
    code, clipped = f.encode(x / torch.tensor(SCALE, dtype=torch.float32))
@end
    return f.decode(code).float() * SCALE, clipped


f = «tuple»
values = f.decode(torch.arange(«code_count»)) * SCALE
@if painted
code = «code»
@else
@if rounding=stochastic
code = int(f.encode(«x» / SCALE, int(random_bits(«seed», 1)[0]))[0])
@else
code = int(f.encode(«x» / SCALE)[0])
@end
@end
@else
@if overflow=saturate
def cast(dtype, largest, overflows, steps):
    """Casts of PyTorch saturate from version 2.12 on; clamped first they do in all of them."""
    return steps.clamp(-largest, largest).to(dtype)
@else
def cast(dtype, largest, overflows, steps):
    """Casts of PyTorch saturate from version 2.12 on: infinity or NaN is put in by hand."""
    special = torch.copysign(torch.full_like(steps, torch.inf if dtype in INFINITE else torch.nan), steps)
    return torch.where(overflows(steps.abs()), special, steps).to(dtype)


INFINITE = {torch.float8_e5m2, torch.float16, torch.bfloat16}
@end


def quantize(dtype, largest, overflows, x):
    """There and back, and what was clipped."""
    steps = x / torch.tensor(SCALE, dtype=torch.float32)
    back = cast(dtype, largest, overflows, steps).float() * SCALE
    return back, overflows(steps.abs())


values = torch.arange(«code_count», dtype=torch.int32).to(torch.uint«storage»).view(«dtype»).double() * SCALE
@if painted
code = «code»
@else
steps = torch.tensor([«x» / SCALE], dtype=torch.float32)
code = int(cast(«dtype», «largest», lambda magnitude: magnitude «overflows», steps).view(torch.uint«storage»)[0])
@end
@end
finite = values[values.isfinite()].tolist()
show({
    "code": code,
    "value": values[code],
@if painted
@else
    "below": max([value for value in finite if value <= «x»], default=-torch.inf),
    "above": min([value for value in finite if value >= «x»], default=torch.inf),
@end
})
x = torch.from_numpy(x)
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
