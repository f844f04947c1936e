"""Makes camera.pgm from the test picture "camera" of scikit-image.

    pip download --no-deps scikit-image==0.19.3 && unzip scikit_image-*.whl
    python make_camera.py skimage/data/camera.png

The 480 x 480 numbers in the middle of the right side, means of 3 x 3: 160 x 160.
"""

import pathlib
import sys

from PIL import Image

picture = Image.open(sys.argv[1])
assert picture.size == (512, 512) and picture.mode == "L"
picture = picture.crop((32, 16, 512, 496)).reduce(3)
header = b"P5\n%d %d\n255\n" % picture.size
pathlib.Path(__file__).with_name("camera.pgm").write_bytes(header + picture.tobytes())
