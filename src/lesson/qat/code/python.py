«header»
@if ml_dtypes
import ml_dtypes
@end
import numpy as np
@if language=pytorch
import torch
@end

«show»


@if generic
«float»


@end
@if layer
# Layer «layer_number» of quantization-aware training after «at» steps: a row a neuron.
weights = «array»(«weights»«array_type»).reshape(«rows», «row_length»)
@if per_channel
groups = weights  # a scale for each neuron
@else
groups = weights.reshape(1, -1)  # one scale for all
@end

@if method=none
show({"quantized": groups.reshape(-1)})
@end
@if method=affine
# Affine, min-max, as PyTorch's observers and fake-quantize have it: multiplied by 1/S.
top = 2**«bits» - 1
@if bits=1
least, most = «np».amin(groups, axis=1, keepdims=True), «np».amax(groups, axis=1, keepdims=True)
scales = ((most - least) / top).clip(min=2**-23)
zero_points = -least / scales  # with one bit a float
codes = «np».round(groups * (1 / scales) + zero_points).clip(0, top)
@else
least = «np».amin(groups, axis=1, keepdims=True).clip(max=0)
most = «np».amax(groups, axis=1, keepdims=True).clip(min=0)
scales = ((most - least) / top).clip(min=2**-23)
zero_points = «np».round(-least / scales).clip(0, top)
codes = («np».round(groups * (1 / scales)) + zero_points).clip(0, top)
@end
quantized = (codes - zero_points) * scales
@end
@if method=lsq
# LSQ at the step size that training has found.
scales = «array»([«scale»])
codes = «np».round((groups«double» / «scale»).clip(«low», «high»))
quantized = (codes * «scale»)«single»
@end
@if method=bwn
# BWN: the signs, and the mean magnitude.
scales = «np».abs(groups«double»).mean(axis=1, keepdims=True)«single»
codes = (groups >= 0) * 1
quantized = «np».where(groups < 0, -scales, scales)
@end
@if method=diffq
# DiffQ with its bits rounded: real uniform quantization between the smallest and the largest.
w, steps = groups«double», 2**«whole_bits» - 1
least, span = w.min(), w.max() - w.min()
scales = ((w.max() - w.min()) / steps).reshape(1)«single»
codes = «np».round((w - least) / span * steps)
quantized = (least + span * codes / steps)«single»
@end
@if method=format
# «format» with the largest magnitude at its largest value, times a factor.
scales = «np».amax(«np».abs(groups), axis=1, keepdims=True) / «single_of»(«largest») * «single_of»(«factor»)
@if wide
# So wide a format would take a scale that float32 does not have.
scales = «np».where(scales < «np».finfo(«np».float32).tiny, «single_of»(1.0), scales)
@end
@if generic
f = «tuple»
codes, _ = f.encode(groups / scales)
quantized = f.decode(codes)«single» * scales
@else
@if language=pytorch
codes = (groups / scales).clip(-«largest», «largest»).to(«dtype»)
quantized, codes = codes.float() * scales, codes.view(torch.uint«storage»).to(torch.int32)
@else
codes = (groups / scales).clip(-«largest», «largest»).astype(«dtype»)
quantized, codes = codes.astype(np.float32) * scales, codes.view(np.uint«storage»)
@end
@end
@end
@if method=none
@else
show({
    "scales": scales.reshape(-1),
    "codes": codes.reshape(-1),
    "quantized": quantized.reshape(-1),
    "mse": ((quantized - groups)«double» ** 2).mean(),
})
@end
@else
# The training has not come to its step yet: copy the code again when it has.
@end
