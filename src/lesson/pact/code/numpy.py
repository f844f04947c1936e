«header»
@if table
import re

@end
import numpy as np

BITS, ALPHA, LAMBDA, RATE, STEP = «bits», «alpha», «lambda», «rate», «step»

«signal»


«show»


x = x[np.isfinite(x)][:«most»].astype(np.float64)


def loss_and_gradient(alpha, through_scale):
    """The mean of (y_q - max(x, 0))^2 with its penalty, and its slope in alpha."""
    steps = 2**BITS - 1
    y = np.clip(x, 0, alpha)  # equation 1
    value = np.round(y * steps / alpha) * alpha / steps  # equation 2
    slope = np.where(x >= alpha, 1.0, (value - y) / alpha if through_scale else 0.0)  # equation 3
    error = value - np.maximum(x, 0)
    count = max(len(x), 1)
    loss = np.sum(error**2) / count + LAMBDA * alpha**2
    return loss, np.sum(2 * error * slope) / count + 2 * LAMBDA * alpha


def train(through_scale):
    """Gradient descent in alpha; a step leaves a sixteenth of it at least."""
    alpha = ALPHA
    for _ in range(STEP):
        _, gradient = loss_and_gradient(alpha, through_scale)
        alpha = max(alpha - RATE * gradient, alpha / 16)
    loss, gradient = loss_and_gradient(alpha, through_scale)
    return {"alpha": alpha, "loss": loss, "gradient": gradient}


show(train(through_scale=False), "paper_")  # as in the paper: alpha feels clipping alone
show(train(through_scale=True), "scale_")  # through alpha / (2^bits - 1) as well
