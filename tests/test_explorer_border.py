"""The border explorer against NumPy's padding, SciPy's correlation and a count of windows by hand."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.signal import correlate2d
from test_explorers import check_rooms

from convbook import explore
from convbook.explorers import border
from convbook.frame import MARKS
from convbook.ops import MODES

SETTINGS = list(product(range(1, border.LARGEST_F + 1), range(border.LARGEST_P + 1), MODES))


def numbers(panel) -> np.ndarray:
    return np.array([int(text) for text in panel.texts]).reshape(panel.shape)


@pytest.mark.parametrize(("F", "P", "mode"), SETTINGS)
def test_every_number_is_numpys_or_scipys(F, P, mode):
    state = border.State(F=F, P=P, mode=mode)
    frame = border.frame(state)
    padded = np.pad(border.pixels(), P, mode=mode)
    assert np.array_equal(numbers(frame.panel("padded")), padded)

    sums = correlate2d(padded, np.ones((F, F), dtype=int), mode="valid")
    assert np.array_equal(numbers(frame.panel("output")), sums)
    assert np.array_equal(border.output(state), sums)


@pytest.mark.parametrize(("F", "P", "mode"), SETTINGS)
def test_usage_counts_the_windows_that_light_up(F, P, mode):
    frame = border.frame(border.State(F=F, P=P, mode=mode))
    names = np.arange(border.pixels().size).reshape(border.pixels().shape)
    outside = {"constant_values": -1} if mode == "constant" else {}
    owners = np.pad(names, P, mode=mode, **outside)
    places = np.ndindex(frame.panel("output").shape)
    windows = [set(owners[i : i + F, j : j + F].ravel().tolist()) for i, j in places]
    for name in names.ravel().tolist():
        holding = [place for place, window in enumerate(windows) if name in window]
        assert frame.panel("usage").texts[name] == str(len(holding))
        reached = frame.lit(("usage", name))["output"]
        assert sorted(reached) == holding
        assert set(reached.values()) == {"reach"}


@pytest.mark.parametrize(("P", "expected"), [(0, (1, 3, 9)), (1, (4, 6, 9)), (2, (9, 9, 9))])
def test_usage_at_corner_border_and_centre(P, expected):
    usage = numbers(border.frame(border.State(P=P)).panel("usage"))
    assert (usage[0, 0], usage[0, 3], usage[2, 3]) == expected


@pytest.mark.parametrize(("F", "P", "mode"), SETTINGS)
def test_a_border_cell_is_marked_by_where_it_comes_from(F, P, mode):
    padded = border.frame(border.State(F=F, P=P, mode=mode)).panel("padded")
    inside = np.pad(np.ones((5, 7), dtype=bool), P)
    kind = "invented" if mode == "constant" else "copied"
    assert (padded.marks[inside] == 0).all()
    assert (padded.marks[~inside] == MARKS.index(kind)).all()
    assert np.array_equal(padded.owners.reshape(padded.shape)[inside], np.arange(35))


def test_pointing_at_a_border_cell_lights_the_pixel_it_was_copied_from():
    frame = border.frame(border.State(F=3, P=1, mode="wrap"))
    lit = frame.lit(("padded", 0))["padded"]  # the upper left corner holds the lower right pixel
    assert lit == {0: "focus", 5 * 9 + 7: "reach", 5 * 9: "reach", 7: "reach"}
    assert frame.panel("padded").lines[0].count("(4, 6)") == 1


def test_an_output_pixel_lights_its_window_and_adds_it_up():
    frame = border.frame(border.State(F=3, P=1, i=4, j=6))
    lit = frame.lit()
    assert frame.focus == ("output", 34)
    assert sorted(lit["padded"]) == [4 * 9 + 6 + 9 * m + n for m in range(3) for n in range(3)]
    assert sorted(lit["usage"]) == [3 * 7 + 5, 3 * 7 + 6, 4 * 7 + 5, 4 * 7 + 6]
    line = frame.panel("output").lines[frame.focus[1]]
    assert line.startswith("output(4, 6) = (5 + 4 + 0) + (3 + 3 + 0) + (0 + 0 + 0) = 15.")
    assert line.endswith("Invented zeros: 5 of these.")


@pytest.mark.parametrize(("F", "P", "mode"), SETTINGS)
def test_every_output_writes_its_window_row_by_row(F, P, mode):
    frame = border.frame(border.State(F=F, P=P, mode=mode))
    padded = np.pad(border.pixels(), P, mode=mode)
    inside = np.pad(np.ones((5, 7), dtype=bool), P)
    panel = frame.panel("output")
    for (i, j), line in zip(np.ndindex(panel.shape), panel.lines, strict=True):
        window, border_cells = (a[i : i + F, j : j + F] for a in (padded, ~inside))
        rows = [" + ".join(map(str, row)) for row in window.tolist()]
        terms = " + ".join(f"({row})" for row in rows) + " = " if F > 1 else ""
        n = border_cells.sum()
        words = "Invented zeros" if mode == "constant" else "Copied from the picture"
        expected = f"output({i}, {j}) = {terms}{window.sum()}."
        assert line == expected + (f" {words}: {n} of these." if n else "")


@pytest.mark.parametrize(("F", "P", "mode"), SETTINGS)
def test_every_padded_cell_tells_how_many_windows_it_is_in(F, P, mode):
    padded = border.frame(border.State(F=F, P=P, mode=mode)).panel("padded")
    H, W = padded.shape
    for (i, j), line in zip(np.ndindex(H, W), padded.lines, strict=True):
        windows = [(m, n) for m in range(H - F + 1) for n in range(W - F + 1)]
        held = sum(m <= i < m + F and n <= j < n + F for m, n in windows)
        assert line.endswith(f"is in {held} of {len(windows)} windows.")


def test_the_photo_gets_the_same_border():
    photo = border.photo()
    for P, mode in product(range(border.LARGEST_P + 1), MODES):
        panel = border.frame(border.State(P=P, mode=mode)).panel("photo")
        assert np.array_equal(panel.levels, np.pad(photo, ((P, P), (P, P), (0, 0)), mode=mode))
        assert panel.box == (P, P, 40, 60)


def test_origin_writes_the_pixel_that_each_value_comes_from():
    zeros = border.frame(border.State(origin=True)).panel("padded")
    mirror = border.frame(border.State(origin=True, mode="reflect")).panel("padded")
    assert zeros.texts[0] == "none"
    assert zeros.texts[9 + 1] == "0,0"
    assert mirror.texts[0] == "1,1"
    assert np.array_equal(mirror.levels[0, 0], mirror.levels[2, 2])


@pytest.mark.parametrize(
    ("F", "P", "words"), [(3, 1, "the size is kept"), (5, 0, "4 less"), (1, 2, "4 more")]
)
def test_the_sentence_tells_the_size_before_and_after(F, P, words):
    sentence = repr(explore("border", F=F, P=P))
    assert words in sentence
    assert "5×7" in sentence
    assert f"{5 + 2 * P}×{7 + 2 * P}" in sentence


def test_no_setting_raises_and_the_places_never_change():
    explorer = explore("border")
    places = set()
    for (F, P, mode), origin in product(SETTINGS, (False, True)):
        explorer.set(F=F, P=P, mode=mode, origin=origin, look="output", i=12, j=14)
        frame = border.frame(explorer.state)
        places.add(tuple((p.key, *(round(p.cell * side, 6) for side in p.space)) for p in frame.panels))
        rows, columns = frame.panel("output").shape
        assert frame.focus == ("output", min(12, rows - 1) * columns + min(14, columns - 1))
        assert frame.panel("output").cell == frame.panel("padded").cell >= 25
    numbered, photo = (275, 330), (230, 330)
    assert places == {(("padded", *numbered), ("usage", 230, 322), ("output", *numbered), ("photo", *photo))}


def test_a_pinned_cell_stays_pinned():
    state = border.focus(border.State(P=2), "padded", 13)
    assert border.frame(state).focus == ("padded", 13)
    assert border.focus(state, "photo", 5) == state


def pointed(state) -> str:
    frame = border.frame(state)
    return frame.panel(frame.focus[0]).lines[frame.focus[1]]


@pytest.mark.parametrize("mode", MODES)
def test_a_pinned_pixel_stays_the_same_pixel_when_the_border_changes(mode):
    for (i, j), P in product(np.ndindex(5, 7), range(4)):
        before = border.State(P=P, mode=mode)
        pinned = border.focus(before, "padded", (i + P) * (7 + 2 * P) + j + P)
        for other in range(4):
            assert pointed(replace(pinned, P=other)).startswith(f"Pixel ({i}, {j}) of the picture itself")


def test_a_pinned_border_cell_gives_way_to_the_nearest_and_comes_back():
    pinned = border.focus(border.State(P=2, mode="reflect"), "padded", 3)  # two above pixel (0, 1)
    assert (pinned.i, pinned.j) == (-2, 1)
    assert border.frame(replace(pinned, P=1)).focus == ("padded", 2)
    assert pointed(replace(pinned, P=0)).startswith("Pixel (0, 1) of the picture itself")
    assert border.frame(replace(pinned, P=3)).focus == ("padded", 1 * 13 + 4)
    assert border.frame(pinned).focus == ("padded", 3)
    corner = border.focus(border.State(P=3), "padded", 11 * 13 - 1)
    assert border.frame(replace(corner, P=1)).focus == ("padded", 7 * 9 - 1)


def test_rooms_hold_the_longest_words_and_little_more():
    check_rooms(border, [border.frame(border.State(F=F, P=P, mode=mode)) for F, P, mode in SETTINGS])


def test_the_box_on_the_photo_is_explained():
    assert "red box" in border.frame(border.State()).panel("photo").caption
