"""Still pictures: what they draw is what the Frame says, and the sentence beside them says it in words."""

import io
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

import convbook as cb
from convbook import figures
from convbook.figures.picture import outline
from convbook.figures.sheet import short, size_of
from convbook.frame import MARKS, Frame, Link, Panel, texts
from convbook.ops import conv2d


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
    return Frame(tuple(panels), (link,), "The window holds 6, 7, 10 and 11.", focus=("output", 5))


def written(picture):
    """Every text that stands in a picture."""
    figure = picture.figure
    return [text.get_text() for text in figure.texts + [t for axes in figure.axes for t in axes.texts]]


def test_a_frame_is_drawn_with_all_its_words_and_its_arithmetic(frame):
    said = written(cb.draw(frame))
    for panel in frame.panels:
        assert {panel.title, panel.caption, *panel.texts} <= set(said)
    assert "sum: (6)(1) + (7)(−2) + (10)(0) + (11)(3) = 25" in said
    assert frame.sentence in said
    assert repr(cb.draw(frame)) == frame.sentence


def test_the_highlights_of_a_still_are_those_of_its_frame(frame):
    drawn = [
        sum(len(lines.get_segments()) for lines in axes.collections if lines.get_zorder() == 3)
        for axes in cb.draw(frame).figure.axes
    ]
    window, weights, focus = 4 * 2, 4 * 2, 4
    assert drawn == [2 * window, 2 * weights, 2 * focus]  # each drawn twice: white below, red above


def test_outline_runs_around_the_set_and_not_through_it():
    assert len(outline({0, 1, 4, 5}, columns=4)) == 8
    assert len(outline({3, 4}, columns=4)) == 8  # end of one row, start of the next: no neighbours
    assert outline(set(), columns=4) == []


def test_the_text_alternative_of_show_carries_size_and_range():
    picture = cb.show(crop=np.arange(6).reshape(2, 3), change=np.array([[-1.5, 2]]))
    assert repr(picture) == "crop: 2×3, 0 to 5; change: 1×2, −1.50 to 2"


def test_small_arrays_are_numbered_large_ones_are_not():
    assert "7" in written(cb.show(x=np.full((12, 14), 7)))
    assert "7" not in written(cb.show(x=np.full((13, 14), 7)))
    assert "7" not in written(cb.show(x=np.full((2, 3), 7), numbers=False))


def test_the_png_has_the_size_that_its_metadata_promise():
    picture = cb.show(x=np.eye(4))
    data, metadata = picture._repr_mimebundle_()
    image = Image.open(io.BytesIO(picture.png()))
    promised = metadata["image/png"]
    assert image.width / image.height == pytest.approx(promised["width"] / promised["height"], rel=0.02)
    assert promised["alt"] == data["text/plain"] == repr(picture)


def test_a_signed_photo_says_where_its_colours_end():
    values = np.zeros((40, 50))
    values[0, 0] = -1000
    values[1:, :] = 10
    assert repr(cb.show(x=values)) == "x: 40×50, −1000 to 10; colours end at ±10"


def test_colour_pictures_of_integers_and_fractions_look_the_same():
    whole, parts = cb.load_pixels("coffee", size=30, gray=False), cb.load_image("coffee", size=30, gray=False)
    first, second = (cb.show(x=x).figure.axes[0].images[0].get_array() for x in (whole, parts))
    assert (first == second).all()


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (-2, "−2"), (0.125, "0.12"), (-0.5, "−0.50")])
def test_short_numbers(value, text):
    assert short(value) == text


SMALL = np.arange(63).reshape(7, 9)
COLUMN = cb.load_pixels("coffee")[:, 175].astype(int)
PICTURES = {
    "arrows": lambda: figures.arrows(SMALL, *np.gradient(SMALL)),
    "beyond": lambda: figures.beyond(cb.load_pixels("coffee")),
    "book_map": figures.book_map,
    "border_errors": lambda: figures.border_errors(SMALL, drop=SMALL[1:-1, 1:-1], edge=SMALL + 1),
    "enlarged": lambda: figures.enlarged(fine=SMALL, coarse=SMALL[::2, ::2]),
    "ladder": lambda: figures.ladder({"six loops": 75, "im2col": 0.02}, limit=0.005),
    "layer_diagram": lambda: figures.layer_diagram(np.ones((7, 9, 3)), np.ones((2, 3, 3, 3)), [-1800, 1]),
    "matrix_diagram": lambda: figures.matrix_diagram(227, 227, 3, F=11, S=4, K=96),
    "memory": lambda: figures.memory([32, 512], {"all of X": [5e5, 2e8], "a piece at a time": [5e5, 2e6]}),
    "profile": lambda: figures.profile(COLUMN, COLUMN[2:] - COLUMN[:-2]),
    "sharing": figures.sharing,
    "show": lambda: cb.show(small=SMALL, photo=cb.load_image("coffee", gray=False), signed=SMALL - 30.5),
    "stack": lambda: figures.stack([(3, 1), (3, 1)], [(3, 2), (3, 2)]),
}


def test_every_figure_is_among_those_looked_at():
    assert set(PICTURES) | {"Picture", "draw"} == set(figures.__all__)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_has_words_beside_it_and_none_that_leave_it(name):
    picture = PICTURES[name]()
    assert picture.alt == repr(picture) != ""
    figure = picture.figure
    renderer = FigureCanvasAgg(figure).get_renderer()
    box = figure.get_tightbbox(renderer)  # of all that is drawn, in inches
    width, height = figure.get_size_inches()
    assert min(box.x0, box.y0, width - box.x1, height - box.y1) >= -0.01


def test_the_map_names_its_stations_and_the_chapters_by_their_folders():
    picture = figures.book_map()
    assert {"a photo", "an edge map", "a layer", "a matrix product"} <= set(written(picture))
    assert "{" not in "".join(written(picture)) + repr(picture)
