"""Words and numbers in every corner of the explorers with kernels: they fit, and their room is kept."""

from dataclasses import replace
from functools import cache
from importlib import import_module
from io import BytesIO
from itertools import product

import numpy as np
import pytest
from PIL import Image
from test_explorers import check_frame, check_rooms

from convbook.explorers.weights import with_weights

# What a reader may type at the worst: large, many digits, no common denominator.
LARGE = ("-98.99", "-890/9", "-98.75", "-97/3", "-98.99")


@cache
def picture():
    """A photo of the reader's own: white, so that sums are as large as they get."""
    file = BytesIO()
    Image.fromarray(np.full((240, 360), 255, np.uint8)).save(file, "PNG")
    return file.getvalue()


def typed(largest, start="gaussian"):
    """A kernel of the largest size, all but one weight typed: no denominator is smaller than its."""
    cells = {cell: LARGE[cell % len(LARGE)] for cell in range(1, largest**2)}
    return with_weights(start, largest, (), cells)


def kernels(module):
    """Every kernel at every size; of the reader's own: none, small fractions, and the worst."""
    owns = ((), with_weights("sobel_vertical", 3, (), {0: "1/9", 4: "-1/16", 5: "-12.75"}))
    for _, kernel in module.CONTROLS[0].options:
        for F in range(1, module.LARGEST_F + 1):
            for own in (*owns, typed(module.LARGEST_F)) if kernel == "own" else owns:
                yield module.State(kernel=kernel, F=F, own=own)


def window_states(module):
    images = {"rim": (), "impulse": (9,) * 108, "drawn": (9,) * 108}
    for state, (image, drawn) in product(kernels(module), images.items()):
        for draw, flip in product((False, True), repeat=2):
            yield replace(state, image=image, drawn=drawn, draw=draw, flip=flip, i=8, j=11, brush=5)
    yield module.State()
    yield module.State(image="drawn")


def photo_states(module):
    for state, (_, view) in product(kernels(module), module.CONTROLS[2].options):
        yield replace(state, view=view)
        yield replace(state, view=view, row=239, column=359, photo=picture())
    yield replace(module.State(), picture="yours", row=239, column=359)


def layer_states(module):
    large = [text.removeprefix("-") for text in LARGE]
    weights = module.TAKES["weights"]([large[at % 4] for at in range(144)])
    weights = tuple(-weight for weight in weights)
    biases = module.TAKES["biases"](["-98.99", "-97/16", "-890/9", "-0.07"])
    for D, K, F in product(range(1, 5), range(1, 5), range(1, 4)):
        for k in range(K):
            yield module.State(D=D, K=K, F=F, k=k, i=6, j=5)
            yield module.State(D=D, K=K, F=F, k=k, i=6, j=5, weights=weights, biases=biases)
            yield module.State(D=D, K=K, F=F, k=3, i=6, j=5, biases=biases)


def spot_states(module):
    for F, row in product(range(1, 10), (0, 100, 239)):
        yield module.State(F=F, row=row, column=359)


@cache
def frames(name):
    module = import_module(f"convbook.explorers.{name}")
    return [module.frame(state) for state in STATES[name](module)]


STATES = {"window": window_states, "photo": photo_states, "layer": layer_states, "spot": spot_states}


@pytest.mark.parametrize("name", STATES)
def test_the_room_for_words_is_what_the_longest_need(name):
    check_rooms(frames(name))
    assert len({(frame.line_room, frame.sentence_room) for frame in frames(name)}) == 1


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
