//! Where implementations and texts disagree, each with a state of a lesson that shows it.
//!
//! `tests/lessons/proof.rs` computes the figures that are named here.

/// What one of them says.
#[derive(Clone, Copy, Debug)]
pub struct Says {
    pub who: &'static str,
    pub what: &'static str,
}

/// One disagreement.
#[derive(Clone, Copy, Debug)]
pub struct Disagreement {
    pub id: &'static str,
    /// What it is about, with the example.
    pub about: &'static str,
    pub says: &'static [Says],
    /// The lesson that shows the example, without `#/`.
    pub address: &'static str,
}

/// All that are known.
pub const DISAGREEMENTS: &[Disagreement] = &[
    Disagreement {
        id: "overflow",
        about: "500 in E4M3, whose largest number is 448",
        says: &[
            Says {
                who: "ml_dtypes",
                what: "NaN",
            },
            Says {
                who: "ONNX Cast with saturate=1, torch from 2.12",
                what: "448",
            },
        ],
        address: "formats?overflow=special&x=500",
    },
    Disagreement {
        id: "bug",
        about: "490 in E4M3, where overflow is NaN",
        says: &[
            Says {
                who: "ml_dtypes, gfloat",
                what: "NaN",
            },
            Says {
                who: "onnxruntime 1.32, Cast with saturate=0",
                what: "another code, by mistake, from 480 to below 496",
            },
        ],
        address: "formats?overflow=special&x=490",
    },
    Disagreement {
        id: "top",
        about: "300 in E4M3: are the codes of the highest exponent numbers?",
        says: &[
            Says {
                who: "the OCP standard, ml_dtypes, onnxruntime, torch",
                what: "yes, but for one: 288",
            },
            Says {
                who: "some converters in the browser",
                what: "no, they are infinity and NaN: nothing above 240",
            },
        ],
        address: "formats?versus=float8_e4m3&x=300",
    },
    Disagreement {
        id: "ties",
        about: "17 in E4M3, halfway between 16 and 18",
        says: &[
            Says {
                who: "IEEE 754, ml_dtypes, onnxruntime, torch",
                what: "16, to the even code",
            },
            Says {
                who: "some converters in the browser",
                what: "18, away from zero",
            },
        ],
        address: "formats?rounding=nearest_away&x=17",
    },
    Disagreement {
        id: "scale_of_zero",
        about: "0 in the scale format E8M0, which has no zero",
        says: &[
            Says {
                who: "ml_dtypes",
                what: "NaN, code 0xFF",
            },
            Says {
                who: "onnxruntime with saturate=1",
                what: "code 0x00, the smallest number",
            },
        ],
        address: "formats?format=float8_e8m0fnu&overflow=special&x=0",
    },
    Disagreement {
        id: "precision",
        about: "The zero point of 8 bits over the range from \u{2212}1 to 1",
        says: &[
            Says {
                who: "onnxruntime\u{2019}s static quantization, in float64",
                what: "128",
            },
            Says {
                who: "DynamicQuantizeLinear, in float32",
                what: "127",
            },
        ],
        address: "affine?bits=8&max=1&min=-1&precision=float32",
    },
    Disagreement {
        id: "half_away",
        about: "2.5 in whole numbers, S = 1",
        says: &[
            Says {
                who: "ONNX, torch",
                what: "2, to the even code",
            },
            Says {
                who: "gemmlowp",
                what: "3, away from zero",
            },
        ],
        address: "affine?max=15&min=0&rounding=nearest_away&x=2.5",
    },
    Disagreement {
        id: "symmetric",
        about: "The step of symmetric int8 for the largest magnitude 1",
        says: &[
            Says {
                who: "onnxruntime, torch",
                what: "1/127.5",
            },
            Says {
                who: "the restricted range, without the code \u{2212}128",
                what: "1/127",
            },
        ],
        address: "affine?bits=8&max=1&min=-1&signed=1&symmetric=1",
    },
    Disagreement {
        id: "notes_sign",
        about: "The sign of the zero point, 8 bits over the range from \u{2212}1 to 1",
        says: &[
            Says {
                who: "ONNX, torch, gemmlowp",
                what: "Z = \u{2212}round(MIN/S): codes from 0 to 255",
            },
            Says {
                who: "the lecture notes",
                what: "Z = round(MIN/S): every code falls below 0 and is clamped",
            },
        ],
        address: "affine?bits=8&max=1&min=-1&zero_point=notes",
    },
    Disagreement {
        id: "pact_slip",
        about: "PACT\u{2019}s clip, equation 1",
        says: &[
            Says {
                who: "the paper",
                what: "(|x| \u{2212} |x \u{2212} \u{3b1}| + \u{3b1})/2, which clips",
            },
            Says {
                who: "the lecture notes",
                what: "(x + |x \u{2212} \u{3b1}| + \u{3b1})/2, which is the larger of x and \u{3b1}",
            },
        ],
        address: "pact?notes=1&step=0",
    },
    Disagreement {
        id: "pact_gradient",
        about: "PACT\u{2019}s gradient of \u{3b1} below \u{3b1}",
        says: &[
            Says {
                who: "the paper, equation 3",
                what: "0",
            },
            Says {
                who: "code that differentiates through the scale",
                what: "(Q(x) \u{2212} clip(x))/\u{3b1}",
            },
        ],
        address: "pact?gradient=scale",
    },
    Disagreement {
        id: "clip_point",
        about: "LSQ\u{2019}s gradient exactly on a clip point: v = 0.75, s = 0.25, 3 bits",
        says: &[
            Says {
                who: "the paper, torch from 2.14",
                what: "0",
            },
            Says {
                who: "torch up to 2.13, and code that counts the ends in",
                what: "1",
            },
        ],
        address: "lsq?s=0.25&step=0",
    },
    Disagreement {
        id: "noise",
        about: "DiffQ\u{2019}s noise",
        says: &[
            Says {
                who: "the paper",
                what: "uniform over one step",
            },
            Says {
                who: "the diffq package, unless told",
                what: "normal, with half a step as deviation",
            },
        ],
        address: "diffq?noise=gaussian",
    },
    Disagreement {
        id: "sign",
        about: "The sign of 0",
        says: &[
            Says {
                who: "Binary Weight Networks and XNOR-Net",
                what: "+1",
            },
            Says {
                who: "torch.sign, the authors\u{2019} Lua code",
                what: "0, which one bit cannot hold",
            },
        ],
        address: "binary?t=1",
    },
    Disagreement {
        id: "binary_gradient",
        about: "The gradient of a binary weight",
        says: &[
            Says {
                who: "the paper as printed",
                what: "g (1/n + \u{3b1}) for |w| \u{2264} 1",
            },
            Says {
                who: "the chain rule",
                what: "g \u{3b1} for |w| \u{2264} 1, and the mean of all g sign(w) times sign(w)",
            },
            Says {
                who: "the authors\u{2019} code",
                what: "|w| < 1, and times n (1 \u{2212} 1/channels)",
            },
        ],
        address: "binary?channels=1",
    },
];
