"""Questions in the real JupyterLab: clicked, answered by keyboard alone, tapped on a phone, heard, re-run."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import OpenNotebook, jupyterlab, write_notebook

from convbook.exercises.ask import QuestionCard
from convbook.exercises.card import plain
from convbook.exercises.chapter import Entry, entries, entry
from convbook.exercises.record import FILE
from convbook.words import say, text

pytestmark = pytest.mark.browser
PREDICTION = entry("prediction", "how_many_outputs")
QUESTION = entries("question")[0]
CHAPTER = 2
RECALL = [each for each in entries("recall") if each.chapter == CHAPTER]
CALLS = {
    "predict": f"cb.predict({PREDICTION.id!r})",
    "quiz": f"cb.quiz({QUESTION.id!r})",
    "recall": f"cb.recall({CHAPTER})",
}
PHONE = {"width": 380, "height": 800}
FINGER = 32  # pixels: what is lower is hard to hit
SURE = text("exercises.ask.levels")[-1]
OUTPUTS = "document.querySelectorAll('.jp-OutputArea-output')"
BEYOND = f"() => [...{OUTPUTS}].map((output) => output.scrollWidth - output.clientWidth)"
LOOK = """(part) => {
  const { outline, boxShadow, border, backgroundColor } = getComputedStyle(part);
  return [outline, boxShadow, border, backgroundColor].join();
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A notebook for each test that needs a page of its own; every cell is alone, as in the lessons."""
    folder = tmp_path_factory.mktemp("cards")
    for name in ("mouse", "keyboard", "touch", "looks", "again", "recall"):
        (folder / name).mkdir()
        write_notebook(folder / name / "cards.ipynb", "import convbook as cb", *CALLS.values())
    return folder


@pytest.fixture(scope="module")
def address(folder, tmp_path_factory) -> Iterator[str]:
    with jupyterlab(folder, tmp_path_factory.mktemp("lab"), progress=True) as address:
        yield address


class Reader:
    """A reader with a notebook of cards."""

    def __init__(self, browser, address: str, name: str, path: str = "doc/tree"):
        self.notebook = OpenNotebook(browser, address, f"{name}/cards.ipynb".removeprefix("/"), path)
        self.page = self.notebook.page
        self.notebook.run_all()
        self.page.wait_for_selector(".convbook-recall [role=status]", state="attached")

    def cell(self, call: str):
        return self.page.locator(".jp-CodeCell").nth(1 + [*CALLS].index(call))

    def card(self, call: str, at: int = 0):
        return self.cell(call).locator(".convbook-card").nth(at)

    def verdict(self, call: str, at: int = 0):
        return self.card(call, at).get_by_role("status")

    def option(self, call: str, asked: Entry, key: str, at: int = 0):
        name = QuestionCard(asked, title="?").buttons[key].description
        return self.card(call, at).get_by_role("button", name=name, exact=True)

    def problems(self) -> list[str]:
        shown = self.notebook.do("() => [...convbookTests.badOutputs(), ...convbookTests.kernelErrors]")
        return [*shown, *self.notebook.problems]


@pytest.fixture
def reader(request, browser, address) -> Iterator[Reader]:
    """A reader in the folder that the test names."""
    reader = Reader(browser, address, request.param)
    yield reader
    reader.notebook.close()


def in_folder(name: str):
    return pytest.mark.parametrize("reader", [name], indirect=True, ids=[""])


def wrong(asked: Entry) -> str:
    return next(key for key in asked.order if key != asked.right)


def kept(folder: Path, name: str) -> dict:
    return json.loads((folder / FILE).read_text(encoding="utf-8"))["answers"][name]


def wait_for(locator, words: str) -> None:
    """Until a part of the page says this."""
    locator.filter(has_text=plain(words)).wait_for(timeout=10_000)


# --- by mouse


@in_folder("mouse")
def test_a_click_answers_in_place_and_a_second_one_stands_beside_it(reader, folder):
    missed, right = wrong(PREDICTION), PREDICTION.right
    card, verdict = reader.card("predict"), reader.verdict("predict")
    assert verdict.inner_text() == ""
    card.get_by_role("button", name=SURE, exact=True).click()
    reader.option("predict", PREDICTION, missed).click()
    wait_for(verdict, PREDICTION.options[missed].say)
    reader.option("predict", PREDICTION, right).click()
    wait_for(verdict, PREDICTION.options[right].say)
    first, latest = verdict.locator("strong").all()
    assert (first.inner_text(), latest.inner_text()) == (
        say("exercises.ask.first") + ":",
        say("exercises.ask.latest") + ":",
    )
    assert abs(first.bounding_box()["y"] - latest.bounding_box()["y"]) < 2  # side by side
    entry = kept(folder / "mouse", f"prediction {PREDICTION.id}")
    assert entry["first"] == {"choice": missed, "right": False, "sure": 3}
    assert (entry["last"]["choice"], entry["last"]["right"], entry["tries"]) == (right, True, 2)
    assert reader.problems() == []


@in_folder("again")
def test_a_card_that_is_run_again_shows_what_was_answered(reader, folder):
    missed = wrong(QUESTION)
    reader.option("quiz", QUESTION, missed).click()
    wait_for(reader.verdict("quiz"), QUESTION.options[missed].say)
    reader.notebook.run_all()
    wait_for(reader.verdict("quiz"), QUESTION.options[missed].say)
    assert reader.verdict("predict").inner_text() == ""
    assert kept(folder / "again", f"question {QUESTION.id}")["tries"] == 1


@in_folder("recall")
def test_recall_asks_what_was_missed_too_and_then_sums_up(reader):
    missed = wrong(PREDICTION)
    reader.card("predict").get_by_role("button", name=SURE, exact=True).click()
    reader.option("predict", PREDICTION, missed).click()
    wait_for(reader.verdict("predict"), PREDICTION.options[missed].say)
    reader.notebook.run_all()
    asked = [*RECALL, PREDICTION]
    reader.card("recall", len(RECALL)).wait_for()
    summary = reader.cell("recall").get_by_role("status").last
    for at, each in enumerate(asked):
        assert summary.inner_text() == ""
        reader.option("recall", each, each.right, at).click()
        wait_for(reader.verdict("recall", at), each.options[each.right].say)
    wait_for(summary, say("exercises.recall.done", n=len(asked)))
    assert reader.problems() == []


# --- by keyboard alone


def answer_by_keyboard(reader: Reader, folder: Path) -> None:
    """From the cell of the card by Tab to how sure, and to an option; Space, Enter; no key is Jupyter's."""
    page, notebook = reader.page, reader.notebook
    cells = notebook.do("() => convbookTests.cellsShown()")
    missed, right = wrong(PREDICTION), PREDICTION.right
    reader.card("predict").get_by_role("button").first.focus()
    tab_to(page, SURE)
    page.keyboard.press("Space")
    for key, press in ((missed, "Enter"), (right, "Space")):
        tab_to(page, QuestionCard(PREDICTION).buttons[key].description)
        page.keyboard.press(press)
        wait_for(reader.verdict("predict"), PREDICTION.options[key].say)
        assert name_of_focus(page) == QuestionCard(PREDICTION).buttons[key].description  # it stays
        for letter in "ddxabm":
            page.keyboard.press(letter)
    assert notebook.do("() => convbookTests.cellsShown()") == cells
    assert notebook.do("() => convbookTests.notebook().content.mode") == "command"
    assert notebook.do(
        "() => convbookTests.notebook().content.widgets.every((cell) => cell.model.type === 'code')"
    )
    entry = kept(folder, f"prediction {PREDICTION.id}")
    assert (entry["first"]["choice"], entry["first"]["sure"], entry["tries"]) == (missed, 3, 2)


def name_of_focus(page) -> str:
    return page.evaluate("() => document.activeElement.textContent.trim()")


def tab_to(page, name: str) -> None:
    """To the button of this name, by Tab or Shift+Tab."""
    for key in ("Tab", "Shift+Tab"):
        for _ in range(12):
            if name_of_focus(page) == name:
                return
            page.keyboard.press(key)
    raise AssertionError(f"Tab does not reach {name!r}")


@in_folder("keyboard")
def test_by_keyboard_alone(reader, folder):
    answer_by_keyboard(reader, folder / "keyboard")
    assert reader.problems() == []


def test_by_keyboard_alone_in_notebook_7(browser, tmp_path):
    """It looks at keys before widgets do."""
    book = tmp_path / "book"
    book.mkdir()
    write_notebook(book / "cards.ipynb", "import convbook as cb", *CALLS.values())
    with jupyterlab(book, tmp_path, "notebook", progress=True) as address:
        reader = Reader(browser, address, "", "notebooks")
        answer_by_keyboard(reader, book)
        reader.notebook.close()


# --- by touch, on a phone


def test_by_touch_on_a_phone(browser, address, folder):
    context = browser.browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    reader = Reader(context, address, "touch")
    try:
        assert reader.notebook.do("() => convbookTests.overflow()") == []
        for call in CALLS:
            for button in reader.cell(call).locator(".convbook-card").get_by_role("button").all():
                box = button.bounding_box()
                assert box["height"] >= FINGER, button.inner_text()
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= PHONE["width"]
        reader.card("predict").get_by_role("button", name=SURE, exact=True).tap()
        for key in (wrong(PREDICTION), PREDICTION.right):
            reader.option("predict", PREDICTION, key).tap()
            wait_for(reader.verdict("predict"), PREDICTION.options[key].say)
        assert reader.notebook.do("() => convbookTests.overflow()") == []
        assert max(reader.notebook.do(BEYOND)) <= 0
        first, latest = reader.verdict("predict").locator("strong").all()
        assert first.bounding_box()["y"] < latest.bounding_box()["y"]  # one below the other
        assert kept(folder / "touch", f"prediction {PREDICTION.id}")["tries"] == 2
        assert reader.problems() == []
    finally:
        reader.notebook.close()
        context.close()


# --- heard, and seen


@pytest.fixture(scope="module")
def looks(browser, address) -> Iterator[Reader]:
    """A notebook in which the first card has two answers, and the others none."""
    reader = Reader(browser, address, "looks")
    for key in (wrong(PREDICTION), PREDICTION.right):
        reader.option("predict", PREDICTION, key).click()
        wait_for(reader.verdict("predict"), PREDICTION.options[key].say)
    yield reader
    reader.notebook.close()


def test_the_verdict_is_announced_where_nothing_stood(looks):
    """A screen reader reads out a region only if it was there before its text."""
    region = looks.verdict("quiz")
    assert region.count() == 1
    assert region.inner_text() == ""
    region.evaluate("(region) => (window.regionBefore = region)")
    looks.option("quiz", QUESTION, QUESTION.right).click()
    wait_for(region, QUESTION.options[QUESTION.right].say)
    assert region.evaluate("(region) => region === window.regionBefore")
    assert region.evaluate("(region) => !region.closest('[aria-hidden=true]')")


def test_every_button_has_a_name(looks):
    for call in CALLS:
        buttons = looks.cell(call).locator(".convbook-card").get_by_role("button")
        assert buttons.count() >= 3
        assert [name for name in buttons.all_inner_texts() if not name.strip()] == []


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(looks, theme):
    from axe_playwright_python.base import AXE_SCRIPT

    looks.notebook.set_theme(theme)
    try:
        looks.page.evaluate(AXE_SCRIPT)
        found = [
            violation
            for card in looks.page.locator(".convbook-card, .convbook-recall").all()
            for violation in card.evaluate("(card) => axe.run(card, { resultTypes: ['violations'] })")[
                "violations"
            ]
        ]
    finally:
        looks.notebook.set_theme("JupyterLab Light")
    assert [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"][:3]] == []


def test_the_focus_is_seen_and_so_is_how_sure_one_is(looks):
    card = looks.card("predict")
    level = card.get_by_role("button", name=SURE, exact=True)
    before = level.evaluate(LOOK)
    level.click()
    looks.page.mouse.move(2, 2)
    looks.option("predict", PREDICTION, PREDICTION.right).focus()
    looks.page.keyboard.press("Shift+Tab")
    assert level.evaluate(LOOK) != before
    option = looks.option("predict", PREDICTION, PREDICTION.right)
    away = option.evaluate(LOOK)
    for _ in range(4):
        looks.page.keyboard.press("Tab")
        if name_of_focus(looks.page) == option.inner_text().strip():
            break
    assert option.evaluate(LOOK) != away


def test_shift_enter_goes_on_from_wherever_the_keyboard_stands(address, browser, folder):
    """It is the notebook's own key: from an answered question, and from the cells of an explorer."""
    write_notebook(
        folder / "on.ipynb", "import convbook as cb", CALLS["predict"], 'cb.explore("window")', "1 + 1"
    )
    notebook = OpenNotebook(browser, address, "on.ipynb")
    notebook.run_all()
    active = "() => convbookTests.notebook().content.activeCellIndex"
    for at, part in ((1, ".convbook-card .jupyter-button"), (2, ".cb-grid")):
        notebook.page.locator(part).first.focus()
        assert notebook.do(active) == at
        notebook.page.keyboard.press("Shift+Enter")
        notebook.page.wait_for_function(f"() => ({active})() === {at + 1}", timeout=20_000)
    assert notebook.problems == []
    notebook.close()
