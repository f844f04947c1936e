//! The way through the lesson.

use crate::course::{Guess, Kind, Station, Story};

pub const STORY: Story = Story {
    stations: &[
        Station {
            title: "Two bits.",
            address: "qat",
            text: "A network of {weights} [weights|weight] has learned, in [full precision], which of two classes a point belongs to: of points that it has not seen, it gets {full} right. Now its weights and [activations|activation] are rounded to {bits} bits, without training any further: [post-training quantization]. What share will be right then?",
            show: &["arms"],
            guess: Some(Guess {
                kind: Kind::Number {
                    fact: "post",
                    min: 0.0,
                    max: 100.0,
                    step: 1.0,
                    unit: " %",
                },
                covers: &["player", "arms", "history"],
                answer: "{post} are right, where tossing a coin gets half. The third column has trained on since step {begun} with the rounding in, its [gradient] passing straight through: [quantization-aware training] gets {aware}.",
                again: &[
                    ("qat?bits=3&value_bits=3", "three bits"),
                    ("qat?hidden=32_32", "twice as many neurons"),
                    ("qat?data=circles", "circles instead of spirals"),
                ],
            }),
        },
        Station {
            title: "Eight bits.",
            address: "qat?bits=8&value_bits=8",
            text: "Look how alike the three planes are: {full}, {post} and {aware}. With eight bits [post-training quantization] suffices here, and the network takes {post_size} bytes instead of {full_size}.",
            show: &["arms"],
            guess: None,
        },
        Station {
            title: "Spare the ends.",
            address: "qat?ends=1",
            text: "Two bits again, but the first and the last layer stay in [full precision], as is often done. Look at the second and third column: {post} after training and {aware} with it. These two layers have few [weights|weight], so it costs little: {aware_size} bytes in all.",
            show: &["arms"],
            guess: None,
        },
        Station {
            title: "One bit, an easier task.",
            address: "qat?data=circles&values=none&weights=bwn",
            text: "[Weights|weight] of one bit, [activations|activation] in [full precision], and an easier task: a ring around a disc. Trained with its signs the network gets {aware}, in {aware_size} bytes instead of {full_size}. Look at the last histogram: each neuron\u{2019}s weights have two values, \u{2212}\u{3b1} and +\u{3b1}.",
            show: &["arms", "weights-qat"],
            guess: None,
        },
        Station {
            title: "Bits for each layer.",
            address: "qat?at=2000&data=digits&hidden=32&lambda=40&values=none&weights=diffq",
            text: "Handwritten digits, and DiffQ chooses the bits of the weights. It gives the first layer, {weights_1} [weights|weight], {bits_1} bits and the second, {weights_2}, {bits_2}: bits are taken where they are cheapest to lose. Each matrix has a row for every digit and a column for every answer, so right answers lie on the diagonal. Look at the third: {aware} are right instead of {full}, in {aware_size} bytes instead of {full_size}.",
            show: &["arms", "weights-qat"],
            guess: None,
        },
        Station {
            title: "A scale too large.",
            address: "qat?factor=16&layer=1&values=none&weights=float4_e2m1fn",
            text: "Spirals again, and [weights|weight] as [floats|float] of 4 bits, with a [scale] 16 times as large as it should be. {zeros} of all weights become zero: look at the second histogram, of layer 2. {post} of the points are right, and training on brings it to {aware} only. Set \u{201c}Scale factor\u{201d} to 1 and compare: it takes the same {post_size} bytes.",
            show: &["arms", "weights-ptq"],
            guess: None,
        },
    ],
    remember: "Quantizing after training costs next to nothing with eight bits, and may cost all that was learned with two. Training on with the quantizer in the forward pass, and the gradient straight through it, brings much of that back.",
    papers: &[
        "Jacob et al. 2018, arXiv:1712.05877: train, then go on with quantized weights and activations in the forward pass, and update the full-precision weights (section 3); ranges by moving averages (section 3.1). The other quantizers are those of their lessons.",
        "The digits: UCI Optical Recognition of Handwritten Digits, Alpaydin and Kaynak 1998, CC BY 4.0; 1,438 to train on, 359 held out.",
    ],
    differences: "Libraries differ in how they watch the range while training, mostly by a moving average of each batch\u{2019}s smallest and largest value, and in where the gradient stops: PyTorch lets it pass where the rounded code lies in the range. First and last layers are often left in full precision.",
    proof: "training",
};
