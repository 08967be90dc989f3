"""The book's photos, and pictures of the reader's own, as arrays.

Every picture is first 8-bit integers; `load_image` divides them by 255. So an explorer that computes on the
integers and a lesson that computes on the fractions see the same photo.
"""

import contextlib
import difflib
import io
import operator
import os
import warnings
from pathlib import Path

import numpy as np

from .words import say, text

DATA = Path(__file__).parent / "data"
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")  # a closed list: Pillow's EPS starts a program
MOST_PIXELS = 64_000_000  # decoded, about 256 MB; a small file can claim far more
LONGEST_SIDE = 4096  # the largest `size` that may be asked for


def photo_names() -> tuple[str, ...]:
    """Names of the bundled photos, in alphabetical order; data/SOURCES.md tells where each is from.

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

    `name_or_path` is one of `photo_names()`, a path, or the bytes of an uploaded file. A string with a dot
    or a slash is a path. `size` is the length of the longer side in pixels, proportions kept, or a pair
    (H, W) that is met exactly, even if that stretches the picture. A shrunk pixel is the mean of the box of
    old pixels that it covers (Pillow's BOX filter, never off by more than 1). Grey is
    0.299 R + 0.587 G + 0.114 B, after resizing (ITU-R BT.601, in integers, Pillow's mode L).

    Of a reader's own file the first frame or page counts. EXIF rotation is applied, transparent parts lie on
    white, 16 bits are scaled to 8. If `size` allows it, a large JPEG is decoded at a fraction of its size.

    ValueError says what is wrong with a name, a file or a size; TypeError, that an argument is of another
    kind.

    >>> cup = load_pixels("coffee", size=(4, 6))
    >>> cup.shape, cup.dtype
    ((4, 6), dtype('uint8'))
    """
    target = _checked_size(size)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of odd metadata; the reader needs pixels or one error
        image = _decode(*_source(name_or_path), target)
    if target:
        image = _resized(image, target)
    return np.array(image.convert("L") if gray else image)


def _checked_size(size):
    """() for None, (longer side,) or (height, width)."""
    if size is None:
        return ()
    sides = size if isinstance(size, (tuple, list)) else (size,)
    try:
        whole = tuple(operator.index(side) for side in sides)
    except TypeError:
        whole = ()
    are_whole = len(whole) == len(sides) and not any(isinstance(side, bool) for side in sides)
    expected = 2 if sides is size else 1
    if are_whole and len(whole) == expected and all(1 <= side <= LONGEST_SIDE for side in whole):
        return whole
    message = say("errors.images.size", limit=LONGEST_SIDE, found=repr(size))
    raise (ValueError if are_whole else TypeError)(message)


def _resized(image, target):
    from PIL import Image

    if len(target) == 2:
        height, width = target
    else:
        longer = max(image.size)
        width, height = (max(1, round(side * target[0] / longer)) for side in image.size)
    return image.resize((width, height), Image.Resampling.BOX)


def _source(name_or_path):
    """What Pillow can open, and what to call it in a message: None for an upload, which has no name."""
    if isinstance(name_or_path, (bytes, bytearray, memoryview)):
        if not len(name_or_path):
            raise _error("empty_file", None)
        return io.BytesIO(name_or_path), None
    if not isinstance(name_or_path, (str, os.PathLike)):
        raise TypeError(say("errors.images.argument", found=type(name_or_path).__name__))
    if isinstance(name_or_path, str) and not set(name_or_path) & set("./\\"):
        return _bundled(name_or_path), name_or_path
    file = os.path.expanduser(name_or_path)
    if os.path.isdir(file):
        raise _error("is_a_folder", file)
    if not os.path.exists(file):
        raise _error("no_such_file", file, folder=os.getcwd())
    if not os.path.isfile(file):
        raise _error("not_a_file", file)
    if os.path.getsize(file) == 0:
        raise _error("empty_file", file)
    return file, file


def _error(problem, file, **facts):
    return ValueError(say(f"errors.images.{problem}", file=file or text("errors.images.upload"), **facts))


def _bundled(name):
    names = photo_names()
    if name in names:
        return DATA / f"{name}.png"
    near = difflib.get_close_matches(name.lower(), names, n=1)
    if near:
        raise ValueError(say("errors.images.nearly_a_name", name=name, near=near[0]))
    raise ValueError(say("errors.images.unknown_name", name=name, names=text("errors.separator").join(names)))


def _decode(source, file, target):
    """The first frame as an upright Pillow image in mode RGB."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(source, formats=FORMATS) as image:  # reads the header only
            if image.width * image.height > MOST_PIXELS:
                raise Image.DecompressionBombError  # Pillow's own limit is higher
            if target:
                image.draft(None, (max(target), max(target)))
            image.load()
            with contextlib.suppress(Exception):  # a damaged EXIF block must not hide a sound picture
                ImageOps.exif_transpose(image, in_place=True)
            rgb = _to_rgb(image)
    except UnidentifiedImageError:
        raise _error("not_an_image", file, formats=text("errors.separator").join(FORMATS)) from None
    except Image.DecompressionBombError:
        raise _error("too_large", file, limit=MOST_PIXELS // 1_000_000) from None
    except Exception as error:  # a damaged file makes Pillow raise nearly anything
        reason = getattr(error, "strerror", None)
        raise (_error("unreadable", file, reason=reason) if reason else _error("damaged", file)) from None
    if rgb is None:
        raise _error("unknown_range", file, mode=image.mode)
    return rgb


def _to_rgb(image):
    """The picture in 8-bit RGB, on white; None if it is not known which numbers mean black and white."""
    from PIL import Image

    if image.mode == "F":
        return None
    if image.mode.startswith("I"):
        values = np.asarray(image)
        if values.min() < 0 or values.max() > 65535:
            return None
        eight_bits = (values.astype(np.uint32) + 128) // 257  # 65535 = 255 * 257
        image = Image.fromarray(eight_bits.astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")
