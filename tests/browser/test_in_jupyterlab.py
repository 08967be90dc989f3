"""Every notebook in the real JupyterLab: it runs, and its explorers are worked as a reader works them."""

import json
import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import LiveExplorer, OpenNotebook, Step, jupyterlab

from convbook.book.notebooks import NOTATION
from convbook.words import text

pytestmark = pytest.mark.browser
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
BROKE = text("explorers.errors.broken").partition("{")[0]
LONG = 20  # a slider with more steps is moved by pages of several steps


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> Iterator[str]:
    copy = tmp_path_factory.mktemp("book") / "notebooks"
    shutil.copytree(NOTEBOOKS, copy, ignore=shutil.ignore_patterns(".*"))
    with jupyterlab(copy, tmp_path_factory.mktemp("lab")) as address:
        yield address


@pytest.fixture(scope="module", params=sorted(path.name for path in NOTEBOOKS.glob("*.ipynb")))
def unrun(request, address, browser) -> Iterator[tuple[OpenNotebook, dict]]:
    """A notebook as it opens, and what it showed before anything ran."""
    notebook = OpenNotebook(browser, address, request.param)
    cells = json.loads((NOTEBOOKS / request.param).read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    pictures = sum("image/png" in output.get("data", {}) for output in outputs)
    notebook.page.wait_for_function("(count) => convbookTests.pictures() === count", arg=pictures)
    yield notebook, {"name": request.param, "pictures": pictures, "bad": bad_outputs(notebook)}
    notebook.close()


@pytest.fixture(scope="module")
def stored(unrun) -> dict:
    return unrun[1]


@pytest.fixture(scope="module")
def notebook(unrun) -> OpenNotebook:
    """The same notebook after Run All."""
    unrun[0].run_all()
    return unrun[0]


@pytest.fixture
def explorers(notebook) -> list[LiveExplorer]:
    return notebook.explorers()


def test_pictures_show_before_anything_runs(stored):
    assert stored["pictures"] or has_no_pictures(stored)
    assert stored["bad"] == []


def has_no_pictures(stored) -> bool:
    """Practice notebooks have cards, the page of notation has a table: neither pictures nor explorers."""
    return stored["name"].endswith("_practice.ipynb") or stored["name"] == NOTATION


def test_runs_to_its_end(notebook, stored):
    assert bad_outputs(notebook) == []
    assert notebook.do("() => convbookTests.overflow()") == []
    assert notebook.explorers() or has_no_pictures(stored)


def test_every_setting_changes_the_picture(notebook, explorers):
    wrong = [problem for explorer in explorers for problem in Walk(explorer).problems]
    wrong += bad_outputs(notebook)
    assert not wrong, "\n".join(wrong)


def test_nonsense_in_a_weight_keeps_the_picture(explorers):
    for explorer in explorers:
        for weight in explorer.query("input[inputmode=decimal]")[:1]:
            before, text = explorer.ask("picture"), weight.input_value()
            step = type_into(explorer, weight, "nonsense")
            assert "nonsense" in step.sentence
            assert explorer.ask("picture") == before
            weight.fill("nonsense")  # the sentence says so already
            weight.press("Enter")
            assert weight.input_value() == text


def test_keys_stay_inside(notebook, explorers):
    """JupyterLab collapses a heading at the left arrow key, and deletes a cell at d, d."""
    before = notebook.do("() => convbookTests.cellsShown()")
    for explorer in explorers:
        for handle in explorer.query(".noUi-handle, .cb-grid, canvas, input[type=checkbox]"):
            handle.focus()
            for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
                notebook.page.keyboard.press(key)
        for own in explorer.query(".noUi-handle, .cb-grid, canvas, .cb-button, input[type=checkbox]"):
            for key in "abxdd":
                own.focus()
                notebook.page.keyboard.press(key)
    assert notebook.do("() => convbookTests.cellsShown()") == before


def test_fits_a_phone(notebook, explorers):
    notebook.resize(380)
    try:
        assert [explorer.ask("cutOff") for explorer in explorers] == [[] for _ in explorers]
    finally:
        notebook.resize(1280)


def test_can_be_read_in_the_dark(notebook, explorers):
    notebook.set_theme("JupyterLab Dark")
    try:
        assert [explorer.ask("faint") for explorer in explorers] == [[] for _ in explorers]
    finally:
        notebook.set_theme("JupyterLab Light")


def bad_outputs(notebook: OpenNotebook) -> list[str]:
    kernel = notebook.do("() => convbookTests.kernelErrors")
    return notebook.do("() => convbookTests.badOutputs()") + kernel + notebook.problems


def type_into(explorer: LiveExplorer, weight, text: str) -> Step:
    weight.fill(text)
    return explorer.after(lambda: weight.press("Enter"))


class Walk:
    """Moves every control of an explorer through its values, each time back to where it stood."""

    def __init__(self, explorer: LiveExplorer):
        self.explorer = explorer
        self.title = explorer.query(".cb-title")[0].text_content()
        self.height = explorer.root.bounding_box()["height"]
        self.problems: list[str] = []
        for slider in explorer.query(".widget-slider"):
            self.slide(slider)
        for menu in explorer.query("select"):
            self.choose(menu)
        for box in explorer.query("input[type=checkbox]"):
            for _ in ("there", "back"):
                self.judge("checkbox", explorer.after(box.click))
        for weight in explorer.query("input[inputmode=decimal]")[:1]:
            self.judge("weight", type_into(explorer, weight, "7"))

    def slide(self, slider) -> None:
        handle = slider.query_selector(".noUi-handle")
        label = slider.query_selector("label").text_content()
        low, start, high = (
            math.floor(float(handle.get_attribute(f"aria-value{name}"))) for name in ("min", "now", "max")
        )
        handle.focus()
        keys = ["Home"] if start > low else []
        keys += (
            ["ArrowRight"] * (high - low) if high - low <= LONG else ["PageUp"] * math.ceil((high - low) / 5)
        )
        for key in keys:
            step = self.explorer.press(key)
            self.judge(f"{label} = {handle.get_attribute('aria-valuenow')} ({key})", step)
        assert float(handle.get_attribute("aria-valuenow")) == high
        if start < high:
            readout = slider.query_selector(".widget-readout")
            readout.fill(str(start))
            self.judge(f"{label} back to {start}", self.explorer.after(lambda: readout.press("Enter")))

    def choose(self, menu) -> None:
        label = menu.evaluate("(menu) => menu.labels[0].textContent")
        start = menu.evaluate("(menu) => menu.selectedIndex")
        count = menu.evaluate("(menu) => menu.options.length")
        for index in [at for at in range(count) if at != start] + [start]:
            step = self.explorer.after(lambda index=index: menu.select_option(index=index))
            chosen = menu.evaluate("(menu) => menu.selectedOptions[0].textContent")
            self.judge(f"menu {label}: {chosen}", step)

    def judge(self, action: str, step: Step) -> None:
        def report(problem: str) -> None:
            self.problems.append(f"{self.title}, {action}: {problem}")

        if not step.changed:
            report("nothing changed")
        if step.height != self.height:
            report(f"height jumped from {self.height} to {step.height}")
        if step.cut:
            report(f"cut off: {step.cut}")
        if BROKE in step.sentence:
            report(step.sentence)
