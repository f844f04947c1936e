//! The words of the field, each in a sentence or two that need no other.

/// A word of the field.
#[derive(Debug, PartialEq)]
pub struct Term {
    /// What stands in `[brackets]`.
    pub id: &'static str,
    pub explanation: &'static str,
}

/// The term of an id.
#[must_use]
pub fn term(id: &str) -> Option<&'static Term> {
    TERMS.iter().find(|term| term.id == id)
}

macro_rules! terms {
    ($($id:literal: $explanation:literal,)*) => {
        /// Every term, in the order of the alphabet.
        pub const TERMS: &[Term] = &[$(Term { id: $id, explanation: $explanation }),*];
    };
}

terms! {
    "activation": "A number that a network computes on its way from input to output, between two layers.",
    "clipping": "Replacing what lies outside a range by the range's nearer end.",
    "code": "The bits that are stored: a small whole number that stands for a value.",
    "correlation": "How alike two rows of numbers are, but for their shift and size: 1 alike, 0 unrelated, \u{2212}1 opposite.",
    "distribution": "How often numbers of each size occur. Normal: a bell around zero. Laplace: a sharper peak, and more values far from it.",
    "exponent": "The bits of a float that say between which powers of two it lies, once a fixed number, the bias, is taken off.",
    "filter": "Weights that work together: a small grid of them is moved over a picture, and at each place the products are summed up.",
    "float": "A number as sign, exponent and mantissa: its steps grow with its size.",
    "full precision": "Numbers as they were before quantization, usually floats of 32 bits.",
    "gradient": "How much the loss changes for a small change of a number that training moves: its slope.",
    "grid": "The values that a quantizer can give back.",
    "latent weight": "A weight as training moves it, a real number; the network computes with its quantized value.",
    "learning rate": "What the gradient is multiplied by in each step of training: how far a weight moves.",
    "loss": "One number for how wrong a network is; training makes it smaller.",
    "mantissa": "The bits of a float that say where it lies between two powers of two.",
    "MSE": "Mean squared error: the average of the squares of all errors.",
    "NaN": "Not a number: what a float holds where there is no result, such as 0/0.",
    "outlier": "A value much farther from zero than nearly all others.",
    "overflow": "A number too large for the format: it becomes the largest value, infinity or NaN.",
    "penalty": "Something added to the loss so that training keeps some number small.",
    "per channel": "One scale for each row of a weight matrix, or each filter, instead of one for all.",
    "popcount": "The number of ones among bits; processors count those of a whole word at once.",
    "post-training quantization": "Quantizing a network that has been trained, without training it further.",
    "power": "The average of the squares of all values of a signal.",
    "quantization-aware training": "Training with the quantizer in the network, so that the weights learn to live with it.",
    "ReLU": "max(0, x): negative numbers become zero, positive ones pass.",
    "rounding error": "How far the value that comes back is from the number that went in.",
    "saturate": "To give the largest value for everything beyond it.",
    "scale": "How much one code is worth: the distance between neighbours of an even grid.",
    "sign": "+1 for numbers from zero up, \u{2212}1 below: one bit.",
    "signal": "The numbers that a lesson quantizes: drawn by lot as the settings under \u{201c}Signal\u{201d} say, or your own.",
    "SQNR": "Signal to quantization noise ratio: the signal's power over the error's, in decibels. 6 dB more is half the error.",
    "step size": "The distance between neighbouring values of an even grid; another name for its scale.",
    "stochastic rounding": "Rounding up or down by lot, the nearer value more often, so that the error is zero on average.",
    "straight-through estimator": "Going forward through the steps, but computing the gradient as if they were a straight line.",
    "subnormal": "A float with zero exponent bits: the evenly spaced numbers around zero, below the smallest normal one.",
    "symmetric": "A range that reaches as far below zero as above it, so that the zero point is 0.",
    "threshold": "How far from zero values may lie; what lies beyond, on either side, is clipped to it.",
    "tie": "A number exactly halfway between two values of the grid.",
    "ulp": "Unit in the last place: the distance to the next value of the format at this size.",
    "weight": "A number of a network that training has found.",
    "XNOR": "1 where two bits agree, 0 where they differ: the product of two signs.",
    "zero point": "The code that stands for zero.",
}

#[cfg(test)]
mod tests {
    use super::TERMS;

    #[test]
    fn terms_are_in_order_and_short() {
        for pair in TERMS.windows(2) {
            assert!(
                pair[0].id.to_lowercase() < pair[1].id.to_lowercase(),
                "{}",
                pair[1].id
            );
        }
        for term in TERMS {
            assert!(term.explanation.len() < 160, "{}", term.id);
            assert!(term.explanation.ends_with('.'), "{}", term.id);
        }
    }
}
