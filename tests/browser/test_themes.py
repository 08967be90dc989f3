"""A page that a reader's system has changed: a contrast theme, a page that runs from right to left.

And a control that is touched and does not move, to which no answer comes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations

import pytest
from lab import LAPTOP, LiveExplorer, OpenNotebook, jupyterlab, write_notebook

from convbook.explorers import NAMES
from convbook.still import ROLES
from convbook.words import text

pytestmark = pytest.mark.browser
WAITING = text("explorers.view.waiting")
CELLS = [f"import convbook as cb\ncb.explore({name!r})" for name in NAMES]
CARDS = [
    "import convbook as cb\ncb.check('add_neighbours', lambda image: image[1:] - 5)",
    "cb.check('add_neighbours', ...)",
    "cb.predict('how_many_outputs')",
]
DIRECTIONS = "(all) => all.map((each) => getComputedStyle(each).direction)"
INKS = "(all) => all.map((each) => getComputedStyle(each).color)"
COLOURS = "(cells) => cells.map((cell) => getComputedStyle(cell).backgroundColor)"
# Where each cell stands, from the left of the grid or the table that it belongs to.
PLACES = """(cells) => cells.map((cell) => {
  const whole = cell.closest(".cb-grid, table");
  return Math.round(cell.getBoundingClientRect().left - whole.getBoundingClientRect().left);
})"""


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("themes")
    write_notebook(folder / "themes.ipynb", *CELLS, *CARDS)
    with jupyterlab(folder, tmp_path_factory.mktemp("lab")) as address:
        yield address


@pytest.fixture(scope="module")
def notebook(browser, address) -> Iterator[OpenNotebook]:
    context = browser.browser.new_context(viewport=LAPTOP)
    notebook = OpenNotebook(context, address, "themes.ipynb")
    notebook.run_all()
    yield notebook
    notebook.close()
    context.close()


@pytest.fixture
def contrast(notebook) -> Iterator[OpenNotebook]:
    notebook.page.emulate_media(forced_colors="active")
    yield notebook
    notebook.page.emulate_media(forced_colors="none")


@contextmanager
def right_to_left(notebook: OpenNotebook) -> Iterator[None]:
    notebook.do("() => { document.documentElement.dir = 'rtl'; }")
    notebook.settle()
    yield
    notebook.do("() => { document.documentElement.dir = 'ltr'; }")
    notebook.settle()


def fresh(notebook: OpenNotebook, name: str) -> LiveExplorer:
    notebook.page.mouse.move(2, 2)
    return notebook.fresh(NAMES.index(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_contrast_theme_leaves_the_colours_of_cells(notebook, name):
    explorer = fresh(notebook, name)
    before = explorer.root.eval_on_selector_all(".cb-grid .cb-cell", COLOURS)
    notebook.page.emulate_media(forced_colors="active")
    try:
        assert explorer.root.eval_on_selector_all(".cb-grid .cb-cell", COLOURS) == before
    finally:
        notebook.page.emulate_media(forced_colors="none")
    assert len(set(before)) > 2


def test_a_contrast_theme_leaves_each_role_a_line_of_its_own(contrast):
    explorer = fresh(contrast, "window")
    explorer.query("[data-panel=output] .cb-cell")[12].hover()
    lines = explorer.root.eval_on_selector_all(
        ".cb-cell[data-role]",
        """(cells) => cells.map((cell) => {
          const { borderStyle, borderColor } = getComputedStyle(cell, "::after");
          return [cell.dataset.role, borderStyle, borderColor];
        })""",
    )
    assert {colour for *_, colour in lines} == {"rgb(204, 51, 17)"}
    styles = {role: style for role, style, _ in lines}
    forms = {role: ROLES[role][1] for role in styles}  # the dashes of its line in a still
    assert len(set(forms.values())) > 1
    for one, other in combinations(styles, 2):
        assert (styles[one] == styles[other]) == (forms[one] == forms[other])


def test_a_contrast_theme_has_its_own_colours_around_the_cells(contrast):
    explorer = fresh(contrast, "window")
    ink, page = contrast.do(
        """() => {
          const probe = document.body.appendChild(document.createElement("i"));
          probe.style = "color: CanvasText; background: Canvas";
          const { color, backgroundColor } = getComputedStyle(probe);
          probe.remove();
          return [color, backgroundColor];
        }"""
    )
    for part in (".cb-sentence", ".cb-title", ".cb-caption", ".cb-help"):
        assert set(explorer.root.eval_on_selector_all(part, INKS)) == {ink}
    assert ink != page


@pytest.mark.parametrize("name", NAMES)
def test_grids_run_from_left_to_right_in_every_page(notebook, name):
    explorer = fresh(notebook, name)
    before = explorer.root.eval_on_selector_all(".cb-grid .cb-cell", PLACES)
    with right_to_left(notebook):
        assert explorer.root.eval_on_selector_all(".cb-grid .cb-cell", PLACES) == before
        for part in (".cb-sentence", ".cb-cell", ".widget-readout"):
            directions = explorer.root.eval_on_selector_all(part, DIRECTIONS)
            assert set(directions) == {"ltr"}
    assert len(set(before)) > 3


def test_cards_run_from_left_to_right_in_every_page(notebook):
    before = notebook.page.eval_on_selector_all(".jp-OutputArea td", PLACES)
    with right_to_left(notebook):
        assert notebook.page.eval_on_selector_all(".jp-OutputArea td", PLACES) == before
        assert set(notebook.page.eval_on_selector_all(".convbook-card", DIRECTIONS)) == {"ltr"}
    assert len(before) > 10


@pytest.mark.parametrize("name", ["window", "stride"])
def test_a_control_that_does_not_move_waits_for_nothing(notebook, name):
    explorer = fresh(notebook, name)
    for handle in explorer.query(".noUi-handle"):
        handle.focus()
        for key in ("Home", "Home", "ArrowLeft", "PageDown", "End", "End", "ArrowRight", "PageUp"):
            notebook.page.keyboard.press(key)
    notebook.page.wait_for_timeout(300)
    last = explorer.query(".noUi-handle")[-1]
    last.focus()
    # What a browser's Python does: the page hears of a control, and nothing is asked.
    for _ in range(3):
        notebook.page.keyboard.press("ArrowRight")
        explorer.root.eval_on_selector_all(
            ".widget-readout", "(all) => all.forEach((x) => x.replaceChildren(x.textContent))"
        )
    notebook.page.wait_for_timeout(2_800)
    assert WAITING not in explorer.root.inner_text()


def test_nothing_was_wrong_in_the_page(notebook):
    assert notebook.problems == []
