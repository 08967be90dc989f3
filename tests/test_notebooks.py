"""Every stored notebook keeps the rules of convbook.book.rules, and every rule can be broken."""

import base64
import io
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from convbook.book.build import as_text, build, read_notebook
from convbook.book.chapters import START, is_lesson, navigation_line, place
from convbook.book.rules import broken_rules

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"), key=place)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_stored_notebook_keeps_the_rules(path):
    assert broken_rules(read_notebook(path), path) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_stored_notebook_is_written_as_build_writes(path):
    assert path.read_text(encoding="utf-8") == as_text(read_notebook(path))


def test_book_starts_at_the_start_page_and_has_no_gaps():
    numbers = [int(path.name[:2]) for path in NOTEBOOKS if path.name == START or is_lesson(path)]
    assert numbers == list(range(len(numbers)))
    assert numbers


# --- each rule, broken once


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    """A built notebook that keeps every rule that is not about a lesson's size."""
    path = tmp_path_factory.mktemp("book") / START
    cells = [new_markdown_cell("# A start"), new_code_cell("x = 1\nx + 1"), new_code_cell("print(x)")]
    path.write_text(as_text(new_notebook(cells=cells)), encoding="utf-8")
    build(path)
    return path


def rules_broken_by(path: Path, change) -> list[str]:
    notebook = read_notebook(path)
    change(notebook)
    return [text for _, text in broken_rules(notebook, path)]


def test_good_notebook_breaks_no_rule(good):
    assert rules_broken_by(good, lambda notebook: None) == []


def _png(width: int, height: int) -> str:
    noise = Image.effect_noise((width, height), 90)
    file = io.BytesIO()
    noise.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


SAID = "a photo of a red cup on a table"
SMALL, BIG = _png(8, 8), _png(600, 600)


def _shows(output):
    def change(notebook):
        notebook.cells[2].outputs = [output]

    return change


def _picture(words, png=SMALL):
    return _shows(new_output("display_data", {"image/png": png, "text/plain": words}))


def _code(source):
    def change(notebook):
        notebook.cells[2].source = source

    return change


def _prose(source):
    def change(notebook):
        notebook.cells[1].source += "\n\n" + source

    return change


def _set(where, name, value):
    return lambda notebook: where(notebook).__setitem__(name, value)


BROKEN = {
    "count missing": (_set(lambda nb: nb.cells[2], "execution_count", None), "has not been run"),
    "count wrong": (_set(lambda nb: nb.cells[3], "execution_count", 7), "count is 7, expected 2"),
    "error": (_shows(new_output("error", ename="ValueError", evalue="no", traceback=[])), "stores an error"),
    "stderr": (_shows(new_output("stream", name="stderr", text="Warning")), "stderr: Warning"),
    "view": (
        _shows(new_output("display_data", {"application/vnd.jupyter.widget-view+json": {}})),
        "widget view",
    ),
    "widget state": (_set(lambda nb: nb.metadata, "widgets", {}), "metadata.widgets"),
    "kernel": (_set(lambda nb: nb.metadata.kernelspec, "name", "conda-env-x"), "kernelspec is 'conda-env-x'"),
    "big picture": (_picture(SAID, BIG), "at most 150 kB"),
    "picture, no words": (_picture("photo"), "without a sentence"),
    "picture, matplotlib's words": (_picture("<Figure size 640x480 with 1 Axes>"), "without a sentence"),
    "semicolon": (_code("x = 1\nx;"), "semicolon"),
    "Output": (_code("from ipywidgets import Output"), "'Output'"),
    "interact": (_code("interact(print, x=3)"), "'interact'"),
    "pyplot": (_code("import matplotlib.pyplot as plt"), "'pyplot'"),
    "network": (_code("load('http://example.org')"), "'http://'"),
    "unseeded": (_code("np.random.default_rng()"), "seeded"),
    "old random": (_code("np.random.rand(3)"), "seeded"),
    "comment": (_code("# here we set x to one, as said\nx = 1"), "in one comment"),
    "Chinese comment": (_code("# 这里我们把窗口移动到下一个位置再乘\nx = 1"), "in one comment"),
    "string": (_code("print('the kernel slides over the whole photo')"), "in one comment or string"),
    "f-string": (_code("print(f'the kernel {x} slides over the whole photo')"), "in one comment or string"),
    "two titles": (_prose("# Another"), "2 headings"),
    "link": (_prose("[next](07_nowhere.ipynb)"), "links to 07_nowhere.ipynb"),
    "anchor": (_prose("[below](#Nothing)"), "links to #Nothing"),
    "link out of the folder": (_prose("[readme](../README.md)"), "links to ../README.md"),
    "picture without alt": (_prose("![](00_start_here.ipynb)"), "without an alternative text"),
    "navigation gone": (lambda nb: nb.cells.pop(), "last cell is not the navigation"),
    "navigation old": (_set(lambda nb: nb.cells[0], "source", "x"), "first cell is not the navigation"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_rule_is_reported(good, name):
    change, message = BROKEN[name]
    assert [message in text for text in rules_broken_by(good, change)] == [True]


@pytest.mark.parametrize(
    "change",
    [
        _picture(SAID),
        _code("# F rows, F columns\nprint(f'{x:.3f} {x + 1} mean error')"),
        _code("np.random.default_rng(7)"),
        _code("%timeit x + 1"),
        _code("output = (H - F + 2 * P) // S + 1"),
        _prose("[here](00_start_here.ipynb#A-start) and [there](#A-start), ![a cup](00_start_here.ipynb)"),
        _prose("```\n# not a heading\n[not a link](x)\n```"),
    ],
)
def test_what_is_allowed_is_not_reported(good, change):
    assert rules_broken_by(good, change) == []


def _lesson(cells: int, words: int, lines: int) -> nbformat.NotebookNode:
    notebook = new_notebook(cells=[new_markdown_cell("# A\n\n" + "word " * (words - 2))])
    source = "\n".join("x = 1" for _ in range(lines))
    notebook.cells += [new_code_cell(source) for _ in range(cells - 1)]
    return notebook


@pytest.mark.parametrize(
    ("size", "messages"),
    [
        ((24, 1000, 4), []),
        ((40, 2000, 4), []),
        ((23, 1500, 4), ["23 cells"]),
        ((41, 1500, 4), ["41 cells"]),
        ((30, 999, 4), ["999 words"]),
        ((30, 2001, 4), ["2001 words"]),
        ((30, 1500, 5), ["median code cell has 5 lines"]),
        ((30, 1500, 16), ["16 lines of code"] * 29 + ["median"]),
    ],
)
def test_size_of_a_lesson(tmp_path, size, messages):
    path = tmp_path / "01_slide_a_window.ipynb"
    notebook = _lesson(*size)
    start = new_notebook(cells=[new_markdown_cell("# Start\n\n## The map\n\n## Notation card")])
    (tmp_path / START).write_text(as_text(start), encoding="utf-8")
    path.write_text(as_text(notebook), encoding="utf-8")
    line = navigation_line(path)
    notebook.cells = [
        new_markdown_cell(line, metadata={"tags": ["navigation"]}),
        *notebook.cells,
        new_markdown_cell(line, metadata={"tags": ["navigation"]}),
    ]
    for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
        cell.execution_count = count
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    found = [text for _, text in broken_rules(notebook, path)]
    assert len(found) == len(messages)
    assert all(message in text for message, text in zip(messages, found, strict=True))
