//! The packages that the expectations are from.

/// A reference package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its name, as its users write it.
    pub name: &'static str,
    /// The version whose results are shipped. A test compares it with what the golden files say.
    pub version: &'static str,
}

/// All of them.
pub const REFERENCES: [Reference; 8] = [
    Reference {
        name: "ml_dtypes",
        version: "0.6.0",
    },
    Reference {
        name: "gfloat",
        version: "0.5.2",
    },
    Reference {
        name: "half",
        version: "2.7.1",
    },
    Reference {
        name: "onnxruntime",
        version: "1.32.0",
    },
    Reference {
        name: "torch",
        version: "2.15.0",
    },
    Reference {
        name: "diffq",
        version: "0.2.4",
    },
    Reference {
        name: "numpy",
        version: "2.4.6",
    },
    Reference {
        name: "scipy",
        version: "1.17.1",
    },
];

/// A package with its version: `torch 2.15.0`.
#[must_use]
pub fn with_version(name: &str) -> String {
    let known = REFERENCES.iter().find(|reference| reference.name == name);
    known.map_or_else(
        || name.to_owned(),
        |known| format!("{} {}", known.name, known.version),
    )
}
