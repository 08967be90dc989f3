"""Words and numbers in every corner of the explorers with kernels: they fit, and room is kept for them."""

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from io import BytesIO
from itertools import product

import numpy as np
import pytest
from PIL import Image
from test_explorers import check_frame, check_rooms

from convbook import words
from convbook.explorers import NAMES, find
from convbook.explorers.kernels import edit_kernel
from convbook.explorers.settings import entries, label

# What a reader may type at the worst: large, many digits, no common denominator.
LARGE = ("-98.99", "-890/9", "-98.75", "-97/3", "-98.99")


@cache
def picture():
    """A photo of the reader's own: white, so that sums are as large as they get."""
    file = BytesIO()
    Image.fromarray(np.full((240, 360), 255, np.uint8)).save(file, "PNG")
    return file.getvalue()


def typed(module, kernel, F, cells):
    """The reader's own weights once they have typed into a kernel of the library."""
    return edit_kernel(module.State(kernel=kernel, F=F), "kernel", cells).own


def kernels(module):
    """Every kernel at every size; of the reader's own: none, small fractions, and the worst.

    At the worst all weights but one are typed: no denominator is smaller than that of the Gaussian kernel.
    """
    largest = module.LARGEST_F
    owns = ((), typed(module, "sobel_vertical", 3, {0: "1/9", 4: "-1/16", 5: "-12.75"}))
    worst = typed(module, "gaussian", largest, {at: LARGE[at % 5] for at in range(1, largest**2)})
    for kernel, F in product(module.CONTROLS[0].values, range(1, largest + 1)):
        for own in (*owns, worst) if kernel == "own" else owns:
            yield module.State(kernel=kernel, F=F, own=own)


def window_states(module):
    images = {"rim": (), "impulse": (9,) * 108, "drawn": (9,) * 108}
    for state, (image, drawn) in product(kernels(module), images.items()):
        for draw, flip in product((False, True), repeat=2):
            yield replace(state, image=image, drawn=drawn, draw=draw, flip=flip, i=8, j=11, brush=5)
    yield module.State()
    yield module.State(image="drawn")


def photo_states(module):
    for state, view in product(kernels(module), module.CONTROLS[2].values):
        yield replace(state, view=view)
        yield replace(state, view=view, row=239, column=359, photo=picture())
        yield replace(state, view=view, row=239, column=359, picture="yours")


def layer_states(module):
    weights = tuple(Fraction(LARGE[at % 4]) for at in range(144))
    biases = module.TAKES["biases"](["-98.99", "-97/16", "-890/9", "-0.07"])
    for D, K, F in product(range(1, 5), range(1, 5), range(1, 4)):
        for k in range(K):
            yield module.State(D=D, K=K, F=F, k=k, i=6, j=5)
            yield module.State(D=D, K=K, F=F, k=k, i=6, j=5, weights=weights, biases=biases)
            yield module.State(D=D, K=K, F=F, k=3, i=6, j=5, weights=weights, biases=biases)
            yield module.State(D=D, K=K, F=F, k=3, i=6, j=5, biases=biases)


def spot_states(module):
    for F, row in product(range(1, 10), (0, 100, 239)):
        yield module.State(F=F, row=row, column=359)


STATES = {"window": window_states, "photo": photo_states, "layer": layer_states, "spot": spot_states}


@cache
def frames(name):
    module = find(name)
    return [module.frame(state) for state in STATES[name](module)]


@pytest.mark.parametrize("name", STATES)
def test_the_wordiest_states_are_as_long_as_any(name):
    check_rooms(find(name), frames(name))


@pytest.mark.parametrize("name", STATES)
def test_no_number_is_longer_than_its_cell(name):
    """Seven characters a line for 30 pixels; in the outputs of the photo nine for 38."""
    for frame in frames(name):
        for panel in frame.panels:
            outputs = (name, panel.key) == ("photo", "output")
            longest = 9 * panel.cell / 38 if outputs else round(7 * panel.cell / 30)
            assert all(len(line) <= longest for text in panel.texts or () for line in text.split("\n"))


@pytest.mark.parametrize("name", STATES)
def test_every_numbered_panel_has_a_line_for_each_cell(name):
    for frame in frames(name):
        assert all(panel.lines is not None for panel in frame.panels if panel.texts)


@pytest.mark.parametrize("name", STATES)
def test_what_is_printed_adds_up_for_typed_weights_too(name):
    for frame in frames(name)[::9]:
        check_frame(frame)


def said(name):
    """All words that an explorer shows in its wordiest states, in its first state, and on its controls."""
    module = find(name)
    for state in (module.State(), *module.WORDIEST):
        frame = module.frame(state)
        yield frame.sentence
        yield from (words for _, words in frame.legend)
        for panel in frame.panels:
            yield from (panel.title, panel.caption, *(panel.texts or ()), *(panel.lines or ()))
        for link in frame.links:
            yield from (link.title, *(link.partials or ()))
    for control in module.CONTROLS:
        yield from (label(name, control), control.expected)
        yield from (words for words, _ in entries(name, control)) if hasattr(control, "values") else ()


def other(entry):
    """Words in a language that the book does not have: no letter is English, places stay."""
    if isinstance(entry, dict):
        return {key: other(part) for key, part in entry.items()}
    if isinstance(entry, list):
        return [other(part) for part in entry]
    return re.sub(r"\{[^}]*\}|[^\W\d_]", lambda found: found[0] if found[0][0] == "{" else "語", entry)


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_said_in_the_language_shown(name, monkeypatch):
    english, read = list(said(name)), words.table
    tables = {"xx": other(read("", "en"))}
    monkeypatch.setattr(words, "table", lambda place, name: tables.get(name) or read(place, name))
    monkeypatch.setattr(words, "languages", lambda: ["en", "xx"])
    words.language("xx")
    try:
        foreign = list(said(name))
    finally:
        words.language("en")
    values = {value for control in find(name).CONTROLS for value in getattr(control, "values", ())}
    facts = rf"'({'|'.join(values)})'|\b[HW]2\b"  # values of a menu as code writes them; symbols
    assert not [line for line in foreign if re.search("[A-Za-z]", re.sub(facts, "", line))]
    assert len(foreign) == len(english)
    assert list(said(name)) == english
