«header»
@if table
import re

@end
import numpy as np
import torch

BITS, ALPHA, LAMBDA, RATE, STEP = «bits», «alpha», «lambda», «rate», «step»

«signal»


«show»


x = torch.from_numpy(x[np.isfinite(x)][:«most»].astype(np.float64))


class Pact(torch.autograd.Function):
    """Clipped at alpha and rounded to 2^bits values, with a straight-through estimator."""

    @staticmethod
    def forward(ctx, x, alpha, through_scale):
        steps = 2**BITS - 1
        y = torch.minimum(x.clamp(min=0), alpha)  # equation 1
        value = torch.round(y * steps / alpha) * alpha / steps  # equation 2
        ctx.save_for_backward(x, alpha, y, value)
        ctx.through_scale = through_scale
        return value

    @staticmethod
    def backward(ctx, upstream):
        x, alpha, y, value = ctx.saved_tensors
        below = (value - y) / alpha if ctx.through_scale else torch.zeros_like(x)
        slope = torch.where(x >= alpha, 1.0, below)  # equation 3
        inside = (x >= 0) & (x < alpha)
        return upstream * inside, (upstream * slope).sum(), None


def train(through_scale):
    """Gradient descent in alpha; a step leaves a sixteenth of it at least."""
    alpha = torch.tensor(ALPHA, dtype=torch.float64, requires_grad=True)
    descent = torch.optim.SGD([alpha], lr=RATE)
    for step in range(STEP + 1):
        descent.zero_grad()
        error = Pact.apply(x, alpha, through_scale) - torch.relu(x)
        loss = (error**2).mean() + LAMBDA * alpha**2
        loss.backward()
        if step < STEP:
            least = alpha.item() / 16
            descent.step()
            alpha.data.clamp_(min=least)
    return {"alpha": alpha.item(), "loss": loss.item(), "gradient": alpha.grad.item()}


show(train(through_scale=False), "paper_")  # as in the paper: alpha feels clipping alone
show(train(through_scale=True), "scale_")  # through alpha / (2^bits - 1) as well
