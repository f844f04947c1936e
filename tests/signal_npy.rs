//! `.npy` files: every type, order and byte order, and what NumPy itself wrote.

use std::path::Path;

use npyz::WriterBuilder;
use proptest::prelude::*;
use quantscope::signal::{Order, Tensor, TensorInfo, read_file};

/// A version 1.0 file with this header text and data.
fn npy(header: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend(u16::try_from(header.len()).unwrap().to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

fn read(bytes: &[u8]) -> Tensor {
    read_file("a.npy", bytes).unwrap_or_else(|error| panic!("{error}"))
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|x| x.to_bits()).collect()
}

/// A type: its code, NumPy's name, and six numbers: little-endian bytes and value.
struct Case {
    code: &'static str,
    name: &'static str,
    items: [(Vec<u8>, f32); 6],
    narrowed: u64,
}

macro_rules! case {
    ($code:literal, $name:literal, $type:ty, $narrowed:literal, [$($x:expr),*]) => {
        Case {
            code: $code,
            name: $name,
            items: [$({
                let x: $type = $x;
                (x.to_le_bytes().to_vec(), x as f32)
            }),*],
            narrowed: $narrowed,
        }
    };
}

fn cases() -> Vec<Case> {
    let half = |bits: u16, value: f32| (bits.to_le_bytes().to_vec(), value);
    vec![
        Case {
            code: "f2",
            name: "float16",
            items: [
                half(0x3c00, 1.0),
                half(0xc000, -2.0),
                half(0x7bff, 65504.0),
                half(0x0001, 5.960_464_5e-8),
                half(0xfc00, f32::NEG_INFINITY),
                half(0x8000, -0.0),
            ],
            narrowed: 0,
        },
        case!(
            "f4",
            "float32",
            f32,
            0,
            [1.0, -2.0, f32::MAX, 1e-45, f32::INFINITY, -0.0]
        ),
        case!(
            "f8",
            "float64",
            f64,
            3,
            [1.0, 0.1, 1e300, -1e-300, f64::INFINITY, -0.0]
        ),
        case!("i1", "int8", i8, 0, [0, 1, -1, 127, -128, 42]),
        case!("i2", "int16", i16, 0, [0, 1, -1, i16::MAX, i16::MIN, 300]),
        case!(
            "i4",
            "int32",
            i32,
            2,
            [0, -1, i32::MAX, i32::MIN, 1 << 24, (1 << 24) + 1]
        ),
        case!(
            "i8",
            "int64",
            i64,
            3,
            [0, -1, i64::MAX, i64::MIN, (1 << 53) + 1, -16_777_217]
        ),
        case!("u1", "uint8", u8, 0, [0, 1, 2, 127, 128, 255]),
        case!("u2", "uint16", u16, 0, [0, 1, 2, 300, 32768, 65535]),
        case!(
            "u4",
            "uint32",
            u32,
            2,
            [0, 1, u32::MAX, 1 << 31, 16_777_217, 16_777_218]
        ),
        case!(
            "u8",
            "uint64",
            u64,
            3,
            [0, 1, u64::MAX, 1 << 63, (1 << 60) + 1, 16_777_217]
        ),
        Case {
            code: "b1",
            name: "bool",
            items: [0, 1, 1, 0, 1, 0].map(|b: u8| (vec![b], f32::from(b))),
            narrowed: 0,
        },
    ]
}

#[test]
fn every_type_in_either_byte_order_and_either_order() {
    for case in cases() {
        let size = case.items[0].0.len();
        for sign in if size == 1 { "|<>" } else { "<>" }.chars() {
            for fortran in [false, true] {
                // The file's order of a 2 x 3 array: by rows or by columns.
                let order = if fortran {
                    [0, 3, 1, 4, 2, 5]
                } else {
                    [0, 1, 2, 3, 4, 5]
                };
                let mut data = Vec::new();
                for index in order {
                    let mut item = case.items[index].0.clone();
                    if sign == '>' {
                        item.reverse();
                    }
                    data.extend(item);
                }
                let (word, expected_order) = if fortran {
                    ("True", Order::ColumnMajor)
                } else {
                    ("False", Order::RowMajor)
                };
                let header = format!(
                    "{{'descr': '{sign}{}', 'fortran_order': {word}, 'shape': (2, 3), }}\n",
                    case.code
                );
                let tensor = read(&npy(&header, &data));
                let expected: Vec<f32> = case.items.iter().map(|item| item.1).collect();
                assert_eq!(bits(&tensor.values), bits(&expected), "{header}");
                assert_eq!(tensor.info.shape, [2, 3], "{header}");
                assert_eq!(tensor.info.dtype, case.name, "{header}");
                assert_eq!(tensor.info.order, expected_order, "{header}");
                assert_eq!(tensor.info.narrowed, case.narrowed, "{header}");
            }
        }
    }
}

#[test]
fn headers_may_be_written_in_any_way_that_python_allows() {
    let one = 1.5_f32.to_le_bytes();
    for header in [
        "{'descr': '<f4', 'fortran_order': False, 'shape': (), }\n",
        "{\"shape\":(),\"descr\":\"<f4\",\"fortran_order\":False}",
        "  { 'fortran_order' :\tTrue , 'shape' : ( 1 , ) , 'descr' : '<f4' }   \n",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1L, 1L)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (01, 1, 1, 1,)}",
    ] {
        assert_eq!(read(&npy(header, &one)).values, [1.5], "{header}");
    }
}

#[test]
fn what_numpy_wrote_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    let load = |name: &str| std::fs::read(folder.join(format!("{name}.npy"))).unwrap();
    let expected = std::fs::read_to_string(folder.join("expected.txt")).unwrap();
    let mut seen = 0;
    for line in expected.lines() {
        let mut parts = line.split(' ');
        let (name, shape) = (parts.next().unwrap(), parts.next().unwrap());
        let shape: Vec<u64> = shape
            .split('x')
            .filter_map(|axis| axis.parse().ok())
            .collect();
        let values: Vec<u32> = parts.map(|x| u32::from_str_radix(x, 16).unwrap()).collect();
        let tensor = read(&load(name));
        assert_eq!(tensor.info.shape, shape, "{name}");
        assert_eq!(bits(&tensor.values), values, "{name}");
        seen += 1;
    }
    assert_eq!(seen, 15);
    for name in ["version_2", "version_3"] {
        assert_eq!(read(&load(name)).values, [1.0, 2.0], "{name}");
    }
    for (name, part) in [
        ("complex", "complex numbers"),
        ("objects", "Python objects"),
        ("strings", "\"<U2\", strings"),
        ("bytes", "byte strings"),
        ("fields", "a structured array"),
        ("dates", "dates"),
        ("spans", "time spans"),
        ("longdouble", "\"<f16\", a float of a size"),
    ] {
        let error = read_file("a.npy", &load(&format!("refused_{name}"))).unwrap_err();
        let error = error.to_string();
        assert!(
            error.contains(part) && error.starts_with("byte "),
            "{name}: {error}"
        );
    }
}

#[test]
fn information_survives_the_way_between_worker_and_page() {
    let bytes = npy(
        "{'descr': '>f8', 'fortran_order': True, 'shape': (1, 2)}",
        &[0; 16],
    );
    let info = read(&bytes).info;
    let sent = postcard::to_allocvec(&info).unwrap();
    assert_eq!(postcard::from_bytes::<TensorInfo>(&sent).unwrap(), info);
    assert_eq!(info.order.label(), "Fortran");
}

/// Writes with an independent implementation of the format.
fn write<T: npyz::Serialize + npyz::AutoSerialize>(
    shape: &[u64],
    order: npyz::Order,
    values: impl IntoIterator<Item = T>,
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = npyz::WriteOptions::new()
        .default_dtype()
        .shape(shape)
        .order(order)
        .writer(&mut bytes)
        .begin_nd()
        .unwrap();
    writer.extend(values).unwrap();
    writer.finish().unwrap();
    bytes
}

/// A shape of up to four axes and a few hundred values at most, some of them empty.
fn shapes() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(prop_oneof![9 => 1_u64..6, 1 => Just(0)], 0..5)
}

proptest! {
    #[test]
    fn what_is_written_is_read(shape in shapes(), seed: u32) {
        let count = shape.iter().product::<u64>();
        let values: Vec<f32> = (0..count as u32)
            .map(|i| f32::from_bits(i.wrapping_mul(0x9e37_79b9) ^ seed))
            .collect();
        let tensor = read(&write(&shape, npyz::Order::C, values.iter().copied()));
        prop_assert_eq!(bits(&tensor.values), bits(&values));
        prop_assert_eq!(&tensor.info.shape, &shape);

        // In Fortran order the value at an index is at the sum of index times stride.
        let numbers: Vec<f64> = (0..count).map(|i| i as f64).collect();
        let tensor = read(&write(&shape, npyz::Order::Fortran, numbers));
        for (position, value) in tensor.values.iter().enumerate() {
            let (mut rest, mut expected, mut stride) = (position as u64, 0, count);
            for axis in shape.iter().rev() {
                stride /= axis;
                expected += rest % axis * stride;
                rest /= axis;
            }
            prop_assert_eq!(u64::from(*value as u32), expected);
        }
        prop_assert_eq!(&tensor.info.shape, &shape);
    }
}
