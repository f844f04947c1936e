"""Writes digits.bin from scikit-learn's wheel: python3 make_digits.py scikit_learn-*.whl

Get the wheel with: pip download --no-deps scikit-learn
The layout is documented in train/src/task/digits.rs.
"""

import gzip
import pathlib
import struct
import sys
import zipfile

wheel = zipfile.ZipFile(sys.argv[1])
text = gzip.decompress(wheel.read("sklearn/datasets/data/digits.csv.gz")).decode()
rows = [[int(float(number)) for number in line.split(",")] for line in text.split()]
assert all(len(row) == 65 for row in rows)

labels = bytes(row[64] for row in rows)
planes = bytes(row[pixel] for pixel in range(64) for row in rows)
header = b"QSDIGITS" + struct.pack("<HBBBB", len(rows), 8, 16, 10, 0)
target = pathlib.Path(__file__).parent / "digits.bin"
target.write_bytes(header + labels + planes)
print(f"{target.name}: {len(rows)} pictures, {target.stat().st_size} bytes")
