//! What may be written behind `quantscope`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use quantscope::code::Language;
use quantscope::decimal::{parse_f32, parse_f64};
use quantscope_quant::{FORMATS, Format, Overflow, Rounding};

use crate::target::Target;

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "quantscope",
    bin_name = "quantscope",
    version,
    about = "Quantization: what a format makes of numbers, and what it loses of a file",
    after_help = "\
Exit codes: 0 done; 1 something could not be read or computed; 2 wrong usage.

Examples:
  quantscope stats weights.npy --format float8_e4m3fn --format int8
  quantscope encode --format float4_e2m1fn 0.3 1.7
  quantscope decode --format float8_e4m3fn 0x7e
  quantscope formats
  quantscope plot '#/pact?bits=3' --output pact.svg
  quantscope code '#/affine?bits=8' --language numpy"
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Quantize the numbers of a file to formats and say what is lost
    Stats(Stats),
    /// Turn numbers into the codes of a format
    Encode(Encode),
    /// Turn codes of a format into numbers
    Decode(Decode),
    /// List all formats with their figures
    Formats(Formats),
    /// Draw a chart of a lesson as SVG, as the page does
    Plot(Plot),
    /// Write a state of a lesson as a program that prints its figures
    Code(Code),
}

/// `quantscope stats`.
#[derive(Debug, Args)]
#[command(after_help = "\
Files: .npy (floats of 2, 4 and 8 bytes, integers, booleans; either byte order, C or Fortran
order), and tables as text (.csv, .txt, .tsv, .dat) with or without a line of headings. A file is
read twice, in pieces, and may be larger than memory; what comes through a pipe is held in memory,
4 bytes a number.

Figures: errors are x' - x. SQNR in dB and MSE over all values that are finite before and after.

Examples:
  quantscope stats weights.npy --format float8_e4m3fn --format int8
  quantscope stats weights.npy --format int8,uint8,int4 --symmetric
  quantscope stats weights.npy --format float4_e2m1fn --scale 0.25 --overflow special
  quantscope stats weights.npy --format int8 --min -1 --max 1 --json
  seq 1 100 | quantscope stats - --format uint4")]
pub struct Stats {
    /// A .npy, .csv or .txt file, or - for standard input
    pub file: PathBuf,
    /// Formats: ids that `quantscope formats` lists, and int1 to int8, int16, uint1 to uint8, uint16
    #[arg(long, required = true, value_name = "ID", value_delimiter = ',',
          value_parser = target_parser(), hide_possible_values = true)]
    pub format: Vec<Target>,
    /// Integers: a range that reaches equally far to both sides
    #[arg(long)]
    pub symmetric: bool,
    /// Integers: where the range begins [default: the smallest finite value]
    #[arg(long, value_name = "NUMBER", value_parser = finite, allow_hyphen_values = true)]
    pub min: Option<f32>,
    /// Integers: where the range ends [default: the largest finite value]
    #[arg(long, value_name = "NUMBER", value_parser = finite, allow_hyphen_values = true)]
    pub max: Option<f32>,
    /// Small floats: what numbers are divided by before and multiplied by after [default: 1]
    #[arg(long, value_name = "NUMBER", value_parser = positive, allow_hyphen_values = true)]
    pub scale: Option<f32>,
    /// How to round, and what becomes of large numbers
    #[command(flatten)]
    pub policy: Policy,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// Rounding and overflow.
#[derive(Clone, Copy, Debug, Args)]
pub struct Policy {
    /// Which neighbour a number becomes
    #[arg(long, value_name = "MODE", default_value = "nearest_even", value_parser = rounding_parser())]
    pub rounding: Rounding,
    /// Small floats: what becomes of numbers beyond the largest
    #[arg(long, value_name = "POLICY", default_value = "saturate", value_parser = overflow_parser())]
    pub overflow: Overflow,
    /// Seed of stochastic rounding
    #[arg(long, value_name = "WHOLE", default_value_t = 0)]
    pub seed: u32,
}

/// `quantscope encode`.
#[derive(Debug, Args)]
#[command(after_help = "\
One line for each number: the number, its code in hexadecimal and in bits (sign_exponent_mantissa),
the value that comes back, and the error. Numbers from standard input are separated by white space
or commas; what follows a # in a line is left out.

Examples:
  quantscope encode --format float4_e2m1fn 0.3 1.7
  quantscope encode --format float8_e4m3fn --overflow special -- 500 -inf nan
  seq 0 0.1 1 | quantscope encode --format float6_e2m3fn -
  quantscope encode --format bfloat16 --rounding toward_zero --json 3.14159")]
pub struct Encode {
    /// A format's id; `quantscope formats` lists them
    #[arg(long, value_name = "ID", value_parser = format_parser(), hide_possible_values = true)]
    pub format: &'static Format,
    /// Numbers such as 0.5, -2, 1e-3, nan or inf, or - for standard input
    #[arg(required = true, value_name = "NUMBER", value_parser = typed, allow_negative_numbers = true)]
    pub numbers: Vec<Typed>,
    /// How to round, and what becomes of large numbers
    #[command(flatten)]
    pub policy: Policy,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `quantscope decode`.
#[derive(Debug, Args)]
#[command(after_help = "\
One line for each code: the code in hexadecimal and in bits (sign_exponent_mantissa), and its value.

Examples:
  quantscope decode --format float8_e4m3fn 0x7e 126 0b0_1111_110
  quantscope decode --format float4_e2m1fn $(seq 0 15)
  echo 0x38 0x39 | quantscope decode --format float8_e4m3fn --json -")]
pub struct Decode {
    /// A format's id; `quantscope formats` lists them
    #[arg(long, value_name = "ID", value_parser = format_parser(), hide_possible_values = true)]
    pub format: &'static Format,
    /// Codes such as 126, 0x7e or 0b1111110, or - for standard input
    #[arg(required = true, value_name = "CODE", allow_negative_numbers = true)]
    pub codes: Vec<String>,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `quantscope formats`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quantscope formats
  quantscope formats --json")]
pub struct Formats {
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `quantscope plot`.
#[derive(Debug, Args)]
#[command(after_help = "\
An address is what stands behind the page's own: #/lesson?key=value&... A whole link will do, as the
page copies it; in a shell it needs quotes. What the page would leave out or change, such as an
unknown key, is refused here. theme=dark in it gives the dark colours.

Examples:
  quantscope plot '#/pact?bits=3' --list
  quantscope plot '#/pact?bits=3' --output pact.svg
  quantscope plot '#/lsq?bits=3&step=40' --chart loss --width 900 --dark -o -
  quantscope plot '#/formats?format=float4_e2m1fn' --chart signal --file weights.npy
  quantscope plot '#/clipping?bits=2' --chart errors --csv")]
pub struct Plot {
    /// An address such as '#/pact?bits=3', or a link to the page
    pub address: String,
    /// Which chart [default: the lesson's first]
    #[arg(long, value_name = "ID")]
    pub chart: Option<String>,
    /// List the charts that there are at this address
    #[arg(long, conflicts_with_all = ["chart", "csv", "output", "dark"])]
    pub list: bool,
    /// Where to write, or - for standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    pub output: PathBuf,
    /// Width in pixels; the height follows, a chart's own or the shape of a picture
    #[arg(long, value_name = "PIXELS", default_value_t = 720, value_parser = clap::value_parser!(u32).range(160..=8192))]
    pub width: u32,
    /// Dark colours, whatever the address says
    #[arg(long)]
    pub dark: bool,
    /// Look at the numbers of this file instead of the signal that the address names
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Write the figures behind the chart as comma-separated values
    #[arg(long, conflicts_with_all = ["width", "dark"])]
    pub csv: bool,
    /// Write what --list lists, or the chart's words and figures, as JSON
    #[arg(long, conflicts_with_all = ["csv", "dark"])]
    pub json: bool,
}

/// `quantscope code`.
#[derive(Debug, Args)]
#[command(after_help = "\
The program draws the same values, or reads your file, and prints what the page shows, one
`name = value` a line in full precision. Its comment at the top says how it rounds and clips.

Examples:
  quantscope code '#/formats?format=float4_e2m1fn&x=2.5' --language numpy
  quantscope code '#/pact?bits=3' --language pytorch
  quantscope code '#/affine?bits=8' --language rust --data weights.npy")]
pub struct Code {
    /// The address of the page, or what follows its #; in quotes, for shells take & and ? otherwise
    pub address: String,
    /// What to write it in
    #[arg(long, value_name = "LANGUAGE", default_value = "numpy", value_parser = language_parser())]
    pub language: Language,
    /// A .npy, .csv or .txt file that the program is to read instead of drawing values
    #[arg(long, value_name = "FILE")]
    pub data: Option<String>,
    /// A Portable Graymap that the program is to read instead of camera.pgm
    #[arg(long, value_name = "FILE")]
    pub picture: Option<String>,
}

/// A number among the arguments, or the word for standard input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Typed {
    /// A number as float64.
    Number(f64),
    /// `-`
    StandardInput,
}

impl Typed {
    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Typed::Number(number) => Some(*number),
            Typed::StandardInput => None,
        }
    }
}

fn typed(text: &str) -> Result<Typed, String> {
    if text == "-" {
        return Ok(Typed::StandardInput);
    }
    match parse_f64(text) {
        Some(number) => Ok(Typed::Number(number)),
        None => Err("write a number such as 0.5, -2, 1e-3, nan or inf".to_owned()),
    }
}

fn finite(text: &str) -> Result<f32, String> {
    parse_f32(text)
        .filter(|number| number.is_finite())
        .ok_or_else(|| "it must be a number that float32 can hold, such as -1.5".to_owned())
}

fn positive(text: &str) -> Result<f32, String> {
    parse_f32(text)
        .filter(|number| number.is_finite() && *number > 0.0)
        .ok_or_else(|| {
            "it must be a number above zero that float32 can hold, such as 0.25".to_owned()
        })
}

/// One of these names, as what it stands for.
fn named<T: Clone + Send + Sync + 'static>(
    names: impl IntoIterator<Item = String>,
    by_id: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(names.into_iter().map(clap::builder::PossibleValue::new))
        .try_map(move |id| by_id(&id).ok_or("it is not known"))
}

fn target_parser() -> impl TypedValueParser<Value = Target> {
    named(Target::all().map(|target| target.id()), Target::by_id)
}

fn format_parser() -> impl TypedValueParser<Value = &'static Format> {
    named(FORMATS.iter().map(|f| f.id.to_owned()), Format::by_id)
}

fn rounding_parser() -> impl TypedValueParser<Value = Rounding> {
    named(
        Rounding::ALL.map(|rounding| rounding.id().to_owned()),
        Rounding::by_id,
    )
}

fn overflow_parser() -> impl TypedValueParser<Value = Overflow> {
    named(
        Overflow::ALL.map(|overflow| overflow.id().to_owned()),
        Overflow::by_id,
    )
}

fn language_parser() -> impl TypedValueParser<Value = Language> {
    named(
        Language::ALL.map(|language| language.id().to_owned()),
        Language::by_id,
    )
}
