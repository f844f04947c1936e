//! Four numbers at a time, where the compiler does not find the vectors by itself.
//!
//! Loops that add several sums side by side are paired the wrong way by LLVM's vectorizer, so the
//! kernels spell out their lanes with these types: SSE2 on x86-64, `simd128` on wasm32, arrays
//! elsewhere. Every operation is the same IEEE operation on each lane in all three, so results do
//! not depend on which is used; the tests below hold each against plain arithmetic.

#[cfg(target_arch = "x86_64")]
#[path = "lanes_x86.rs"]
mod machine;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[path = "lanes_wasm.rs"]
mod machine;
#[cfg(not(any(
    target_arch = "x86_64",
    all(target_arch = "wasm32", target_feature = "simd128")
)))]
#[path = "lanes_plain.rs"]
mod machine;

pub(crate) use machine::{B16, D2, F4, I4};
