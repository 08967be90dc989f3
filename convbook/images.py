"""The book's photos, and pictures of the reader's own, as arrays.

Every picture is first 8-bit integers; `load_image` divides them by 255. So an explorer that computes on the
integers and a lesson that computes on the fractions see the same photo.
"""

import difflib
import io
import operator
import os
import warnings
from pathlib import Path

import numpy as np

from .sentences import images as say

DATA = Path(__file__).parent / "data"
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")  # a closed list: Pillow's EPS starts a program
MOST_PIXELS = 64_000_000  # decoded, about 256 MB; a small file can claim far more
LONGEST_SIDE = 4096  # the largest `size` that may be asked for


def photo_names() -> tuple[str, ...]:
    """Names of the bundled photos, in alphabetical order; `convbook/data/SOURCES.md` tells where each is from.

    >>> "coffee" in photo_names()
    True
    """
    return tuple(sorted(path.stem for path in DATA.glob("*.png")))


def load_image(
    name_or_path: str | os.PathLike | bytes, *, size: int | tuple[int, int] | None = None, gray: bool = True
) -> np.ndarray:
    """A photo as float32 fractions: 0 is black, 1 is white.

    Shape (H, W) if `gray`, else (H, W, 3) with channels red, green, blue. Arguments, the treatment of unusual
    files and errors are those of `load_pixels`, whose integers are divided by 255.

    >>> load_image("coffee").shape
    (240, 360)
    >>> cup = load_image("coffee", size=90, gray=False)
    >>> cup.shape, cup.dtype
    ((60, 90, 3), dtype('float32'))
    """
    return load_pixels(name_or_path, size=size, gray=gray).astype(np.float32) / np.float32(255)


def load_pixels(
    name_or_path: str | os.PathLike | bytes, *, size: int | tuple[int, int] | None = None, gray: bool = True
) -> np.ndarray:
    """A photo as uint8 integers from 0 (black) to 255 (white).

    Shape (H, W) if `gray`, else (H, W, 3) with channels red, green, blue.

    `name_or_path` is one of `photo_names()`, a path, or the bytes of an uploaded file. A string with a dot or a
    slash is a path. `size` is the length of the longer side in pixels, proportions kept, or a pair (H, W) that is
    met exactly, even if that stretches the picture. Each new pixel is the mean of the box of old pixels that
    it covers. Grey is 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, as integers in Pillow's mode L), after resizing.

    From a file of the reader's own: the first frame or page counts, EXIF rotation is applied, transparent parts
    lie on white, 16 bits are scaled to 8. A large JPEG is decoded at a fraction of its size when `size` allows it.

    ValueError says what is wrong with a name, a file or a size; TypeError, that an argument is of another kind.

    >>> cup = load_pixels("coffee", size=(4, 6))
    >>> cup.shape, cup.dtype
    ((4, 6), dtype('uint8'))
    """
    target = _checked_size(size)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of odd metadata; the reader needs pixels or one error
        image = _decode(*_source(name_or_path), target)
    if target is not None:
        image = image.resize(_width_height(image.size, target), _box_filter())
    return np.array(image.convert("L") if gray else image)


def _checked_size(size):
    """None, one integer or a pair of integers, each within the limits."""
    if size is None:
        return None
    sides = size if isinstance(size, (tuple, list)) else (size, size)
    message = say.BAD_SIZE.format(limit=LONGEST_SIDE, found=repr(size))
    try:
        height, width = (operator.index(side) for side in sides)
    except TypeError:
        raise TypeError(message) from None
    except ValueError:
        raise ValueError(message) from None
    if isinstance(size, bool) or not (1 <= height <= LONGEST_SIDE and 1 <= width <= LONGEST_SIDE):
        raise ValueError(message)
    return height if sides is not size else (height, width)


def _width_height(old, target):
    """The new (width, height), as Pillow counts, of a picture that is `old` now."""
    if isinstance(target, tuple):
        return target[1], target[0]
    longer = max(old)
    return tuple(max(1, (2 * side * target + longer) // (2 * longer)) for side in old)  # rounded, exactly


def _box_filter():
    from PIL import Image

    return Image.Resampling.BOX


def _source(name_or_path):
    """What Pillow can open, and what to call it in a message."""
    if isinstance(name_or_path, (bytes, bytearray, memoryview)):
        data = bytes(name_or_path)
        if not data:
            raise ValueError(say.EMPTY_FILE.format(file=say.UPLOAD))
        return io.BytesIO(data), say.UPLOAD
    if not isinstance(name_or_path, (str, os.PathLike)):
        raise TypeError(say.WHAT_IT_TAKES.format(found=type(name_or_path).__name__))
    if isinstance(name_or_path, str) and not set(name_or_path) & set("./\\"):
        return _bundled(name_or_path), name_or_path
    file = os.path.expanduser(name_or_path)
    if os.path.isdir(file):
        raise ValueError(say.IS_A_FOLDER.format(file=file))
    if not os.path.exists(file):
        raise ValueError(say.NO_SUCH_FILE.format(file=file, folder=os.getcwd()))
    if not os.path.isfile(file):
        raise ValueError(say.NOT_A_FILE.format(file=file))
    if os.path.getsize(file) == 0:
        raise ValueError(say.EMPTY_FILE.format(file=file))
    return file, file


def _bundled(name):
    names = photo_names()
    if name in names:
        return DATA / f"{name}.png"
    near = difflib.get_close_matches(name.lower(), names, n=1)
    advice = say.DID_YOU_MEAN.format(name=near[0]) if near else say.NAMES_ARE.format(names=", ".join(names))
    raise ValueError(say.UNKNOWN_NAME.format(name=name, advice=advice))


def _decode(source, file, target):
    """The first frame as an upright Pillow image in mode RGB."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    too_large = say.TOO_LARGE.format(file=file, limit=MOST_PIXELS // 1_000_000)
    try:
        image = Image.open(source, formats=FORMATS)  # reads the header only
    except UnidentifiedImageError:
        raise ValueError(say.NOT_AN_IMAGE.format(file=file, formats=", ".join(FORMATS))) from None
    except Image.DecompressionBombError:
        raise ValueError(too_large) from None
    except OSError as error:
        raise ValueError(say.UNREADABLE.format(file=file, reason=error.strerror)) from None
    with image:
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise ValueError(too_large)
        if not (width and height):
            raise ValueError(say.NO_PIXELS.format(file=file, height=height, width=width))
        if target is not None:
            longest = max(target) if isinstance(target, tuple) else target
            image.draft(None, (longest, longest))
        try:
            image.load()
            ImageOps.exif_transpose(image, in_place=True)
            rgb = _to_rgb(image)
        except Exception:  # damaged files make decoders raise nearly anything
            raise ValueError(say.DAMAGED.format(file=file)) from None
    if rgb is None:
        raise ValueError(say.UNKNOWN_RANGE.format(file=file, mode=image.mode))
    return rgb


def _to_rgb(image):
    """An 8-bit RGB picture on white; None if it is not known which numbers mean black and white."""
    from PIL import Image

    if image.mode.startswith("I"):
        values = np.asarray(image)
        if values.min() < 0 or values.max() > 65535:
            return None
        image = Image.fromarray(((values.astype(np.uint32) + 128) // 257).astype(np.uint8))
    if image.mode == "F":
        return None
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    return image.convert("RGB")
