//! The states whose programs are run.

/// What each lesson's programs are tried with: every switch once, and their meetings.
pub const STATES: &[&str] = &[
    "#/formats",
    "#/formats?x=464.0000001&overflow=special",
    "#/formats?format=float8_e5m2&versus=float16&overflow=special&x=-61440&spread=30000",
    "#/formats?format=float4_e2m1fn&versus=float6_e2m3fn&signal=student_t&count=10001&x=2.5",
    "#/formats?format=float4_e2m1fn&rounding=stochastic&signal=uniform&spread=0.25&seed=7",
    "#/formats?format=bfloat16&versus=float8_e3m4&signal=laplace&shift=0.5&scale=0.125",
    "#/formats?format=float8_e4m3fnuz&versus=float8_e5m2fnuz&signal=half_normal&x=-0.0001",
    "#/formats?format=float8_e4m3b11fnuz&overflow=special&signal=outliers&versus=float8_e4m3&x=31",
    "#/formats?format=float8_e8m0fnu&versus=float8_e4m3fn&signal=log_normal&x=0",
    "#/formats?format=float8_e8m0fnu&overflow=special&signal=bimodal&x=3",
    "#/formats?format=float6_e3m2fn&rounding=nearest_away&signal=bimodal&count=999",
    "#/formats?format=float8_e5m2&rounding=toward_zero&spread=100000&x=70000",
    "#/formats?format=float8_e5m2&rounding=up&overflow=special&spread=100000&x=70000",
    "#/formats?format=float8_e5m2&rounding=down&overflow=special&spread=100000&x=-1e-9",
    "#/formats?format=custom&exponent=3&mantissa=2&infinity=0&nan=0&versus=float16",
    "#/formats?format=custom&exponent=5&mantissa=0&negative_zero=0&infinity=0&spread=100",
    "#/formats?format=custom&exponent=8&mantissa=10&signal=student_t&count=4096",
    "#/formats?code=127&count=7",
    "#/formats?format=custom&code=32&negative_zero=0&count=1",
];
