//! The colours, once for the charts and once (as CSS) for the page.
//!
//! A colour means one thing everywhere. The hues are those of Okabe and Ito,
//! "Color Universal Design" (2008), which stay apart under the common kinds of
//! colour blindness; some are a shade darker or lighter so that a thin line
//! keeps a contrast of 3:1 and a word one of 4.5:1 against the paper
//! (WCAG 2.2, success criteria 1.4.11 and 1.4.3). `page/tokens.css` holds the
//! same values for the page; a test keeps the two equal.

use plotters::style::RGBColor;

/// Every colour of one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The ground everything stands on.
    pub paper: RGBColor,
    /// Words that are read.
    pub ink: RGBColor,
    /// Words that are looked up: tick labels, captions.
    pub soft: RGBColor,
    /// Hairlines.
    pub rule: RGBColor,
    /// The ground of fields and quiet areas.
    pub wash: RGBColor,
    /// The numbers before quantization.
    pub original: RGBColor,
    /// The numbers after quantization.
    pub quantized: RGBColor,
    /// What lies between the two.
    pub error: RGBColor,
    /// What training would use.
    pub gradient: RGBColor,
    /// What falls outside the range.
    pub clipped: RGBColor,
    /// The sign bit.
    pub sign: RGBColor,
    /// The exponent bits.
    pub exponent: RGBColor,
    /// The mantissa bits.
    pub mantissa: RGBColor,
    /// The ring around what has the keyboard.
    pub focus: RGBColor,
    /// `original` for words.
    pub original_text: RGBColor,
    /// `quantized` for words.
    pub quantized_text: RGBColor,
    /// `error` for words.
    pub error_text: RGBColor,
    /// `gradient` for words.
    pub gradient_text: RGBColor,
    /// `clipped` for words.
    pub clipped_text: RGBColor,
    /// `sign` for words.
    pub sign_text: RGBColor,
    /// `exponent` for words.
    pub exponent_text: RGBColor,
    /// `mantissa` for words.
    pub mantissa_text: RGBColor,
}

const fn hex(rgb: u32) -> RGBColor {
    RGBColor((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

/// Dark ink on warm paper.
pub const LIGHT: Palette = Palette {
    paper: hex(0xfbfaf6),
    ink: hex(0x1d1d1b),
    soft: hex(0x6a675f),
    rule: hex(0xe3dfd5),
    wash: hex(0xf3f0e8),
    original: hex(0x0072b2),
    quantized: hex(0xd55e00),
    error: hex(0xc56a9d),
    gradient: hex(0x009e73),
    clipped: hex(0x7a7a7a),
    sign: hex(0xc56a9d),
    exponent: hex(0x0072b2),
    mantissa: hex(0x009e73),
    focus: hex(0xb87a00),
    original_text: hex(0x0069a5),
    quantized_text: hex(0xb04e00),
    error_text: hex(0xa5467c),
    gradient_text: hex(0x007857),
    clipped_text: hex(0x686868),
    sign_text: hex(0xa5467c),
    exponent_text: hex(0x0069a5),
    mantissa_text: hex(0x007857),
};

/// Warm ink on a dark ground.
pub const DARK: Palette = Palette {
    paper: hex(0x15171a),
    ink: hex(0xece9e2),
    soft: hex(0xa09c92),
    rule: hex(0x2d3035),
    wash: hex(0x1c1f23),
    original: hex(0x56b4e9),
    quantized: hex(0xf0883e),
    error: hex(0xe39ac4),
    gradient: hex(0x3ecf9f),
    clipped: hex(0x8c8c8c),
    sign: hex(0xe39ac4),
    exponent: hex(0x56b4e9),
    mantissa: hex(0x3ecf9f),
    focus: hex(0xe69f00),
    original_text: hex(0x6fbfec),
    quantized_text: hex(0xf59a58),
    error_text: hex(0xe9abce),
    gradient_text: hex(0x5ad8ae),
    clipped_text: hex(0xa3a3a3),
    sign_text: hex(0xe9abce),
    exponent_text: hex(0x6fbfec),
    mantissa_text: hex(0x5ad8ae),
};

impl Palette {
    /// Every colour with the name of its CSS custom property.
    pub fn tokens(&self) -> [(&'static str, RGBColor); 22] {
        [
            ("--paper", self.paper),
            ("--ink", self.ink),
            ("--soft", self.soft),
            ("--rule", self.rule),
            ("--wash", self.wash),
            ("--original", self.original),
            ("--quantized", self.quantized),
            ("--error", self.error),
            ("--gradient", self.gradient),
            ("--clipped", self.clipped),
            ("--sign", self.sign),
            ("--exponent", self.exponent),
            ("--mantissa", self.mantissa),
            ("--focus", self.focus),
            ("--original-text", self.original_text),
            ("--quantized-text", self.quantized_text),
            ("--error-text", self.error_text),
            ("--gradient-text", self.gradient_text),
            ("--clipped-text", self.clipped_text),
            ("--sign-text", self.sign_text),
            ("--exponent-text", self.exponent_text),
            ("--mantissa-text", self.mantissa_text),
        ]
    }
}

/// The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
///
/// ```
/// use quantscope::plot::{LIGHT, contrast};
/// assert!(contrast(LIGHT.ink, LIGHT.paper) > 15.0);
/// ```
pub fn contrast(a: RGBColor, b: RGBColor) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance of an sRGB colour (WCAG 2.2).
fn luminance(color: RGBColor) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2)
}
