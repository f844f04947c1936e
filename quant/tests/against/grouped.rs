//! Per channel and per block, against onnxruntime's codes and against the scalar
//! quantizer group by group.

use crate::common::{Outcome, floats, integers, json};
use quantscope_quant::{AffineOptions, GroupError, Grouping};

#[test]
fn groups_match_onnxruntime() -> Outcome {
    let golden = json("affine.json")?;
    let tensors = &golden["multi_scale"];
    let x = floats(&tensors["x_f32_bits"])?;
    let mut compared = 0;
    for variant in tensors["variants"].as_array().ok_or("no variants")? {
        let kind = variant["kind"].as_str().ok_or("no kind")?;
        let dtype = variant["dtype"].as_str().ok_or("no type")?;
        let grouping = match kind {
            "per_axis0" => Grouping::per_channel(&[4, 32], 0)?,
            "block8_axis1" => Grouping::per_block(&[4, 32], 1, 8)?,
            other => return Err(format!("unknown kind {other}").into()),
        };
        let options = AffineOptions {
            bits: dtype.trim_start_matches(['u', 'i', 'n', 't']).parse()?,
            signed: !dtype.starts_with('u'),
            symmetric: variant["symmetric"] == true,
            ..AffineOptions::default()
        };
        let quantizers = grouping.quantizers(&x, &options)?;
        let scales: Vec<f32> = quantizers.iter().map(|q| q.scale).collect();
        let zero_points: Vec<i64> = quantizers.iter().map(|q| q.zero_point as i64).collect();
        assert_eq!(
            scales,
            floats(&variant["scale_f32_bits"])?,
            "{kind} {dtype}: scales"
        );
        assert_eq!(
            zero_points,
            integers(&variant["zero_point"])?,
            "{kind} {dtype}: zero points"
        );
        let codes = grouping.quantize(&x, &quantizers)?;
        let found: Vec<i64> = codes.iter().map(|&code| code.into()).collect();
        assert_eq!(found, integers(&variant["q"])?, "{kind} {dtype}: codes");
        let values = grouping.dequantize(&codes, &quantizers)?;
        assert_eq!(
            values,
            floats(&variant["dq_f32_bits"])?,
            "{kind} {dtype}: values"
        );
        compared += codes.len();
    }
    assert_eq!(compared, 6 * 128);
    Ok(())
}

#[test]
fn every_axis_of_a_cube_groups_by_its_index() -> Outcome {
    let shape = [2, 3, 4];
    for axis in 0..3 {
        let channels = Grouping::per_channel(&shape, axis)?;
        assert_eq!(channels.groups(), shape[axis]);
        for index in 0..24 {
            let place = [index / 12, index / 4 % 3, index % 4];
            assert_eq!(channels.group(index), place[axis]);
        }
        // Blocks of two: elements share a group when all but the position within the
        // block agree.
        let blocks = Grouping::per_block(&shape, axis, 2)?;
        let key = |index: usize| {
            let mut place = [index / 12, index / 4 % 3, index % 4];
            place[axis] /= 2;
            place
        };
        for a in 0..24 {
            assert!(blocks.group(a) < blocks.groups());
            for b in 0..24 {
                assert_eq!(
                    blocks.group(a) == blocks.group(b),
                    key(a) == key(b),
                    "axis {axis}: {a}, {b}"
                );
            }
        }
    }
    Ok(())
}

#[test]
fn what_does_not_fit_is_refused() {
    assert_eq!(
        Grouping::per_channel(&[2], 1),
        Err(GroupError::Axis { axis: 1, axes: 1 })
    );
    assert_eq!(
        Grouping::per_channel(&[usize::MAX, 2], 1),
        Err(GroupError::TooLarge)
    );
    assert_eq!(Grouping::per_block(&[4], 0, 0), Err(GroupError::EmptyBlock));
    let rows = Grouping::per_channel(&[2, 2], 0).map(|rows| rows.quantize(&[0.0; 3], &[]));
    assert_eq!(
        rows,
        Ok(Err(GroupError::Length {
            expected: 4,
            found: 3
        }))
    );
    let empty = Grouping::per_channel(&[0, 4], 0)
        .map(|rows| rows.quantizers(&[], &AffineOptions::default()));
    assert_eq!(empty, Ok(Ok(Vec::new())));
}
