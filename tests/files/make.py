"""Writes the sample files of this folder. Needs NumPy; run it in this folder.

Every file is made by NumPy itself, so that the reader is tested against the
writer that people use. `expected.txt` holds, for each .npy file, its name, its
shape, and its values in row-major order after .astype(float32), as the hex digits
of their bits.
"""

import warnings

import numpy as np

arrays = {
    "float16": np.array([0.0, -0.0, 1.5, 65504.0, 6e-8, np.inf, -np.inf, np.nan], "<f2"),
    "float32_big": np.array([[1.0, -2.5, 3e38], [1e-45, 0.1, -0.0]], ">f4"),
    "float64_fortran": np.asfortranarray(
        np.arange(24, dtype="<f8").reshape(2, 3, 4) + 0.1
    ),
    "float64_huge": np.array([1e300, -1e300, 1e-300, np.nan, 0.5], "<f8"),
    "int8": np.array([-128, -1, 0, 1, 127], "i1"),
    "int16_big_fortran": np.asfortranarray(
        np.array([[-32768, 2, 3], [4, 5, 32767]], ">i2")
    ),
    "int32": np.array([-(2**31), 2**24 + 1, 2**24, 2**31 - 1], "<i4"),
    "int64": np.array([-(2**63), 2**63 - 1, 2**40, -(2**53) - 1], "<i8"),
    "uint8": np.arange(256, dtype="u1").reshape(16, 16),
    "uint16": np.array([0, 65535], "<u2"),
    "uint32_big": np.array([0, 2**32 - 1, 2**31], ">u4"),
    "uint64": np.array([0, 2**64 - 1, 2**63], "<u8"),
    "bool": np.array([True, False, True]),
    "scalar": np.array(2.5, "<f4"),
    "empty": np.zeros((3, 0, 2), "<f4"),
}

with open("expected.txt", "w") as expected:
    for name, array in arrays.items():
        np.save(f"{name}.npy", array)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = array.astype(np.float32).ravel(order="C")
        shape = "x".join(map(str, array.shape)) or "-"
        digits = " ".join(f"{bits:08x}" for bits in values.astype("<f4").view("<u4"))
        expected.write(f"{name} {shape} {digits}".rstrip() + "\n")

with open("version_2.npy", "wb") as file:
    np.lib.format.write_array(file, np.array([1.0, 2.0], "<f4"), version=(2, 0))
with open("version_3.npy", "wb") as file:
    np.lib.format.write_array(file, np.array([1.0, 2.0], "<f4"), version=(3, 0))

np.save("refused_complex.npy", np.array([1j]))
np.save("refused_objects.npy", np.array([{}], dtype=object), allow_pickle=True)
np.save("refused_strings.npy", np.array(["a", "bc"]))
np.save("refused_bytes.npy", np.array([b"a", b"bc"]))
np.save("refused_fields.npy", np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f4")]))
np.save("refused_dates.npy", np.array(["2020-01-01"], dtype="datetime64[D]"))
np.save("refused_spans.npy", np.array([5], dtype="timedelta64[s]"))
np.save("refused_longdouble.npy", np.array([1.0], dtype=np.longdouble))

np.savetxt("savetxt.txt", np.array([[1.0, -2.5], [1e-3, np.nan]]), header="a b")
np.savetxt("savetxt.csv", np.array([[1, 2, 3], [4, 5, 6]]), delimiter=",", fmt="%d")
