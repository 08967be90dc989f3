"""A still shows what its Frame says: read from the drawing's own shapes, and from the pixels of its PNG."""

import io
import random
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations
from math import floor

import numpy as np
import pytest
from PIL import Image
from test_another_language import other_language  # noqa: F401
from test_explorers import MODULES, values

import convbook as cb
from convbook import still
from convbook.explorers import NAMES
from convbook.frame import MARKS, Frame, Link, Panel, colours, dark_ink, levels, short, size_of, texts
from convbook.live import explore
from convbook.ops import conv2d
from convbook.picture import RING, SCALE, Box, Drawing, Line, Photo, Text
from convbook.still import MARK_STYLES, ROLES, WIDTH, arrange, draw, outline


def some_states(name):
    """30 random settings of an explorer, the same in each run."""
    chance, module = random.Random(name), MODULES[name]
    for _ in range(30):
        yield replace(module.State(), **{c.name: chance.choice(values(c)) for c in module.CONTROLS})


def written(drawing):
    return [shape for shape in drawing.parts if isinstance(shape, Text)]


def room_of(text):
    """The measured box of a text: left, top, right, bottom; from above its capitals to below its line."""
    return text.x, text.y - 0.5 * text.size, text.x + text.width, text.y + 0.6 * text.size


def meet(one, other):
    (left, top, right, bottom), (west, north, east, south) = one, other
    return min(right, east) - max(left, west) > 0.01 and min(bottom, south) - max(top, north) > 0.01


def check_places(drawing):
    """All words lie inside the picture, and none over others."""
    boxes = {text: room_of(text) for text in written(drawing)}
    for text, (left, top, right, bottom) in boxes.items():
        assert left >= 0, text
        assert top >= 0, text
        assert right <= drawing.width, text
        assert bottom <= drawing.height, text
    boxes = sorted(boxes.items(), key=lambda item: item[1][1])
    for at, (text, box) in enumerate(boxes):
        for other, room in boxes[at + 1 :]:
            if room[1] > box[3]:
                break
            assert not meet(box, room), (text, other)


def check_numbers(drawing, frame, smallest=6):
    """Every cell's text stands in its cell, in one size for the panel, in the ink that can be read there."""
    for place in arrange(frame.panels)[0]:
        panel, here = place.panel, defaultdict(list)
        if panel.texts is None:
            continue
        for text in written(drawing):
            row, column = (text.y - place.cell(0, 0)[1]) / panel.cell, (text.x - place.x) / panel.cell
            here[floor(row), floor(column)].append(text)
        sizes, dark = set(), dark_ink(colours(panel))
        for (row, column), words in np.ndenumerate(np.reshape(panel.texts, panel.shape)):
            (left, top), (right, bottom) = place.cell(row, column), place.cell(row + 1, column + 1)
            assert sorted(text.words for text in here[row, column]) == sorted(words.split("\n"))
            for text in here[row, column]:
                assert left <= text.x <= text.x + text.width <= right
                assert top <= room_of(text)[1] <= room_of(text)[3] <= bottom + 1
                assert text.colour == ("#000000" if dark[row, column] else "#ffffff")
                sizes.add(text.size)
        assert len(sizes) == 1
        assert sizes.pop() >= smallest


def lit_lines(drawing):
    return Counter(
        (s.dash, s.line, s.points) for s in drawing.parts if isinstance(s, Line) and s.colour == RING
    )


def check_highlights(drawing, frame):
    expected = Counter()
    lit = frame.lit()
    for place in arrange(frame.panels)[0]:
        for role, (thick, dash) in ROLES.items():
            cells = {cell for cell, one in lit.get(place.panel.key, {}).items() if one == role}
            for side in outline(cells, place.panel.shape[1]):
                expected[dash, thick, tuple(place.cell(row, column) for column, row in side)] += 1
    assert lit_lines(drawing) == expected


def check_words(drawing, frame, described=True):
    said = " ".join(text.words for text in written(drawing))
    for panel in (place.panel for place in arrange(frame.panels)[0]):
        assert panel.title in said
        assert panel.caption in said
    for _, meaning in frame.legend:
        assert meaning in said
    assert not described or frame.sentence in said
    key, cell = frame.focus or ("", 0)
    if key and frame.panel(key).lines:
        assert frame.panel(key).lines[cell] in said
    for link in frame.links:
        if link.source == key and link.terms:
            assert still.sum_in_words(frame, link, cell) in said


@pytest.mark.parametrize("name", NAMES)
def test_explorers(name):
    for state in some_states(name):
        frame = MODULES[name].frame(state)
        drawing = draw(frame)
        check_places(drawing)
        check_numbers(drawing, frame)
        check_highlights(drawing, frame)
        check_words(drawing, frame)


@pytest.mark.parametrize("name", NAMES)
def test_explorers_in_a_language_with_longer_words(name, other_language):  # noqa: F811
    for state in some_states(name):
        frame = MODULES[name].frame(state)
        drawing = draw(frame)
        check_places(drawing)
        check_numbers(drawing, frame, smallest=4)  # words in cells are twice as long, and so small
        check_words(drawing, frame)


def contrast(one, other):
    """WCAG's contrast of two colours, 1 to 21."""
    linear = [np.where(c <= 10.3, c / 3294, ((c / 255 + 0.055) / 1.055) ** 2.4) for c in (one, other)]
    dark, bright = sorted(part @ (0.2126, 0.7152, 0.0722) for part in linear)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_the_pixels_of_a_still_are_its_cells_and_its_digits(name):
    for state in list(some_states(name))[:4]:
        frame = MODULES[name].frame(state)
        drawing = draw(frame)
        shown = np.asarray(Image.open(io.BytesIO(drawing.png())).convert("RGB")).astype(int)
        for place in arrange(frame.panels)[0]:
            if place.panel.texts is None:
                continue
            fills = colours(place.panel).astype(int)
            for (row, column), words in np.ndenumerate(np.reshape(place.panel.texts, place.panel.shape)):
                x, y = (round(SCALE * end) for end in place.cell(row, column))
                side = round(SCALE * place.panel.cell)
                cell = shown[y + 4 : y + side - 4, x + 4 : x + side - 4].reshape(-1, 3)
                marked = place.panel.marks is not None and place.panel.marks[row, column]
                if not marked:
                    share = (np.abs(cell - fills[row, column]).max(axis=1) <= 8).mean()
                    assert share > 0.5, (words, row, column)
                if words.strip():
                    ink = np.array([0, 0, 0] if dark_ink(fills[row, column]) else [255, 255, 255])
                    nearest = cell[np.abs(cell - ink).sum(axis=1).argmin()]
                    assert contrast(nearest, fills[row, column]) >= 4.5, (words, row, column)


def test_a_failing_still_does_not_cost_the_live_view(monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("no font")

    explorer = explore("spot")
    monkeypatch.setattr(Drawing, "png", broken)
    data, _ = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == repr(explorer)
    assert "image/png" not in data


# --- Frames of our own


@pytest.fixture
def frame():
    """A window of 2x2 on an image of 3x4; output pixel (1, 2) is pointed at."""
    image, kernel = np.arange(12).reshape(3, 4), np.array([[1, -2], [0, 3]])
    output = conv2d(image, kernel).astype(int)
    windows = [[4 * i + j, 4 * i + j + 1, 4 * i + j + 4, 4 * i + j + 5] for i in range(2) for j in range(3)]
    marks = np.arange(12, dtype=np.uint8).reshape(3, 4) % len(MARKS)
    panels = [
        Panel(key, key, np.zeros(array.shape, np.uint8), texts=texts(array), caption=size_of(array))
        for key, array in (("image", image), ("kernel", kernel), ("output", output))
    ]
    panels[0] = replace(panels[0], marks=marks, box=(1, 1, 2, 2))
    sums = panels[2].texts
    link = Link.of(
        "output", "image", windows, [range(4)] * 6, via="kernel", terms=("",) * 24, sums=sums, title="sum"
    )
    legend = tuple((mark, f"what {mark} means") for mark in MARKS[1:])
    return Frame(tuple(panels), (link,), "The window holds 6, 7, 10 and 11.", ("output", 5), legend=legend)


def test_a_frame_is_drawn_with_all_its_words_and_its_arithmetic(frame):
    drawing = draw(frame)
    check_words(drawing, frame)
    check_numbers(drawing, frame)
    check_places(drawing)
    assert "sum: (6)(1) + (7)(−2) + (10)(0) + (11)(3) = 25" in [text.words for text in written(drawing)]
    assert repr(drawing) == frame.sentence


def test_every_mark_is_drawn_in_its_own_way_in_its_cell_and_in_the_legend(frame):
    drawing = draw(frame)
    for mark, style in MARK_STYLES.items():
        boxes = [
            s
            for s in drawing.parts
            if isinstance(s, Box) and replace(s, x=0, y=0, width=0, height=0) == Box(0, 0, 0, 0, **style)
        ]
        count = int((frame.panels[0].marks == MARKS.index(mark)).sum())
        assert len(boxes) == count + 1, mark  # one stands in the legend


def test_a_box_on_a_photo_lies_where_the_frame_says(frame):
    place = arrange(frame.panels)[0][0]
    ring = [s for s in draw(frame).parts if isinstance(s, Box) and s.rim == RING]
    assert [(s.x, s.y, s.width, s.height) for s in ring] == [(*place.cell(1, 1), 68, 68)]


def test_the_highlights_of_a_still_are_those_of_its_frame(frame):
    drawing = draw(frame)
    check_highlights(drawing, frame)
    assert Counter(line[0] for line in lit_lines(drawing).elements()) == {"-": 8 + 4, "--": 8}


def test_outline_runs_around_the_set_and_not_through_it():
    assert len(outline({0, 1, 4, 5}, columns=4)) == 8
    assert len(outline({3, 4}, columns=4)) == 8  # end of one row, start of the next: no neighbours
    assert outline(set(), columns=4) == []


def test_panels_wrap_and_stay_below_each_other(frame):
    wide = [replace(frame.panels[0], key=f"{n}", title=f"{n}", cell=60) for n in range(5)]
    wide[1] = replace(wide[1], under=True)
    places, height = arrange(wide)
    boxes = [(p.x, p.y, p.x + 240, p.y + 180) for p in places]
    assert not any(meet(one, other) for one, other in combinations(boxes, 2))
    assert places[1].x == places[0].x
    assert places[1].y > places[0].y
    assert max(box[2] for box in boxes) <= WIDTH
    assert max(box[3] for box in boxes) < height


# --- show


def test_the_text_alternative_of_show_carries_size_and_range():
    picture = cb.show(crop=np.arange(6).reshape(2, 3), change=np.array([[-1.5, 2]]))
    assert repr(picture) == "crop: 2×3, 0 to 5; change: 1×2, −1.50 to 2"


def test_small_arrays_are_numbered_large_ones_are_not():
    def numbered(**arrays):
        return "7" in [text.words for text in written(cb.show(**arrays))]

    assert numbered(x=np.full((12, 14), 7))
    assert not numbered(x=np.full((13, 14), 7))
    assert not numbered(x=np.full((2, 3), 7), numbers=False)
    assert numbered(x=np.full((13, 14), 7), numbers=True)


def test_a_signed_photo_says_where_its_colours_end():
    values = np.zeros((40, 50))
    values[0, 0] = -1000
    values[1:, :] = 10
    assert repr(cb.show(x=values)) == "x: 40×50, −1000 to 10; colours end at ±10"


def test_colour_pictures_of_integers_and_fractions_look_the_same():
    whole, parts = cb.load_pixels("coffee", size=30, gray=False), cb.load_image("coffee", size=30, gray=False)
    first, second = (next(s.rgb for s in cb.show(x=x).parts if isinstance(s, Photo)) for x in (whole, parts))
    assert (first == second).all()


BAD = {
    "NaN": np.array([[1, np.nan], [0, 2]]),
    "only NaN": np.full((3, 3), np.nan),
    "NaN in a photo": np.where(np.eye(30) > 0, np.nan, 0.5),
    "infinite": np.array([[np.inf, -np.inf], [0, 2]]),
    "huge": np.array([[1e300, -1.7e308], [1.7e308, 2]]),
    "tiny": np.array([[1e-300, 0.001]]),
    "bool": np.array([[True, False]]),
    "big integers": np.array([[2**62, -(2**62)]]),
    "uint64": np.array([[2**64 - 1]], dtype=np.uint64),
    "float16": np.array([[1.5, 2]], dtype=np.float16),
    "empty": np.zeros((0, 5)),
    "empty row": np.zeros((5, 0)),
    "one number": 3,
    "one row": [1, 2, 3],
    "one channel": np.ones((3, 4, 1)),
    "two channels": np.arange(24).reshape(3, 4, 2),
    "four channels": np.arange(48).reshape(3, 4, 4),
    "sixty-four channels": np.zeros((3, 4, 64)),
    "no channel": np.zeros((3, 4, 0)),
    "colours with NaN": np.full((3, 4, 3), np.nan),
    "long title": None,
}


@pytest.mark.parametrize("name", BAD)
def test_whatever_numbers_are_shown_there_is_a_picture(name):
    array = np.eye(3) if BAD[name] is None else BAD[name]
    title = "a_long_title" * 12 if BAD[name] is None else "x"
    drawing = cb.show(**{title: array})
    assert repr(drawing)
    check_places(drawing)
    assert Image.open(io.BytesIO(drawing.png())).width == round(SCALE * drawing.width)


@pytest.mark.parametrize(
    ("array", "told"),
    [(np.array([["a"]]), "<U1"), (np.ones((2, 2)) * 1j, "complex128"), (np.zeros((1, 2, 3, 4)), "1×2×3×4")],
)
def test_what_cannot_be_shown_is_said_in_one_sentence(array, told):
    with pytest.raises(
        ValueError, match=r"^show takes arrays of numbers with one to three axes; x has"
    ) as error:
        cb.show(x=array)
    assert told in str(error.value)


@pytest.mark.parametrize("arrays", [[], [np.eye(3)]])
def test_an_array_without_a_name(arrays):
    with pytest.raises(ValueError, match=r"show needs an array with a name, as in show\(photo=photo\)"):
        cb.show(*arrays)


def test_an_unknown_palette():
    with pytest.raises(ValueError, match=r"palette must be one of 'gray', .*; found 'viridis'"):
        cb.show(palette="viridis", x=np.eye(3))


def test_a_volume_is_shown_channel_by_channel():
    volume = np.arange(24).reshape(3, 4, 2)
    assert repr(cb.show(x=volume)) == "x, channel 0: 3×4, 0 to 22; x, channel 1: 3×4, 1 to 23"


def test_when_not_all_channels_are_shown_their_number_is_said():
    titles = [part.words for part in written(cb.show(x=np.zeros((3, 4, 64)))) if "x" in part.words]
    assert titles == [f"x, channel {d} of 64" for d in range(8)]


def test_what_is_no_number_is_counted_and_the_range_is_of_the_others():
    assert repr(cb.show(x=BAD["NaN"])) == "x: 2×2, 0 to 2; 1 cell is not a number (NaN)"
    assert repr(cb.show(x=BAD["only NaN"])) == "x: 3×3, without a value"
    crossed = [s for s in cb.show(x=BAD["NaN in a photo"]).parts if isinstance(s, Box) and s.hatch]
    assert len(crossed) == 30


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-2, "−2"),
        (0.125, "0.12"),
        (-0.5, "−0.50"),
        (1e300, "1e300"),
        (-2.5e-7, "−2.5e−7"),
        (float("nan"), "NaN"),
        (-np.inf, "−∞"),
        (0.0, "0"),
        (123456, "123456"),
    ],
)
def test_short_numbers(value, text):
    assert short(value) == text


def test_levels_of_the_largest_floats():
    assert levels(np.array([-1.7e308, 0, 1.7e308, np.inf, np.nan]), -1.7e308, 1.7e308).tolist() == [
        0,
        128,
        255,
        255,
        128,
    ]
