«header»
@if table
import re

@end
@if language=pytorch
import numpy as np
import torch
@else
@if ml_dtypes
import ml_dtypes
@end
import numpy as np
@end

LOWEST, HIGHEST = «low», «high»  # the codes

«signal»


«figures»


«show»


@if ties=nearest_away
def rounded(z):
    """To the nearest whole number, a tie away from zero."""
@if language=pytorch
    part, whole = z.frac(), z.trunc()
@else
    part, whole = np.modf(z)
@end
    return whole + «np».sign(z) * («np».abs(part) >= 0.5)
@else
rounded = «np».round  # to the nearest whole number, a tie to the even one
@end


def parameters(least, most):
    """S and Z of a range, «precision_words»."""
@if zero_point=float
    if least == most:  # the range is left as it is, unless it is a single number
        least, most = min(least, 0.0), max(most, 0.0)
@else
    least, most = min(least, 0.0), max(most, 0.0)  # zero is to have a code of its own
@end
@if symmetric
    most = max(most, -least)
    least = -most
@end
@if precision=float32
    least, most = np.float32(least), np.float32(most)
    exact = (most - least) / np.float32(HIGHEST - LOWEST)
@else
    exact = (most - least) / (HIGHEST - LOWEST)
@end
    if exact < np.finfo(np.float32).tiny:
        return 1.0, 0.0
@if zero_point=integer
@if symmetric
    zero_point = float(np.round((LOWEST + HIGHEST) / 2))
@else
    zero_point = min(max(to_whole(LOWEST - least / exact), LOWEST), HIGHEST)
@end
@end
@if zero_point=notes
    zero_point = to_whole(least / exact)  # the sign as in the notes
@end
@if zero_point=float
    zero_point = float(np.float32(LOWEST - least / exact))
@end
    return float(np.float32(exact)), zero_point


def to_whole(z):
@if language=pytorch
    return float(rounded(torch.tensor(float(z), dtype=torch.float64)))
@else
    return float(rounded(np.float64(z)))
@end


def quantize(x, scale, zero_point):
    """The codes, what comes back, and what was clipped."""
    steps = «np».nan_to_num(x, posinf=«np».inf, neginf=-«np».inf) / scale
@if zero_point=float
    code = rounded((steps + zero_point)«double»)
@else
    code = rounded(steps«double») + zero_point
@end
    clipped = (code < LOWEST) | (code > HIGHEST)
    code = code.clip(LOWEST, HIGHEST)
    return code, (code«single» - zero_point) * scale, clipped


finite = x[np.isfinite(x)].astype(np.float64) if np.isfinite(x).any() else np.zeros(1)
least, most = «least», «most»
scale, zero_point = parameters(min(least, most), max(least, most))
@if language=pytorch
x = torch.from_numpy(x)
code, value, _ = quantize(torch.tensor([«x»]), scale, zero_point)
@else
code, value, _ = quantize(np.float32([«x»]), scale, zero_point)
@end
show({"scale": scale, "zero_point": zero_point, "code": code[0], "value": value[0]})
_, back, clipped = quantize(x, scale, zero_point)
show(figures(x, back, clipped))

# Beside it: «against», rounded to the nearest, ties to even; what overflows saturates.
@if against_scale
scale = «against_scale»
@else
scale = np.float32(max(-finite.min(), finite.max())) / np.float32(«against_largest»)
scale = float(scale) if np.finfo(np.float32).tiny <= scale < np.inf else 1.0
@end
@if generic
«float»


f = «against_tuple»
code, clipped = f.encode(x / scale)
back = f.decode(code)«single» * scale
@else
@if language=pytorch
back = (x / scale).clamp(-«against_largest», «against_largest»).to(«against_dtype»).float() * scale
clipped = (x / scale).abs() «against_overflows»
@else
back = np.clip(x / scale, -«against_largest», «against_largest»).astype(«against_dtype»).astype(np.float32) * scale
clipped = np.abs(x / scale) «against_overflows»
@end
@end
show({"scale": scale}, "against_")
show(figures(x, back, clipped), "against_")
