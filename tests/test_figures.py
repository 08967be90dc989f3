"""Still pictures: what they draw is what the Frame says."""

import io

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from PIL import Image

import convbook as cb
from convbook.figures.picture import outline, short


def written(picture):
    """Every text that stands in a picture."""
    figure = picture.figure
    return [text.get_text() for text in figure.texts + [t for axes in figure.axes for t in axes.texts]]


def test_a_frame_is_drawn_with_all_its_numbers_titles_and_its_arithmetic():
    explorer = cb.explore("window", i=3, j=5)
    picture = explorer.figure()
    said = written(picture)
    for panel in explorer._frame.panels:
        assert panel.title in said
        assert panel.caption in said
        assert set(panel.texts) <= set(said)
    assert "(5)(−1) + (5)(−2) + (4)(−1) + (3)(0) + (3)(0) + (3)(0) + (3)(1) + (4)(2) + (5)(1) = −3" in said


def test_the_highlights_of_a_still_are_those_of_its_frame():
    explorer = cb.explore("window", i=2, j=4)
    drawn = [
        sum(len(lines.get_segments()) for lines in axes.collections if lines.get_zorder() == 3)
        for axes in explorer.figure().figure.axes
    ]
    window, weights, focus = 4 * 3, 4 * 3, 4
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


def test_every_highlight_is_drawn_as_lines():
    figure = cb.explore("window").figure().figure
    assert any(isinstance(item, LineCollection) for item in figure.axes[0].collections)


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (-2, "−2"), (0.125, "0.12"), (-0.5, "−0.50")])
def test_short_numbers(value, text):
    assert short(value) == text


def test_the_map_of_the_book_shows_four_stations():
    picture = cb.figures.book_map()
    assert {"a photo", "an edge map", "a layer", "a matrix product"} <= set(written(picture))
    assert "red cup" in repr(picture)
