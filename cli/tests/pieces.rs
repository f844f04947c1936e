//! Files that are read in pieces against files that are read whole.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Parser;
use quantscope::signal::{Order, Tensor, read_file};
use quantscope_cli::arguments::{Arguments, Command, Stats};
use quantscope_cli::command::stats::{Found, measure};
use quantscope_cli::source::{About, Source};
use quantscope_cli::target::Target;
use quantscope_quant::{
    Affine, AffineOptions, Outputs, Pass, PassSettings, affine_pass, data_range, format_pass,
};

const SIZES: [usize; 5] = [1, 3, 512, 1000, 1 << 20];

fn files() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/files")
}

/// A file with these bytes and this ending.
fn file(ending: &str, bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new()
        .suffix(ending)
        .tempfile()
        .expect("a temporary file");
    file.write_all(bytes).expect("room for it");
    file
}

fn read(path: &Path, piece: usize) -> Result<(Vec<f32>, About), String> {
    let mut values = Vec::new();
    let about = Source::open(path, &mut std::io::empty(), piece)
        .and_then(|source| {
            source.each_piece(piece, &mut |numbers| {
                assert!(!numbers.is_empty() && numbers.len() <= piece);
                values.extend_from_slice(numbers);
                Ok(())
            })
        })
        .map_err(|error| format!("{error:#}"))?;
    Ok((values, about))
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// The same values, shape and so on; those of column-major files in another order.
fn assert_same(found: &(Vec<f32>, About), whole: &Tensor, what: &str) {
    let (mut a, mut b) = (bits(&found.0), bits(&whole.values));
    if whole.info.order == Order::ColumnMajor {
        a.sort_unstable();
        b.sort_unstable();
    }
    assert_eq!(a, b, "{what}");
    let about = About {
        dtype: whole.info.dtype.clone(),
        shape: whole.info.shape.clone(),
        narrowed: whole.info.narrowed,
        count: whole.values.len() as u64,
    };
    assert_eq!(found.1, about, "{what}");
}

#[test]
fn every_file_is_read_or_refused_as_the_page_does() {
    let mut tried = 0;
    for entry in files().read_dir().expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.display().to_string();
        if path.extension().is_some_and(|e| e == "py") || name.ends_with("expected.txt") {
            continue;
        }
        let bytes = std::fs::read(&path).expect("a file");
        tried += 1;
        for piece in SIZES {
            match (read(&path, piece), read_file(&name, &bytes)) {
                (Ok(found), Ok(whole)) => assert_same(&found, &whole, &name),
                (Err(found), Err(whole)) => assert_eq!(found, format!("{name}: {whole}")),
                (found, whole) => panic!("{name}: {found:?} is not {whole:?}"),
            }
        }
    }
    assert!(tried > 20, "{tried} files");
}

/// Tables with every kind of row, and what is wrong with some.
const TABLES: &[&str] = &[
    "1,2\n3,4\n",
    "a,b\n1,2\n3,4",
    "\u{feff}1;2\r\n3;4\r\n",
    "1\t2\n\n3\t4\n\n",
    "# about\n1 2 # both\n   3\u{a0}4\n",
    "x y z\n1 2\n",
    "\"1\",\"2\"\n\"3\",\"nan\"\n",
    "\"a\nb\",c\n1,2\n#3,4\n5,x",
    "\"a\"\"b\",\"c\"d\n1,2\n",
    "1,2\n3,\n",
    "1,2\n3,4,\n",
    "1,2\n3\n",
    "1,2\n3,4,x\n",
    "1,x\n3,4\n",
    "x,1\n3,4\n",
    "1,5;2\n3;4\n",
    "a,b,c\n1,2\n",
    "only,words\n",
    "only,words\nmore,words\n",
    "# nothing\n\n",
    "   \n\t\n",
    "1\r2\r3",
    "1,2\r3,4",
    "1\n \n2\n",
    "1,\"2\n",
    "1, \"2\"\n",
    "1e39,1e-60,inf,-nan\n0,0,0,0\n",
    "1,2\n\n# x\n3,oops\n",
    "1 2\n3 oops # not\n",
    "1#2\n3\n",
    ",\n1,2\n",
    "é,ü\n1,2\n",
];

/// Where the page's advice speaks of the page.
fn advice_aside(error: &str) -> String {
    error
        .replace(", or paste the numbers as a list", "")
        .replace("in the file", "in the text")
        .replace("this line of text", "this line of words")
        .replace("choose a file with", "give it")
        .replace("choose one with", "give it")
}

fn compare_table(text: &str) {
    let file = file(".csv", text.as_bytes());
    let name = file.path().display().to_string();
    let whole = read_file("table.csv", text.as_bytes());
    for piece in [1, 2, 1000] {
        match (read(file.path(), piece), &whole) {
            (Ok(found), Ok(whole)) => assert_same(&found, whole, text),
            (Err(found), Err(whole)) => {
                let found = found.replace(&format!("{name}: "), "");
                assert_eq!(found, advice_aside(&whole.to_string()), "{text:?}");
            }
            (found, whole) => panic!("{text:?}: {found:?} is not {whole:?}"),
        }
    }
}

#[test]
fn tables_are_read_or_refused_as_the_page_does() {
    for text in TABLES {
        compare_table(text);
    }
}

/// PCG-like steps: enough to stir a few characters.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

#[test]
fn any_table_is_read_or_refused_as_the_page_does() {
    const PARTS: [&str; 18] = [
        "1", "2", "-0.5", "nan", "x", "é", ",", ",", ";", "\t", " ", "\n", "\n", "\r\n", "\"", "#",
        "\u{a0}", "1",
    ];
    let mut dice = Dice(1);
    for _ in 0..3000 {
        let length = 1 + dice.below(20);
        let text: String = (0..length)
            .map(|_| PARTS[dice.below(PARTS.len())])
            .collect();
        compare_table(&text);
    }
}

/// A `.npy` file of float32.
fn npy(shape: &str, values: &[f32]) -> Vec<u8> {
    let mut header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}");
    while (10 + header.len() + 1) % 64 != 0 {
        header.push(' ');
    }
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\0".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    bytes
}

#[test]
fn a_file_cut_off_or_changed_anywhere_is_read_or_refused() {
    let good = npy("(5,)", &[1.0, -2.0, 0.5, f32::NAN, 1e9]);
    let mut dice = Dice(2);
    for at in 0..good.len() {
        let mut changed = good.clone();
        changed[at] = dice.below(256) as u8;
        for bytes in [&good[..at], &changed] {
            let file = file(".npy", bytes);
            let name = file.path().display().to_string();
            let found = read(file.path(), 2);
            let whole = read_file(&name, bytes);
            assert_eq!(
                found.is_ok(),
                whole.is_ok(),
                "byte {at}: {found:?}, {whole:?}"
            );
        }
    }
    let mut longer = good;
    longer.push(0);
    let error = read(file(".npy", &longer).path(), 2).unwrap_err();
    assert!(
        error.contains("byte 148: more follows the 5 values"),
        "{error}"
    );
}

#[test]
fn headers_that_claim_too_much_are_refused() {
    for shape in [
        "(99999999999999999999,)",
        "(4611686018427387904,)",
        "(1000000000000,)",
    ] {
        let error = read(file(".npy", &npy(shape, &[1.0])).path(), 512).unwrap_err();
        assert!(
            error.contains("the shape holds more than") || error.contains("ends after 1 of"),
            "{error}"
        );
    }
}

#[test]
fn a_number_without_end_is_refused() {
    let endless = "1".repeat(100_000);
    for text in [
        endless.clone(),
        format!("1,2\n3,\"{endless}"),
        format!("1 2\n{endless}"),
    ] {
        let error = read(file(".csv", text.as_bytes()).path(), 512).unwrap_err();
        assert!(error.contains("65536 bytes without a separator"), "{error}");
    }
}

fn stats(arguments: &[&str]) -> Stats {
    let all = ["quantscope", "stats"].iter().chain(arguments);
    match Arguments::try_parse_from(all)
        .expect("good arguments")
        .command
    {
        Command::Stats(stats) => stats,
        other => panic!("{other:?}"),
    }
}

fn figures(path: &Path, arguments: &Stats, piece: usize) -> Found {
    Source::open(path, &mut std::io::empty(), piece)
        .and_then(|source| measure(&source, arguments, piece))
        .expect("a good file")
}

/// The pass over everything at once.
fn whole(target: &Target, values: &[f32], arguments: &Stats) -> Pass {
    let policy = arguments.policy;
    let settings = PassSettings {
        bins: 1,
        seed: u64::from(policy.seed),
        range: None,
    };
    match *target {
        Target::Float(format) => {
            let scale = arguments.scale.unwrap_or(1.0);
            let (rounding, overflow) = (policy.rounding, policy.overflow);
            let out = Outputs::default();
            format_pass(values, format, scale, rounding, overflow, &settings, out)
        }
        Target::Integer { bits, signed } => {
            let options = AffineOptions {
                bits,
                signed,
                symmetric: arguments.symmetric,
                rounding: policy.rounding,
                ..AffineOptions::default()
            };
            let mut range = data_range(values).or_zero();
            range.min = arguments.min.unwrap_or(range.min);
            range.max = arguments.max.unwrap_or(range.max);
            let quantizer = Affine::from_range(range, &options);
            affine_pass(values, &quantizer, &settings, Outputs::default())
        }
    }
    .expect("no outputs")
}

#[test]
fn figures_are_those_of_one_pass_in_memory() {
    let mut dice = Dice(3);
    let mut values: Vec<f32> = (0..10_007)
        .map(|_| ((dice.below(2001) as f32) - 1000.0) / 300.0)
        .collect();
    let every = Target::all()
        .map(|target| target.id())
        .collect::<Vec<_>>()
        .join(",");
    let options: [&[&str]; 4] = [
        &[],
        &["--symmetric", "--scale", "0.25", "--overflow", "special"],
        &["--min", "-1", "--max", "1.5", "--rounding", "nearest_away"],
        &["--rounding", "stochastic", "--seed", "7"],
    ];
    for special in [false, true] {
        if special {
            values[77] = f32::NAN;
            values[5000] = f32::INFINITY;
            values[5001] = -1e30;
        }
        let file = file(".npy", &npy("(10007,)", &values));
        for options in options {
            let given = ["-", "--format", &every];
            let arguments = stats(&[&given[..], options].concat());
            for piece in [1, 7, 1024, 3072, 100_000] {
                let found = figures(file.path(), &arguments, piece);
                assert_eq!(found.rows.len(), Target::all().count());
                for row in &found.rows {
                    let (a, b) = (&row.stats, whole(&row.target, &values, &arguments).stats);
                    let what = format!("{} {options:?} {piece} {a:?} {b:?}", row.target.id());
                    if piece % 1024 == 0 || piece > values.len() {
                        // Bit for bit; NaN is equal to itself here.
                        assert_eq!(format!("{a:?}"), format!("{b:?}"), "{what}");
                        continue;
                    }
                    assert_eq!(
                        (a.count, a.measured, a.clipped, a.non_finite, a.underflow),
                        (b.count, b.measured, b.clipped, b.non_finite, b.underflow),
                        "{what}"
                    );
                    assert_eq!(a.max_abs_error, b.max_abs_error, "{what}");
                    // The bound of `Stats`.
                    let near = |a: f64, b: f64, scale: f64| {
                        a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-7 * scale
                    };
                    assert!(near(a.mse, b.mse, b.mse), "{what}");
                    assert!(near(a.mean_error, b.mean_error, b.max_abs_error), "{what}");
                    assert!(
                        near(a.sqnr_db, b.sqnr_db, b.sqnr_db.abs().max(1.0)),
                        "{what}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_range_that_misses_the_data_is_refused() {
    let file = file(".csv", b"1\n2\n");
    let arguments = stats(&["-", "--format", "int8", "--min", "5"]);
    let source = Source::open(file.path(), &mut std::io::empty(), 512).expect("a file");
    let error = measure(&source, &arguments, 512).unwrap_err().to_string();
    assert!(error.contains("begins at 5 and ends at 2"), "{error}");
}
