«header»
import numpy as np

TOP = «top»  # codes from -TOP to TOP, so that the values lie in [-1, 1]
TARGET, START, RATE, STEP = «target», «start», «rate», «step»

«show»


def quantize(w):
    return np.clip(np.round(w / (1 / TOP)), -TOP, TOP) * (1 / TOP)


def pass_back(w, upstream):
    """What reaches the weight of the gradient that arrives at its value: «estimator»."""
@if estimator=identity
    return upstream
@end
@if estimator=clipped
    return upstream * (abs(w) <= 1)
@end
@if estimator=tanh
    return upstream * (1 - np.tanh(w) ** 2)
@end
@if estimator=piecewise
    return upstream * max(2 - 2 * abs(w), 0.0)
@end
@if estimator=dsq
    if abs(w) > 1:
        return 0.0
    steep = np.log(2 / «dsq_alpha» - 1)
    place = w / (1 / TOP)
    t = np.tanh(steep * (place - np.floor(place) - 0.5))
    return upstream * 0.5 * steep * (1 - t * t) / (1 - «dsq_alpha»)
@end
@if estimator=ewgs
    if abs(w) > 1:
        return 0.0
    return upstream * (1 + «ewgs_delta» * np.sign(upstream) * (w - quantize(w)))
@end


w, changes = START, 0
for _ in range(STEP):
    before = quantize(w)
    w = w - RATE * pass_back(w, before - TARGET)
    changes += quantize(w) != before
value = quantize(w)
show({
    "weight": w,
    "value": value,
    "upstream": value - TARGET,
    "gradient": pass_back(w, value - TARGET),
    "loss": (value - TARGET) ** 2 / 2,
    "changes": changes,
})
