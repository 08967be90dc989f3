"""Every explorer, in every setting of every control: its Frame as data, its widget without a browser."""

import re
from dataclasses import fields, replace
from fractions import Fraction
from functools import cache
from threading import Thread
from time import sleep

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convbook as cb
from convbook.explorers import NAMES, find
from convbook.explorers.kernels import Weights, exact, resized, weight_of
from convbook.explorers.numbers import number
from convbook.explorers.parts import window_link
from convbook.explorers.settings import Control, Menu, Refused, Slider, Upload, entries, label
from convbook.frame import MARKS
from convbook.kernels import KERNELS
from convbook.live import controls
from convbook.live.view import ALBUM, SLOTS, longest
from convbook.words import say

MODULES = {name: find(name) for name in NAMES}


def values(control):
    if isinstance(control, Slider):
        return list(range(control.low, control.high + 1))
    if isinstance(control, Upload):
        return [b""]
    return list(control.values) if isinstance(control, Menu) else [False, True]


def states(name):
    """The first state with one control after the other at each of its values; long sliders in 24 steps."""
    module = MODULES[name]
    for control in module.CONTROLS:
        every = values(control)
        for value in [*every[:: max(1, len(every) // 24)], every[-1]]:
            yield replace(module.State(), **{control.name: value})


def any_state(name):
    module = MODULES[name]
    chosen = {control.name: st.sampled_from(values(control)) for control in module.CONTROLS}
    return st.builds(lambda **picked: replace(module.State(), **picked), **chosen)


@cache
def amount(text, parts=1):
    """What a text in a cell is worth, exactly: 12, −1.25, 7/9, or a whole part above the rest.

    `parts` is the unit that is said beside it: in units of 1/256, 6 is 6/256.
    """
    sign = -1 if text.startswith("\N{MINUS SIGN}") else 1
    return sign * sum(map(Fraction, text.removeprefix("\N{MINUS SIGN}").split("\n"))) / parts


def unit(words):
    """The unit that a title or a caption says; 1 when there is none."""
    said = re.search(r"\bunit 1/(\d+)", words)
    return int(said[1]) if said else 1


def check_frame(frame):
    keys = {panel.key: panel for panel in frame.panels}
    assert len(keys) == len(frame.panels)
    assert frame.sentence.endswith((".", "?"))
    assert "{" not in frame.sentence
    for panel in frame.panels:
        cells = panel.shape[0] * panel.shape[1]
        assert panel.levels.dtype == np.uint8
        assert panel.texts is None or len(panel.texts) == cells
        assert panel.lines is None or len(panel.lines) == cells
        assert panel.owners is None or len(panel.owners) == cells
        assert panel.marks is None or (panel.marks.shape == panel.shape and panel.marks.max() < len(MARKS))
    if frame.focus:
        key, cell = frame.focus
        assert 0 <= cell < keys[key].shape[0] * keys[key].shape[1]
    for link in frame.links:
        check_link(link, keys)
    assert {mark for mark, _ in frame.legend} <= set(MARKS)


def check_rooms(module, frames):
    """The page keeps room for the longest of these frames, and little more."""
    lines = [line for frame in frames for panel in frame.panels for line in panel.lines or ()]
    for kind, texts in (("line", lines), ("sentence", [frame.sentence for frame in frames])):
        most, room = max(map(len, texts)), len(longest(module)[kind][0])
        assert most <= room <= 1.15 * most, (kind, max(texts, key=len))


def check_link(link, keys):
    sizes = {key: panel.shape[0] * panel.shape[1] for key, panel in keys.items()}
    assert len(link.start) == sizes[link.source] + 1
    assert link.start[0] == 0
    assert link.start[-1] == len(link.cells)
    assert (np.diff(link.start) >= 0).all()
    if len(link.cells):
        assert 0 <= link.cells.min() <= link.cells.max() < sizes[link.target]
    if link.weights is not None and len(link.weights):
        assert 0 <= link.weights.min() <= link.weights.max() < sizes[link.via]
    if link.terms is None:
        return
    pixels, weights = keys[link.target].texts, keys[link.via].texts
    of_weight, of_term = unit(keys[link.via].caption), unit(link.title)
    for cell in range(0, sizes[link.source], max(1, sizes[link.source] // 40)):
        entries = link.entries(cell)
        products = [
            amount(pixels[p]) * amount(weights[w], of_weight)
            for p, w in zip(link.cells[entries], link.weights[entries], strict=True)
        ]
        assert [amount(term, of_term) for term in link.terms[entries]] == products
        # The matrix explorer shows X a page at a time; a sum whose row is on another page has no terms here.
        assert not products or amount(link.sums[cell], of_term) == sum(products)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_gives_a_frame_whose_printed_terms_add_up(name):
    for state in states(name):
        check_frame(MODULES[name].frame(state))


@pytest.mark.parametrize("name", NAMES)
def test_no_setting_makes_the_height_jump(name):
    """The space of every panel, the rows of arithmetic and what can be shown below stay what they are."""
    module = MODULES[name]
    shapes = set()
    for state in states(name):
        frame = module.frame(state)
        spaces = tuple((p.key, *(round(p.cell * side) for side in p.space)) for p in frame.panels)
        shapes.add((spaces, frame.term_rows, len(frame.legend)))
    assert len(shapes) == 1


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_combination_gives_a_frame(name, data):
    check_frame(MODULES[name].frame(data.draw(any_state(name))))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_both_directions_agree(name, data):
    """Pointing at a cell lights an output exactly when pointing at that output lights the cell or a copy."""
    frame = MODULES[name].frame(data.draw(any_state(name)))
    for link in frame.links:
        if not len(link.cells):
            continue
        source = data.draw(st.integers(0, len(link.start) - 2))
        for cell in set(link.cells[link.entries(source)].tolist()):
            assert frame.lit((link.target, cell))[link.source][source] in ("reach", "focus", "window")


def shown(explorer):
    """What the page shows, as it was sent."""
    return getattr(explorer.view, explorer.view.shown)


@pytest.mark.parametrize("name", NAMES)
def test_moving_a_control_moves_the_picture_and_the_state(name):
    explorer = cb.explore(name)
    for control in MODULES[name].CONTROLS:
        if isinstance(control, Upload):
            continue  # a file comes from the browser; see test_explorer_photo.py
        widget = explorer.controls[control.name]
        value = next(v for v in reversed(values(control)) if v != widget.value)
        widget.value = value
        assert getattr(explorer.state, control.name) == value
        assert shown(explorer)["sentence"] == repr(explorer)


@pytest.mark.parametrize("name", NAMES)
def test_setting_from_code_moves_the_controls(name):
    explorer = cb.explore(name)
    control = next(c for c in reversed(MODULES[name].CONTROLS) if not isinstance(c, Upload))
    value = next(v for v in values(control) if v != getattr(explorer.state, control.name))
    explorer.set(**{control.name: value})
    assert explorer.controls[control.name].value == value
    assert isinstance(explorer.output, np.ndarray)


@pytest.mark.parametrize("name", NAMES)
def test_changing_the_output_array_changes_nothing_else(name):
    explorer = cb.explore(name)
    before = explorer.output.copy()
    explorer.output[...] = 1
    assert (cb.explore(name).output == before).all()


@pytest.mark.parametrize("name", NAMES)
def test_the_stored_output_has_a_picture_and_the_sentence(name):
    explorer = cb.explore(name)
    data, metadata = explorer._repr_mimebundle_()
    assert {"image/png", "text/plain"} <= set(data)
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(explorer)


@pytest.mark.parametrize("name", NAMES)
def test_every_control_has_a_name_to_be_read(name):
    for control in MODULES[name].CONTROLS:
        assert isinstance(control, Control)
        assert label(name, control)
        if isinstance(control, Menu):
            words = [word for word, _ in entries(name, control)]
            assert all(words)
            assert len(set(words)) == len(control.values)
        assert control.name in [field.name for field in fields(MODULES[name].State)]


@pytest.mark.parametrize("name", [n for n in NAMES if hasattr(MODULES[n], "edit")])
def test_a_weight_that_is_no_number_says_so_and_keeps_the_picture(name):
    explorer = cb.explore(name)
    before = explorer.frame
    panel = next(panel for panel in before.panels if panel.editable)
    message = {"kind": "edit", "panel": panel.key, "cell": 0, "text": "two"}
    explorer.answer(message)
    assert shown(explorer)["sentence"] == say("explorers.weights.not_a_weight", text="two")
    assert explorer.frame is before
    assert shown(explorer)["panels"] == shown(cb.explore(name))["panels"]


@pytest.mark.parametrize("name", [n for n in NAMES if hasattr(MODULES[n], "edit")])
def test_a_typed_weight_is_used_exactly(name):
    explorer = cb.explore(name)
    panel = next(panel for panel in explorer.frame.panels if panel.editable)
    explorer.answer({"kind": "edit", "panel": panel.key, "cell": 1, "text": "−3"})
    assert explorer.frame.panel(panel.key).texts[1] == "−3"
    check_frame(explorer.frame)


def test_a_broken_explorer_says_so_keeps_its_picture_and_raises(monkeypatch):
    explorer = cb.explore("window")
    picture = shown(explorer)["panels"]

    def broken(state):
        raise RuntimeError

    monkeypatch.setattr(MODULES["window"], "frame", broken)
    with pytest.raises(RuntimeError):
        explorer.set(F=2)
    assert shown(explorer)["panels"] == picture
    assert shown(explorer)["sentence"] == say("explorers.errors.broken", problem="RuntimeError")


def table(shape):
    return say("explorers.settings.table", shape=shape)


def own(found):
    return {"name": "own", "found": found, "expected": say("explorers.weights.square_table", largest=5)}


def drawn(found):
    expected = say("explorers.window.drawn", rows=9, columns=12, white=9)
    return {"name": "drawn", "found": found, "expected": expected}


def F(found):
    return {"name": "F", "value": found, "expected": say("explorers.settings.slider", low=1, high=5)}


@pytest.mark.parametrize(
    ("call", "key", "facts"),
    [
        (
            lambda: cb.explore("windows"),
            "settings.unknown_explorer",
            {"name": "'windows'", "names": ", ".join(NAMES)},
        ),
        (
            lambda: cb.explore("window", f=3),
            "errors.unknown_setting",
            {
                "explorer": "'window'",
                "name": "'f'",
                "names": "kernel, F, i, j, flip, image, draw, brush, own, drawn",
            },
        ),
        (
            lambda: cb.explore("window").set(kernel=np.ones((3, 3))),
            "errors.out_of_range",
            {"name": "kernel", "value": table("3×3"), "expected": ", ".join(map(repr, (*KERNELS, "own")))},
        ),
        (lambda: cb.explore("window").set(own=np.ones((2, 3))), "settings.unusable", own(table("2×3"))),
        (lambda: cb.explore("window").set(own=3), "settings.unusable", own("3")),
        (
            lambda: cb.explore("window").set(own=[[1 / 7]]),
            "weights.unusable",
            {
                "name": "own",
                "why": say("explorers.weights.not_exact", text=str(1 / 7)[:20], parts=3600),
            },
        ),
        (lambda: cb.explore("window").set(drawn=[[10] * 12] * 9), "settings.unusable", drawn("10")),
        (lambda: cb.explore("window").set(drawn=[1, 2]), "settings.unusable", drawn(table("2"))),
        (lambda: cb.explore("window", F=9), "errors.out_of_range", F("9")),
        (lambda: cb.explore("window", F=True), "errors.out_of_range", F("True")),
        (
            lambda: cb.explore("window").set(flip=1),
            "errors.out_of_range",
            {"name": "flip", "value": "1", "expected": say("explorers.settings.switch")},
        ),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence(call, key, facts):
    with pytest.raises(ValueError) as told:  # noqa: PT011 - the whole message is compared below
        call()
    assert str(told.value) == say(f"explorers.{key}", **facts)


def test_settings_without_a_control_can_be_set_from_code():
    explorer = cb.explore("window")
    explorer.set(own=np.eye(3), kernel="own")
    assert explorer.frame.panel("kernel").texts == tuple("100010001")
    assert (explorer.output[0, 0], explorer.controls["kernel"].value) == (4 + 4 + 8, "own")
    explorer.set(drawn=np.arange(108).reshape(9, 12) % 10, image="drawn")
    assert explorer.frame.panel("input").texts[:12] == tuple("012345678901")
    explorer.set(own=(), drawn=[])
    assert explorer.state == cb.explore("window", kernel="own", image="drawn").state


@pytest.mark.parametrize(
    ("text", "weight"),
    [("2", 2), ("-1.25", "-5/4"), ("\N{MINUS SIGN}3", -3), ("1/9", "1/9"), (" .5 ", "1/2"), ("0.125", "1/8")],
)
def test_weights_as_readers_type_them(text, weight):
    assert weight_of(text) == Fraction(weight)


def refuses(call, *arguments, key, **facts):
    with pytest.raises(Refused) as told:
        call(*arguments)
    assert str(told.value) == say(f"explorers.weights.{key}", **facts)


@pytest.mark.parametrize("text", ["", "two", "1e300", "inf", "nan", "1/0", "--1", "9" * 400, "1_000"])
def test_what_is_not_a_weight(text):
    refuses(weight_of, text, key="not_a_weight", text=text[:20])


@pytest.mark.parametrize("text", ["100", "-99.5", "991/10"])
def test_weights_out_of_range(text):
    refuses(weight_of, text, key="out_of_range", text=text, most=99)


@pytest.mark.parametrize("text", ["0.001", "0.333", "0.11111111", "1/7", "1/256"])
def test_weights_that_would_not_be_exact(text):
    refuses(weight_of, text, key="not_exact", text=text, parts=3600)


def test_a_weight_that_does_not_fit_into_its_cell():
    refuses(weight_of, "35639/3600", key="too_long", text="35639/3600", longest=7)
    assert weight_of("-35600/3600") == Fraction(-89, 9)


@pytest.mark.parametrize(
    ("value", "weight"),
    [
        (1 / 9, "1/9"),
        (np.float64(-12.75), "-51/4"),
        (np.int64(3), 3),
        ("1/16", "1/16"),
        (Fraction(2, 3), "2/3"),
    ],
)
def test_weights_as_code_gives_them(value, weight):
    assert weight_of(value) == Fraction(weight)


@pytest.mark.parametrize(
    ("value", "key", "more"),
    [
        (1 / 7, "not_exact", {"parts": 3600}),
        (0.333, "not_exact", {"parts": 3600}),
        (100, "out_of_range", {"most": 99}),
        (float("nan"), "not_a_weight", {}),
        (float("inf"), "not_a_weight", {}),
        (None, "not_a_weight", {}),
        (1j, "not_a_weight", {}),
    ],
)
def test_what_code_cannot_give_as_a_weight(value, key, more):
    refuses(weight_of, value, key=key, text=str(value)[:20], **more)


@given(st.integers(-9999, 9999), st.sampled_from([1, 2, 4, 5, 9, 10, 16, 100, 900, 3600]))
def test_a_number_is_written_without_rounding(numerator, denominator):
    assert amount(number(numerator, denominator)) == Fraction(numerator, denominator)


def test_exact_weights_of_the_classical_kernels():
    assert exact(cb.KERNELS["blur"]).denominator == 9
    assert exact(cb.KERNELS["gaussian"]).numerators.tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
    assert exact([[0.25, -1.5]]).texts() == ("0.25", "−1.5")


def test_the_readers_kernel_grows_and_shrinks_around_its_middle():
    own = tuple(tuple(Fraction(3 * i + j) for j in range(3)) for i in range(3))
    assert resized(own, 1).tolist() == [[4]]
    assert resized(own, 5)[1:4, 1:4].tolist() == [list(row) for row in own]
    assert sum(resized(own, 5).ravel()) == 36
    assert resized(own, 2).tolist() == [[4, 5], [7, 8]]  # the middle of an even kernel: above and left
    assert resized(own, 4)[:3, :3].tolist() == [list(row) for row in own]
    for F, larger in ((1, 2), (2, 5), (3, 4), (4, 7)):
        assert (resized(tuple(map(tuple, resized(own, max(3, larger)))), F) == resized(own, F)).all()


def say_to(explorer, kind, panel, cell=0, text=""):
    """What the picture sends when a reader works in it; returns what it is told to show then."""
    explorer.answer({"kind": kind, "panel": panel, "cell": cell, "cells": [cell], "text": text})
    return shown(explorer)


def test_a_pinned_input_cell_stays_pinned_until_the_picture_picks_another():
    explorer = cb.explore("window")
    assert say_to(explorer, "focus", "input", 40)["focus"] == ("input", 40)
    assert explorer.frame.focus == ("input", 40)
    explorer.set(kernel="blur")
    assert shown(explorer)["focus"] == ("input", 40)
    explorer.set(i=3)
    assert shown(explorer)["focus"] == ("output", 3 * 10)


def test_a_released_cell_stays_dark_until_a_control_moves():
    explorer = cb.explore("window", i=2)
    say_to(explorer, "focus", "input", 40)
    assert say_to(explorer, "release", "")["focus"] is None
    explorer.set(kernel="blur")
    assert shown(explorer)["focus"] == ("output", 2 * 10)


def test_every_cell_of_a_quick_stroke_is_painted():
    explorer = cb.explore("window", draw=True, brush=3)
    explorer.answer({"kind": "focus", "panel": "input", "cells": [40, 41, 42]})
    assert explorer.frame.panel("input").texts[40:43] == ("3", "3", "3")


def test_a_pinned_cell_that_disappears_is_released():
    explorer = cb.explore("window", kernel="blur", F=1)
    say_to(explorer, "focus", "kernel", 0)
    explorer.set(F=4)
    assert say_to(explorer, "focus", "kernel", 15)["focus"] == ("kernel", 15)
    explorer.set(F=2)
    assert shown(explorer)["focus"][0] == "output"


def test_drawing_paints_the_input_and_leaves_the_photo_alone():
    explorer = cb.explore("window", draw=True, brush=7)
    before = explorer.frame.panel("input").texts
    say_to(explorer, "focus", "input", 17)
    after = explorer.frame.panel("input").texts
    assert [cell for cell in range(108) if before[cell] != after[cell]] == [17]
    assert after[17] == "7"
    check_frame(explorer.frame)
    assert cb.explore("window").frame.panel("input").texts == before


@pytest.mark.parametrize(
    "text",
    [
        "1 2 3\n4 5 6\n7 8 9",
        "1,2,3; 4,5,6; 7,8,9",
        "[[1, 2, 3],\n [4, 5, 6],\n [7, 8, 9]]",
        "1\t2\t3\r\n4\t5\t6\n7\t8\t9\n",
    ],
)
def test_a_whole_kernel_can_be_pasted(text):
    explorer = cb.explore("window")
    say_to(explorer, "paste", "kernel", text=text)
    assert explorer.frame.panel("kernel").texts == tuple("123456789")
    assert explorer.state.kernel == "own"


@pytest.mark.parametrize(
    ("text", "key", "facts"),
    [
        ("1 2\n3 4", "errors.pasted_shape", {"found": "2×2", "shown": "3×3"}),
        ("1 2 3\n4 5", "errors.pasted_shape", {"found": "2×3", "shown": "3×3"}),
        ("1 2 3\n4 x 6\n7 8 9", "weights.not_a_weight", {"text": "x"}),
        ("[]\n", "errors.pasted_shape", {"found": "0×0", "shown": "3×3"}),
    ],
)
def test_a_kernel_that_does_not_fit_says_why_and_keeps_the_picture(text, key, facts):
    explorer = cb.explore("window")
    before = explorer.frame
    sentence = say_to(explorer, "paste", "kernel", text=text)["sentence"]
    assert sentence == say(f"explorers.{key}", **facts)
    assert explorer.frame is before


def test_long_sums_bring_the_partial_sums_of_their_rows():
    image = np.arange(40 * 13).reshape(13, 40) % 10
    weights = Weights(np.arange(11 * 33).reshape(11, 33) % 7 - 3, 9)  # 363 terms, as in AlexNet's first layer
    link = window_link("output", "input", "kernel", image, weights)
    rows = np.array([amount(text.partition(": ")[2]) for text in link.partials]).reshape(-1, 11)
    terms = np.array([amount(text) for text in link.terms]).reshape(-1, 11, 33)
    assert (rows == terms.sum(axis=2)).all()
    assert [text.partition(": ")[0] for text in link.partials[:11]] == [f"row {m}" for m in range(11)]
    assert rows.sum(axis=1).tolist() == [amount(text) for text in link.sums]
    for F in (5, 6):
        link = window_link("output", "input", "kernel", image, Weights(np.ones((F, F), int)))
        assert (link.partials is None) == (F == 5)


def kept(explorer):
    """The frames that the page keeps, by the place of the controls to which they belong."""
    frames = [getattr(explorer.view, slot) for slot in SLOTS]
    return {tuple(frame["place"]): frame for frame in frames if frame and frame["place"]}


def content(view, frame):
    """A frame as it was sent, with its photos in place of their names."""
    photos = {key: getattr(view, name) for key, name in frame["photos"].items()}
    return {**frame, "photos": photos}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_ahead_is_what_a_fresh_explorer_shows(name):
    """A slider is walked up and down; every frame that the page keeps is compared with a new drawing."""
    explorer, module = cb.explore(name), MODULES[name]
    for slider in (control for control in module.CONTROLS if isinstance(control, Slider)):
        widget = explorer.controls[slider.name]
        for step in (1, 1, 2, -1, -1, -1):
            widget.value = min(max(widget.value + step, slider.low), slider.high)
            assert len(kept(explorer)) == sum(getattr(explorer.view, slot) is not None for slot in SLOTS)
        for place, frame in kept(explorer).items():
            values = dict(zip([c.name for c in module.CONTROLS], place, strict=True))
            moved = {c.name: values[c.name] for c in module.CONTROLS if isinstance(c, Slider)}
            fresh = cb.explore(name, **moved)
            assert content(explorer.view, frame) == content(fresh.view, shown(fresh))


def test_nothing_read_ahead_survives_a_change_that_is_no_step_of_a_slider():
    changes = {
        "a menu": lambda e: e.set(kernel="blur"),
        "a weight": lambda e: say_to(e, "edit", "kernel", 0, "7"),
        "a pin": lambda e: say_to(e, "focus", "input", 40),
        "a release": lambda e: say_to(e, "release", ""),
        "a refusal": lambda e: say_to(e, "edit", "kernel", 0, "two"),
    }
    for change in changes.values():
        explorer = cb.explore("window", i=2)
        explorer.controls["i"].value = 3
        assert len(kept(explorer)) > 3
        change(explorer)
        assert [slot for slot in SLOTS if getattr(explorer.view, slot)] == [explorer.view.shown]


def test_a_control_that_gets_the_focus_has_its_neighbours_read_ahead():
    explorer = cb.explore("window", i=2)
    at = [control.name for control in MODULES["window"].CONTROLS].index("i")
    explorer.answer({"kind": "near", "control": at})
    assert sorted(place[at] for place in kept(explorer)) == [1, 2, 3, 4]
    assert explorer.state.i == 2


def test_a_photo_that_many_frames_share_is_sent_once():
    explorer = cb.explore("photo")
    at = [control.name for control in MODULES["photo"].CONTROLS].index("row")
    explorer.answer({"kind": "near", "control": at})
    assert len(kept(explorer)) == 4
    assert len({tuple(sorted(frame["photos"].items())) for frame in kept(explorer).values()}) == 1
    assert sum(getattr(explorer.view, name) is not None for name in ALBUM) == 2


def test_what_breaks_in_the_picture_is_said_there_and_raised(monkeypatch):
    explorer = cb.explore("window")
    monkeypatch.setattr(MODULES["window"], "focus", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        say_to(explorer, "focus", "output", 12)
    assert shown(explorer)["sentence"] == say("explorers.errors.broken", problem="ZeroDivisionError")


@pytest.mark.parametrize("name", NAMES)
def test_room_is_kept_for_the_longest_words(name):
    check_rooms(
        MODULES[name], [MODULES[name].frame(state) for state in (*states(name), *MODULES[name].WORDIEST)]
    )


def test_messages_that_come_in_two_threads_take_turns(monkeypatch):
    """JupyterLab has some messages answered in the thread of the cells, others in a second one."""
    explorer, module = cb.explore("window"), MODULES["window"]
    at = [control.name for control in module.CONTROLS].index("i")
    drawing, together, draw_frame = [], [], module.frame

    def slow_frame(state):
        drawing.append(state)
        together.append(len(drawing))
        sleep(0.002)  # the other thread gets its chance
        drawing.remove(state)
        return draw_frame(state)

    def walk():
        for i in range(1, module.ROWS):
            explorer.controls["i"].value = i

    def come_near():
        for _ in range(module.ROWS):
            explorer.answer({"kind": "near", "control": at})

    monkeypatch.setattr(module, "frame", slow_frame)
    threads = [Thread(target=walk), Thread(target=come_near)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(together) == 1
    places = [
        controls.place(c, explorer.controls[c.name], getattr(explorer.state, c.name)) for c in module.CONTROLS
    ]
    assert shown(explorer)["place"] == places
    assert explorer.state.i == module.ROWS - 1
