"""The matrix explorer: every setting shows the numbers of the reference, and links lead where they say."""

import re
from functools import cache
from itertools import product

import numpy as np
import pytest
from test_explorers import check_rooms

from convbook import conv2d, conv_layer
from convbook.explorers import matrix
from convbook.explorers.matrix import (
    COLUMNS,
    CONTROLS,
    MOST_PATCHES,
    ROWS,
    State,
    bank,
    focus,
    frame,
    volume,
)
from convbook.figures import draw

SLIDERS = {control.name: range(control.low, control.high + 1) for control in CONTROLS}
LAYERS = list(product(*(SLIDERS[name] for name in ("F", "S", "P", "D", "K"))))


def whole(texts) -> list[int]:
    return [int(text.replace("\N{MINUS SIGN}", "-")) for text in texts]


def grid(panel) -> np.ndarray:
    return np.array(whole(panel.texts), dtype=int).reshape(panel.shape)


@pytest.mark.parametrize(("F", "S", "P", "D", "K"), LAYERS)
def test_panels_hold_the_layer(F, S, P, D, K):
    state = State(F, S, P, D, K, patch=0)
    shown = frame(state)
    kernels = bank(state)
    for k in range(K):
        parts = [conv2d(volume()[:, :, d], kernels[k, :, :, d], stride=S, padding=P) for d in range(D)]
        assert (grid(shown.panel(f"map{k}")) == sum(parts)).all()
    assert (matrix.output(state) == conv_layer(volume(D), kernels, stride=S, padding=P)).all()
    X, W, Y = (grid(shown.panel(key)) for key in ("X", "W", "Y"))
    assert (X @ W == Y).all()
    assert shown.panel("channel1").levels.size == (0 if D == 1 else (ROWS + 2 * P) * (COLUMNS + 2 * P))


@pytest.mark.parametrize(("F", "S", "P", "D", "K"), LAYERS)
def test_terms_are_the_products_of_the_linked_cells_and_add_up(F, S, P, D, K):
    shown = frame(State(F, S, P, D, K, patch=99))
    X, W = (grid(shown.panel(key)).ravel() for key in ("X", "W"))
    for link in shown.links:
        if not link.terms:
            continue
        terms = np.array(whole(link.terms))
        assert (terms == X[link.cells] * W[link.weights]).all()
        values = whole(shown.panel(link.source).texts)
        assert whole(link.sums) == values
        for cell, value in enumerate(values):
            entries = link.entries(cell)
            assert entries.start == entries.stop or terms[entries].sum() == value


@pytest.mark.parametrize(("F", "S", "P"), [(2, 1, 0), (3, 2, 1), (1, 3, 1), (2, 1, 1)])
def test_a_cell_of_X_leads_to_its_pixel_and_a_pixel_to_all_its_copies(F, S, P):
    shown = frame(State(F, S, P, patch=0))
    X = shown.panel("X")
    for cell, text in enumerate(X.texts):
        (pixel,) = [
            (key, at) for key, cells in shown.lit(("X", cell)).items() if "channel" in key for at in cells
        ]
        key, at = pixel
        assert shown.panel(key).texts[at] == text
        assert shown.lit((key, at))["X"][cell] == "reach"


def test_a_result_lights_its_row_its_column_its_window_and_its_pixel():
    shown = frame(State(F=2, S=1, P=0, D=2, K=2, patch=5, k=1))
    assert shown.focus == ("Y", 11)
    assert shown.lit() == {
        "Y": {11: "focus"},
        "X": dict.fromkeys(range(40, 48), "window"),
        "W": dict.fromkeys(range(1, 16, 2), "weight"),
        "channel0": dict.fromkeys((6, 7, 11, 12), "window"),
        "channel1": dict.fromkeys((6, 7, 11, 12), "window"),
        "map1": {5: "window"},
    }


@pytest.mark.parametrize(
    ("panel", "cell", "patch", "k"),
    [
        ("X", 30, 3, 0),
        ("W", 3, 5, 1),
        ("Y", 9, 4, 1),
        ("map1", 7, 7, 1),
        ("channel0", 7, 5, 0),
        ("map2", 0, 5, 0),
    ],
)
def test_a_pinned_cell_chooses_patch_and_filter(panel, cell, patch, k):
    state = focus(State(), panel, cell)
    assert (state.patch, state.k) == (patch, k)


def test_a_later_page_shows_the_rows_around_the_patch():
    state = State(F=2, P=1, patch=23)
    shown = frame(state)
    assert shown.panel("X").shape == (10, 8)
    assert shown.focus == ("Y", (23 - 20) * 2)
    assert "20 to 29" in shown.panel("X").caption
    assert focus(state, "X", 0).patch == 20


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State(), ("12×8", "(×2.4)", "pixel (1, 1) of map 0")),
        (State(F=3, P=1), ("20×18", "become 360 (×9)")),
        (State(F=2, S=2, D=1), ("4×4", "The 20 input values have become 16 (×0.8)")),
        (State(S=2), ("X has 4 rows here",)),
        (State(K=1, k=1), ("the last column is 0",)),
    ],
)
def test_the_sentence_tells_sizes_copies_and_the_pixel(state, words):
    sentence = frame(state).sentence
    assert all(part in sentence for part in words)


@pytest.mark.parametrize(
    ("state", "panel", "cell", "words"),
    [
        (State(), "channel1", 7, "Pixel (1, 2), blue = 5: in 4 rows of X, rows 1, 2, 5, 6."),
        (State(), "channel0", 0, "in 1 row of X, row 0."),
        (State(S=2), "channel0", 4, "no window reaches it"),
        (State(P=1), "channel0", 0, "A zero of the border"),
        (State(), "X", 43, "X(5, 3) = 5: patch (1, 1), its row 0, column 1, blue."),
        (State(P=1, patch=0), "map0", 25, "Row 25 is on another page"),
    ],
)
def test_every_cell_says_what_it_is(state, panel, cell, words):
    assert words in frame(state).panel(panel).lines[cell]


def test_no_setting_changes_the_places():
    places = set()
    for F, S, P, D, K in LAYERS:
        shown = frame(State(F, S, P, D, K))
        places.add(tuple((p.key, *(round(side * p.cell, 6) for side in p.space)) for p in shown.panels))
    assert len(places) == 1


def test_it_draws_still():
    assert draw(frame(State(D=1, K=1, S=2))).png()


@cache
def everywhere():
    """Every layer, at the ends of its pages and with a filter and a patch that it may not have."""
    picked = product((0, 19, 20, MOST_PATCHES - 1), range(SLIDERS["K"].stop - 1))
    return [frame(State(*layer, *at)) for at in picked for layer in LAYERS]


def test_one_is_not_many():
    said = [shown.sentence for shown in everywhere()]
    said += [line for shown in everywhere() for panel in shown.panels for line in panel.lines or ()]
    for words in set(said):
        for n, noun in re.findall(r"(?<![\d·×(])(\d+) (patch(?:es)?|values?|rows?)\b(?! \d)", words):
            assert (n == "1") == (noun in ("patch", "value", "row")), words
    assert any("1 patch of" in words for words in said)
    assert any("= 1 value." in words for words in said)
    assert any("X has 1 row here" in words for words in said)


def test_rooms_hold_the_longest_words_and_little_more():
    check_rooms(matrix, everywhere())


def test_products_stand_in_columns_of_one_channel_and_say_which():
    for shown in everywhere():
        X = shown.panel("X")
        for link in shown.links:
            if not link.terms:
                assert link.title == ""
                continue
            channels = link.title.partition(" pixels")[0].split(" and ")
            assert shown.term_columns == (6,)
            assert link.columns % len(channels) == 0  # so that every row begins with the first channel
            for at, cell in enumerate(link.cells[link.entries(0)]):
                named = channels[at % len(channels)]
                assert X.lines[cell].endswith(f"{named}.")


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (State(), "red and blue pixels in turn"),
        (State(F=1), "red and blue pixels in turn"),
        (State(D=1), "red pixels"),
    ],
)
def test_title_of_the_products(state, title):
    assert {link.title for link in frame(state).links if link.terms} == {title}


def test_places_are_named_as_in_the_words():
    for shown in everywhere():
        for key, start in (("X", "X({}, {})"), ("Y", "Row {} of X times column {} of M")):
            panel = shown.panel(key)
            for (i, j), line in zip(np.ndindex(panel.shape), panel.lines, strict=True):
                assert line.startswith(start.format(i + panel.first[0], j + panel.first[1]))
        panel = shown.panel("channel0")
        for (i, j), line in zip(np.ndindex(panel.shape), panel.lines, strict=True):
            i, j = i + panel.first[0], j + panel.first[1]
            inside = 0 <= i < ROWS and 0 <= j < COLUMNS
            assert line.startswith(f"Pixel ({i}, {j}), red" if inside else "A zero of the border:")


def test_X_W_and_their_product_stand_side_by_side_on_a_small_screen():
    """JupyterLab in a window 900 pixels wide leaves 724 for the picture; 28 lie between panels."""
    row = [panel for panel in frame(State()).panels if panel.key in ("channel0", "X", "W", "Y")]
    assert sum(panel.cell * panel.space[1] for panel in row) + 3 * 28 <= 724
