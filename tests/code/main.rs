//! "Copy as code": the programs are run, and what they print is held against the lenses' reports.
//!
//! Python is the one of `QUANTSCOPE_PYTHON`, which `cargo xtask test` sets, else that of
//! `target/python`. Where there is none, the programs are written and looked over but not run.
//! With `QUANTSCOPE_TORCH=1` the PyTorch programs run too.

mod expected;
mod programs;
mod run;
mod signals;
mod states;
