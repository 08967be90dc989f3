"""The book's photos, and pictures of the reader's own, as arrays.

Every picture is loaded as 8-bit integers; `load_image` divides them by 255. So an explorer that computes with
the integers and a lesson that computes with the fractions see the same photo.
"""

import contextlib
import difflib
import io
import operator
import os
import re
import reprlib
import warnings
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np

from .words import say, text

DATA = Path(__file__).parent / "data"
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")  # a closed list: Pillow's EPS starts a program
PHONE = re.compile(rb".{4}ftyp.*?(?:(?P<AVIF>avi[fs])|(?P<HEIC>he[iv]|mif1|msf1))", re.DOTALL)
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:|www\.|//", re.IGNORECASE)  # two letters, because C: is a drive
MOST_PIXELS = 64_000_000  # decoded, about 256 MB; a small file can claim far more
LONGEST_SIDE = 4096  # the largest `size` that may be asked for
DEPTHS = 8, 10, 12, 14, 16  # bits that cameras and scanners give a number
Source = str | os.PathLike | bytes | BinaryIO


def photo_names() -> tuple[str, ...]:
    """Names of the bundled photos, in alphabetical order; data/SOURCES.md says where each comes from.

    >>> "coffee" in photo_names()
    True
    """
    return tuple(sorted(path.stem for path in DATA.glob("*.png")))


def load_image(
    name_or_path: Source, *, size: int | tuple[int, int] | None = None, gray: bool = True
) -> np.ndarray:
    """A photo as float32 fractions: 0 is black, 1 is white.

    Shape (H, W) if `gray`, else (H, W, 3) with channels red, green, blue. Arguments, unusual files and errors
    are treated as in `load_pixels`, whose integers are divided by 255.

    >>> load_image("coffee").shape
    (240, 360)
    >>> cup = load_image("coffee", size=90, gray=False)
    >>> cup.shape, cup.dtype
    ((60, 90, 3), dtype('float32'))
    """
    return _warned(*read_pixels(name_or_path, size, gray)).astype(np.float32) / np.float32(255)


def load_pixels(
    name_or_path: Source, *, size: int | tuple[int, int] | None = None, gray: bool = True
) -> np.ndarray:
    """A photo as uint8 integers from 0 (black) to 255 (white).

    Shape (H, W) if `gray`, else (H, W, 3) with channels red, green, blue.

    `name_or_path` is one of `photo_names()`, a path, the bytes of an uploaded file, or a file open for
    reading. A string with a dot or a slash is a path; nothing is ever downloaded. `size` is the length of the
    longer side in pixels, proportions kept, or a pair (H, W) that is met exactly, even if that stretches the
    picture. A shrunk pixel is the mean of the box of old pixels that it covers (Pillow's BOX filter, never
    off by more than 1). Grey is 0.299 R + 0.587 G + 0.114 B, after resizing (ITU-R BT.601, in integers,
    Pillow's mode L).

    From your own file the first frame or page is used. EXIF rotation is applied, and transparent parts are
    put on white. If `size` allows it, a large JPEG is decoded at a fraction of its size. With more than 8
    bits, white is the largest number that a TIFF or PPM declares; otherwise the largest of the fewest bits
    (8, 10, 12, 14 or 16) that can hold all numbers found, since many cameras store 12 bits in 16. A warning
    says when white is not the largest number that could be stored.

    Errors: ValueError for a name, a file or a size that cannot be used; TypeError for any other kind of
    argument.

    >>> cup = load_pixels("coffee", size=(4, 6))
    >>> cup.shape, cup.dtype
    ((4, 6), dtype('uint8'))
    """
    return _warned(*read_pixels(name_or_path, size, gray))


def _warned(pixels, remark):
    if remark:
        warnings.warn(remark, stacklevel=3)  # where the reader called
    return pixels


def read_pixels(
    name_or_path: Source, size: int | tuple[int, int] | None = None, gray: bool = True, *, cut: bool = False
) -> tuple[np.ndarray, str]:
    """What `load_pixels` returns, and the sentence of its warning; "" for none.

    With `cut`, the picture is cropped equally at both ends to fit a pair `size`, instead of being stretched.
    """
    target = _checked_size(size)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of odd metadata; the reader needs pixels or one error
        image, remark = _decode(*_source(name_or_path), target)
    if target:
        image = _resized(image, target, cut)
    return np.array(image.convert("L") if gray else image), remark


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


def _resized(image, target, cut):
    from PIL import Image, ImageOps

    if len(target) == 2:
        height, width = target
    else:
        longer = max(image.size)
        width, height = (max(1, round(side * target[0] / longer)) for side in image.size)
    if cut:
        return ImageOps.fit(image, (width, height), Image.Resampling.BOX)
    return image.resize((width, height), Image.Resampling.BOX)


def _source(name_or_path):
    """What opens the file, and what to call it in a message: None for an upload, which has no name."""
    if hasattr(name_or_path, "read"):
        file = getattr(name_or_path, "buffer", name_or_path)  # the bytes below a file opened as text
        with contextlib.suppress(AttributeError, OSError):  # a network or a pipe has no way back
            file.seek(0)
        name_or_path = file.read()
    if isinstance(name_or_path, (bytes, bytearray, memoryview)):
        if not len(name_or_path):
            raise _error("empty_file", None)
        return partial(io.BytesIO, name_or_path), None
    if not isinstance(name_or_path, (str, os.PathLike)):
        raise TypeError(say("errors.images.argument", found=type(name_or_path).__name__))
    if isinstance(name_or_path, str) and not set(name_or_path) & set("./\\:"):
        return partial(open, _bundled(name_or_path), "rb"), name_or_path
    file = os.path.expanduser(name_or_path)
    if os.path.isdir(file):
        raise _error("is_a_folder", file)
    if not os.path.exists(file):
        if ADDRESS.match(os.fsdecode(file)):
            raise _error("address", reprlib.repr(os.fsdecode(file)))
        raise _error("no_such_file", file, folder=os.getcwd())
    if not os.path.isfile(file):
        raise _error("not_a_file", file)
    if os.path.getsize(file) == 0:
        raise _error("empty_file", file)
    return partial(open, file, "rb"), file  # a path would let Pillow map it into memory, and turn it wrongly


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


def _decode(opened, file, target):
    """The first frame as an upright Pillow image in mode RGB, and a remark on its range, "" for none."""
    from PIL import Image, UnidentifiedImageError

    head = b""
    try:
        with opened() as stream:
            head = stream.read(64)
            with Image.open(stream, formats=FORMATS) as image:  # reads the header only
                if image.width * image.height > MOST_PIXELS:
                    raise Image.DecompressionBombError  # Pillow's own limit is higher
                if target:
                    image.draft(None, (max(target), max(target)))
                rgb, facts = _to_rgb(image, stream)
    except UnidentifiedImageError:
        if kind := PHONE.match(head):
            raise _error("convert", file, format=kind.lastgroup) from None
        raise _error("not_an_image", file, formats=text("errors.separator").join(FORMATS)) from None
    except Image.DecompressionBombError:
        raise _error("too_large", file, limit=MOST_PIXELS // 1_000_000) from None
    except Exception as error:  # a damaged file makes Pillow raise nearly anything
        reason = getattr(error, "strerror", None)
        raise (_error("unreadable", file, reason=reason) if reason else _error("damaged", file)) from None
    if rgb is None:
        raise _error("unknown_range", file, mode=image.mode)
    return rgb, str(_error("range", file, **facts)) if facts else ""


def _to_rgb(image, stream):
    """The picture in 8-bit RGB, on white, and facts for a remark; None if black and white are not known."""
    from PIL import Image

    raw, facts = str(image.tile[0][3]) if image.tile else "", {}  # how the pixels are stored
    values = _deep(image, stream, raw)
    if raw in ("L;2", "L;4") and "transparency" in image.info:  # Pillow scales the grey levels, not this one
        image.info["transparency"] *= 255 // (2 ** int(raw[-1]) - 1)
    if image.mode == "F" or (values is not None and (values.min() < 0 or values.max() > 65535)):
        return None, facts
    if values is not None:
        image, facts = _shallow(image, values)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB"), facts


def _deep(image, stream, raw):
    """Load the image; of one with more than 8 bits a channel its numbers, (H, W) or (H, W, 3 or 4)."""
    from PIL import Image

    upper, colours = _upright(image), re.search(r"(LA|RGB[AX]?);16([BLN])", raw)
    if not colours:
        return upper if image.mode.startswith("I") else None
    # Of colours Pillow keeps the upper byte; told that their bytes stand in the other order, it keeps the
    # lower one. It knows no other order for LA, whose four bytes can be read as they are.
    mode, order = colours.groups()
    other = "RGBA" if mode == "LA" else f"{mode};16{'L' if order == 'B' else 'B'}"
    stream.seek(0)
    with Image.open(stream, formats=[image.format]) as again:
        again.tile = [(*tile, (other, *a[1:]) if isinstance(a, tuple) else other) for *tile, a in again.tile]
        lower = _upright(again)
    if mode == "LA":
        return np.ascontiguousarray(lower).view(">u2")[:, :, [0, 0, 0, 1]]
    return upper * np.uint16(256) + lower


def _upright(image):
    from PIL import ImageOps

    image.load()
    with contextlib.suppress(Exception):  # a damaged EXIF block must not hide a sound picture
        ImageOps.exif_transpose(image, in_place=True)
    return np.asarray(image)


def _shallow(image, values):
    """The image in 8 bits a channel, and facts for a remark unless white is the number that one expects."""
    from PIL import Image

    colours, tags = values[..., :3] if values.ndim == 3 else values, getattr(image, "tag_v2", {})
    most, full = int(colours.max()), 2 ** min(16, *tags.get(258, (16,))) - 1  # BitsPerSample
    sure = full if full < 65535 or image.format == "PPM" else 0
    white = int(np.max(tags.get(281, sure)))  # MaxSampleValue
    if not 0 < most <= white <= full:
        white = 2 ** next(bits for bits in DEPTHS if most < 2**bits) - 1
    scale = ((np.arange(65536) * 510 + white) // (2 * white)).clip(0, 255).astype(np.uint8)  # rounded
    shallow = Image.fromarray(scale[white - colours if tags.get(262) == 0 else colours])  # WhiteIsZero
    if image.mode == "RGBA":
        shallow.putalpha(Image.fromarray(scale[values[..., 3]]))
    elif "transparency" in image.info:
        clear = (np.atleast_3d(values) == image.info["transparency"]).all(axis=2)
        shallow.putalpha(Image.fromarray(np.where(clear, 0, 255).astype(np.uint8)))
    return shallow, {"most": most, "white": white, "full": full} if most and white < full else {}
