"""Every setting of the stride explorer, against counting and against SciPy."""

import re
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy.signal import correlate2d
from test_explorers import check_rooms

from convbook import explore, output_size
from convbook.explorers import stride
from convbook.explorers.parts import cup
from convbook.explorers.stride import State
from convbook.frame import MARKS
from convbook.words import say

SETTINGS = list(product(range(1, 14), range(1, 6), range(1, 5), range(3)))


@cache
def frames(view: str):
    """Every state of a view with its frame."""
    states = [State(view, *setting) for setting in SETTINGS]
    return [(state, stride.frame(state)) for state in states]


def counted(n: int, F: int, S: int, P: int) -> list[int]:
    """Where windows start, by laying them down one after the other."""
    starts, at = [], 0
    while at + F <= n + 2 * P:
        starts.append(at)
        at += S
    return starts


def windows_of(frame, key="output") -> list[set[int]]:
    link = frame.links[0]
    return [set(link.cells[link.entries(q)].tolist()) for q in range(len(link.start) - 1)]


def test_table_of_the_line_lists_every_window():
    for state, frame in frames("line"):
        starts = counted(state.H1, state.F, state.S, state.P)
        line = np.pad(cup(1, 9, state.H1, 10)[:, 3], state.P)
        rows = [(i, at, line[at : at + state.F].sum()) for i, at in enumerate(starts)]
        shown = frame.panel("output").texts[3:]
        assert shown == tuple(str(number) for row in rows for number in row)
        assert stride.output(state).tolist() == [total for _, _, total in rows]


def test_line_lights_the_window_twice_and_nothing_for_the_head():
    for state, frame in frames("line"):
        n = state.H1 + 2 * state.P
        expected = [set()] * 3
        for row, at in enumerate(counted(state.H1, state.F, state.S, state.P), start=1):
            window = set(range(at, at + state.F))
            expected += [window | {n * row + cell for cell in window}] * 3
        assert windows_of(frame) == expected


def test_rows_below_the_line_show_their_window_and_nothing_else():
    for state, frame in frames("line"):
        panel = frame.panel("input")
        shown = np.array(panel.texts).reshape(panel.shape)
        assert (shown[0] != "").all()
        for row, at in enumerate(counted(state.H1, state.F, state.S, state.P), start=1):
            assert np.flatnonzero(shown[row] != "").tolist() == list(range(at, at + state.F))
            assert (shown[row] == shown[0])[at : at + state.F].all()


@pytest.mark.parametrize("view", ["line", "grid"])
def test_every_sum_is_written_out_row_by_row_of_its_window(view):
    for state, frame in frames(view):
        panel, F = frame.panel("output"), state.F
        values, lines = panel.texts, panel.lines
        if view == "line":
            values, lines = values[5::3], lines[5::3]
        if not stride.output(state).size:
            continue
        windows = windows_of(frame)[3::3] if view == "line" else windows_of(frame)
        cells = frame.panel("input").texts
        for line, value, window in zip(lines, values, windows, strict=True):
            total = line.rstrip(".").split(": ")[1]
            if F == 1:
                assert total == value
                continue
            terms, _, last = total.rpartition(" = ")
            inside = [cells[cell] for cell in sorted(window)][: F if view == "line" else None]
            rows = [" + ".join(inside[at : at + F]) for at in range(0, len(inside), F)]
            assert terms == (rows[0] if view == "line" else " + ".join(f"({row})" for row in rows))
            assert last == value == str(sum(map(int, inside)))


def test_grid_equals_scipy_sub_sampled():
    for state, frame in frames("grid"):
        if state.H1 + 2 * state.P < state.F:
            assert stride.output(state).shape[0] == 0
            assert frame.focus is None
            continue
        padded = np.pad(cup(1, 9, state.H1, 10), state.P)
        full = correlate2d(padded, np.ones((state.F, state.F), dtype=int), "valid")
        expected = full[:: state.S, :: state.S]
        assert frame.panel("output").texts == tuple(str(value) for value in expected.ravel())
        assert np.array_equal(stride.output(state), expected)
        columns = padded.shape[1]
        last = windows_of(frame)[-1]
        i, j = (np.array(expected.shape) - 1) * state.S
        assert last == {(i + m) * columns + j + n for m in range(state.F) for n in range(state.F)}


def inner(marks: np.ndarray, P: int) -> np.ndarray:
    return marks[P : len(marks) - P, P : marks.shape[1] - P]


@pytest.mark.parametrize("view", ["line", "grid"])
def test_marks_tell_unused_chosen_and_invented(view):
    for state, frame in frames(view):
        marks = frame.panel("input").marks
        marks = marks[:1] if view == "line" else marks
        used = np.zeros(marks.size, dtype=bool)
        for window in windows_of(frame) if frame.links else []:
            used[[cell for cell in window if cell < marks.size]] = True
        assert np.array_equal(marks.ravel() == MARKS.index("unused"), ~used)
        assert (marks == MARKS.index("chosen")).sum() == stride.output(state).size
        inside = marks[:, state.P : state.P + state.H1] if view == "line" else inner(marks, state.P)
        assert MARKS.index("invented") not in inside


def test_sentence_carries_the_formula_and_the_left_overs():
    for state, frame in frames("grid"):
        sentence = frame.sentence
        if state.H1 + 2 * state.P < state.F:
            rows = say("explorers.stride.rows.count", n=state.H1 + 2 * state.P)
            assert f"= {rows}, and F = {state.F} needs {state.F}" in sentence
            continue
        for n, unit in ((state.H1, "row"), (10, "column")):
            starts = counted(n, state.F, state.S, state.P)
            left = n + 2 * state.P - starts[-1] - state.F
            assert output_size(n, state.F, state.S, state.P) == len(starts)
            assert f"+ 1 = {len(starts)}, remainder {left}:" in sentence
            amount = {0: f"no {unit} is", 1: f"1 {unit} at the end is"}
            assert amount.get(left, f"{left} {unit}s at the end are") + " left over" in sentence


def left_out(n: int, F: int, S: int, P: int) -> tuple[list[int], list[int]]:
    """The cells after the last window, and those between windows, by striking out every window's cells."""
    starts = counted(n, F, S, P)
    free = set(range(n + 2 * P))
    for at in starts:
        free -= set(range(at, at + F))
    return [at for at in free if at > starts[-1]], [at for at in free if at < starts[-1]]


def described(cells: list[int], n: int, P: int) -> str:
    real = sum(P <= at < P + n for at in cells)
    words = {"padding": len(cells) - real, "picture": real}
    return ", ".join(f"{count} of the {kind}" for kind, count in words.items() if count)


@pytest.mark.parametrize("view", ["line", "grid"])
def test_the_sentence_counts_what_is_left_over_and_what_is_skipped(view):
    for state, frame in frames(view):
        axes = [(state.H1, "cell")] if view == "line" else [(state.H1, "row"), (10, "column")]
        sizes, P = (state.F, state.S, state.P), state.P
        if not counted(state.H1, *sizes):
            continue
        skips, used = [], []
        for n, unit in axes:
            after, between = left_out(n, *sizes)
            left = re.findall(
                rf"(\d+|no) {unit}s?(?: at the end)? (?:is|are) left over(?: \((.*?)\))?", frame.sentence
            )
            assert left == [(str(len(after)) if after else "no", described(after, n, P))]
            if between:
                plural = "s" * (len(between) > 1)
                skips.append(f"{len(between)} {unit}{plural}")
            used.append(set(range(P, P + n)) - set(after) - set(between))
        assert re.findall("skip (.*) between them", frame.sentence) == (
            [" and ".join(skips)] if skips else []
        )
        lost, everything = 0, 0
        for place in product(*(range(P, P + n) for n, _ in axes)):
            everything += 1
            lost += any(at not in held for at, held in zip(place, used, strict=True))
        told = re.findall(r"Pixels in no window: (\d+) of (\d+)", frame.sentence)
        marked = (frame.panel("input").marks == MARKS.index("unused")).any()
        assert told == ([(str(lost), str(everything))] if marked else [])


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            State(H1=12, F=1, S=3, P=1),
            "left over (1 of the padding). S\xa0>\xa0F, so windows skip 8 cells",
        ),
        (State(H1=1, F=1, S=4, P=0), "remainder 0: no cell is left over."),
        (State("grid", H1=6, F=1, S=3, P=0), "skip 2 rows and 6 columns"),
    ],
)
def test_sentences_of_windows_that_do_not_touch(state, words):
    assert words in stride.frame(state).sentence


@pytest.mark.parametrize("view", ["line", "grid"])
def test_every_cell_of_the_input_tells_which_windows_hold_it(view):
    for state, frame in frames(view):
        panel, windows = frame.panel("input"), windows_of(frame) if frame.links else []
        line = view == "line"
        width = panel.shape[1]
        across = stride.output(state).shape[-1]
        for cell in range(width if line else len(panel.texts)):
            held = [q for q, window in enumerate(windows[3::3] if line else windows) if cell in window]
            if not held:
                assert ": in no window, " in panel.lines[cell]
                continue
            n = f"in {len(held)} window{'s' * (len(held) > 1)}, i = "
            i = sorted({q if line else q // across for q in held})
            j = "" if line else " and j = " + ", ".join(map(str, sorted({q % across for q in held})))
            assert panel.lines[cell].endswith(f": {n}{', '.join(map(str, i))}{j}.")


def test_a_cell_in_no_window_tells_why():
    for state, frame in frames("line"):
        starts = counted(state.H1, state.F, state.S, state.P)
        if not starts:
            assert {line.partition(": ")[2] for line in frame.panel("input").lines} == {
                "in no window, because none fits."
            }
            continue
        after, between = left_out(state.H1, state.F, state.S, state.P)
        lines = frame.panel("input").lines
        assert all(lines[cell].endswith("in no window, left over at the end.") for cell in after)
        assert all(lines[cell].endswith("in no window, skipped between windows.") for cell in between)


@pytest.mark.parametrize(
    ("state", "cell", "line"),
    [
        (State(), 0, "Cell 0, a zero of the padding: in 1 window, i = 0."),
        (State(), 2, "Cell 2, pixel 1 = 6: in 2 windows, i = 0, 1."),
        (State(), 3 * 15 + 5, "Window i = 2, place 1: cell 2·2 + 1 = 5, pixel 4 = 5."),
        (State(), 3 * 15, ""),
        (
            State("grid", F=1, S=2, P=0),
            19,
            "Row 1, column 9, pixel (1, 9) = 7: in no window, its row skipped between windows, "
            "its column left over at the end.",
        ),
        (
            State("grid", H1=1, F=5, P=0),
            3,
            "Row 0, column 3, pixel (0, 3) = 3: in no window, because none fits.",
        ),
    ],
)
def test_what_a_cell_of_the_input_says(state, cell, line):
    assert stride.frame(state).panel("input").lines[cell] == line


def test_panels_keep_their_place_with_cells_that_can_be_read():
    both = frames("line") + frames("grid")
    places = {
        tuple(tuple(round(panel.cell * side, 6) for side in panel.space) for panel in frame.panels)
        for _, frame in both
    }
    assert places == {((306, 396), (306, 238))}
    assert {panel.cell for _, frame in both for panel in frame.panels} <= set(range(17, 41))
    assert len({frame.legend for _, frame in both}) == 1


def test_rooms_hold_the_longest_words_and_little_more():
    check_rooms(stride, [frame for _, frame in frames("line") + frames("grid")])


def test_one_pixel_is_not_called_pixels():
    assert stride.frame(State(H1=1)).panel("input").caption.startswith("1 pixel,")


def test_rows_of_the_table_are_as_high_as_those_of_the_line():
    for _, frame in frames("line"):
        line, table = frame.panels
        assert (line.cell, line.shape[0]) == (table.cell, table.shape[0])


def test_cell_pinned_is_found_again():
    line = stride.focus(State(), "output", 3 * 5 + 1)
    assert stride.frame(line).focus == ("output", 3 * 5 + 2)
    assert stride.focus(State(), "input", 15 * 5 + 8).i == 4
    assert stride.focus(State(), "output", 1) == State()
    grid = stride.focus(State("grid"), "output", 5 * 6 + 4)
    assert (grid.i, grid.j) == (6, 4)
    assert stride.frame(grid).focus == ("output", 34)
    nothing = State("grid", H1=1, F=5, P=0)
    assert stride.focus(nothing, "output", 0) == nothing


def pointed(state) -> str:
    frame = stride.frame(state)
    return frame.panel(frame.focus[0]).lines[frame.focus[1]]


@pytest.mark.parametrize("F", [1, 5])
def test_a_pinned_pixel_stays_the_same_pixel_when_the_padding_changes(F):
    for P, other, i in product(range(3), range(3), range(13)):
        line = stride.focus(State(F=F, P=P, S=4), "input", i + P)
        assert f", pixel {i} = " in pointed(replace(line, P=other))
        for j in (0, 4, 9):
            grid = stride.focus(State("grid", F=F, P=P, S=4), "input", (i + P) * (10 + 2 * P) + j + P)
            assert f", pixel ({i}, {j}) = " in pointed(replace(grid, P=other))


def test_a_pinned_zero_gives_way_to_the_nearest_cell_and_comes_back():
    zero = stride.focus(State(P=2), "input", 0)
    assert stride.frame(replace(zero, P=0)).focus == ("input", 0)
    assert stride.frame(zero).focus == ("input", 0)
    corner = stride.focus(State("grid", P=2), "input", 17 * 14 - 1)
    assert stride.frame(replace(corner, P=1)).focus == ("input", 15 * 12 - 1)
    assert stride.frame(corner).focus == ("input", 17 * 14 - 1)
    assert stride.focus(corner, "output", 0).look == "output"
    assert stride.focus(zero, "input", 17 * 2).look == "output"  # a row of a window


def test_a_focus_beyond_a_smaller_output_waits_at_its_end():
    far = State("grid", i=6, j=4, S=4)
    assert stride.frame(far).focus == ("output", 11)


def test_settings_without_output_are_no_error_in_the_widget():
    explorer = explore("stride", H1=1, F=5, P=1)
    explorer.set(view="grid")
    assert explorer.output.size == 0
    assert explorer.figure().png().startswith(b"\x89PNG")


def test_line_and_table_stand_side_by_side_on_a_small_screen():
    """JupyterLab in a window 900 pixels wide leaves 724 for the picture; 28 lie between panels."""
    assert sum(panel.cell * panel.space[1] for panel in stride.frame(State()).panels) + 28 <= 724


def test_a_place_of_the_staircase_that_holds_nothing_lights_nothing():
    shown = explore("stride").frame
    texts = shown.panel("input").texts
    assert shown.lit(("input", texts.index(""))) == {}
    assert shown.lit(("input", 0))
