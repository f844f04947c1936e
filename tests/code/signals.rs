//! The values that the NumPy programs draw or read, bit by bit.

use std::path::Path;
use std::process::Command;

use quantscope::code::{Data, Language, Shown, program};
use quantscope::signal::{DISTRIBUTIONS, read_file};

use crate::expected::{drawn, state};
use crate::run;

/// What a program's `x` holds: the program as far as the signal, and a line that writes it.
fn x(python: &Path, at: &Path, name: &str, hash: &str, data: Data) -> Vec<f32> {
    let shown = Shown {
        link: hash,
        data,
        picture: None,
        layer: None,
    };
    let text = program(&state(hash), &shown, Language::NumPy);
    let (signal, _) = text
        .split_once("def figures")
        .expect("the figures come after the signal");
    let text = format!("{signal}x.tofile(\"{name}.bin\")\n");
    std::fs::write(at.join(format!("{name}.py")), text).expect("room");
    let mut command = Command::new(python);
    let said = run::figures(command.arg(format!("{name}.py")), at);
    assert_eq!(said, Ok(Vec::new()), "{hash}");
    let bytes = std::fs::read(at.join(format!("{name}.bin"))).expect("the program wrote it");
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|bytes| f32::from_le_bytes(*bytes))
        .collect()
}

fn differing(one: &[f32], other: &[f32]) -> usize {
    assert_eq!(one.len(), other.len());
    one.iter()
        .zip(other)
        .filter(|(one, other)| one.to_bits() != other.to_bits())
        .count()
}

#[test]
fn numpy_draws_the_same_bits() {
    let Some(python) = run::python() else { return };
    let folder = run::folder();
    for distribution in DISTRIBUTIONS {
        for (seed, count) in [(1, 262_144), (4_294_967_295_u32, 65_537), (7, 1)] {
            let hash = format!(
                "#/formats?signal={}&seed={seed}&count={count}&spread=0.3&shift=-1.7",
                distribution.id
            );
            let found = x(
                &python,
                &folder,
                &format!("signal_{}", distribution.id),
                &hash,
                Data::Drawn,
            );
            let differ = differing(&found, &drawn(&state(&hash)));
            assert_eq!(differ, 0, "{hash}: {differ} values differ");
        }
    }
}

#[test]
fn numpy_reads_the_same_files() {
    let Some(python) = run::python() else { return };
    let folder = run::folder();
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    for name in [
        "float64_fortran.npy",
        "float32_big.npy",
        "int16_big_fortran.npy",
        "float16.npy",
        "bool.npy",
        "uint64.npy",
        "scalar.npy",
        "savetxt.csv",
        "savetxt.txt",
    ] {
        let bytes = std::fs::read(files.join(name)).expect("a file of the tests");
        std::fs::write(folder.join(name), &bytes).expect("room");
        let expected = read_file(name, &bytes).expect("it can be read").values;
        let data = Data::File { name };
        let found = x(&python, &folder, "signal_file", "#/formats", data);
        assert_eq!(differing(&found, &expected), 0, "{name}");
    }
    let table = "\u{feff}# made by hand\nfirst; second\n1.5; -2e-3 # two\n\nnan; inf\n";
    std::fs::write(folder.join("headed.csv"), table).expect("room");
    let found = x(
        &python,
        &folder,
        "signal_file",
        "#/formats",
        Data::File { name: "headed.csv" },
    );
    assert_eq!(format!("{found:?}"), "[1.5, -0.002, NaN, inf]");
}

#[test]
fn pasted_numbers_stand_in_the_program() {
    let Some(python) = run::python() else { return };
    let folder = run::folder();
    let values = [
        0.1,
        -2.5,
        3e-39,
        f32::MAX,
        f32::INFINITY,
        f32::NEG_INFINITY,
        -0.0,
        1e20,
    ];
    let few = x(
        &python,
        &folder,
        "signal_pasted",
        "#/formats",
        Data::Pasted { values: &values },
    );
    assert_eq!(differing(&few, &values), 0);
    let many: Vec<f32> = (0..5000).map(|n| n as f32 / 7.0).collect();
    let text: Vec<String> = many.chunks(10).map(|row| format!("{row:?}")).collect();
    std::fs::write(folder.join("pasted.txt"), text.join(",\n")).expect("room");
    let found = x(
        &python,
        &folder,
        "signal_pasted",
        "#/formats",
        Data::Pasted { values: &many },
    );
    assert_eq!(differing(&found, &many), 0);
}
