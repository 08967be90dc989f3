"""Every setting of the stride explorer, against counting and against SciPy."""

from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy.signal import correlate2d

from convbook import output_size
from convbook.explorers import explore, stride
from convbook.frame import MARKS

SETTINGS = list(product(range(1, 14), range(1, 6), range(1, 5), range(3)))


@cache
def frames(view: str):
    """Every state of a view with its frame."""
    states = [stride.State(view, *setting) for setting in SETTINGS]
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
        line = np.pad(stride.photo()[: state.H1, 3], state.P)
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


def test_arithmetic_of_the_line_adds_up():
    for _, frame in frames("line"):
        panel = frame.panel("output")
        for work, value in zip(panel.lines[5::3], panel.texts[5::3], strict=True):
            *_, terms, total = work.rstrip(".").replace(":", "=").split(" = ")
            assert total == value
            assert sum(int(term) for term in terms.split("= ")[-1].split(" + ")) == int(value)


def test_grid_equals_scipy_sub_sampled():
    for state, frame in frames("grid"):
        if state.H1 + 2 * state.P < state.F:
            assert stride.output(state).shape[0] == 0
            assert frame.focus is None
            continue
        padded = np.pad(stride.photo()[: state.H1], state.P)
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
            assert f"= {state.H1 + 2 * state.P} rows, and F = {state.F} needs {state.F}" in sentence
            continue
        for n, unit in ((state.H1, "row"), (10, "column")):
            starts = counted(n, state.F, state.S, state.P)
            left = n + 2 * state.P - starts[-1] - state.F
            assert output_size(n, state.F, state.S, state.P) == len(starts)
            assert f"+ 1 = {len(starts)}, remainder {left}:" in sentence
            amount = {0: f"no {unit} is", 1: f"1 {unit} at the end is"}
            assert amount.get(left, f"{left} {unit}s at the end are") + " left over" in sentence


def test_panels_keep_their_place():
    both = frames("line") + frames("grid")
    spaces = {tuple(panel.space for panel in frame.panels) for _, frame in both}
    assert len(spaces) == 1
    assert len({frame.legend for _, frame in both}) == 1
    assert all(frame.panel("output").lines for _, frame in both)  # otherwise its place is given away


def test_cell_pinned_is_found_again():
    line = stride.focus(stride.State(), "output", 3 * 5 + 1)
    assert stride.frame(line).focus == ("output", 3 * 5 + 2)
    assert stride.focus(stride.State(), "input", 15 * 5 + 8).i == 4
    assert stride.focus(stride.State(), "output", 1) == stride.State()
    grid = stride.focus(stride.State("grid"), "output", 5 * 6 + 4)
    assert (grid.i, grid.j) == (6, 4)
    assert stride.frame(grid).focus == ("output", 34)
    nothing = stride.State("grid", H1=1, F=5, P=0)
    assert stride.focus(nothing, "output", 0) == nothing


def test_a_focus_beyond_a_smaller_output_waits_at_its_end():
    far = stride.State("grid", i=6, j=4, S=4)
    assert stride.frame(far).focus == ("output", 11)


def test_settings_without_output_are_no_error_in_the_widget():
    explorer = explore("stride", H1=1, F=5, P=1)
    explorer.set(view="grid")
    assert explorer.output.size == 0
    assert explorer.figure().png().startswith(b"\x89PNG")
