«header»
@if table
import re

@end
import numpy as np
import torch

QN, QP = «low», «high»  # the codes at the two ends
RATE, STEP = «rate», «step»

«signal»


«show»


v = torch.from_numpy(x[np.isfinite(x)][:«most»].astype(np.float64))
count, largest = max(len(v), 1), float(np.max(np.abs(v.numpy()), initial=0.0))
init = 2 * float(v.abs().sum()) / count / max(QP, 1) ** 0.5 or 1.0
@if gradient_scale
gradient_scale = 1 / (count * max(QP, 1)) ** 0.5
@else
gradient_scale = 1.0
@end


class Lsq(torch.autograd.Function):
    """A row of integers from Qn to Qp times a step size, moved by an offset."""

    @staticmethod
    def forward(ctx, v, size, offset):
        z = (v - offset) / size
        ctx.save_for_backward(z)
        return torch.round(z.clamp(QN, QP)) * size + offset

    @staticmethod
    def backward(ctx, upstream):
        (z,) = ctx.saved_tensors
        inside = (QN < z) & (z < QP)
        size_slope = torch.where(inside, torch.round(z) - z, z.clamp(QN, QP))
        size = (upstream * size_slope).sum() * gradient_scale
        offset = (upstream * ~inside).sum() * gradient_scale
        return upstream * inside, size, offset


@if size
start = «size»
@else
start = init * «init»
@end
size = torch.tensor(start, dtype=torch.float64, requires_grad=True)
offset = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
@if offset
descent = torch.optim.SGD([size, offset], lr=RATE)
@else
descent = torch.optim.SGD([size], lr=RATE)
@end
for step in range(STEP + 1):
    descent.zero_grad()
    loss = ((Lsq.apply(v, size, offset) - v) ** 2).sum() / 2
    loss.backward()
    if step < STEP:
        least = size.item() / 16  # one step shrinks s to a sixteenth at most
        descent.step()
        size.data.clamp_(least, start * 64)
        offset.data.clamp_(-64 * largest, 64 * largest)
show({
    "init": init,
    "gradient_scale": gradient_scale,
    "size": size.item(),
    "offset": offset.item(),
    "loss": loss.item() / count,
    "gradient": size.grad.item(),
})
