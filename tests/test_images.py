"""The bundled photos are what SOURCES.md says; other files give the right picture or an exact message."""

import hashlib
import io
import re
import reprlib
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convbook import images
from convbook.images import load_image, load_pixels, photo_names
from convbook.words import say, text

FORMATS = "PNG, JPEG, GIF, BMP, TIFF, WEBP, PPM"
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)

# SHA-256 of the decoded pixels, so that a platform that decodes or resizes differently is found out.
DECODED = {
    "brick": ((280, 320), "74be664cb53d587d71db377f36770e14fc049d0f71d8ec0bb171907009e846f1"),
    "chelsea": ((200, 300, 3), "21a4b8eba38ae3e0adc7b6c4d78ad75ec8280b75b3e645cefd6a4a07a913a53d"),
    "clock": ((150, 200), "5d21f627f1ca9473744e7fe42ce960fd678753275546f6bf8e9c74b4ac07a248"),
    "coffee": ((240, 360, 3), "92ff1f706c4eed4e86b3940a755cc680ef8216a1c501717401e822635117dd28"),
    "gravel": ((192, 256), "bd0e802d7ad13cad0e9fffe987c77a0201544082dde67bc81f7a560d4832699c"),
    "retina": ((96, 102), "b183a52638074d68c4b3c716681e1d152665fd04e1e5946326df6898891ad327"),
}


@pytest.fixture(autouse=True)
def no_warning_leaks():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def saved(tmp_path):
    """Save a Pillow image, or an array, and return the path as a string."""

    def save(picture, name="picture.png", **options):
        if isinstance(picture, np.ndarray):
            picture = Image.fromarray(picture)
        path = tmp_path / name
        picture.save(path, **options)
        return str(path)

    return save


def fails_with(problem, name_or_path, kind=ValueError, size=None, **facts):
    """Loading raises this error, which names these facts; what the file is called is one of them."""
    uploaded = isinstance(name_or_path, bytes)
    facts.setdefault("file", text("errors.images.upload") if uploaded else str(name_or_path))
    with pytest.raises(kind) as caught:
        load_image(name_or_path, size=size)
    assert str(caught.value) == say(f"errors.images.{problem}", **facts)


def sha256(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def encoded(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def raw_png(width, height, rows=b"", bits=8, colour=0, **chunks):
    """A PNG with exactly this header, these chunks and these filtered rows, whether or not they agree."""

    def chunk(name, content):
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    more = b"".join(chunk(name.encode(), content) for name, content in chunks.items())
    end = chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + more + end


def packed_png(values, bits=8, colour=0, **chunks):
    """A PNG of these numbers, (H, W) or (H, W, channels), each of them stored in so many bits."""
    each = (values[..., None] >> np.arange(bits)[::-1]) & 1
    packed = np.packbits(each.reshape(len(values), -1).astype(np.uint8), axis=1)
    rows = b"".join(b"\0" + row.tobytes() for row in packed)
    return raw_png(*values.shape[1::-1], rows, bits, colour, **chunks)


# The photos


def test_names_are_those_with_a_checksum():
    assert photo_names() == tuple(sorted(DECODED))


@pytest.mark.parametrize("name", DECODED)
def test_photo_decodes_to_the_same_numbers_everywhere(name):
    shape, digest = DECODED[name]
    pixels = load_pixels(name, gray=len(shape) == 2)
    assert pixels.shape == shape
    assert sha256(pixels) == digest


def test_resized_grey_photo_has_the_same_numbers_everywhere():
    assert (
        sha256(load_pixels("coffee", size=97))
        == "03825bf140fe78f4b870924541c8e93cb09e32aa6a6783d2157d0fa2bee4ccea"
    )


@pytest.mark.parametrize("name", DECODED)
def test_photo_is_small_and_lossless(name):
    path = images.DATA / f"{name}.png"
    with Image.open(path) as picture:
        assert picture.format == "PNG"
        assert max(picture.size) <= 512
    assert path.stat().st_size <= 200_000


@pytest.mark.parametrize("name", DECODED)
def test_photo_has_source_author_and_free_licence(name):
    text = (images.DATA / "SOURCES.md").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith(f"| `{name}.png`"))
    what, shows, author, licence = (cell.strip() for cell in row.strip("|").split("|"))
    height, width = DECODED[name][0][:2]
    assert f"{height} x {width}" in what
    assert shows
    assert author
    assert licence in {"CC0", "public domain"}
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE).group(1)
    for part in ("- Source: ", "- Changed: ", "- Good for: ", "https://"):
        assert part in section


def test_data_folder_holds_nothing_without_a_source():
    held = {path.name for path in images.DATA.iterdir()}
    others = {"layer_kernels.txt", "digits.npz", "network.npz", "SOURCES.md", "fonts"}
    assert held == {f"{name}.png" for name in DECODED} | others


def test_the_digits_have_their_source_and_licence():
    sources, root = (images.DATA / "SOURCES.md").read_text(encoding="utf-8"), images.DATA.parents[1]
    section = re.search(r"^## digits\n(.*?)(?=^## |\Z)", sources, re.DOTALL | re.MULTILINE).group(1)
    for part in ("- Source: ", "- Licence: CC BY-SA 3.0", "- Changed: ", "https://"):
        assert part in section
    assert "CC BY-SA 3.0" in (root / "LICENSE").read_text(encoding="utf-8")
    assert "CC-BY-SA-3.0" in (root / "pyproject.toml").read_text(encoding="utf-8")


def test_every_font_is_named_with_its_source_and_licence():
    fonts = {path.name for path in (images.DATA / "fonts").iterdir()}
    sources = (images.DATA / "SOURCES.md").read_text(encoding="utf-8")
    licence = (images.DATA / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    for font in fonts - {"OFL.txt"}:
        assert font in licence
        assert font.replace("NotoSans-Bold.ttf", "-Bold").replace("NotoSans-Italic.ttf", "-Italic") in sources


# What comes back


@pytest.mark.parametrize("gray", [True, False])
def test_image_is_pixels_over_255_in_float32(gray):
    image, pixels = load_image("coffee", gray=gray), load_pixels("coffee", gray=gray)
    assert image.dtype == np.float32
    assert pixels.dtype == np.uint8
    np.testing.assert_array_equal(image, (pixels / 255).astype(np.float32))


def test_grey_is_the_bt601_sum_of_the_channels():
    exact = load_pixels("coffee", gray=False) @ np.array([0.299, 0.587, 0.114])
    assert np.abs(load_pixels("coffee") - exact).max() <= 0.5 + 1e-2  # one rounding, weights in 1/65536


def test_grey_photo_in_colour_has_three_equal_channels():
    colour = load_pixels("brick", gray=False)
    np.testing.assert_array_equal(colour, np.repeat(load_pixels("brick")[:, :, None], 3, axis=2))


def test_result_belongs_to_the_caller():
    load_pixels("retina")[:] = 0
    load_image("retina")[:] = 0
    assert sha256(load_pixels("retina")) == DECODED["retina"][1]


def test_int_size_is_the_longer_side(saved):
    assert load_image("coffee", size=90).shape == (60, 90)
    assert load_image(saved(np.zeros((30, 10), np.uint8)), size=15).shape == (15, 5)
    assert load_image(saved(np.zeros((2, 100), np.uint8)), size=10).shape == (1, 10)
    assert load_image("retina", size=np.int64(204)).shape == (192, 204)


def test_pair_size_is_height_and_width():
    assert load_image("coffee", size=(7, 50), gray=False).shape == (7, 50, 3)
    assert load_image("coffee", size=[50, 7]).shape == (50, 7)


def test_shrinking_takes_the_mean_of_each_box():
    boxes = load_pixels("brick").reshape(140, 2, 160, 2).mean(axis=(1, 3))
    assert np.abs(load_pixels("brick", size=160) - boxes).max() <= 1  # rounded up once per direction


@pytest.mark.parametrize("size", [0, -3, 5000, (5, 0), (4, 5, 6), (5,), ()])
def test_size_out_of_range(size):
    fails_with("size", "coffee", size=size, limit=4096, found=repr(size))


@pytest.mark.parametrize("size", [2.5, "90", True, (4, 5.0), (None, 3), {"height": 3}, np.array([4, 5])])
def test_size_of_another_kind(size):
    fails_with("size", "coffee", kind=TypeError, size=size, limit=4096, found=repr(size))


# Names and paths


def test_nearly_a_name():
    fails_with("nearly_a_name", "Cofee", name="Cofee", near="coffee")
    with pytest.raises(
        ValueError, match=r'no photo called "Cofee"; did you mean "coffee"\? The path of your own file'
    ):
        load_image("Cofee")


@pytest.mark.parametrize("name", ["zebra", ""])
def test_unknown_name(name):
    fails_with("unknown_name", name, name=name, names="brick, chelsea, clock, coffee, gravel, retina")


@pytest.mark.parametrize("wrong", [None, 3, np.zeros((4, 5)), ["coffee"]])
def test_neither_name_nor_path_nor_bytes(wrong):
    fails_with("argument", wrong, kind=TypeError, found=type(wrong).__name__)


def test_a_path_object_is_always_a_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fails_with("no_such_file", Path("coffee"), folder=tmp_path)


def test_home_folder_is_found(saved, tmp_path, monkeypatch):
    saved(np.full((2, 3), 7, np.uint8), "mine.png")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert load_pixels("~/mine.png").tolist() == [[7, 7, 7], [7, 7, 7]]


@pytest.mark.parametrize("name", ["cup.png", "a/b", "nul\0.png", "x" * 5000 + ".png"])
def test_missing_file(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fails_with("no_such_file", name, folder=tmp_path)


def test_folder(tmp_path):
    fails_with("is_a_folder", tmp_path)


def test_device_or_pipe(saved, monkeypatch):
    path = saved(np.zeros((2, 3), np.uint8))
    monkeypatch.setattr("os.path.isfile", lambda path: False)
    fails_with("not_a_file", path)


def test_file_that_the_system_refuses(saved, monkeypatch):
    path = saved(np.zeros((2, 3), np.uint8))

    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Image, "open", refuse)
    fails_with("unreadable", path, reason="Permission denied")


# Files that hold no picture


def test_empty_file(tmp_path):
    path = tmp_path / "empty.png"
    path.touch()
    fails_with("empty_file", path)
    fails_with("empty_file", b"")


@pytest.mark.parametrize(
    "content", [b"hello", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b"<svg/>"]
)
def test_not_a_picture(content, tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(content)
    fails_with("not_an_image", path, formats=FORMATS)
    fails_with("not_an_image", content, formats=FORMATS)


@pytest.mark.parametrize("kind", FORMATS.split(", "))
def test_truncated(kind):
    whole = encoded(Image.fromarray(load_pixels("chelsea", gray=False)), kind)
    assert load_pixels(whole).shape == (200, 300)
    fails_with("damaged", whole[: len(whole) // 2])


@pytest.mark.parametrize("side", [8_001, 10_000, 30_000])  # above our limit, Pillow's warning, Pillow's error
def test_decompression_bomb_is_refused_before_decoding(side, monkeypatch):
    def decode(*arguments):
        raise AssertionError("the pixels were decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decode)
    fails_with("too_large", raw_png(side, side), limit=64)


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (0, 0)])
def test_picture_without_pixels(size):
    fails_with("not_an_image", raw_png(*size), formats=FORMATS)


# Unusual pictures


@pytest.mark.parametrize("wrap", [bytes, bytearray, memoryview])
def test_upload(wrap):
    path = images.DATA / "coffee.png"
    np.testing.assert_array_equal(load_pixels(wrap(path.read_bytes())), load_pixels("coffee"))
    np.testing.assert_array_equal(load_pixels(str(path)), load_pixels("coffee"))


@pytest.mark.parametrize("kind", ["GIF", "PNG", "TIFF", "WEBP"])
def test_first_frame_of_several(kind):
    frames = [Image.new("RGB", (3, 2), colour) for colour in (RED, GREEN, BLUE)]
    options = {"lossless": True} if kind == "WEBP" else {}
    pixels = load_pixels(
        encoded(frames[0], kind, save_all=True, append_images=frames[1:], **options), gray=False
    )
    assert pixels.tolist() == [[list(RED)] * 3] * 2


def test_first_picture_of_a_stereo_jpeg():
    left, right = (Image.new("L", (16, 8), grey) for grey in (60, 200))
    pixels = load_pixels(encoded(left, "MPO", save_all=True, append_images=[right], quality=100))
    assert pixels.tolist() == [[60] * 16] * 8


def test_alpha_lies_on_white(saved):
    opaque, half, clear = (255, 0, 0, 255), (255, 0, 0, 128), (255, 0, 0, 0)
    path = saved(np.array([[opaque, half, clear]], np.uint8))
    assert load_pixels(path, gray=False).tolist() == [[[255, 0, 0], [255, 127, 127], [255, 255, 255]]]


def test_grey_with_alpha_lies_on_white(saved):
    path = saved(Image.merge("LA", [Image.new("L", (2, 1), 10), Image.frombytes("L", (2, 1), b"\xff\0")]))
    assert load_pixels(path).tolist() == [[10, 255]]


def test_transparent_colour_is_white(saved):
    path = saved(np.array([[RED, GREEN]], np.uint8), transparency=GREEN)
    assert load_pixels(path, gray=False).tolist() == [[list(RED), list(WHITE)]]


def palette_picture():
    picture = Image.frombytes("P", (3, 1), bytes([2, 0, 1]))
    picture.putpalette([*RED, *GREEN, *BLUE])
    return picture


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP"])
def test_palette(kind):
    assert load_pixels(encoded(palette_picture(), kind), gray=False).tolist() == [
        [list(BLUE), list(RED), list(GREEN)]
    ]


@pytest.mark.parametrize("transparency", [0, b"\0\xff\xff"])
def test_transparent_palette_entry_is_white(transparency):
    upload = encoded(palette_picture(), "PNG", transparency=transparency)
    assert load_pixels(upload, gray=False).tolist() == [[list(BLUE), list(WHITE), list(GREEN)]]


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bits_are_scaled_not_clipped(kind):
    values = np.array([[0, 128, 129, 257 * 100, 257 * 101 - 129, 65535]], np.uint16)
    pixels = load_pixels(encoded(Image.fromarray(values), kind))
    assert pixels.tolist() == [[0, 0, 1, 100, 100, 255]]


def test_16_bit_ppm():
    assert load_pixels(b"P5 3 1 65535\n" + struct.pack(">3H", 0, 257 * 7, 65535)).tolist() == [[0, 7, 255]]


def test_16_bit_colour():
    row = b"\0" + struct.pack(">6H", 65535, 0, 257 * 9, 257, 257 * 2, 257 * 3)
    png = raw_png(2, 1, row, bits=16, colour=2)  # Pillow cannot write one
    assert load_pixels(png, gray=False).tolist() == [[[255, 0, 9], [1, 2, 3]]]


@pytest.mark.parametrize(
    ("values", "mode"),
    [
        (np.array([[0.0, 0.5]], np.float32), "F"),
        (np.array([[0, 70_000]], np.int32), "I"),
        (np.array([[-1, 5]], np.int32), "I"),
    ],
)
def test_numbers_of_unknown_range(values, mode):
    fails_with("unknown_range", encoded(Image.fromarray(values), "TIFF"), mode=mode)


def test_cmyk():
    picture = Image.new("CMYK", (2, 1), (0, 255, 255, 0))
    assert load_pixels(encoded(picture, "TIFF"), gray=False).tolist() == [[list(RED), list(RED)]]


def test_1_bit():
    picture = Image.frombytes("1", (3, 1), b"\xa0")
    assert load_pixels(encoded(picture, "PNG")).tolist() == [[255, 0, 255]]


# How the stored pixels must be turned for each EXIF orientation: (flip, quarter turns left)
UPRIGHT = {1: (0, 0), 2: (1, 0), 3: (0, 2), 4: (1, 2), 5: (1, 1), 6: (0, 3), 7: (1, 3), 8: (0, 1)}


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_exif_rotation_is_applied(orientation):
    stored = np.arange(6, dtype=np.uint8).reshape(2, 3)
    exif = Image.Exif()
    exif[0x0112] = orientation
    flip, turns = UPRIGHT[orientation]
    upright = np.rot90(stored[:, ::-1] if flip else stored, turns)
    upload = encoded(Image.fromarray(stored), "PNG", exif=exif)
    np.testing.assert_array_equal(load_pixels(upload), upright)
    assert load_pixels(upload, size=30).shape == ((20, 30) if upright.shape == (2, 3) else (30, 20))


# Every mode, number of bits, transparency and orientation, in every form: the plain picture comes back

LEVELS = np.array([0, 85, 170, 255], np.uint8)  # those that two bits can hold
WAYS = {
    "path": str,
    "Path": Path,
    "bytes": lambda path: path.read_bytes(),
    "file": lambda path: io.BytesIO(path.read_bytes()),
    "text": lambda path: io.TextIOWrapper(io.BytesIO(path.read_bytes())),  # which some open by mistake
}


def exif_of(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def in_mode(mode, pixels, clear):
    """A Pillow image in this mode that shows these pixels, where not `clear`."""
    alpha = np.where(clear, 0, 255).astype(np.uint8)
    match mode:
        case "I;16" | "I;16B":
            order = "<u2" if mode == "I;16" else ">u2"
            return Image.fromarray((pixels.astype(np.uint16) * 257).astype(order))
        case "I":
            return Image.fromarray(pixels.astype(np.int32) * 257)
        case "CMYK":
            return Image.fromarray(np.dstack([255 - pixels, 0 * alpha]), "CMYK")
        case "RGBX":
            return Image.fromarray(np.dstack([pixels, alpha]), "RGBX")
        case "RGBA" | "LA":
            return Image.fromarray(np.dstack([pixels, alpha]))
        case "PA":
            image = in_mode("P", pixels, clear).convert("PA")
            image.putalpha(Image.fromarray(alpha))
            return image
        case "P":
            image = Image.fromarray(pixels // 85)
            image.putpalette([level for level in LEVELS.tolist() for _ in range(3)])
            return image
    return Image.fromarray(pixels).convert(mode)


def saved_as(kind, mode, **options):
    """An encoder: (stored pixels, which of them are clear, orientation) to the bytes of a file."""

    def encode(pixels, clear, orientation):
        image = in_mode(mode, pixels, clear)
        with_exif = {} if kind in ("BMP", "GIF", "PPM") else {"exif": exif_of(orientation)}
        return encoded(image, kind, **options, **with_exif)

    return encode


def as_png(bits, colour, *, key=False):
    """An encoder by hand, for what Pillow does not write; with a `key`, one colour of the file is clear."""

    def encode(pixels, clear, orientation):
        scaled = (pixels.astype(np.uint32) * (2**bits - 1) // 255).astype(np.uint16)
        alpha = np.where(clear, 0, 2**bits - 1).astype(np.uint16)
        chunks = {"eXIf": exif_of(orientation).tobytes().removeprefix(b"Exif\0\0")}
        if colour == 3:
            scaled = pixels // 85
            chunks["PLTE"] = bytes(level for level in LEVELS.tolist() for _ in range(3))
        if key:
            clear_one = scaled[clear][0]
            assert (scaled[clear] == clear_one).all()
            chunks["tRNS"] = np.atleast_1d(clear_one).astype(">u2").tobytes()
            if colour == 3:
                chunks["tRNS"] = bytes(0 if entry == clear_one else 255 for entry in range(4))
        if colour in (4, 6):
            scaled = np.dstack([scaled, alpha])
        return packed_png(scaled, bits, colour, **chunks)

    return encode


def white_is_zero(mode):
    """An encoder of a TIFF whose tag 262 says that 0 is white."""

    def encode(pixels, clear, orientation):
        file = saved_as("TIFF", mode)(255 - pixels, clear, orientation)
        tag = struct.pack("<HHIH", 262, 3, 1, 1)
        assert file.count(tag) == 1
        return file.replace(tag, struct.pack("<HHIH", 262, 3, 1, 0))

    return encode


FILES = {  # what it is: (axes of the pixels, which pixels are clear, encoder)
    **{f"TIFF {mode}": (2, "", saved_as("TIFF", mode)) for mode in ("1", "L", "P", "I;16", "I;16B", "I")},
    **{f"TIFF {mode}": (3, "", saved_as("TIFF", mode)) for mode in ("RGB", "RGBX", "CMYK")},
    **{f"TIFF {mode}": (2, "any", saved_as("TIFF", mode)) for mode in ("LA", "PA")},
    "TIFF RGBA": (3, "any", saved_as("TIFF", "RGBA")),
    **{
        f"TIFF {mode} {how}": (axes, "", saved_as("TIFF", mode, compression=how))
        for how in ("tiff_lzw", "tiff_adobe_deflate", "packbits")
        for mode, axes in (("L", 2), ("I;16", 2), ("RGB", 3), ("CMYK", 3))
    },
    **{f"TIFF {mode}, 0 is white": (2, "", white_is_zero(mode)) for mode in ("L", "I;16")},
    **{f"PNG grey {bits}": (2, "", as_png(bits, 0)) for bits in (1, 2, 4, 8, 16)},
    **{f"PNG grey {bits}, one clear": (2, "key", as_png(bits, 0, key=True)) for bits in (1, 2, 4, 8, 16)},
    **{f"PNG colour {bits}": (3, "", as_png(bits, 2)) for bits in (8, 16)},
    **{f"PNG colour {bits}, one clear": (3, "key", as_png(bits, 2, key=True)) for bits in (8, 16)},
    **{f"PNG palette {bits}": (2, "", as_png(bits, 3)) for bits in (2, 4, 8)},
    **{f"PNG palette {bits}, one clear": (2, "key", as_png(bits, 3, key=True)) for bits in (2, 4, 8)},
    **{f"PNG grey {bits} with alpha": (2, "any", as_png(bits, 4)) for bits in (8, 16)},
    **{f"PNG colour {bits} with alpha": (3, "any", as_png(bits, 6)) for bits in (8, 16)},
    "WEBP": (3, "", saved_as("WEBP", "RGB", lossless=True)),
    "WEBP with alpha": (3, "any", saved_as("WEBP", "RGBA", lossless=True)),
    "BMP": (3, "", saved_as("BMP", "RGB")),
    "GIF": (2, "", saved_as("GIF", "L")),
    "PPM": (3, "", saved_as("PPM", "RGB")),
    "PGM 16": (2, "", saved_as("PPM", "I")),
}


def plain_picture(name):
    """Pixels of which no two orientations look alike, and which of them are clear."""
    axes, clear, _ = FILES[name]
    chance = np.random.default_rng(len(name))
    choice = LEVELS[[0, 3]] if re.search(r"TIFF 1|grey 1\b", name) else LEVELS
    pixels = chance.choice(choice, size=(5, 7, 3)[: axes if axes == 3 else 2])
    pixels[0, 0], pixels[0, 1] = choice[0], choice[-1]  # both ends are there, so that the range is clear
    if clear == "key":
        same = pixels == pixels[2, 3]
        return pixels, same if axes == 2 else same.all(axis=2)
    return pixels, chance.random((5, 7)) < (0.3 if clear else 0)


def as_stored(upright, orientation):
    flip, turns = UPRIGHT[orientation]
    stored = np.rot90(upright, -turns)
    return stored[:, ::-1] if flip else stored


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_in_every_orientation_gives_the_plain_picture(name, tmp_path):
    encode, path = FILES[name][2], tmp_path / "picture"
    pixels, clear = plain_picture(name)
    expected = np.where(clear if pixels.ndim == 2 else clear[..., None], 255, pixels)
    if pixels.ndim == 2:
        expected = np.repeat(expected[..., None], 3, axis=2)
    for orientation in UPRIGHT if name.startswith(("TIFF", "PNG", "WEBP")) else [1]:
        path.write_bytes(encode(as_stored(pixels, orientation), as_stored(clear, orientation), orientation))
        for way, given in WAYS.items():
            found = load_pixels(given(path), gray=False)
            np.testing.assert_array_equal(found, expected, f"{orientation} by {way}")


# Which number is white


@pytest.mark.parametrize(
    ("bits", "white"),
    [(1, 255), (7, 255), (8, 255), (9, 1023), (10, 1023), (12, 4095), (13, 16383), (14, 16383)],
)
@pytest.mark.parametrize("kind", ["PNG 0", "PNG 2", "PNG 4", "PNG 6", "TIFF I;16", "TIFF I;16B", "TIFF I"])
def test_few_bits_in_many_are_scaled_by_the_range_found_and_said(kind, bits, white, tmp_path):
    """12 bits in a file of 16, numbers to 255 in one of 32: the largest number found tells the range."""
    values = np.random.default_rng(bits).integers(0, 2**bits, (5, 7)).astype(np.uint16)
    values[0, 0] = 2**bits - 1
    colour = (
        values
        if kind[-1] not in "26" or "PNG" not in kind
        else np.dstack([values, values // 2, values[::-1]])
    )
    if kind.startswith("PNG"):
        stored = colour if kind[-1] in "02" else np.dstack([colour, np.full((5, 7), 65535)])
        upload = packed_png(stored, 16, int(kind[-1]))
    else:
        dtype = {"TIFF I;16": "<u2", "TIFF I;16B": ">u2", "TIFF I": "i4"}[kind]
        upload = encoded(Image.fromarray(values.astype(dtype)), "TIFF")
    told = say("errors.images.range", file="F", most=2**bits - 1, white=white, full=65535)
    for load, most in ((load_pixels, 255), (load_image, 1)):
        path = tmp_path / "picture"
        path.write_bytes(upload)
        with pytest.warns(UserWarning, match="is taken as white") as warned:
            found = load(path, gray=False)
        assert [str(each.message).replace(str(path), "F") for each in warned] == [told]
        assert warned[0].filename == __file__  # where it was called, not inside the package
        expected = np.rint(colour * (255 / white)) * most / 255
        expected = np.repeat(expected[..., None], 3, axis=2) if expected.ndim == 2 else expected
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


def tagged(values, **tags):
    info = {int(tag[1:]): value for tag, value in tags.items()}
    return encoded(Image.fromarray(values), "TIFF", tiffinfo=info)


SMALL = np.array([[0, 100, 200]], np.uint16)


@pytest.mark.parametrize(
    ("upload", "white"),
    [
        (tagged(SMALL, t281=1000), 1000),  # MaxSampleValue
        (tagged(SMALL, t281=150), 255),  # which lies
        (tagged(SMALL, t281=0), 255),
        (tagged(SMALL.astype(np.int32), t281=400), 400),
    ],
)
def test_a_tiff_can_declare_what_is_white(upload, white):
    with pytest.warns(UserWarning, match=f"so {white} is taken as white instead of 65535"):
        found = load_pixels(upload)
    assert found.tolist() == [[round(value * 255 / white) for value in (0, 100, 200)]]


def test_a_tiff_of_12_bits_declares_them():
    """Written by hand, since Pillow only reads it: a row of 0, 1000, 2000, 100, packed in six bytes."""
    tags = [
        (256, 4),
        (257, 1),
        (258, 12),
        (259, 1),
        (262, 1),
        (273, 8 + 2 + 9 * 12 + 4),
        (277, 1),
        (278, 1),
        (279, 6),
    ]
    row = bytes.fromhex("0003e87d0064")
    entries = b"".join(struct.pack("<HHIHH", tag, 3, 1, value, 0) for tag, value in tags)
    upload = b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + row
    assert load_pixels(upload).tolist() == [[0, 62, 125, 6]]


@pytest.mark.parametrize(
    "upload",
    [
        encoded(Image.fromarray(np.zeros((2, 3), np.uint16)), "PNG"),  # nothing is brighter by any rule
        b"P5 3 1 65535\n" + struct.pack(">3H", 0, 20, 100),  # 65535 is declared to be white
        b"P5 3 1 4095\n" + struct.pack(">3H", 0, 1, 2),
    ],
)
def test_dark_pictures_whose_range_is_known_stay_dark(upload):
    assert load_pixels(upload).max() == 0


# Any shape, and the edges of what is taken


SHAPES = [(1, 1), (1, 10_000), (10_000, 1), (400, 5000), (5000, 400), (400, 8000), (3, 7), (17, 4096)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("size", [1, 97, 4096, (1, 1), (5, 4096), (4096, 3)])
def test_every_shape_can_be_given_every_size(shape, kind, size):
    found = load_pixels(encoded(Image.new("L", shape[::-1], 77), kind), size=size)
    longer = max(shape)
    whole = tuple(max(1, round(side * size / longer)) for side in shape) if isinstance(size, int) else size
    assert found.shape == whole
    assert set(np.unique(found)) == {77}


def test_the_limit_of_pixels_is_the_last_that_is_read(monkeypatch):
    monkeypatch.setattr(images, "MOST_PIXELS", 2_000_000)
    assert load_pixels(raw_png(2000, 1000, bytes(2001 * 1000))).shape == (1000, 2000)
    fails_with("too_large", raw_png(2001, 1000), limit=2)


# What is not read, and what to do about it


ADDRESSES = [
    "https://example.org/cup.png",
    "http://example.org/cup.png",
    "HTTPS://EXAMPLE.ORG/CUP.PNG",
    "ftp://example.org/cup.png",
    "file:///home/reader/cup.png",
    "s3://bucket/cup.png",
    "www.example.org/cup.png",
    "//example.org/cup.png",
    "data:image/png;base64,iVBORw0KGgo" + "A" * 100_000,
    "data:,a",
    "blob:abc",
]


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address[:20])
@pytest.mark.parametrize("wrap", [str, Path])
def test_an_address_is_not_fetched_and_the_reader_is_told_what_to_do(address, wrap, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        ValueError, match="nothing is downloaded here; save the picture in the folder"
    ) as told:
        load_image(wrap(address))
    assert len(str(told.value)) < 200
    assert str(told.value).startswith(f"{reprlib.repr(str(wrap(address)))} is a web address")


def test_a_file_whose_name_looks_like_an_address_is_read(saved):
    path = saved(np.full((2, 3), 7, np.uint8))
    there = Path(path).with_name("www.cup")
    Path(path).rename(there)
    assert load_pixels(str(there)).tolist() == [[7] * 3] * 2


@pytest.mark.parametrize(
    ("brands", "kind"),
    [
        (b"heic\0\0\0\0mif1heic", "HEIC"),
        (b"heix\0\0\0\0mif1", "HEIC"),
        (b"hevc\0\0\0\0msf1", "HEIC"),
        (b"mif1\0\0\0\0heic", "HEIC"),
        (b"avif\0\0\0\0mif1miaf", "AVIF"),
        (b"avis\0\0\0\0msf1", "AVIF"),
    ],
)
def test_pictures_of_phones_that_are_not_read_are_named_with_a_way_out(brands, kind, tmp_path):
    content = struct.pack(">I", 8 + len(brands)) + b"ftyp" + brands + bytes(200)
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    fails_with("convert", path, format=kind)
    fails_with("convert", content, format=kind)
    assert "export it as JPEG or PNG" in say("errors.images.convert", file="", format=kind)


def test_a_film_is_no_picture():
    fails_with("not_an_image", b"\0\0\0\x20ftypisom\0\0\2\0mp41" + bytes(99), formats=FORMATS)


@pytest.mark.parametrize("wrap", [io.BytesIO, lambda content: io.BufferedReader(io.BytesIO(content))])
def test_a_file_that_was_read_before_is_read_from_its_beginning(wrap):
    file = wrap((images.DATA / "coffee.png").read_bytes())
    first, again = load_pixels(file), load_pixels(file)
    np.testing.assert_array_equal(first, again)
    fails_with("empty_file", wrap(b""), file=text("errors.images.upload"))


def test_what_comes_from_a_network_has_no_beginning_to_go_back_to():
    class Answer:
        def read(self):
            return (images.DATA / "coffee.png").read_bytes()

    np.testing.assert_array_equal(load_pixels(Answer()), load_pixels("coffee"))


def test_large_jpeg_is_decoded_small(monkeypatch):
    upload = encoded(
        Image.fromarray(load_pixels("chelsea", size=(1600, 2400), gray=False)), "JPEG", quality=95
    )
    decoded = []
    original = images._upright
    monkeypatch.setattr(images, "_upright", lambda picture: decoded.append(picture) or original(picture))
    small = load_pixels(upload, size=300)
    assert [picture.size for picture in decoded] == [
        (600, 400)
    ]  # not 2400 x 1600; both sides stay at least as long as asked
    assert np.abs(small - load_pixels("chelsea").astype(float)).mean() < 2


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(
    "exif", [b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\0\x09"]
)
def test_damaged_exif_does_not_hide_the_picture(kind, exif):
    upload = encoded(Image.new("L", (3, 2), 128), kind, exif=exif)
    assert load_pixels(upload).tolist() == [[128] * 3] * 2
