"""The hand that draws still pictures: measured words, sharp lines, few colours."""

import io
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageColor

import convbook as cb
from convbook.picture import CHINESE_FONT, FONTS, MOST_BYTES, PAGE, SCALE, Drawing, Text, text_width, wrapped
from convbook.picture.letters import CHINESE, glyph
from convbook.picture.parts import dashes, stretched
from convbook.words import PACKAGE

NOTES = "卷积核组 F = 3, 滤波器 K = 96, 步长 S = 2, 填充 P = 1; 特征图宽度 55, 高度 55, 通道 96"


def pixels(drawing, scale=SCALE):
    return np.asarray(Image.open(io.BytesIO(drawing.png(scale))).convert("RGB")).astype(int)


def inked(drawing, scale=SCALE):
    """The part of a picture that is not the bare page: left, top, right, bottom, in screen pixels."""
    rows, columns = np.nonzero((np.abs(pixels(drawing, scale) - ImageColor.getrgb(PAGE)) > 5).any(axis=2))
    return tuple(n / scale for n in (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))


@pytest.mark.parametrize("scale", [1, 1.5, 2, 3])
def test_the_png_has_as_many_pixels_as_its_scale_says(scale):
    assert pixels(Drawing(120, 50), scale).shape == (50 * scale, 120 * scale, 3)


@pytest.mark.parametrize("scale", [1, 2, 3])
@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("words", ["−12.75", "X·M = Σ ✓ →", "a title, H and W", "核组 K = 96"])
def test_a_text_takes_the_room_that_was_measured(words, bold, scale):
    drawing = Drawing(400, 60)
    drawing.text(20, 30, words, 15, bold=bold)
    left, top, right, bottom = inked(drawing, scale)
    end = 20 + text_width(words, 15, bold)
    assert abs(left - 20) <= 2.5
    assert abs(right - end) <= 2.5 + 0.03 * (end - 20) * (scale != SCALE)  # letters are whole pixels wide
    assert 30 - 15 < top < 30 < bottom < 30 + 15


def test_y_is_the_middle_of_the_digits():
    drawing = Drawing(100, 60)
    drawing.text(50, 30, "108", 20, anchor="middle")
    left, top, right, bottom = inked(drawing)
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((50, 30), abs=1)


def test_a_text_of_two_lines_is_two_shapes():
    drawing = Drawing(100, 60)
    drawing.text(90, 20, "12\n256ths", 10, anchor="right")
    first, second = drawing.parts
    assert isinstance(first, Text)
    assert first.x + first.width == pytest.approx(90) == second.x + second.width
    assert second.y - first.y > 10


@given(st.text("ab c卷核\u3000,", max_size=60), st.integers(20, 200))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(words, width):
    lines = wrapped(words, width, 12)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", words)
    pieces = re.split(rf"\s+|(?<={CHINESE.pattern})|(?={CHINESE.pattern})", words)
    longest = max(text_width(piece, 12) for piece in pieces)
    assert all(text_width(line, 12) <= max(width, longest) + 0.01 for line in lines)


def test_chinese_wraps_between_characters():
    lines = wrapped(NOTES, 150, 13)
    assert len(lines) > 2
    assert all(100 < text_width(line, 13) <= 150 for line in lines[:-1])


def test_the_fonts_have_every_character_of_the_book():
    """Sentences, chapters, and the signs that the package writes itself."""
    sources = [*PACKAGE.rglob("*.toml"), *PACKAGE.rglob("*.py")]
    written = set("".join(path.read_text(encoding="utf-8") for path in sources)) - {"\n"}
    written |= set("\N{MINUS SIGN}\N{INFINITY}")
    for file in FONTS.values():
        font = TTFont(PACKAGE / "data" / "fonts" / file)
        known = set(map(chr, font.getBestCmap()))
        assert {sign for sign in written if not CHINESE.match(sign)} <= known, file


def test_the_chinese_font_has_the_terms_that_the_notebooks_give():
    notebooks = (Path(__file__).parents[1] / "notebooks").glob("*.ipynb")
    written = set(CHINESE.findall("".join(path.read_text(encoding="utf-8") for path in notebooks)))
    font = TTFont(PACKAGE / "data" / "fonts" / CHINESE_FONT)
    assert set("卷积核步长填充") <= written <= set(map(chr, font.getBestCmap()))


def test_chinese_words_are_drawn_with_characters_not_with_empty_boxes():
    characters = set(CHINESE.findall(NOTES))
    masks = {glyph(character, 30, False)[0].tobytes() for character in characters}
    assert len(masks) == len(characters) == 19


@pytest.mark.parametrize("scale", [1, 2])
def test_level_lines_and_boxes_are_sharp(scale):
    """Nothing between the colour of the line and the page: that is what a blurred side would be."""
    drawing = Drawing(60, 40)
    drawing.line([(10, 10), (50, 10)], "#cc3311", 2)
    drawing.box(20, 20, 21, 11, "#0077bb")
    colours, counts = np.unique(pixels(drawing, scale).reshape(-1, 3), axis=0, return_counts=True)
    assert colours.tolist() == [[0, 119, 187], [204, 51, 17], list(ImageColor.getrgb(PAGE))]
    assert counts[0] == 21 * 11 * scale**2


def test_slanted_lines_are_smooth():
    drawing = Drawing(60, 40)
    drawing.line([(5, 5), (55, 30)], "#000000", 2)
    assert len(np.unique(pixels(drawing)[:, :, 0])) > 5


@given(st.floats(0.5, 300), st.floats(0.5, 5), st.sampled_from(["-", "--", ":"]))
def test_a_dashed_line_begins_and_ends_with_a_dash(length, line, dash):
    pieces = dashes((2, 3), (2 + length, 3), line, dash)
    assert pieces[0][0] == pytest.approx((2, 3))
    assert pieces[-1][1][0] == pytest.approx(2 + length)
    assert all(before[1][0] <= after[0][0] for before, after in pairwise(pieces))


@given(st.integers(1, 30), st.integers(1, 90), st.data())
def test_every_pixel_of_a_photo_is_equally_large(columns, wide, data):
    """One white pixel among black ones: what it covers is its share of the width, up to one pixel."""
    at = data.draw(st.integers(0, columns - 1))
    rgb = np.zeros((2, columns, 3), np.uint8)
    rgb[:, at] = 255
    image = np.asarray(stretched(rgb, (wide, 2)))
    assert image.shape == (2, wide, 3)
    covered = image[0, :, 0] / 255
    assert covered.sum() == pytest.approx(wide / columns, abs=1.01)
    middle = (covered * (np.arange(wide) + 0.5)).sum() / covered.sum() if covered.any() else at
    assert not covered.any() or middle == pytest.approx((at + 0.5) * wide / columns, abs=1.01)


def test_whole_factors_copy_pixels():
    rgb = np.random.default_rng(1).integers(0, 256, (3, 4, 3), dtype=np.uint8)
    assert (np.asarray(stretched(rgb, (20, 15))) == rgb.repeat(5, 0).repeat(5, 1)).all()


def test_the_page_and_colours_stay_what_they_are():
    drawing = Drawing(300, 200)
    drawing.photo(10, 10, 200, 150, cb.load_pixels("coffee", gray=False))
    drawing.box(240, 20, 30, 30, "#fee838")
    drawing.line([(240, 80), (270, 80)], "#cc3311", 2)
    shown = pixels(drawing)
    assert (shown[0, 0] == ImageColor.getrgb(PAGE)).all()
    assert (shown[398, 598] == ImageColor.getrgb(PAGE)).all()
    assert np.abs(shown[70, 510] - (254, 232, 56)).max() <= 3
    assert np.abs(shown[160, 510] - (204, 51, 17)).max() <= 3
    assert len(np.unique(shown.reshape(-1, 3), axis=0)) <= 256


def test_a_photo_in_the_corner_keeps_its_colours():
    drawing = Drawing(40, 40)
    drawing.photo(0, 0, 40, 40, np.full((1, 1, 3), 254, np.uint8), rim="#fefefe")
    assert (pixels(drawing) == 254).all()


def test_a_photo_is_still_a_photo_in_256_colours():
    photo = cb.load_pixels("coffee", gray=False)
    drawing = Drawing(360, 240)
    drawing.photo(0, 0, 360, 240, photo, rim="#ffffff00")
    assert np.abs(pixels(drawing, 1) - photo).mean() < 6  # of 255


def test_a_notebook_gets_the_picture_its_words_and_its_size():
    drawing = Drawing(120.4, 49.6, "one sentence")
    data, metadata = drawing._repr_mimebundle_()
    assert data["text/plain"] == repr(drawing) == "one sentence"
    assert metadata["image/png"] == {"alt": "one sentence", "width": 120, "height": 50}


def test_a_heavy_picture_is_stored_at_a_smaller_scale():
    noise = np.random.default_rng(2).integers(0, 256, (200, 300, 3), dtype=np.uint8)
    drawing = Drawing(300, 200)
    drawing.photo(0, 0, 300, 200, noise)
    assert len(drawing.png()) > MOST_BYTES / 2
    data, _ = drawing._repr_mimebundle_()
    assert len(data["image/png"]) * 3 / 4 <= MOST_BYTES
