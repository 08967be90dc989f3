"""The explorers in the real JupyterLab: pointed at, tapped, worked by keyboard, shown to a class, broken."""

import io
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from heapq import nlargest

import numpy as np
import pytest
from lab import LAPTOP, LiveExplorer, OpenNotebook, jupyterlab, write_notebook
from PIL import Image
from test_explorers import MODULES, states

from convbook.explorers import NAMES
from convbook.words import text

pytestmark = pytest.mark.browser
WAITING = text("explorers.view.waiting")
CELLS = [f"import convbook as cb\n{name} = cb.explore({name!r})\n{name}" for name in NAMES]
ROWS, COLUMNS = 9, 12  # of the input of the explorer `window`
OUTPUT_ROWS, OUTPUT_COLUMNS = 7, 10  # of its output, at F = 3


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("explorers")
    for name in ("explorers.ipynb", "touch.ipynb", "kernel.ipynb"):
        write_notebook(folder / name, *CELLS)
    with jupyterlab(folder, tmp_path_factory.mktemp("lab")) as address:
        yield address


@pytest.fixture(scope="module")
def notebook(browser, address) -> Iterator[OpenNotebook]:
    notebook = OpenNotebook(browser, address, "explorers.ipynb")
    notebook.run_all()
    yield notebook
    notebook.close()


@pytest.fixture(scope="module")
def tablet(browser, address) -> Iterator[OpenNotebook]:
    """A page that is touched and has no mouse."""
    context = browser.browser.new_context(viewport=LAPTOP, has_touch=True)
    notebook = OpenNotebook(context, address, "touch.ipynb")
    notebook.run_all()
    yield notebook
    notebook.close()
    context.close()


def fresh(notebook: OpenNotebook, name: str) -> LiveExplorer:
    notebook.page.mouse.move(2, 2)
    return notebook.fresh(NAMES.index(name))


@pytest.fixture
def window(notebook) -> LiveExplorer:
    return fresh(notebook, "window")


# One inspector, three directions


def cell_of(explorer: LiveExplorer, panel: str, cell: int):
    return explorer.query(f"[data-panel={panel}] .cb-cell")[cell]


def point(explorer: LiveExplorer, panel: str, cell: int) -> None:
    cell_of(explorer, panel, cell).hover()


def tap(explorer: LiveExplorer, panel: str, cell: int) -> None:
    cell_of(explorer, panel, cell).tap()


def walk_by_keys(explorer: LiveExplorer, panel: str, cell: int) -> None:
    """From above the explorer to a cell of it, by Tab and arrow keys alone."""
    page = explorer.page
    explorer.query(".noUi-handle")[0].focus()
    grid = explorer.query(f"[data-panel={panel}] .cb-grid")[0]
    for _ in range(60):
        if grid.evaluate("(grid) => grid === document.activeElement"):
            break
        page.keyboard.press("Tab")
    columns = explorer.ask("panels")[panel]["shape"][1]
    row, column = divmod(cell, columns)
    for key in ["Control+Home"] + ["ArrowDown"] * row + ["ArrowRight"] * column:
        page.keyboard.press(key)


DEVICES = {"mouse": point, "touch": tap, "keyboard": walk_by_keys}


@pytest.fixture(params=DEVICES)
def device(request):
    """How a reader gets to a cell, and the page on which they do."""
    return DEVICES[request.param], request.getfixturevalue(
        "tablet" if request.param == "touch" else "notebook"
    )


def lit(explorer: LiveExplorer, panel: str) -> dict[int, str]:
    return {int(cell): role for cell, role in explorer.ask("panels")[panel]["roles"].items()}


def all_are(role: str, cells) -> dict[int, str]:
    return {int(cell): role for cell in cells}


def window_of(i: int, j: int, F: int = 3) -> list[int]:
    return [(i + m) * COLUMNS + j + n for m in range(F) for n in range(F)]


def test_an_output_lights_its_window_and_its_kernel_and_shows_its_products(device):
    go, notebook = device
    explorer = fresh(notebook, "window")
    go(explorer, "output", 2 * OUTPUT_COLUMNS + 4)
    assert lit(explorer, "input") == all_are("window", window_of(2, 4))
    assert lit(explorer, "kernel") == all_are("weight", range(9))
    assert lit(explorer, "output") == {24: "focus"}
    panels = explorer.ask("panels")
    assert_adds_up(explorer.ask("sums")[0], panels["output"]["texts"][24])
    factors = [
        [panels["input"]["texts"][p], w]
        for p, w in zip(window_of(2, 4), panels["kernel"]["texts"], strict=True)
    ]
    assert [term[0].split(" × ") for term in explorer.ask("sums")[0]["terms"]] == factors


def test_an_input_pixel_lights_every_output_that_it_reaches(device):
    go, notebook = device
    explorer = fresh(notebook, "window")
    go(explorer, "input", 3 * COLUMNS + 1)
    reached = [
        i * OUTPUT_COLUMNS + j
        for i in range(OUTPUT_ROWS)
        for j in range(OUTPUT_COLUMNS)
        if 3 * COLUMNS + 1 in window_of(i, j)
    ]
    assert lit(explorer, "output") == all_are("reach", reached)
    weights = {window_of(*divmod(q, OUTPUT_COLUMNS)).index(3 * COLUMNS + 1) for q in reached}
    assert lit(explorer, "kernel") == all_are("weight", weights)


def test_a_weight_lights_every_pixel_that_it_touches(device):
    go, notebook = device
    explorer = fresh(notebook, "window")
    go(explorer, "kernel", 5)
    touched = {window_of(i, j)[5] for i in range(OUTPUT_ROWS) for j in range(OUTPUT_COLUMNS)}
    assert lit(explorer, "input") == all_are("window", touched)


@pytest.mark.parametrize(("mode", "pad"), [("edge", "edge"), ("reflect", "reflect"), ("wrap", "wrap")])
def test_a_pixel_reaches_outputs_through_its_copies_in_the_border(notebook, mode, pad):
    explorer = fresh(notebook, "border")
    notebook.execute(f"border.set(mode={mode!r}, P=2)")
    owners = np.pad(np.arange(35).reshape(5, 7), 2, mode=pad)
    rows, columns = owners.shape
    cell = 3 * columns + 3  # pixel (1, 1)
    windows = {
        i * (columns - 2) + j: owners[i : i + 3, j : j + 3]
        for i in range(rows - 2)
        for j in range(columns - 2)
    }
    point(explorer, "padded", cell)
    reached = [q for q, held in windows.items() if owners.flat[cell] in held]
    assert lit(explorer, "output") == all_are("reach", reached)
    copies = set(np.flatnonzero(owners == owners.flat[cell]).tolist())
    assert lit(explorer, "padded") == all_are("reach", copies) | {cell: "focus"}


def test_an_input_pixel_shows_each_product_that_it_goes_into(window):
    cell = 3 * COLUMNS + 1
    point(window, "input", cell)
    panels = window.ask("panels")
    (shown,) = window.ask("sums")
    reached = [
        (i, j, window_of(i, j).index(cell))
        for i in range(OUTPUT_ROWS)
        for j in range(OUTPUT_COLUMNS)
        if cell in window_of(i, j)
    ]
    pixel, weights = panels["input"]["texts"][cell], panels["kernel"]["texts"]
    assert [term[0] for term in shown["terms"]] == [f"{pixel} × {weights[w]}" for _, _, w in reached]
    products = [str(int(amount(pixel) * amount(weights[w]))).replace("-", "−") for _, _, w in reached]
    assert [term[1] for term in shown["terms"]] == [
        f"{product} → ({i}, {j})" for product, (i, j, _) in zip(products, reached, strict=True)
    ]


def test_a_weight_leaves_the_arithmetic_of_the_output_in_its_place(window):
    before = window.ask("sums")
    point(window, "kernel", 5)
    assert window.ask("sums") == before
    assert window.query(".cb-line")[0].text_content()


def test_every_cell_has_words(notebook):
    """Pointing at any numbered cell says what it is."""
    for name in NAMES:
        explorer = fresh(notebook, name)
        if not explorer.query(".cb-line")[0].is_visible():
            continue
        for panel, shown in explorer.ask("panels").items():
            for cell in {0, len(shown["texts"]) // 2} if shown["texts"] else ():
                point(explorer, panel, cell)
                if shown["texts"][cell]:
                    assert explorer.query(".cb-line")[0].text_content(), (name, panel, cell)


def test_a_place_that_holds_nothing_does_not_answer(notebook):
    explorer = fresh(notebook, "stride")
    notebook.execute("stride.set(view='line', S=2)")
    texts = explorer.ask("panels")["input"]["texts"]
    point(explorer, "input", texts.index(""))
    assert lit(explorer, "input") != {texts.index(""): "focus"}
    before = notebook.execute("print(stride.state)")
    cell_of(explorer, "input", texts.index("")).click()
    assert notebook.execute("print(stride.state)") == before


# Pins and steps


@pytest.mark.parametrize("how", ["click", "Enter"])
def test_a_pin_stays_while_a_slider_moves_and_escape_releases_it(window, how):
    page = window.page
    if how == "click":
        cell_of(window, "input", 40).click()
    else:
        walk_by_keys(window, "input", 40)
        page.keyboard.press("Enter")
    page.mouse.move(2, 2)
    assert lit(window, "input") == {40: "focus"}
    before = lit(window, "output")
    slider(window, "F").focus()
    window.press("ArrowLeft")
    window.after(lambda: menu(window).select_option(label=text("explorers.menus.kernel.blur")))
    assert lit(window, "input") == {40: "focus"}
    assert len(lit(window, "output")) == 4
    window.press("ArrowRight")
    assert lit(window, "output") == before
    window.query("[data-panel=input] .cb-grid")[0].focus()
    page.keyboard.press("Escape")
    assert [lit(window, panel) for panel in ("input", "kernel", "output")] == [{}, {}, {}]


def test_tapping_the_pinned_cell_again_releases_it(tablet):
    explorer = fresh(tablet, "window")
    for lights in ({30: "focus"}, {}, {30: "focus"}):
        tap(explorer, "input", 30)
        tablet.execute("pass")  # Python has answered too
        tablet.settle()
        assert lit(explorer, "input") == lights


@pytest.mark.parametrize("name", ["window", "photo", "border", "layer", "stride", "matrix"])
def test_next_and_previous_walk_through_the_outputs(notebook, name):
    explorer = fresh(notebook, name)
    seen = [explorer.ask("picture")]
    for does in ("next", "next", "previous", "previous"):
        explorer.after(button(explorer, does).click)
        notebook.execute("pass")  # Python has answered too
        notebook.settle()
        seen.append(explorer.ask("picture"))
    assert len(set(seen)) == 3
    assert seen == seen[::-1]


def test_the_steps_go_on_from_the_cell_that_was_released(notebook, window):
    notebook.execute("window.set(i=2, j=3)")
    window.query("[data-panel=output] .cb-grid")[0].focus()
    notebook.page.keyboard.press("Escape")
    button(window, "next").click()
    assert lit(window, "output") == {24: "focus"}


def test_the_keyboard_begins_where_the_sliders_stand_and_stays_in_its_row(notebook, window):
    notebook.execute("window.set(i=2, j=7)")
    press = notebook.page.keyboard.press
    slider(window, "F").focus()
    for _ in range(40):
        if notebook.page.evaluate("document.activeElement.matches('[data-panel=output] *')"):
            break
        press("Tab")
    assert lit(window, "output") == {27: "focus"}
    for key, cell in (("ArrowRight", 28), ("End", 29), ("ArrowRight", 29), ("Home", 20), ("ArrowLeft", 20)):
        press(key)
        assert lit(window, "output") == {cell: "focus"}


def test_enter_opens_a_weight_and_the_result_of_typing_is_shown(notebook, window):
    notebook.execute("window.set(i=2, j=3)")
    walk_by_keys(window, "kernel", 4)
    press = notebook.page.keyboard.press
    press("Enter")
    press("7")
    window.after(lambda: press("Enter"))
    assert window.ask("panels")["kernel"]["texts"][4] == "7"
    notebook.page.mouse.move(2, 2)
    assert lit(window, "output") == {23: "focus"}
    assert_adds_up(window.ask("sums")[0], window.ask("panels")["output"]["texts"][23])


def test_keys_of_a_remote_control_walk_too(window):
    window.query("[data-panel=output] .cb-grid")[0].focus()
    window.press("PageDown")
    window.press("PageDown")
    assert lit(window, "output") == {2: "focus"}
    window.press("PageUp")
    assert lit(window, "output") == {1: "focus"}


def test_play_goes_on_by_itself_to_the_end_and_stops(notebook, window):
    notebook.execute("window.set(i=6, j=6)")
    play = button(window, "play")
    play.click()
    assert play.text_content() == text("explorers.view.stop")
    stopped = "([play, word]) => play.textContent === word"
    notebook.page.wait_for_function(stopped, arg=[play, text("explorers.view.play")], timeout=6000)
    assert lit(window, "output") == {69: "focus"}
    assert notebook.execute("print(window.state.i, window.state.j)").split() == ["6", "9"]


def test_play_can_be_stopped(window):
    play = button(window, "play")
    window.after(play.click)
    play.click()
    before = window.ask("picture")
    window.page.wait_for_timeout(800)
    assert window.ask("picture") == before


def test_play_takes_one_step_where_less_motion_is_asked_for(notebook, window):
    notebook.page.emulate_media(reduced_motion="reduce")
    try:
        window.after(button(window, "play").click)
        notebook.page.wait_for_timeout(800)
        assert lit(window, "output") == {1: "focus"}
        window.after(button(window, "play").click)
        assert lit(window, "output") == {2: "focus"}
    finally:
        notebook.page.emulate_media(reduced_motion="no-preference")


# Arithmetic that adds up


def amount(text: str) -> Fraction:
    return Fraction(text.replace("\N{MINUS SIGN}", "-"))


def assert_adds_up(shown: dict, result: str) -> None:
    for factors, product in shown["terms"]:
        pixel, weight = map(amount, factors.split(" × "))
        assert pixel * weight == amount(product)
    assert sum(amount(product) for _, product in shown["terms"]) == amount(shown["total"]) == amount(result)


@pytest.mark.parametrize("kernel", ["blur", "gaussian", "sobel_vertical", "sharpen"])
def test_printed_terms_add_up_to_the_printed_result(notebook, window, kernel):
    notebook.execute(f"window.set(kernel={kernel!r}, i=3, j=5)")
    shown, result = window.ask("sums")[0], window.ask("panels")["output"]["texts"][35]
    assert_adds_up(shown, result)
    assert ("/9" in result) == (kernel == "blur")


def test_channel_sums_and_the_bias_add_up_to_the_output(notebook):
    explorer = fresh(notebook, "layer")
    notebook.execute("layer.set(k=1, i=2, j=1)")
    sums, panels = explorer.ask("sums"), explorer.ask("panels")
    result = panels["output"]["texts"][2 * panels["output"]["shape"][1] + 1]
    for channel in sums:
        assert_adds_up(channel, channel["total"])
    total = sum(amount(channel["total"]) for channel in sums) + amount(panels["bias"]["texts"][1])
    assert total == amount(result)
    line = explorer.query(".cb-line")[0].text_content()
    shown = re.findall(r"(\N{MINUS SIGN}?\d+)(?= |$)", line.partition("=")[2])
    assert [amount(text) for text in shown] == [
        *(amount(c["total"]) for c in sums),
        amount(panels["bias"]["texts"][1]),
        total,
    ]


def test_a_long_sum_is_folded_and_opens_on_demand(notebook):
    explorer = fresh(notebook, "photo")
    notebook.execute("photo.set(kernel='blur', F=7)")
    shown = explorer.ask("sums")[0]
    assert len(shown["partials"]) == 7
    assert not explorer.query(".cb-term")[0].is_visible()
    partials = [amount(text.partition(": ")[2]) for text in shown["partials"]]
    assert [sum(map(amount, row)) for row in shown["rows"]] == partials
    assert sum(partials) == amount(shown["total"])
    explorer.query(".cb-fold summary")[2].click()
    assert [fold.query_selector(".cb-term").is_visible() for fold in explorer.query(".cb-fold")][1:4] == [
        False,
        True,
        False,
    ]
    explorer.after(button(explorer, "next").click)
    assert explorer.query(".cb-fold")[2].query_selector(".cb-term").is_visible()


def test_a_negative_number_is_told_by_its_sign_and_a_mark(window):
    cells = window.query("[data-panel=kernel] .cb-cell, [data-panel=output] .cb-cell")
    for cell in cells:
        text = cell.evaluate("(cell) => cell.querySelector('input')?.value ?? cell.textContent")
        assert (cell.get_attribute("data-sign") == "minus") == text.startswith("\N{MINUS SIGN}")
        assert (
            "gradient" in cell.evaluate("(cell) => getComputedStyle(cell).backgroundImage")
        ) == text.startswith("\N{MINUS SIGN}")


# Parameters and bad input


def slider(explorer: LiveExplorer, name: str):
    return explorer.root.query_selector(f'.noUi-handle[aria-label="{text(f"explorers.labels.{name}")}"]')


def menu(explorer: LiveExplorer):
    return explorer.query("select")[0]


def button(explorer: LiveExplorer, does: str):
    return explorer.root.query_selector(f"[data-does={does}]")


def test_an_even_kernel_has_an_even_window(notebook, window):
    notebook.execute("window.set(kernel='blur', F=4, i=1, j=2)")
    panels = window.ask("panels")
    assert (panels["kernel"]["shape"], panels["output"]["shape"]) == ([4, 4], [6, 9])
    assert lit(window, "input") == all_are("window", window_of(1, 2, F=4))
    assert_adds_up(window.ask("sums")[0], panels["output"]["texts"][11])


PASTE = """(cell, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    cell.querySelector("input").dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def test_a_whole_kernel_is_pasted(window):
    window.after(lambda: cell_of(window, "kernel", 4).evaluate(PASTE, "1\t2\t3\n4\t5\t6\n7\t8\t-9\n"))
    assert window.ask("panels")["kernel"]["texts"] == [*"12345678", "\N{MINUS SIGN}9"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("1 2\n3 4", "2×2"), ("1 2 3\n4 x 6\n7 8 9", "“x”"), ("1 2 3\n4 1e300 6\n7 8 9", "1e300")],
)
def test_a_bad_paste_is_explained_and_changes_nothing(window, text, words):
    before = window.ask("panels")
    step = window.after(lambda: cell_of(window, "kernel", 4).evaluate(PASTE, text))
    assert words in step.sentence
    assert window.ask("panels") == before


@pytest.mark.parametrize("text", ["two", "inf", "1e300", "nan", "1/0", ""])
def test_a_bad_weight_is_explained_and_changes_nothing(notebook, window, text):
    before = window.ask("panels")
    field = cell_of(window, "kernel", 0).query_selector("input")
    field.fill(text)
    step = window.after(lambda: field.press("Enter"))
    assert f"“{text}”" in step.sentence
    assert window.ask("panels") == before


def test_a_stroke_of_the_mouse_draws_into_the_input(notebook, window):
    notebook.execute("window.set(draw=True, brush=3)")
    before = window.ask("panels")["input"]["texts"]
    cells = [25, 26, 27, 39, 51]
    mouse = notebook.page.mouse
    point(window, "input", cells[0])
    mouse.down()
    for cell in cells[1:]:
        box = cell_of(window, "input", cell).bounding_box()
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.up()
    notebook.page.wait_for_function("(cell) => cell.textContent === '3'", arg=cell_of(window, "input", 51))
    expected = ["3" if cell in cells else text for cell, text in enumerate(before)]
    assert window.ask("panels")["input"]["texts"] == expected
    assert lit(window, "output") == {0: "focus"}  # whose result may be changing
    assert lit(window, "input") == all_are("window", window_of(0, 0))


def test_a_fast_stroke_leaves_no_gap(notebook, window):
    notebook.execute("window.set(draw=True, brush=0)")
    mouse, ends = notebook.page.mouse, (COLUMNS + 1, 5 * COLUMNS + 9)
    point(window, "input", ends[0])
    mouse.down()
    box = cell_of(window, "input", ends[1]).bounding_box()
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.up()
    last = cell_of(window, "input", ends[1])
    notebook.page.wait_for_function("(cell) => cell.textContent === '0'", arg=last)
    texts = window.ask("panels")["input"]["texts"]
    rows = [[i for i in range(ROWS) if texts[i * COLUMNS + j] == "0"] for j in range(1, 10)]
    assert rows == [[1 + (j + 1) // 2] for j in range(9)]


def test_a_tap_draws_into_the_input(tablet):
    explorer = fresh(tablet, "window")
    tablet.execute("window.set(draw=True, brush=0)")
    explorer.after(lambda: tap(explorer, "input", 30))
    tablet.page.wait_for_function("(cell) => cell.textContent === '0'", arg=cell_of(explorer, "input", 30))


def test_a_stroke_of_a_finger_draws_into_the_input(tablet):
    explorer = fresh(tablet, "window")
    tablet.execute("window.set(draw=True, brush=3)")
    before = explorer.ask("panels")["input"]["texts"]
    cells = [25, 26, 27, 39, 51]
    finger(explorer, "input", cells)
    tablet.page.wait_for_function("(cell) => cell.textContent === '3'", arg=cell_of(explorer, "input", 51))
    expected = ["3" if cell in cells else text for cell, text in enumerate(before)]
    assert explorer.ask("panels")["input"]["texts"] == expected


def test_a_finger_that_does_not_draw_scrolls_the_page(tablet):
    explorer = fresh(tablet, "window")
    before = explorer.ask("panels")
    top = explorer.root.bounding_box()["y"]
    finger(explorer, "input", [6 * COLUMNS + 4, 5 * COLUMNS + 4, 3 * COLUMNS + 4, 4])
    tablet.page.wait_for_function(
        "([root, top]) => root.getBoundingClientRect().y < top", arg=[explorer.root, top]
    )
    assert explorer.ask("panels") == before


def finger(explorer: LiveExplorer, panel: str, cells: list[int]) -> None:
    """A finger that comes down on the first of these cells, and moves over the others."""
    session = explorer.page.context.new_cdp_session(explorer.page)
    boxes = [cell_of(explorer, panel, cell).bounding_box() for cell in cells]
    points = [[{"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}] for box in boxes]
    kinds = ["touchStart"] + ["touchMove"] * (len(points) - 1)
    for kind, at in zip([*kinds, "touchEnd"], [*points, []], strict=True):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})
    session.detach()


def upload(explorer: LiveExplorer, name: str, data: bytes) -> None:
    with explorer.page.expect_file_chooser() as chooser:
        explorer.query(".cb-upload input")[0].click()
    chooser.value.set_files({"name": name, "mimeType": "image/png", "buffer": data})


def png(shape: tuple[int, ...], **options) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.full(shape, 77, np.uint8)).save(buffer, "PNG", **options)
    return buffer.getvalue()


def test_a_photo_of_the_readers_own_is_filtered(notebook):
    explorer = fresh(notebook, "photo")
    explorer.after(lambda: upload(explorer, "grey.png", png((300, 500, 3))))
    assert set(explorer.ask("panels")["pixels"]["texts"]) == {"77"}
    assert set(explorer.ask("panels")["output"]["texts"]) == {"0"}


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"Dear reader, this is a letter.", "errors.images.not_an_image"),
        (png((40, 40))[:-30], "errors.images.damaged"),
        (png((9000, 9000)), "errors.images.too_large"),
        (b"", "errors.images.empty_file"),
        (bytes(12 * 2**20), "explorers.errors.upload_too_large"),
    ],
    ids=["a letter", "half a picture", "81 million pixels", "empty", "12 MB"],
)
def test_a_bad_upload_is_explained_and_the_photo_stays(notebook, data, key):
    explorer = fresh(notebook, "photo")
    before = explorer.ask("panels")
    step = explorer.after(lambda: upload(explorer, "picture.png", data))
    assert all(words in step.sentence for words in re.split(r"\{\w+\}", text(key)))
    assert explorer.ask("panels") == before


# One frame, drawn twice

STILL = """
import json
from convbook.picture import RING, Line, Text
from convbook.still import ROLES, arrange
def still(explorer):
    found, shapes = {}, explorer.figure().parts
    for place in arrange(explorer.frame.panels)[0]:
        rows, columns = place.panel.shape
        def where(x, y):
            column, row = (x - place.x) / place.panel.cell, (y - place.cell(0, 0)[1]) / place.panel.cell
            return (column, row) if 0 <= column <= columns and 0 <= row <= rows else None
        texts = [s.words for s in shapes if isinstance(s, Text) and where(s.x, s.y)]
        rings = [s for s in shapes if isinstance(s, Line) and s.colour == RING and where(*s.points[0])]
        lines = {role: [] for role in ROLES}
        for line in rings:
            role = next(role for role, style in ROLES.items() if style == (line.line, line.dash))
            lines[role].append(sorted([round(n) for n in where(*point)] for point in line.points))
        found[place.panel.key] = {"texts": texts, "lines": {r: sorted(found) for r, found in lines.items()}}
    print(json.dumps(found))
"""


def lines_of(panel: dict) -> dict[str, list]:
    """The sides that are outlined in the page, as the segments of a figure."""
    ends = {
        "top": ((0, 0), (1, 0)),
        "right": ((1, 0), (1, 1)),
        "bottom": ((0, 1), (1, 1)),
        "left": ((0, 0), (0, 1)),
    }
    lines = {role: [] for role in ("focus", "window", "weight", "reach")}
    for cell, role in panel["roles"].items():
        row, column = divmod(int(cell), panel["shape"][1])
        for side in panel["sides"][cell]:
            lines[role] += [[[column + x, row + y] for x, y in ends[side]]] if side else []
    return {role: sorted(sorted(line) for line in found) for role, found in lines.items()}


@pytest.mark.parametrize("name", NAMES)
def test_page_and_figure_show_the_same_numbers_and_highlights(notebook, name):
    explorer = fresh(notebook, name)
    places = [
        None,
        *((panel, cell) for panel in ("input", "padded", "kernel", "output", "X") for cell in (0, 5)),
    ]
    shown = explorer.ask("panels")
    for place in places:
        if place:
            if place[0] not in shown or place[1] >= len(shown[place[0]]["texts"]):
                continue
            cell_of(explorer, *place).click(position={"x": 3, "y": 3})
            notebook.page.mouse.move(2, 2)
        figure = json.loads(notebook.execute(STILL + f"still({name})"))
        notebook.settle()
        page = explorer.ask("panels")
        for key, panel in page.items():
            if panel["texts"]:
                lines = [line for text in panel["texts"] for line in text.split("\n")]
                assert lines == figure[key]["texts"]
                assert lines_of(panel) == figure[key]["lines"], (place, key)


# Reachable


def violations(page, explorer: LiveExplorer) -> list[str]:
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    found = explorer.root.evaluate("(root) => axe.run(root, { resultTypes: ['violations'] })")["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"][:3]]


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(notebook, name, theme):
    explorer = fresh(notebook, name)
    notebook.set_theme(theme)
    try:
        assert violations(notebook.page, explorer) == []
    finally:
        notebook.set_theme("JupyterLab Light")


@pytest.mark.parametrize("name", NAMES)
def test_every_control_has_a_name_and_is_reached_by_tab_with_a_visible_focus(notebook, name):
    explorer = fresh(notebook, name)
    nameless = explorer.ask("nameless")
    assert nameless == []
    explorer.ask("focusFirst")
    reached, unseen = set(), []
    for _ in range(120):
        stop = explorer.ask("focused")
        if not stop["inside"]:
            break
        reached.add(stop["at"])
        if not stop["visible"]:
            unseen.append(stop["name"])
        notebook.page.keyboard.press("Tab")
    assert unseen == []
    assert reached == set(explorer.ask("stops"))


def test_the_sentence_is_a_live_region_that_stays(window):
    region = window.root.query_selector("[role=status]")
    before = region.text_content()
    slider(window, "i").focus()
    window.press("ArrowRight")
    assert region.evaluate("(region) => region.isConnected")
    assert region.text_content() != before
    assert "(1, 0)" in region.text_content()


@pytest.mark.parametrize("width", [640, 380], ids=["200 % zoom", "a phone"])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off(notebook, name, width):
    explorer = fresh(notebook, name)
    notebook.resize(width, 450 if width == 640 else 800)
    try:
        assert explorer.ask("cutOff") == []
        button(explorer, "projector").click()
        notebook.settle()
        assert explorer.ask("cutOff") == []
    finally:
        notebook.resize(**LAPTOP)


LONGEST = 200  # texts of each kind that are tried


@cache
def texts_of(name: str) -> dict[str, list[str]]:
    """The longest lines and sentences of an explorer in many of its states."""
    frames = [MODULES[name].frame(state) for state in (*states(name), *MODULES[name].WORDIEST)]
    lines = {line for frame in frames for panel in frame.panels for line in panel.lines or ()}
    sentences = {frame.sentence for frame in frames}
    return {"cb-line": nlargest(LONGEST, lines, len), "cb-sentence": nlargest(LONGEST, sentences, len)}


@pytest.mark.parametrize("width", [1280, 640, 380])
@pytest.mark.parametrize("name", NAMES)
def test_every_text_fits_the_room_that_is_kept_for_it(notebook, name, width):
    explorer = fresh(notebook, name)
    unfit = "(root, texts) => convbookTests.unfit(root, texts)"
    too_long = 2 * texts_of(name)["cb-sentence"][0]
    notebook.resize(width)
    try:
        height = explorer.root.bounding_box()["height"]
        for _ in ("as it is", "on a projector"):
            assert explorer.root.evaluate(unfit, texts_of(name)) == []
            assert explorer.root.evaluate(unfit, {"cb-sentence": [too_long]}) == [too_long]  # it is noticed
            button(explorer, "projector").click()
            notebook.settle()
        assert explorer.root.bounding_box()["height"] == height
    finally:
        notebook.resize(**LAPTOP)


# In front of a class


def size_of(explorer: LiveExplorer, selector: str) -> float:
    found = explorer.root.query_selector(selector)
    return found.evaluate("(found) => parseFloat(getComputedStyle(found).fontSize)")


def test_the_projector_switch_makes_digits_and_sentence_large(window):
    texts = (
        "[data-panel=output] .cb-cell",
        "[data-panel=input] .cb-cell",
        ".cb-sentence",
        ".cb-term b",
        ".cb-line",
    )
    before = [size_of(window, text) for text in texts]
    switch = button(window, "projector")
    switch.click()
    assert switch.get_attribute("aria-pressed") == "true"
    after = [size_of(window, text) for text in texts]
    assert all(large >= 1.25 * small for small, large in zip(before, after, strict=True)), (before, after)
    assert size_of(window, ".cb-sentence") >= 24
    switch.click()
    assert [size_of(window, text) for text in texts] == before


@pytest.mark.parametrize("name", NAMES)
def test_the_projector_leaves_side_by_side_what_stands_so(notebook, name):
    explorer = fresh(notebook, name)
    tops = "(root) => [...root.querySelectorAll('.cb-column')].map((column) => column.offsetTop)"
    rows = len(set(explorer.root.evaluate(tops)))
    button(explorer, "projector").click()
    notebook.settle()
    assert len(set(explorer.root.evaluate(tops))) == rows


def test_with_the_projector_on_a_key_makes_one_step(notebook, window):
    button(window, "projector").click()
    slider(window, "j").focus()
    for key, column in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1)):
        window.press(key)
        assert lit(window, "output") == {column: "focus"}
    button(window, "next").focus()
    window.press("PageDown")
    assert lit(window, "output") == {2: "focus"}
    assert notebook.execute("print(window.state.j)").strip() == "2"


# A kernel that is busy or gone


def test_a_busy_kernel_is_named_and_catches_up(browser, address):
    notebook = OpenNotebook(browser, address, "kernel.ipynb")
    notebook.run_all()
    explorer = fresh(notebook, "window")
    before = explorer.ask("picture")
    notebook.do("() => void convbookTests.execute('import time; time.sleep(5)')")
    slider(explorer, "i").focus()
    for _ in range(3):
        notebook.page.keyboard.press("ArrowRight")
    assert explorer.ask("picture") == before
    notebook.page.wait_for_function(f"(root) => root.innerText.includes({WAITING!r})", arg=explorer.root)
    assert explorer.ask("picture") == before
    notebook.page.wait_for_function(
        "(root) => convbookTests.sentence(root).includes('(3, 0)')", arg=explorer.root
    )
    assert WAITING not in explorer.root.inner_text()
    restart_while_a_slider_moves(notebook, explorer)
    assert notebook.do("() => convbookTests.badOutputs()") == []
    assert notebook.problems == []
    notebook.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_drawn_ahead_is_the_one_that_python_confirms(notebook, name):
    """The kernel is kept busy while a key is pressed: the page must draw from what it has."""
    explorer = fresh(notebook, name)
    explorer.query(".noUi-handle")[0].focus()
    explorer.press("ArrowRight")
    before = explorer.ask("drawing")
    notebook.do("() => void convbookTests.execute('import time; time.sleep(1)')")
    notebook.page.keyboard.press("ArrowLeft")
    notebook.settle()
    ahead = explorer.ask("drawing")
    assert ahead != before
    notebook.execute("pass")
    notebook.settle()
    assert explorer.ask("drawing") == ahead
    notebook.execute(f"{name}.store.forget(); {name}.set()")  # drawn anew
    notebook.settle()
    assert explorer.ask("drawing") == ahead


def test_a_held_key_settles_on_the_picture_of_its_place(notebook, window):
    slider(window, "j").focus()
    for key, column in (("ArrowRight", 7), ("ArrowLeft", 2)):
        for _ in range(7 if key == "ArrowRight" else 5):
            notebook.page.keyboard.down(key)
            notebook.page.wait_for_timeout(33)
        notebook.page.keyboard.up(key)
        notebook.settle()
        assert lit(window, "output") == {column: "focus"}
        notebook.execute("pass")
        notebook.settle()
        assert lit(window, "output") == {column: "focus"}
        assert notebook.execute("print(window.state.j)").strip() == str(column)


def restart_while_a_slider_moves(notebook: OpenNotebook, explorer: LiveExplorer) -> None:
    notebook.do("() => convbookTests.kernel().restart()")
    slider(explorer, "i").focus()
    notebook.page.keyboard.press("ArrowRight")
    notebook.page.wait_for_function(f"(root) => root.innerText.includes({WAITING!r})", arg=explorer.root)
    # Python sent this picture before the kernel went, for the place where the slider now stands.
    assert lit(explorer, "input") == all_are("window", window_of(4, 0))
    assert "(4, 0)" in explorer.ask("sentence")
    before = explorer.ask("picture")
    menu(explorer).select_option(
        label=text("explorers.menus.kernel.blur")
    )  # of this it sent none: the last picture stays
    notebook.settle()
    assert explorer.ask("picture") == before
    assert WAITING in explorer.root.inner_text()
    point(explorer, "output", 12)  # the picture itself still answers
    assert lit(explorer, "output") == {12: "focus"}


# Anywhere


def test_the_explorers_work_in_notebook_7(browser, tmp_path):
    (tmp_path / "book").mkdir()
    write_notebook(tmp_path / "book" / "explorers.ipynb", *CELLS)
    with jupyterlab(tmp_path / "book", tmp_path, "notebook") as address:
        notebook = OpenNotebook(browser, address, "explorers.ipynb", "notebooks")
        notebook.run_all()
        explorers = notebook.explorers()
        assert len(explorers) == len(NAMES)
        for explorer in explorers:
            readout = explorer.query(".widget-readout")[0]
            readout.fill("1")
            assert explorer.after(lambda readout=readout: readout.press("Enter")).changed
            assert_keys_are_the_explorers(notebook, explorer)
        point(explorers[NAMES.index("window")], "output", 12)
        assert lit(explorers[NAMES.index("window")], "input") == all_are("window", window_of(1, 2))
        assert notebook.do("() => convbookTests.badOutputs()") == []
        assert notebook.do("() => convbookTests.kernelErrors") == []
        notebook.close()


def assert_keys_are_the_explorers(notebook: OpenNotebook, explorer: LiveExplorer) -> None:
    """Notebook 7 looks at keys first: it would move to another cell, edit one, or delete one at d, d."""
    cells = notebook.do("() => convbookTests.cellsShown()")
    handle, grid = explorer.query(".noUi-handle")[0], explorer.query(".cb-grid")[0]
    handle.focus()
    notebook.page.keyboard.press("Home")
    notebook.execute("pass")
    notebook.settle()
    assert explorer.press("ArrowRight").changed
    grid.focus()
    for key in ("ArrowRight", "ArrowLeft", "Enter"):
        notebook.page.keyboard.press(key)
    notebook.execute("pass")
    notebook.settle()
    assert (
        lit(explorer, explorer.query(".cb-panel:has(.cb-grid)")[0].get_attribute("data-panel"))[0] == "focus"
    )
    for key in ("Enter", "Space"):
        button(explorer, "next").focus()
        assert explorer.press(key).changed
    for stops in (".noUi-handle", ".cb-grid", "canvas", ".cb-button", "select", "input[type=checkbox]"):
        for stop in explorer.query(stops)[:1]:
            for key in "dd":
                stop.focus()
                notebook.page.keyboard.press(key)
    assert notebook.do("() => convbookTests.cellsShown()") == cells


def test_a_page_that_is_loaded_anew_goes_on_with_the_same_kernel(browser, address):
    notebook = OpenNotebook(browser, address, "kernel.ipynb")
    notebook.run_all()
    explorer = fresh(notebook, "window")
    slider(explorer, "i").focus()
    explorer.press("ArrowRight")
    notebook.do("() => jupyterapp.commands.execute('docmanager:save')")
    notebook.page.reload()
    notebook.page.wait_for_function("() => convbookTests.kernel()?.status === 'idle'")
    notebook.page.wait_for_selector("[data-panel=kernel] .cb-cell")
    notebook.settle()
    explorer = notebook.explorers()[NAMES.index("window")]
    assert "(1, 0)" in explorer.ask("sentence")
    slider(explorer, "i").focus()
    assert "(2, 0)" in explorer.press("ArrowRight").sentence
    cell_of(explorer, "input", 40).click()
    assert notebook.execute("print(window.frame.focus)").strip() == "('input', 40)"
    assert notebook.problems == []
    notebook.close()


def test_no_other_host_is_asked(notebook, address):
    hosts = {host for host in notebook.requested if host}
    assert hosts == {address.removeprefix("http://")}


def test_nothing_was_wrong_in_the_page(notebook, tablet):
    for page in (notebook, tablet):
        assert page.do("() => convbookTests.badOutputs()") == []
        assert page.do("() => convbookTests.kernelErrors") == []
        assert page.problems == []
