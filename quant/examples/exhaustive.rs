//! Every float32 through every format of at most 8 bits, against an independent reference.
//!
//! `cargo run --profile native -p quantscope-quant --example exhaustive [format ...]`
//!
//! The reference knows of a format only what its codes decode to. It sorts these values, finds the
//! two that enclose a number, and takes the nearer one, in a tie the one with the even code. Beyond
//! the largest value it continues the row by one step. Held against it, for both overflow policies:
//! the exact codec, the vector kernel, and the fused vector kernel.
//!
//! Exits with 1 when a single code differs.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use quantscope_quant::{
    CodesMut, FORMATS, Format, Outputs, Overflow, PassSettings, Rounding, ZeroEncoding, data_range,
    format_pass,
};

/// Inputs of one piece of work: consecutive bit patterns.
const CHUNK: u64 = 1 << 16;

/// The magnitudes of a format by value, and what lies at the edges.
struct Reference {
    /// Ascending, each with its code, and at the end the value after the largest, with a code that
    /// is no code.
    row: Vec<(f64, u32)>,
    format: Format,
}

impl Reference {
    fn new(format: &Format) -> Reference {
        let mut row: Vec<(f64, u32)> = (0..format.code_count())
            .map(|code| (f64::from(format.decode(code)), code))
            .filter(|(value, _)| value.is_finite() && value.is_sign_positive())
            .collect();
        row.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (last, before) = (row[row.len() - 1], row[row.len() - 2]);
        // The step in the last binade; where there is one value a binade, the next binade.
        let step = if format.mantissa_bits == 0 {
            last.0
        } else {
            last.0 - before.0
        };
        row.push((last.0 + step, u32::MAX));
        Reference {
            row,
            format: *format,
        }
    }

    /// The code of a special: the first that decodes to it, with the sign asked for where there are
    /// two.
    fn special(&self, wanted: impl Fn(f32) -> bool, negative: bool) -> Option<u32> {
        let codes = (0..self.format.code_count()).filter(|&c| wanted(self.format.decode(c)));
        let half = self.format.code_count() / 2;
        let signed: Vec<u32> = codes.collect();
        let of_sign = signed
            .iter()
            .copied()
            .find(|&c| self.format.signed && (c >= half) == negative);
        of_sign.or(signed.first().copied())
    }

    /// The code beyond the largest value.
    fn beyond(&self, negative: bool, overflow: Overflow) -> u32 {
        let last = self.row[self.row.len() - 2].1;
        let saturated = self.with_sign(last, negative);
        match overflow {
            Overflow::Saturate => saturated,
            Overflow::Special => self
                .special(f32::is_infinite, negative)
                .or_else(|| self.special(f32::is_nan, negative))
                .unwrap_or(saturated),
        }
    }

    fn with_sign(&self, code: u32, negative: bool) -> u32 {
        let alone = code == 0 && self.format.zero != ZeroEncoding::Signed;
        if negative && !alone {
            code + self.format.code_count() / 2
        } else {
            code
        }
    }

    /// The codes of consecutive magnitudes with a sign, from `first` on, for one policy.
    fn codes(&self, first: u32, overflow: Overflow, out: &mut [u8]) {
        let negative = first >> 31 == 1;
        let x = f32::from_bits(first & 0x7FFF_FFFF);
        // Where to begin is searched for; from there the row is followed upward.
        let mut above = self
            .row
            .partition_point(|&(value, _)| value <= f64::from(x));
        let beyond = self.beyond(negative, overflow);
        // NaN, else a zero of the other sign.
        let nan = self
            .special(f32::is_nan, negative)
            .unwrap_or(self.with_sign(0, !negative));
        let scale = self.format.zero == ZeroEncoding::None;
        for (out, bits) in out.iter_mut().zip(first & 0x7FFF_FFFF..) {
            let x = f64::from(f32::from_bits(bits));
            while above < self.row.len() && self.row[above].0 <= x {
                above += 1;
            }
            *out = if x.is_nan() {
                nan as u8
            } else if scale && (negative || x == 0.0) {
                // No zero and no sign: the smallest value, or NaN.
                if overflow == Overflow::Special {
                    0xFF
                } else {
                    0
                }
            } else if above == self.row.len() {
                beyond as u8
            } else if above == 0 {
                // Below the smallest value of a format without a zero.
                self.row[0].1 as u8
            } else {
                let (low, high) = (self.row[above - 1], self.row[above]);
                let (down, up) = (x - low.0, high.0 - x);
                let odd = low.1 % 2 == 1;
                let goes_up = if scale {
                    // Ties go up; under Special ml_dtypes takes all between the first two up.
                    up <= down || (overflow == Overflow::Special && above == 1 && down > 0.0)
                } else {
                    up < down || (up == down && odd)
                };
                let code = if goes_up { high.1 } else { low.1 };
                if code == u32::MAX {
                    beyond as u8
                } else {
                    self.with_sign(code, negative) as u8
                }
            };
        }
    }
}

/// Mismatches of one chunk, and the first of them.
fn check(
    reference: &Reference,
    first: u32,
    x: &mut Vec<f32>,
    golden: &mut [u8],
    found: &mut Vec<u8>,
) -> (u64, Option<u32>) {
    let format = &reference.format;
    x.clear();
    x.extend((first..=first + (CHUNK - 1) as u32).map(f32::from_bits));
    let mut wrong = 0;
    let mut example = None;
    let mut note = |found: &[u8], golden: &[u8]| {
        // A whole slice is compared faster than its bytes.
        if found != golden {
            for ((bits, f), g) in (first..).zip(found).zip(golden) {
                let both_nan =
                    format.decode((*f).into()).is_nan() && format.decode((*g).into()).is_nan();
                if f != g && !both_nan {
                    wrong += 1;
                    example.get_or_insert(bits);
                }
            }
        }
    };
    for overflow in Overflow::ALL {
        reference.codes(first, overflow, golden);
        found.clear();
        found.extend(
            x.iter()
                .map(|&x| format.encode(x.into(), Rounding::NearestEven, overflow, 0) as u8),
        );
        note(found, golden);
        // Alone the chunk goes through the fused kernel where it may, beside a NaN never.
        for alone in [true, false] {
            if !alone {
                x.push(f32::NAN);
            }
            found.resize(x.len(), 0);
            let settings = PassSettings {
                bins: 16,
                seed: 0,
                range: Some(data_range(x)),
            };
            let out = Outputs {
                codes: Some(CodesMut::U8(found)),
                values: None,
            };
            if format_pass(
                x,
                format,
                1.0,
                Rounding::NearestEven,
                overflow,
                &settings,
                out,
            )
            .is_err()
            {
                found.fill(!golden[0]);
            }
            found.truncate(golden.len());
            x.truncate(golden.len());
            note(found, golden);
        }
    }
    (wrong, example)
}

/// Every float32 through one format: mismatches and the first of them.
fn exhaust(format: &Format) -> (u64, Option<u32>) {
    let reference = Reference::new(format);
    let next = AtomicU64::new(0);
    let work = || {
        let (mut x, mut found) = (Vec::new(), Vec::new());
        let mut golden = vec![0u8; CHUNK as usize];
        let (mut wrong, mut example) = (0, None);
        loop {
            let first = next.fetch_add(CHUNK, Ordering::Relaxed);
            let Ok(first) = u32::try_from(first) else {
                break (wrong, example);
            };
            let (more, one) = check(&reference, first, &mut x, &mut golden, &mut found);
            wrong += more;
            example = example.or(one);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .fold((0, None), |(wrong, example), thread| match thread.join() {
                Ok((more, one)) => (wrong + more, example.or(one)),
                // A panic has said why; it counts as a mismatch.
                Err(_) => (wrong + 1, example),
            })
    })
}

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let mut failed = false;
    println!("| format | float32 inputs | comparisons | mismatches | seconds |");
    println!("|---|---|---|---|---|");
    for format in FORMATS.iter().filter(|f| f.bits() <= 8) {
        if !wanted.is_empty() && !wanted.iter().any(|w| w == format.id) {
            continue;
        }
        let start = Instant::now();
        let (wrong, example) = exhaust(format);
        let seconds = start.elapsed().as_secs_f64();
        // Two policies, three ways each.
        println!(
            "| {} | {} | {} | {wrong} | {seconds:.1} |",
            format.id,
            1u64 << 32,
            6 * (1u64 << 32)
        );
        if let Some(bits) = example {
            println!("first mismatch: {:e} ({bits:#010x})", f32::from_bits(bits));
        }
        failed |= wrong > 0;
    }
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
