«header»
import numpy as np
import torch

TOP = «top»  # codes from -TOP to TOP, so that the values lie in [-1, 1]
TARGET, START, RATE, STEP = «target», «start», «rate», «step»

«show»


class Quantize(torch.autograd.Function):
    """Forward a staircase, backward «estimator»."""

    @staticmethod
    def forward(ctx, w):
        value = torch.round(w / (1 / TOP)).clamp(-TOP, TOP) * (1 / TOP)
        ctx.save_for_backward(w, value)
        return value

    @staticmethod
    def backward(ctx, upstream):
        w, value = ctx.saved_tensors
@if estimator=identity
        return upstream
@end
@if estimator=clipped
        return upstream * (w.abs() <= 1)
@end
@if estimator=tanh
        return upstream * (1 - torch.tanh(w) ** 2)
@end
@if estimator=piecewise
        return upstream * (2 - 2 * w.abs()).clamp(min=0)
@end
@if estimator=dsq
        steep = np.log(2 / «dsq_alpha» - 1)
        place = w / (1 / TOP)
        t = torch.tanh(steep * (place - torch.floor(place) - 0.5))
        return upstream * 0.5 * steep * (1 - t * t) / (1 - «dsq_alpha») * (w.abs() <= 1)
@end
@if estimator=ewgs
        return upstream * (1 + «ewgs_delta» * torch.sign(upstream) * (w - value)) * (w.abs() <= 1)
@end


w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
descent = torch.optim.SGD([w], lr=RATE)
values = []
for step in range(STEP + 1):
    descent.zero_grad()
    value = Quantize.apply(w)
    loss = (value - TARGET) ** 2 / 2
    loss.backward()
    values.append(value.item())
    if step < STEP:
        descent.step()
show({
    "weight": w.item(),
    "value": value.item(),
    "upstream": value.item() - TARGET,
    "gradient": w.grad.item(),
    "loss": loss.item(),
    "changes": sum(one != next for one, next in zip(values, values[1:])),
})
