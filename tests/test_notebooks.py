"""Every stored notebook keeps the rules of convbook.book.rules, and every rule can be broken."""

import base64
import io
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from convbook.book.build import build
from convbook.book.generated import with_generated
from convbook.book.notebooks import NOTATION, START, as_text, calls, lessons_in, place, read_notebook
from convbook.book.rules import broken_rules
from convbook.book.verify import broken_book
from convbook.exercises.chapter import chapters

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"), key=place)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_stored_notebook_keeps_the_rules(path):
    assert broken_rules(read_notebook(path), path) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_stored_notebook_is_written_as_build_writes(path):
    assert path.read_text(encoding="utf-8") == as_text(read_notebook(path))


def test_the_book_apart_from_its_notebooks_keeps_the_rules():
    assert broken_book(FOLDER) == []


def test_book_starts_at_the_start_page_has_no_gaps_and_a_folder_for_each_lesson():
    lessons = lessons_in(FOLDER)
    assert lessons[0].name == START
    assert [int(path.name[:2]) for path in lessons] == list(range(len(lessons)))
    assert [path.stem for path in lessons] == [chapter.name for chapter in chapters()]


def test_notation_is_one_click_away_from_every_notebook_and_a_page_of_its_own():
    others = [path for path in NOTEBOOKS if path.name != NOTATION]
    assert len(others) == len(NOTEBOOKS) - 1
    for path in others:
        ends = read_notebook(path).cells[0], read_notebook(path).cells[-1]
        assert all(f"({NOTATION})" in cell.source for cell in ends), path.name


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
    "no id": (_code("cb.hint('3.1')"), "closest is pad_edge"),
    "no id, in the text": (_prose("Try `cb.solution('pad_edgy')`."), "closest is pad_edge"),
    "no chapter": (_code("cb.recall(99)"), "`cb.recall(99)`: nothing has this name"),
    "no string": (_code("cb.check(3.1, pad_edge)"), "`cb.check(3.1)`: nothing has this name"),
    "predict with company": (_code("cb.predict('ten_layers_left')\nx + 1"), "must stand alone"),
    "two titles": (_prose("# Another"), "2 headings"),
    "link": (_prose("[next](07_nowhere.ipynb)"), "links to 07_nowhere.ipynb"),
    "anchor": (_prose("[below](#Nothing)"), "links to #Nothing"),
    "link out of the folder": (_prose("[readme](../README.md)"), "links to ../README.md"),
    "picture without alt": (_prose("![](00_start_here.ipynb)"), "without an alternative text"),
    "navigation gone": (lambda nb: nb.cells.pop(), "not what `convbook build` would write"),
    "navigation old": (_set(lambda nb: nb.cells[0], "source", "x"), "not what `convbook build` would write"),
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
        _code("cb.predict('ten_layers_left')"),
        _code("cb.recall(3)"),
        _code("x = (1"),  # what is no Python fails when it is run
        _code("%timeit x + 1"),
        _code("output = (H - F + 2 * P) // S + 1"),
        _prose("[here](00_start_here.ipynb#A-start) and [there](#A-start), ![a cup](00_start_here.ipynb)"),
        _prose("```\n# not a heading\n[not a link](x)\n```"),
    ],
)
def test_what_is_allowed_is_not_reported(good, change):
    assert rules_broken_by(good, change) == []


# --- the rules of a chapter


WORDS = """
[predictions.one]
ask = "?"
right = "a"
a = { text = "x", say = "y" }
b = { text = "x", say = "y" }
[predictions.two]
ask = "?"
right = "a"
a = { text = "x", say = "y" }
b = { text = "x", say = "y" }
[recall.three]
ask = "?"
right = "a"
a = { text = "x", say = "y" }
b = { text = "x", say = "y" }
[exercises.double]
task = "Double it."
hints = []
why = "Two."
[exercises.half]
task = "Halve it."
hints = []
why = "Two."
"""
ANSWERS = """
from convbook.exercises.chapter import Exercise

@Exercise()
def double():
    return 2

@Exercise()
def half():
    return 0.5
"""


@pytest.fixture
def chapter(tmp_path, write_chapter):
    """broken(lesson, practice): the rules that such notebooks of a chapter break; each argument is cells."""
    write_chapter("01_slide", WORDS, ANSWERS)
    start = new_notebook(cells=[new_markdown_cell("# Start\n\n## The map")])
    (tmp_path / START).write_text(as_text(start), encoding="utf-8")

    def broken(lesson: list[str], practice: list[str], name: str = "01_slide") -> list[str]:
        paths = tmp_path / f"{name}.ipynb", tmp_path / f"{name}_practice.ipynb"
        for path, sources in zip(paths, (lesson, practice), strict=True):
            cells = [
                (new_markdown_cell if s[:1] in "#<" else new_code_cell)(s) for s in ("# Title", *sources)
            ]
            path.write_text(as_text(new_notebook(cells=cells)), encoding="utf-8")
        notebook = with_generated(read_notebook(paths[0]), paths[0])
        for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
            cell.execution_count = count
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        return [text for _, text in broken_rules(notebook, paths[0])]

    return broken


def asks(name: str) -> list[str]:
    return [f"<!-- exercise: {name} -->", f"cb.check('{name}', {name})"]


LESSON = ["cb.recall(1)", "cb.predict('one')", "cb.predict('two')", *asks("double")]
PRACTICE = asks("half")


def test_chapter_whose_cells_are_all_there_breaks_no_rule(chapter):
    assert chapter(LESSON, PRACTICE) == []


@pytest.mark.parametrize("place", range(len(LESSON)))
def test_what_has_no_cell_is_named(chapter, place):
    said = chapter(LESSON[:place] + LESSON[place + 1 :], PRACTICE)
    assert len(said) == 1
    assert "has no" not in said[0]
    assert ["1", "one", "two", "double", "double"][place] in said[0]


def test_cells_in_another_order_than_the_words_are_named(chapter):
    swapped = ["cb.recall(1)", "cb.predict('two')", "cb.predict('one')", *asks("double")]
    [said] = chapter(swapped, PRACTICE)
    assert "`cb.predict('two')` appears" in said.replace(
        "cb.predict('two') appears", "`cb.predict('two')` appears"
    )
    said = chapter([*LESSON[:3], *asks("half")], asks("double"))
    assert len(said) == 2  # the markers, and the checks
    assert all("half" in each for each in said)


def test_an_exercise_that_stands_twice_is_named(chapter):
    said = chapter([*LESSON, "cb.check('double', double)"], PRACTICE)
    assert len(said) == 1
    assert "more than once" in said[0]


def test_a_marker_for_no_exercise_is_named(chapter):
    said = chapter([*LESSON, "<!-- exercise: dubble -->"], PRACTICE)
    assert len(said) == 1
    assert "closest is double" in said[0]


def test_words_that_are_broken_are_named_and_nothing_else(chapter, write_chapter):
    chapter(LESSON, PRACTICE)
    write_chapter("01_slide", WORDS.replace('why = "Two."', ""), ANSWERS)
    with pytest.raises(Exception, match=r"words\.en\.toml, line \d+, exercises\.double\.why: is missing"):
        chapter(LESSON, PRACTICE)


def test_lesson_without_a_folder_is_named(chapter):
    [said] = chapter([], [], "02_new")
    assert "02_new" in said


def test_a_skeleton_of_a_chapter_keeps_the_rules(chapter, write_chapter):
    write_chapter("02_new", "draft = true")
    assert chapter([], [], "02_new") == []
    assert chapter(["\n".join(["x = 1"] * 40)], [], "02_new") == []


def test_the_same_id_in_two_chapters_is_named(chapter, write_chapter):
    write_chapter("02_new", WORDS.partition("[recall")[0])
    said = chapter(LESSON, PRACTICE)
    assert [name in each for name, each in zip(("one", "two"), said, strict=True)] == [True, True]


@pytest.mark.parametrize(
    ("words", "lines", "messages"),
    [
        (3400, 4, []),
        (10, 4, []),
        (3501, 4, ["at most 3500"]),
        (1500, 5, ["median code cell has 5 lines"]),
        (1500, 16, ["16 lines of code"] * 3 + ["median"]),
    ],
)
def test_size_of_a_lesson(chapter, write_chapter, words, lines, messages):
    write_chapter("02_new", "")
    found = chapter(["# " + "word " * words, *["\n".join(["x = 1"] * lines)] * 3], [], "02_new")
    found = [text for text in found if "first level" not in text]
    assert len(found) == len(messages)
    assert all(message in text for message, text in zip(messages, found, strict=True))


def test_calls_are_found_in_code_and_in_the_code_of_a_text():
    source = "%timeit 1\ncb.check('a', f)\nprint(cb.hint('b'), cb.recall(3), cb.predict(name), cb.show('c'))"
    assert calls(new_code_cell(source)) == [("check", "a"), ("hint", "b"), ("recall", 3)]
    assert calls(new_markdown_cell("cb.hint('a') and `cb.hint('b')`")) == [("hint", "b")]
