//! The way through the lesson.

use crate::course::{Guess, Kind, Station, Story};

pub const STORY: Story = Story {
    stations: &[
        Station {
            title: "A weight that learns.",
            address: "ste",
            text: "A [latent weight] w starts at {start}, and its value Q(w) should become {target}; the values are {gap} apart. Forward, from weight to [loss], Q goes in steps. Backward, the [gradient] passes as if Q were the dashed line: that is the [straight-through estimator]. What does the value do at the end of {steps} steps of training?",
            show: &["forward", "path"],
            guess: Some(Guess {
                kind: Kind::Choice {
                    fact: "ending",
                    options: &["It never moved", "It rests", "It goes to and fro"],
                },
                covers: &["bowl", "path", "player", "arithmetic", "costs"],
                answer: "Its value has changed {changes} times in all. The weight can rest only where its value is the target, for only there the [gradient] is 0. Otherwise it goes to and fro between the values on both sides, and the average of the last steps, {mean}, is near the target.",
                again: &[
                    ("ste?target=0.6667", "a target that is one of the values"),
                    ("ste?bits=5", "five bits"),
                ],
            }),
        },
        Station {
            title: "A larger learning rate.",
            address: "ste?rate=0.5",
            text: "The [learning rate] is {rate}, ten times as large. Look at the chart \u{201c}Step by step\u{201d}: the [weight] swings farther, over {swing}, but its value goes to and fro between the same two, {low} and {high}. A smaller rate makes the swing smaller; rest it cannot bring.",
            show: &["bowl", "path"],
            guess: None,
        },
        Station {
            title: "Finer steps.",
            address: "ste?bits=8",
            text: "The first [learning rate] again, but eight bits: the values are only {gap} apart. Look at the terraces in \u{201c}A weight in a bowl\u{201d}: they are nearly the smooth curve itself. The value still goes to and fro, between {low} and {high}, but at the end the [loss] is {loss}.",
            show: &["bowl", "path"],
            guess: None,
        },
        Station {
            title: "Start outside.",
            address: "ste?start=1.6",
            text: "Steps as at first. The estimator so far, the clipped identity, lets nothing pass beyond \u{2212}1 and 1, and the [weight] starts there, at {start}. Look at the chart \u{201c}Backward\u{201d}: where it has bars, gradients stop. A [gradient] of {first_gradient} arrives from the [loss], {first_back} passes, and after {steps} steps the weight is at {weight}.",
            show: &["backward", "path"],
            guess: None,
        },
        Station {
            title: "Let everything pass.",
            address: "ste?estimator=identity&start=1.6",
            text: "The same start, but the identity lets every [gradient] pass: {first_gradient} arrives and {first_back} passes. Look at \u{201c}Step by step\u{201d}: the [weight] walks in, and at step {arrival} its value is as near to the target as it gets. The price is a belief in a slope where the staircase has ended and no small change changes anything.",
            show: &["backward", "path"],
            guess: None,
        },
        Station {
            title: "A truer curve.",
            address: "ste?estimator=dsq",
            text: "The first start again. The estimator DSQ, differentiable soft quantization, takes the staircase for a curve that is nearly one. Its slope is {slope_flat} in the middle of a flat, {slope_steep} at a step. Look at \u{201c}Step by step\u{201d}: the [weight] crawls over the flats, leaps at the steps, and has its best value at step {arrival}. Make DSQ \u{3b1} smaller: the truer the curve, the less passes on the flats.",
            show: &["forward", "path"],
            guess: None,
        },
    ],
    remember: "A straight-through estimator goes forward in steps and lets the gradient pass back as if there were none. A weight whose target lies between two values never rests, and where the estimator\u{2019}s slope is 0 it never learns.",
    papers: &[
        "Straight through: Bengio, L\u{e9}onard, Courville 2013, arXiv:1308.3432. Clipped: Hubara et al. 2016.",
        "Piecewise: Liu et al. 2018, Bi-Real Net. DSQ: Gong et al. 2019, eq. 3 to 6. EWGS, element-wise gradient scaling: Lee, Kim, Ham 2021.",
    ],
    differences: "The weight here learns by plain gradient descent under the [loss] (Q(w) \u{2212} t)\u{b2}/2. Where the [gradient] stops is decided in two ways: the clipped identity asks whether the number x lies in the range, PyTorch\u{2019}s fake quantization whether the rounded [code] does, so that half a step beyond each end still learns. And |x| = 1 itself counts as inside here and as outside in XNOR-Net\u{2019}s code.",
    proof: "gradients",
};
