"""The photo explorer: every number it shows is the convolution of the photo, exactly."""

import io
import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from scipy.signal import correlate2d
from test_explorers import shown

from convbook import explore
from convbook.explorers import photo
from convbook.explorers.photo import CONTROLS, State, edit, focus, frame, output
from convbook.images import load_pixels
from convbook.kernels import KERNELS, blur_kernel, gaussian_kernel
from convbook.live.controls import LARGEST_UPLOAD
from convbook.words import say

PIXELS = load_pixels("coffee").astype(float)
OWN = ((Fraction(1, 9), Fraction(-5, 4)), (Fraction(0), Fraction(3)))  # asymmetric
MENU, SIZE, VIEW, ROW, COLUMN, *_ = CONTROLS
VIEWS = VIEW.values


@cache
def value(text: str, parts: int = 1, below: int = 1) -> Fraction:
    """What a cell says: 12, −1.25, 7/9, or a whole part above the rest; in the units said beside it."""
    sign = -1 if "−" in text else 1
    whole, *rest = map(Fraction, text.replace("−", "").split("\n"))
    return sign * (whole / parts + sum(rest, Fraction(0)) / below)


def unit(words: str, before: str = "") -> int:
    """The unit that a title or a caption says, as in "unit 1/256"; 1 when there is none."""
    said = re.search(before + r"unit 1/(\d+)", words)
    return int(said[1]) if said else 1


def weights(state: State) -> np.ndarray:
    """The kernel that a state should use; of the reader's own weights, those that the panel shows."""
    if state.kernel == "own":
        shown = frame(state).panel("kernel")
        parts = unit(shown.caption)
        return np.array([float(value(text, parts)) for text in shown.texts]).reshape(shown.shape)
    resized = {"blur": blur_kernel, "gaussian": gaussian_kernel}
    return resized[state.kernel](state.F) if state.kernel in resized else KERNELS[state.kernel]


SETTINGS = [
    State(kernel=kernel, F=F, view=view, own=OWN)
    for kernel in MENU.values
    for F in range(SIZE.low, SIZE.high + 1)
    for view in VIEWS
    if F == 3 or kernel in ("blur", "gaussian", "own")
]


@pytest.mark.parametrize("state", SETTINGS, ids=lambda s: f"{s.kernel}-{s.F}-{s.view}")
def test_numbers_are_the_convolution(state):
    kernel = weights(state)
    expected = correlate2d(PIXELS, kernel, mode="valid")
    views = {"signed": expected, "absolute": np.abs(expected), "clipped": np.clip(expected, 0, 255)}
    np.testing.assert_allclose(output(state), views[state.view], rtol=0, atol=1e-9)

    picture = frame(state)
    link, panel = picture.links[0], picture.panel("output")
    top, left, _, width = picture.panel("filtered").box
    pixels = [value(text) for text in picture.panel("pixels").texts]
    kernel_unit, products, below = (
        unit(picture.panel("kernel").caption),
        unit(link.title),
        unit(panel.caption, "below: "),
    )
    factors = [value(text, kernel_unit) for text in picture.panel("kernel").texts]
    for cell, text in enumerate(panel.texts):
        entries = link.entries(cell)
        terms = [value(term, products) for term in link.terms[entries]]
        pairs = zip(link.cells[entries], link.weights[entries], strict=True)
        assert terms == [pixels[p] * factors[w] for p, w in pairs]
        total = sum(terms)
        assert value(link.sums[cell], products) == total
        row, column = divmod(cell, width)
        assert abs(float(total) - expected[top + row, left + column]) < 1e-9
        shown = {"signed": total, "absolute": abs(total), "clipped": min(max(total, 0), 255)}
        assert value(text, below=below) == shown[state.view]


@pytest.mark.parametrize("kernel", MENU.values)
@pytest.mark.parametrize("F", range(SIZE.low, SIZE.high + 1))
@settings(max_examples=15)
@given(row=st.integers(ROW.low, ROW.high), column=st.integers(COLUMN.low, COLUMN.high))
def test_every_spot_has_a_window_inside_the_photo(kernel, F, row, column):
    picture = frame(State(kernel=kernel, F=F, row=row, column=column, own=OWN))
    top, left, height, width = picture.panel("photo").box
    np.testing.assert_array_equal(
        PIXELS[top : top + height, left : left + width], picture.panel("pixels").levels
    )
    side = picture.panel("kernel").shape[0]
    lit = picture.lit()
    window = [divmod(cell, width) for cell, role in lit["pixels"].items() if role == "window"]
    middle = top + window[0][0] + (side - 1) // 2, left + window[0][1] + (side - 1) // 2
    assert len(window) == side * side == len(lit["kernel"])
    fits = (0 <= row - (side - 1) // 2 <= 240 - side) and (0 <= column - (side - 1) // 2 <= 360 - side)
    assert (middle == (row, column)) == fits
    assert f"({middle[0]}, {middle[1]})" in picture.sentence
    assert picture.panel("output").shape == (photo.ROWS, photo.COLUMNS)
    panel = picture.panel("pixels")
    np.testing.assert_allclose([panel.cell * side for side in panel.space], photo.PIXELS_PLACE)
    assert all(side <= space for side, space in zip(panel.shape, panel.space, strict=True))


@pytest.mark.parametrize("F", [1, 2, 3, 4, 5])
def test_pointing_steers_the_window(F):
    state = State(kernel="blur", F=F, row=30, column=100)
    there = focus(state, "photo", 77 * 360 + 205)
    assert (there.row, there.column) == (77, 205)
    middle = (F - 1) // 2
    there = focus(state, "filtered", 77 * (360 - F + 1) + 205)
    assert (there.row, there.column) == (77 + middle, 205 + middle)


def test_a_pinned_output_keeps_the_box_and_gets_the_window():
    state = State(kernel="sharpen")
    before = frame(state)
    after = frame(focus(state, "output", 11))
    assert after.panel("photo").box == before.panel("photo").box
    assert after.focus == ("output", 11)
    assert after.links[0].sums == before.links[0].sums
    far = frame(replace(focus(state, "output", 11), row=3, column=350))
    assert far.panel("photo").box == frame(State(kernel="sharpen", row=3, column=350)).panel("photo").box


def test_a_typed_weight_makes_a_kernel_of_the_readers_own():
    state = edit(State(kernel="sobel_horizontal"), "kernel", {5: "-1/4"})
    expected = [[-1, -2, -1], [0, 0, -0.25], [1, 2, 1]]
    np.testing.assert_array_equal(output(state), correlate2d(PIXELS, expected, mode="valid"))
    assert frame(state).panel("kernel").texts[5] == "−0.25"


def test_colours_are_those_of_the_whole_photo():
    for view in VIEWS:
        picture = frame(State(view=view))
        top, left, height, width = picture.panel("filtered").box
        whole = picture.panel("filtered").levels[top : top + height, left : left + width]
        np.testing.assert_array_equal(picture.panel("output").levels, whole)


def test_signed_colours_are_white_at_zero_and_balanced():
    levels = frame(State()).panel("filtered").levels
    answers = output(State())
    assert set(levels[answers == 0]) == {128}
    assert levels[answers > 10].min() > 128 > levels[answers < -10].max()


@pytest.mark.parametrize(
    ("kernel", "total"), [("sobel_vertical", "add up to 0,"), ("gaussian", "add up to 1,"), ("own", "67/36")]
)
def test_sentence_tells_what_a_flat_region_gives(kernel, total):
    sentence = frame(State(kernel=kernel, F=3, own=OWN)).sentence
    assert re.search(re.escape(total), sentence)


def upload(array: np.ndarray, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(array).save(buffer, format=kind)
    return buffer.getvalue()


def chosen(file: bytes) -> dict:
    """What the upload button holds once the reader has chosen a file."""
    return {"size": len(file), "content": memoryview(file)}


@pytest.mark.parametrize("shape", [(300, 300), (100, 700), (480, 120)])
def test_the_readers_photo_fills_the_frame_and_keeps_its_proportions(shape):
    circle = np.hypot(*(np.indices(shape) - np.array(shape).reshape(2, 1, 1) / 2)) < min(shape) / 4
    shown = photo.pixels(upload(np.where(circle, 255, 0).astype(np.uint8)))
    assert shown.shape == (240, 360)
    rows, columns = (int((shown > 128).any(axis=axis).sum()) for axis in (1, 0))
    assert abs(rows - min(columns, 240)) <= 2 or rows == 240  # still round, unless the frame cuts it


SIDES = (1, 2, 399, 400, 401, 5000, 8000, 10_000)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("shape", [(1, 1), *permutations(SIDES, 2)], ids=str)
def test_a_photo_of_any_shape_is_shown(shape, kind):
    if np.prod(shape) > 10_000_000:
        shape = (shape[0] // 4, shape[1] // 4)  # as long, and quicker
    file = io.BytesIO()
    Image.new("L", shape[::-1], 77).save(file, kind)
    explorer = explore("photo")
    explorer.controls["photo"].value = chosen(file.getvalue())
    assert explorer.state.photo
    assert set(explorer.frame.panel("photo").levels.ravel()) == {77}
    assert explorer.frame.panel("photo").shape == (240, 360)
    assert "cropped" in repr(explorer)


@pytest.mark.parametrize(("shape", "middle"), [((5000, 400), 1), ((400, 8000), 1), ((40, 9), 1)])
def test_of_a_long_photo_the_middle_is_shown(shape, middle):
    """Three parts along the longer side; both ends are cut off."""
    values = np.full(shape, 50, np.uint8)
    long = int(shape[1] > shape[0])
    inner = slice(shape[long] // 3, -(shape[long] // 3))
    values[(slice(None), inner) if long else inner] = 200
    assert set(photo.pixels(upload(values)).ravel()) == {200}


def test_a_dark_range_is_read_by_what_is_found_and_said():
    values = np.array([[0, 2048, 4095]] * 2, np.uint16)
    explorer = explore("photo")
    explorer.controls["photo"].value = chosen(upload(values))
    told = say("errors.images.range", file="the uploaded file", most=4095, white=4095, full=65535)
    assert told in shown(explorer)["sentence"]
    assert set(explorer.frame.panel("photo").levels.ravel()) == {0, 128, 255}
    explorer.controls["picture"].value = "book"
    assert told not in repr(explorer)


@pytest.mark.parametrize(("more", "is_taken"), [(0, True), (1, False)])
def test_the_largest_upload_is_the_last_that_is_taken(more, is_taken):
    file = upload(np.full((30, 45), 200, np.uint8))
    file += bytes(LARGEST_UPLOAD + more - len(file))  # nobody reads what follows the end of a PNG
    explorer = explore("photo")
    explorer.controls["photo"].value = chosen(file)
    assert bool(explorer.state.photo) == is_taken
    assert ("is 9 MB, and at most 8 MB" in shown(explorer)["sentence"]) == (not is_taken)


def test_the_readers_photo_is_filtered():
    picture = upload(np.tile(np.arange(0, 240, dtype=np.uint8), (160, 1)))
    state = State(kernel="sobel_vertical", photo=picture)
    assert np.abs(output(state)).max() <= 16  # a smooth ramp, not the cup


@pytest.mark.parametrize("file", [b"", b"not a picture", upload(np.zeros((9, 9), np.uint8))[:40]])
def test_an_upload_that_is_no_picture_says_so_and_keeps_the_last_one(file):
    explorer = explore("photo")
    before = explorer.frame
    explorer.controls["photo"].value = chosen(file)
    assert explorer.frame is before
    assert shown(explorer)["sentence"] != before.sentence
    assert explorer.state.photo == b""


def test_an_uploaded_photo_is_shown():
    explorer = explore("photo")
    file = upload(np.full((30, 45, 3), 200, np.uint8), "JPEG")
    explorer.controls["photo"].value = chosen(file)
    assert set(explorer.frame.panel("pixels").texts) == {"200"}


def test_a_file_too_large_for_the_connection_is_refused_by_its_size():
    explorer = explore("photo")
    explorer.controls["photo"].value = {"size": 40 * 2**20, "content": memoryview(b"")}
    assert "is 40 MB, and at most 8 MB" in shown(explorer)["sentence"]
    assert explorer.state.photo == b""


def test_a_menu_leads_back_to_the_books_photo_and_to_the_readers_again():
    explorer = explore("photo")
    explorer.controls["picture"].value = "yours"
    assert "You haven't chosen a photo yet" in repr(explorer)
    explorer.controls["picture"].value = "book"
    explorer.controls["photo"].value = chosen(upload(np.full((90, 45, 3), 200, np.uint8)))
    assert explorer.controls["picture"].value == explorer.state.picture == "yours"
    assert "240×360 pixels; the rest was cropped" in repr(explorer)
    explorer.controls["picture"].value = "book"
    assert explorer.frame.panel("pixels").texts == frame(State()).panel("pixels").texts
    assert "cropped" not in repr(explorer)
    explorer.controls["picture"].value = "yours"
    assert set(explorer.frame.panel("pixels").texts) == {"200"}
    explorer.controls["photo"].value = chosen(upload(np.full((90, 45, 3), 100, np.uint8)))
    assert set(explorer.frame.panel("pixels").texts) == {"100"}


def test_the_upload_says_what_is_cut_out():
    assert "its middle, 240×360" in explore("photo").controls["photo"].label


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kernel", ["blur", "gaussian", "identity", "laplace", "sharpen"])
def test_the_kernel_and_the_view_choose_the_palette(kernel, view):
    white = upload(np.full((240, 360), 255, np.uint8))
    palettes = {
        frame(State(kernel=kernel, view=view, photo=file)).panel("output").palette for file in (b"", white)
    }
    average = kernel in ("blur", "gaussian", "identity")
    assert palettes == {"gray" if average or view != "signed" else "signed"}


def test_a_typed_weight_leaves_F_and_the_weights_that_do_not_show():
    state = edit(State(kernel="sobel_vertical", F=6), "kernel", {0: "1/9"})
    assert state.F == 6
    shown = frame(replace(state, F=3)).panel("kernel").texts
    assert shown == ("1/9", "0", "1", "−2", "0", "2", "−1", "0", "1")
    again = edit(replace(state, F=1), "kernel", {0: "5"})
    assert frame(replace(again, F=3)).panel("kernel").texts == (*shown[:4], "5", *shown[5:])
    pasted = edit(State(F=4), "kernel", dict(enumerate("123123123")))
    assert (pasted.F, frame(replace(pasted, F=3)).panel("kernel").texts) == (4, ("1", "2", "3") * 3)


def test_lines_name_pixels_and_weights():
    picture = frame(State())
    top, left = picture.panel("pixels").first
    assert (
        picture.panel("pixels").lines[0]
        == f"Photo pixel ({top}, {left}) = 252 is in 1 of the windows of the box."
    )
    held = np.bincount(picture.links[0].cells)
    said = [re.search(r"in (\d+) of", line)[1] for line in picture.panel("pixels").lines]
    assert list(map(int, said)) == held.tolist()
    assert picture.panel("output").first == (top + 1, left + 1)
    assert picture.panel("output").lines[31] == (
        "output around (124, 180) = −642: photo rows 123 to 125, columns 179 to 181."
    )
    absolute = frame(State(view="absolute")).panel("output").lines[31]
    assert absolute.startswith("output around (124, 180) = −642, shown as 642: photo rows 123")
    assert picture.panel("kernel").lines[1] == (
        "Weight (0, 1) = −2 is used once by each of the 63 outputs of the box."
    )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"corner": (1, 2, 3)}, "corner is a table of 3; expected row and column of the first output"),
        ({"corner": (0, 999)}, "corner is 999; expected row and column of the first output"),
        ({"photo": 3}, "photo is 3; expected the bytes of a picture file"),
        ({"photo": b"no picture"}, "is not a picture that can be read here; expected one of PNG, JPEG"),
    ],
)
def test_what_cannot_be_set_is_told_in_one_sentence(settings, message):
    with pytest.raises(ValueError) as told:  # noqa: PT011 - the message is compared below
        explore("photo").set(**settings)
    assert message in str(told.value)


def test_a_corner_can_be_set():
    explorer = explore("photo")
    explorer.set(row=100, column=100, corner=[98, 97])
    assert explorer.frame.panel("pixels").first == (98, 97)
