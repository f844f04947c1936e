//! The noise that stands in for rounding, in units of one step.

use crate::random::random_bits;

/// How the noise is distributed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Noise {
    /// Uniform on [-1/2, 1/2], as the error of rounding is: the DiffQ paper's pseudo-noise.
    #[default]
    Uniform,
    /// Normal with mean 0 and standard deviation 1/2 (what the diffq package does unless told
    /// otherwise).
    Gaussian,
}

impl Noise {
    /// Both, in the order in which a menu shows them.
    pub const ALL: [Noise; 2] = [Noise::Uniform, Noise::Gaussian];

    /// The name used in links and by JavaScript.
    pub const fn id(self) -> &'static str {
        match self {
            Noise::Uniform => "uniform",
            Noise::Gaussian => "gaussian",
        }
    }

    /// The name that people read.
    pub const fn label(self) -> &'static str {
        match self {
            Noise::Uniform => "uniform on [-1/2, 1/2]",
            Noise::Gaussian => "Gaussian, N(0, 1)/2",
        }
    }

    /// The noise with this id.
    pub fn by_id(id: &str) -> Option<Noise> {
        Noise::ALL.into_iter().find(|n| n.id() == id)
    }

    pub(crate) const fn option(self) -> (&'static str, &'static str) {
        (self.id(), self.label())
    }

    /// The noise of the value at `index` under `seed`.
    ///
    /// With r the 32 bits of [`random_bits`], `p = (r + 1/2)/2^32` lies inside
    /// (0, 1). Uniform noise is `p - 1/2`; Gaussian noise is half the normal quantile of the same p,
    /// so both kinds push a value in the same direction.
    ///
    /// ```
    /// use quantscope_quant::method::Noise;
    /// let (uniform, normal) = (Noise::Uniform.sample(7, 3), Noise::Gaussian.sample(7, 3));
    /// assert!(uniform.abs() < 0.5 && uniform * normal > 0.0);
    /// ```
    pub fn sample(self, seed: u64, index: u64) -> f64 {
        let p = (f64::from(random_bits(seed, index)) + 0.5) / 4_294_967_296.0;
        match self {
            Noise::Uniform => p - 0.5,
            Noise::Gaussian => normal_quantile(p) / 2.0,
        }
    }
}

/// The x below which a standard normal number lies with probability p, for p in (0, 1), to about
/// 16 digits: three quotients of polynomials.
///
/// Wichura: "Algorithm AS 241: The percentage points of the normal distribution", 1988, PPND16.
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * CENTRE.at(0.180_625 - q * q);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = (-tail.ln()).sqrt();
    let size = if r <= 5.0 {
        SHOULDER.at(r - 1.6)
    } else {
        TAIL.at(r - 5.0)
    };
    size.copysign(q)
}

/// A quotient of two polynomials, coefficients from the highest power down.
struct Quotient {
    above: [f64; 8],
    below: [f64; 8],
}

impl Quotient {
    fn at(&self, r: f64) -> f64 {
        let horner = |all: &[f64; 8]| all.iter().fold(0.0, |sum, c| sum * r + c);
        horner(&self.above) / horner(&self.below)
    }
}

/// For |p - 1/2| up to 0.425.
const CENTRE: Quotient = Quotient {
    above: [
        2_509.080_928_730_122_7,
        33_430.575_583_588_13,
        67_265.770_927_008_7,
        45_921.953_931_549_87,
        13_731.693_765_509_46,
        1_971.590_950_306_551_3,
        133.141_667_891_784_38,
        3.387_132_872_796_366_5,
    ],
    below: [
        5_226.495_278_852_854,
        28_729.085_735_721_943,
        39_307.895_800_092_71,
        21_213.794_301_586_597,
        5_394.196_021_424_751,
        687.187_007_492_057_9,
        42.313_330_701_600_91,
        1.0,
    ],
};

/// For tails down to e^-25.
const SHOULDER: Quotient = Quotient {
    above: [
        7.745_450_142_783_414e-4,
        2.272_384_498_926_918_4e-2,
        2.417_807_251_774_506e-1,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    below: [
        1.050_750_071_644_416_9e-9,
        5.475_938_084_995_345e-4,
        1.519_866_656_361_645_7e-2,
        1.481_039_764_274_800_8e-1,
        6.897_673_349_851e-1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
};

/// For the tails beyond.
const TAIL: Quotient = Quotient {
    above: [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        1.242_660_947_388_078_4e-3,
        2.653_218_952_657_612_4e-2,
        2.965_605_718_285_048_7e-1,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    below: [
        2.044_263_103_389_939_8e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_8e-5,
        7.868_691_311_456_133e-4,
        1.487_536_129_085_061_5e-2,
        1.369_298_809_227_358e-1,
        5.998_322_065_558_88e-1,
        1.0,
    ],
};
