"""Diagrams and charts: their words have room in every language, and what they show is what was computed."""

import hashlib
import io
import os
import subprocess
import sys
import warnings
from collections import Counter
from contextlib import suppress
from itertools import chain, combinations

import matplotlib
import matplotlib.style
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from scipy.signal import correlate
from test_another_language import other_language  # noqa: F401
from test_still import check_places, meet, written

import convbook as cb
from convbook import charts, figures
from convbook.frame import palette, short, signed_levels
from convbook.picture import INK, RIM, RING, SCALE, Box, Line, Photo
from convbook.still import WIDTH

SMALL = np.arange(63).reshape(7, 9)
COLUMN = cb.load_pixels("coffee")[:, 175].astype(int)
RANDOM = np.random.default_rng(4)
BANK = RANDOM.integers(-9, 10, (4, 2, 3, 3))  # 4 filters of 2x3 with 3 channels
DIAGRAMS = {
    "arrows": lambda: figures.arrows(SMALL, *np.gradient(SMALL)),
    "beyond": lambda: figures.beyond(cb.load_pixels("coffee")),
    "book_map": figures.book_map,
    "border_errors": lambda: figures.border_errors(SMALL, drop=SMALL[1:-1, 1:-1], edge=SMALL + 1),
    "enlarged": lambda: figures.enlarged(fine=SMALL, coarse=SMALL[::2, ::2]),
    "layer_diagram": lambda: figures.layer_diagram(RANDOM.random((7, 9, 3)), BANK, [-1800, 1, 0, 0.5]),
    "matrix_diagram": lambda: figures.matrix_diagram(227, 227, 3, F=11, S=4, K=96),
    "network_sketch": figures.network_sketch,
    "sharing": figures.sharing,
    "stack": lambda: figures.stack([(3, 1), (3, 1)], [(3, 2), (3, 2)]),
}
CHARTS = {
    "ladder": lambda: charts.ladder({"six loops": 75, "im2col": 0.02, "strips": 0.004}, limit=0.005),
    "memory": lambda: charts.memory([32, 512], {"all of X": [5e5, 2e8], "a piece at a time": [5e5, 2e6]}),
    "loss": lambda: charts.loss({"rate 0.1": [4, 2, 1], "rate 9": [4, 90, 1e9, np.inf], "flat": [1, 1, 1]}),
    "profile": lambda: charts.profile(COLUMN, COLUMN[2:] - COLUMN[:-2]),
}


def of(kind, drawing):
    return [shape for shape in drawing.parts if isinstance(shape, kind)]


def words_in(drawing):
    return [text.words for text in written(drawing)]


def test_every_figure_is_among_those_looked_at():
    assert set(DIAGRAMS) == set(figures.__all__)
    assert set(CHARTS) | {"Chart"} == set(charts.__all__)


# --- words have room


@pytest.mark.parametrize("name", DIAGRAMS)
@pytest.mark.parametrize("language", ["en", "other_language"])
def test_words_lie_inside_a_diagram_and_none_over_others(name, language, request):
    if language != "en":  # with words twice as long
        request.getfixturevalue(language)
    check_places(DIAGRAMS[name]())


@pytest.mark.parametrize("name", sorted(set(DIAGRAMS) - {"arrows"}))
def test_a_diagram_fits_a_page_and_has_no_small_letters(name):
    drawing = DIAGRAMS[name]()
    assert drawing.width <= WIDTH
    assert min(text.size for text in written(drawing)) >= 11


def words_of(axes):
    """All texts of axes that are drawn: also ticks, unless they lie beyond the ends of the axis."""
    yield from axes.texts
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        yield axis.label
        yield from (tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high)


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("language", ["en", "other_language"])
def test_words_lie_inside_a_chart_and_none_over_others(name, language, request):
    if language != "en":
        request.getfixturevalue(language)
    figure = CHARTS[name]().figure
    with charts.chart.own_settings():
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)
        texts = [*figure.texts, *chain.from_iterable(words_of(axes) for axes in figure.axes)]
        seen = {text: text.get_window_extent(renderer).extents for text in texts if text.get_text()}
    for text, (left, top, right, bottom) in seen.items():
        assert min(left, top) >= 0, text
        assert right <= figure.bbox.width, text
        assert bottom <= figure.bbox.height, text
    for (one, box), (other, room) in combinations(seen.items(), 2):
        assert not meet(box, room), (one, other)


@pytest.mark.parametrize("name", DIAGRAMS | CHARTS)
def test_a_picture_is_stored_with_its_words_and_its_size(name):
    picture = (DIAGRAMS | CHARTS)[name]()
    data, metadata = picture._repr_mimebundle_()
    promised = metadata["image/png"]
    assert promised["alt"] == data["text/plain"] == picture.alt == repr(picture) != ""
    assert "{" not in picture.alt
    width, height = Image.open(io.BytesIO(picture.png())).size
    assert width == pytest.approx(SCALE * promised["width"], abs=2)
    assert height == pytest.approx(SCALE * promised["height"], abs=2)


# --- what they show


def test_the_map_names_its_stations_and_the_chapters_by_their_folders():
    drawing = figures.book_map()
    assert {"a photo", "an edge map", "a layer", "a matrix product", "a network"} <= set(words_in(drawing))
    assert "{" not in "".join(words_in(drawing)) + repr(drawing)
    assert len(of(Photo, drawing)) == 1 + 1 + 3 + 1 + 1


def test_the_layer_diagram_shows_the_layers_own_numbers():
    volume, bias = RANDOM.integers(0, 256, (7, 9, 3)), [-1800, 1, 0, 30]
    drawing = figures.layer_diagram(volume, BANK, bias)
    assert Counter(map(short, [*BANK.flat, *bias])) <= Counter(words_in(drawing))
    pictures = of(Photo, drawing)
    for k in range(4):
        answer = correlate(volume, BANK[k], mode="valid")[:, :, 0] + bias[k]
        shades = palette("signed")[signed_levels(answer)]
        [place] = [n for n, picture in enumerate(pictures) if np.array_equal(picture.rgb, shades)]
        middle = pictures[place].y + pictures[place].height / 2
        [named] = [text.y for text in written(drawing) if text.words == f"filter {k}"]
        assert middle == pytest.approx(named)
    assert len(pictures) == 3 + 4 * 3 + 4
    assert "Parameters: 76." in drawing.alt


def test_the_layer_diagram_frames_the_window_that_makes_the_framed_pixel():
    drawing = figures.layer_diagram(np.ones((7, 9, 2)), np.ones((3, 2, 3, 2)), [0, 0, 0])
    frames = [box for box in of(Box, drawing) if box.rim == RING]
    found = []
    for frame in frames:
        around = [
            p
            for p in of(Photo, drawing)
            if p.x <= frame.x + 0.01
            and frame.x + frame.width <= p.x + p.width + 0.01
            and p.y <= frame.y + 0.01
            and frame.y + frame.height <= p.y + p.height + 0.01
        ]
        found += [
            tuple(
                round((a - b) * p.rgb.shape[1] / p.width)
                for a, b in ((frame.y, p.y), (frame.x, p.x), (frame.height, 0), (frame.width, 0))
            )
            for p in around[-1:]
        ]
    assert sorted(found) == sorted([(1, 5, 2, 3)] * 2 + [(1, 5, 1, 1)] * 3)


@pytest.mark.parametrize(("value", "shown"), [(123456, 0), (0.25, 9), (1, 9)])
def test_weights_that_are_too_long_for_their_cells_are_left_out(value, shown):
    drawing = figures.layer_diagram(np.ones((7, 9, 1)), np.full((1, 3, 3, 1), value), [7])
    assert words_in(drawing).count(short(value)) == shown


def test_equal_sides_of_the_matrices_are_equally_long():
    drawing = figures.matrix_diagram(5, 6, 2, F=3, S=1, K=4)
    X, W, product = [box for box in of(Box, drawing) if box.line == 1.2]
    assert (X.height, X.width, W.width) == (product.height, W.height, product.width)
    assert {"5×6×2", "12×18", "18×4", "12×4", "3×4×4"} <= set(words_in(drawing))


def test_sharing_draws_one_line_for_each_use_of_a_weight():
    drawing = figures.sharing(8)
    lines = [line for line in of(Line, drawing) if not line.closed]
    assert len(lines) == 8 * 6 + 3 * 6 + 3 * 6
    assert Counter(line.dash for line in lines if line.colour != RIM) == {"-": 6, "--": 6, ":": 6}
    assert {"48 weights", "18 weights", "3 weights"} <= set(words_in(drawing))


def test_a_stack_draws_all_that_its_pixel_depends_on():
    layers = [(3, 2), (2, 1), (5, 3)]
    drawing = figures.stack(layers)
    pixels = [box for box in of(Box, drawing) if box.rim == INK]
    sees, counts = 1, [1]
    for F, S in reversed(layers):
        sees = (sees - 1) * S + F
        counts.append(sees)
    rows = Counter(box.y for box in pixels)
    assert [rows[y] for y in sorted(rows)] == counts
    assert len(of(Line, drawing)) == sum(n * F for n, (F, _) in zip(counts, reversed(layers), strict=False))
    assert [box.fill for box in pixels].count(RING) == 1


def test_enlarged_pictures_are_equally_wide_and_share_one_scale():
    drawing = figures.enlarged(dark=np.full((4, 6), 5), light=np.full((2, 3), 9), both=np.array([[5, 9, 7]]))
    dark, light, both = of(Photo, drawing)
    assert dark.width == pytest.approx(light.width) == pytest.approx(both.width)
    assert dark.rgb.max() == 0
    assert light.rgb.min() == 255
    assert both.rgb[0, :, 0].tolist() == [0, 255, 128]


# --- matplotlib


ODD = [7, 0.3, True, False, "left", "red", "dashed", "round", "bevel", [5, 6], [0.2, 0.3], (1, 2, 3), "zz"]
ODD += ["none", "tight", "a4", 42, "stix", "xpdf", "cycler(color=['red'])"]
FREE = {  # what no style changes, and no picture shows
    "backend": "svg",
    "backend_fallback": False,
    "date.epoch": "2000-01-01T00:00:00",
    "docstring.hardcopy": True,
    "figure.max_open_warning": 1,
    "figure.raise_window": False,
    "interactive": True,
    "savefig.directory": "elsewhere",
    "timezone": "Asia/Shanghai",
    "tk.window_focus": True,
    "toolbar": "None",
    "webagg.address": "localhost",
    "webagg.open_in_browser": False,
    "webagg.port": 9999,
    "webagg.port_retries": 1,
}


def another(key):
    """A legal value of a setting of matplotlib that is not the usual one."""
    validate, usual = matplotlib.rcsetup._validators[key], matplotlib.rcParamsDefault.get(key)
    for value in [*getattr(validate, "valid", ()), *ODD]:
        with suppress(Exception):  # a validator raises whatever it likes
            if validate(value) not in (usual, None):
                return value
    raise AssertionError(f"no other value of {key}")


OTHERS = {key: another(key) for key in matplotlib.rcParamsDefault if key not in FREE}


def is_deprecated(key):
    """Whether matplotlib warns whoever sets it: the same with or without a chart."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        matplotlib.RcParams({key: OTHERS[key]})
    return bool(told)


CURRENT = {key: value for key, value in OTHERS.items() if not is_deprecated(key)}


def inside():
    """What a chart is drawn with."""
    with charts.chart.own_settings():
        return {key: matplotlib.rcParams[key] for key in OTHERS}


@pytest.mark.filterwarnings("ignore::matplotlib.MatplotlibDeprecationWarning")
def test_no_setting_and_no_style_of_the_readers_reaches_a_chart():
    usual = inside()
    for key, value in OTHERS.items():
        with matplotlib.rc_context({key: value}):
            before = matplotlib.rcParams[key]
            assert before != matplotlib.rcParamsDefault[key]
            assert inside() == usual
            assert matplotlib.rcParams[key] == before
    for name in matplotlib.style.available:
        with matplotlib.style.context(name):
            assert inside() == usual
    assert len(OTHERS) > 280


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.filterwarnings("error")
def test_a_chart_has_the_same_pixels_under_all_settings_at_once(name):
    usual = CHARTS[name]().png()
    for style in ["dark_background", "classic", CURRENT]:
        with matplotlib.style.context([style, {"text.usetex": True}]):
            before = dict(matplotlib.rcParams)
            assert CHARTS[name]().png() == usual
            assert dict(matplotlib.rcParams) == before


DRAW = """
import hashlib, sys, matplotlib, convbook as cb
print(hashlib.sha256(cb.figures.ladder({"loops": 2}, limit=1).png()).hexdigest())
print(matplotlib.rcParams["text.usetex"], matplotlib.rcParams._get("backend"))
"""


def test_a_file_of_settings_does_not_change_a_chart(tmp_path):
    """As matplotlib finds it when it is loaded, also with what can only be set there."""
    lines = {
        key: ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        for key, value in CURRENT.items()
    }
    lines |= FREE
    path = tmp_path / "matplotlibrc"
    path.write_text("".join(f"{key}: {value}\n" for key, value in lines.items()), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    told = subprocess.run(
        [sys.executable, "-c", DRAW],
        env=environment | {"MATPLOTLIBRC": str(path)},
        check=True,
        capture_output=True,
        text=True,
    )
    pixels = hashlib.sha256(charts.ladder({"loops": 2}, limit=1).png()).hexdigest()
    assert told.stdout.split() == [pixels, "True", "svg"]
    assert told.stderr == ""


def test_matplotlib_is_loaded_for_charts_only():
    code = (
        "import sys, convbook as cb; cb.figures.sharing().png(); cb.show(x=[[1, 2]]).png();"
        "assert 'matplotlib' not in sys.modules;"
        "cb.figures.ladder({'loops': 2}, limit=1).png();"
        "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_older_copies_find_what_they_look_for():
    for name in ("ladder", "memory", "profile"):
        assert getattr(figures, name) is getattr(charts, name)
    assert figures.show is cb.show
    assert figures.draw is cb.draw
    with pytest.raises(AttributeError, match="no attribute 'pie'"):
        _ = figures.pie


def test_the_ladder_says_each_time_and_how_many_times_the_limit_it_is():
    chart = charts.ladder({"six loops": 75, "im2col": 0.02}, limit=0.005)
    assert chart.png()  # only then do ticks have their words
    [axes] = chart.figure.axes
    said = {text.get_text() for text in (*chart.figure.texts, *words_of(axes))}
    assert {"six loops", "75 s  ×15,000", "20 ms  ×4", "the product alone: 5 ms"} <= said
    assert [bar.get_width() for bar in axes.patches] == [75, 0.02]
    assert axes.get_xscale() == "log"


def test_the_lines_of_memory_are_the_numbers_given():
    extra = {"all of X": [5e5, 2e8], "a piece at a time": [5e5, 2e6]}
    [axes] = charts.memory([32, 512], extra).figure.axes
    assert [line.get_ydata().tolist() for line in axes.lines] == list(extra.values())
    assert {text.get_text() for text in axes.texts} == extra.keys()
