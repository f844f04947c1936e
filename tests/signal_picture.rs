//! Pictures in shades of grey: the one that ships, and bytes that are none.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use quantscope::signal::{MAX_SIDE, Picture};

const CAMERA: &[u8] = include_bytes!("../page/pictures/camera.pgm");

fn refusal(bytes: &[u8]) -> String {
    match Picture::read_pgm("one", bytes) {
        Ok(picture) => panic!("{:?} was read", picture.info),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_picture_that_ships_is_read() {
    let picture = Picture::read_pgm("camera", CAMERA).expect("it is a graymap");
    assert_eq!((picture.info.width, picture.info.height), (160, 160));
    assert_eq!(picture.info.name, "camera");
    // The last bytes of the file are the shades.
    let shades = &CAMERA[CAMERA.len() - 160 * 160..];
    let right: Vec<f32> = shades.iter().map(|&x| f32::from(x) / 255.0).collect();
    assert_eq!(picture.values, right);
    let (low, high) = (shades.iter().min(), shades.iter().max());
    assert!(
        low < Some(&32) && high > Some(&224),
        "dark and bright places"
    );
}

#[test]
fn headers_may_be_written_in_any_way() {
    for header in [
        "P5 3 2 255 ",
        "P5\n3 2\n255\n",
        "P5\t3\r\n2\r255\n",
        "P5\n# made by hand\n3 2\n# 8 bits\n255\n",
        "P5 # 9 9 9\n#\n##\n  3\n2 255 ",
        "P5 0003 02 0255\n",
    ] {
        // What follows the header may look like white space or a comment.
        let bytes = [header.as_bytes(), b"\n #\x00\xff "].concat();
        let picture = Picture::read_pgm("one", &bytes).expect(header);
        assert_eq!((picture.info.width, picture.info.height), (3, 2));
        let shades = [10.0, 32.0, 35.0, 0.0, 255.0, 32.0].map(|x: f32| x / 255.0);
        assert_eq!(picture.values, shades, "{header:?}");
    }
}

#[test]
fn what_is_no_graymap_is_refused_with_a_sentence() {
    let long = MAX_SIDE + 1;
    let none = "byte 0: this is no binary Portable Graymap (P5)";
    for (bytes, sentence) in [
        ("", none),
        ("P", none),
        ("P2 2 1 255 0 1", none),
        ("p5 2 1 255 ab", none),
        (" P5 2 1 255 ab", none),
        ("\u{89}PNG\r\n", none),
        ("P5", "byte 2: the width is no whole number"),
        ("P5 ", "byte 2: the width is no whole number"),
        ("P5 # no end", "byte 2: the width is no whole number"),
        ("P5 wide 1 255 ab", "byte 2: the width is no whole number"),
        ("P5 -2 1 255 ab", "byte 2: the width is no whole number"),
        ("P5 2", "byte 4: the height is no whole number"),
        ("P5 2.5 1 255 ab", "byte 4: the height is no whole number"),
        ("P5 2 1", "byte 6: the largest shade is no whole number"),
        (
            "P5 2 1 ff ab",
            "byte 6: the largest shade is no whole number",
        ),
        (
            "P5 2 1 65535 abcd",
            "the largest shade must be 255, not 65535; save it with 8 bits",
        ),
        (
            "P5 2 1 0 ab",
            "the largest shade must be 255, not 0; save it with 8 bits",
        ),
        (
            "P5 2 1 127 ab",
            "the largest shade must be 255, not 127; save it with 8 bits",
        ),
        (
            "P5 2 1 255",
            "a picture of 2 x 1 needs 2 bytes, but 0 follow; save it again",
        ),
        (
            "P5 2 1 255 ",
            "a picture of 2 x 1 needs 2 bytes, but 0 follow; save it again",
        ),
        (
            "P5 2 1 255 a",
            "a picture of 2 x 1 needs 2 bytes, but 1 follow; save it again",
        ),
        (
            "P5 2 1 255 abc",
            "a picture of 2 x 1 needs 2 bytes, but 3 follow; save it again",
        ),
        (
            "P5 0 1 255 ",
            "a picture of 0 x 1 cannot be shown; each side must have 1 to 160 places",
        ),
        (
            "P5 1 4294967296 255 ",
            "a picture of 1 x 4294967296 cannot be shown; each side must have 1 to 160 places",
        ),
        (
            "P5 18446744073709551615 18446744073709551615 255 a",
            "a picture of 18446744073709551615 x 18446744073709551615 cannot be shown; each side must have 1 to 160 places",
        ),
        (
            "P5 18446744073709551616 1 255 a",
            "byte 2: the width is no whole number",
        ),
        (
            "P5 1 99999999999999999999999999 255 a",
            "byte 4: the height is no whole number",
        ),
    ] {
        let found = refusal(bytes.as_bytes());
        assert!(
            found == sentence || (bytes.starts_with('\u{89}') && found == none),
            "{bytes:?}: {found}"
        );
    }
    let wide = format!("P5 {long} 1 255 {}", "a".repeat(long));
    assert_eq!(
        refusal(wide.as_bytes()),
        format!(
            "a picture of {long} x 1 cannot be shown; each side must have 1 to {MAX_SIDE} places"
        )
    );
}

#[test]
fn every_beginning_of_the_picture_is_refused() {
    for length in (0..CAMERA.len()).filter(|&at| at < 64 || at % 997 == 0) {
        assert!(!refusal(&CAMERA[..length]).is_empty());
    }
    assert!(!refusal(&[CAMERA, b"x"].concat()).is_empty());
}

#[test]
fn sides_and_bytes_that_do_not_fit_are_refused() {
    for (width, height, count) in [
        (0, 0, 0),
        (0, 5, 0),
        (MAX_SIDE + 1, 1, MAX_SIDE + 1),
        (usize::MAX, 2, 0),
        (usize::MAX, usize::MAX, 1),
        (2, 2, 3),
        (2, 2, 5),
        (1, 1, 0),
    ] {
        let read = Picture::from_grey("one", width, height, &vec![7; count]);
        assert!(read.is_err(), "{width} x {height} of {count}");
    }
    let whole = Picture::from_grey("one", MAX_SIDE, MAX_SIDE, &vec![7; MAX_SIDE * MAX_SIDE]);
    assert!(whole.is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(5),
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_written_is_read(width in 1..20_usize, height in 1..20_usize, seed in any::<u8>()) {
        let grey: Vec<u8> = (0..width * height).map(|at| (at as u8).wrapping_mul(seed)).collect();
        let bytes = [format!("P5 {width} {height} 255\n").as_bytes(), &grey].concat();
        let read = Picture::read_pgm("one", &bytes);
        prop_assert_eq!(read, Picture::from_grey("one", width, height, &grey));
    }

    /// Any change of the header: read or refused, and what is read has its bytes.
    #[test]
    fn any_header_is_read_or_refused(
        header in "P5[ \t\n#0-9a-]{0,24}",
        grey in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let bytes = [header.as_bytes(), &grey].concat();
        match Picture::read_pgm("one", &bytes) {
            Ok(read) => prop_assert_eq!(read.values.len(), read.info.width * read.info.height),
            Err(error) => prop_assert!(error.to_string().len() > 20),
        }
    }
}
