"""The training of chapter 8 in the real JupyterLab: started, stopped while it runs, started again."""

import re

import pytest
from lab import OpenNotebook, jupyterlab, write_notebook

from convbook.words import text

pytestmark = pytest.mark.browser
CELLS = "import convbook as cb\ntrainer = cb.training(rounds=500)\ntrainer", "import convbook as cb"
STEP = re.compile(r"\d[\d,]*")


@pytest.fixture(scope="module")
def notebook(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("training")
    write_notebook(folder / "training.ipynb", *CELLS)
    with jupyterlab(folder, tmp_path_factory.mktemp("lab")) as address:
        notebook = OpenNotebook(browser, address, "training.ipynb")
        notebook.run_all()
        yield notebook
        notebook.close()


def wait_until_it_says(page, key: str) -> None:
    beginning = re.compile("^" + text(f"training.{key}").partition("{")[0])
    page.locator(".convbook-training .widget-html-content").filter(has_text=beginning).wait_for()


def step_told(page) -> int:
    """The step that the line under the bar names; it changes while training runs."""
    said = page.locator(".convbook-training .widget-html-content").inner_text()
    return int(STEP.search(said)[0].replace(",", ""))


def test_stop_is_heard_while_it_trains_and_it_can_start_again(notebook):
    page = notebook.page
    start, stop = (
        page.get_by_role("button", name=text(f"training.{name}"), exact=True) for name in ("start", "stop")
    )
    for _ in range(2):
        assert stop.is_disabled()
        start.click()
        wait_until_it_says(page, "running")
        before = step_told(page)
        page.wait_for_timeout(500)
        assert step_told(page) > before  # it goes on, and the page hears of it
        stop.click()
        wait_until_it_says(page, "stopped")
        assert notebook.execute("print(trainer.bar.value == len(trainer.losses) > 0)").strip() == "True"
        assert start.is_enabled()
    assert notebook.problems == []
