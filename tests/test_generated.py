"""The cells that a build writes from the words and the code of a chapter, and never over an author's work."""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from convbook.book.build import build
from convbook.book.generated import renewed_readme, table_of_chapters, with_generated
from convbook.book.notebooks import BuildError, as_text, lessons_in, read_notebook

WORDS = """
ends_with = "a number"

[exercises.double]
task = "Return twice `n`."
hints = []
why = "Two of them."
[exercises.half]
task = "Return half of `n`."
hints = []
why = "It is the other way round."
"""
ANSWERS = """
from convbook.exercises.chapter import Exercise

@Exercise(probes=((3,), (4,)))
def double(n):
    return 2 * n

@Exercise(probes=((3,), (4,)))
def half(n):
    return n / 2
"""
CELLS = [
    new_markdown_cell("# 1. Slide", id="title"),
    new_markdown_cell("<!-- exercise: double -->", id="marker"),
    new_code_cell('def double(n):\n    return ...\n\n\ncb.check("double", double)', id="check"),
    new_markdown_cell("Now the other way.", id="prose"),
]


@pytest.fixture
def lesson(tmp_path, write_chapter):
    """Where a lesson is; its chapter has two exercises."""
    write_chapter("01_slide", WORDS, ANSWERS)
    path = tmp_path / "01_slide.ipynb"
    path.write_text(as_text(new_notebook(cells=copy.deepcopy(CELLS))), encoding="utf-8")
    return path


def generated(path, change=lambda notebook: None):
    notebook = read_notebook(path)
    change(notebook)
    return with_generated(notebook, path)


def store(path, notebook):
    path.write_text(as_text(notebook), encoding="utf-8")


def cell(notebook, name):
    [found] = [each for each in notebook.cells if each.id == name]
    return found


def test_an_author_writes_a_marker_and_a_check_and_a_build_does_the_rest(lesson):
    cells = generated(lesson).cells
    assert [each.id for each in cells[1:-1]] == [
        *("title", "double-task", "check", "double-reason", "double-solution", "prose"),
    ]
    task, reason, solution = cells[2], cells[4], cells[5]
    assert task.source == "**Exercise 1.1** Return twice `n`."
    assert reason.source.startswith("<details>")
    assert "\n\nTwo of them.\n\n" in reason.source
    assert solution.source == "def double(n):\n    return 2 * n"
    assert [each.metadata.get("tags") for each in (task, reason, solution)] == [
        None,
        ["solution"],
        ["solution"],
    ]
    assert solution.metadata.jupyter == {"source_hidden": True}
    assert solution.metadata.convbook.lines == 2
    kinds = [each.metadata.convbook.generated for each in (task, reason, solution)]
    assert kinds == ["task", "reason", "solution"]
    assert {each.metadata.convbook.exercise for each in (task, reason, solution)} == {"double"}


def test_a_second_build_changes_nothing(lesson):
    first = generated(lesson)
    store(lesson, first)
    assert as_text(generated(lesson)) == as_text(first)


def test_what_the_words_say_anew_is_renewed_and_what_the_author_added_stays(lesson, write_chapter):
    notebook = generated(lesson)
    cell(notebook, "double-solution").source += "\n\n\nassert double(3) == 6"
    store(lesson, notebook)
    other = WORDS.replace("Return twice", "Give twice").replace("Two of", "A pair of")
    write_chapter("01_slide", other, ANSWERS.replace("return 2 * n", "m = n\n    return m + n"))
    renewed = generated(lesson)
    assert cell(renewed, "double-task").source == "**Exercise 1.1** Give twice `n`."
    assert "A pair of" in cell(renewed, "double-reason").source
    solution = cell(renewed, "double-solution")
    assert solution.source == "def double(n):\n    m = n\n    return m + n\n\n\nassert double(3) == 6"
    assert solution.metadata.convbook.lines == 3


def test_an_exercise_before_it_changes_its_number(lesson, write_chapter):
    store(lesson, generated(lesson))
    head, *entries = WORDS.split("[exercises.")
    write_chapter("01_slide", head + "".join(f"[exercises.{each}" for each in reversed(entries)), ANSWERS)
    assert cell(generated(lesson), "double-task").source.startswith("**Exercise 1.2**")


EDITED = [("double-task", "task", "words.en.toml"), ("double-reason", "why", "words.en.toml")]
EDITED += [("double-solution", "function", "answers.py")]


@pytest.mark.parametrize(("name", "part", "file"), EDITED)
def test_an_edit_by_hand_is_reported_and_kept(lesson, capsys, name, part, file):
    notebook = generated(lesson)
    edited = cell(notebook, name)
    edited.source = edited.source.replace("n", "k")
    store(lesson, notebook)
    before = lesson.read_bytes()
    with pytest.raises(BuildError) as error:
        build(lesson)
    [(number, said)] = error.value.problems
    assert notebook.cells[number - 1] is edited
    assert "exercise double" in said
    assert f"01_slide/{file}" in said
    assert part in said
    assert lesson.read_bytes() == before


@pytest.mark.parametrize("name", [name for name, _, _ in EDITED])
def test_the_version_of_the_words_comes_back_when_the_edited_text_is_deleted(lesson, name):
    notebook = generated(lesson)
    wanted = cell(notebook, name).source
    cell(notebook, name).source = "" if name != "double-solution" else "assert double(3) == 6"
    store(lesson, notebook)
    below = "\n\n\nassert double(3) == 6" if name == "double-solution" else ""
    assert cell(generated(lesson), name).source == wanted + below


def test_an_edit_that_the_words_have_too_is_no_conflict(lesson, write_chapter):
    notebook = generated(lesson)
    cell(notebook, "double-task").source = "**Exercise 1.1** Give twice `n`."
    store(lesson, notebook)
    write_chapter("01_slide", WORDS.replace("Return twice", "Give twice"), ANSWERS)
    generated(lesson)


def _solution(source):
    metadata = {"convbook": {"generated": "solution", "exercise": "double"}, "tags": ["solution"]}
    return lambda notebook: notebook.cells.append(new_code_cell(source, metadata=metadata))


def test_a_solution_without_a_hash_is_adopted_if_it_is_the_one_of_the_chapter(lesson):
    source = "def double(n):\n    return 2 * n\n\n\nassert double(3) == 6"
    adopted = generated(lesson, _solution(source))
    assert cell(adopted, "double-solution").source == source
    assert [each.id for each in adopted.cells].index("double-solution") == 5  # behind its check
    with pytest.raises(BuildError, match="double"):
        generated(lesson, _solution("def double(n):\n    return n + n"))


def test_a_solution_whose_check_is_gone_stays_where_it_is(lesson):
    notebook = generated(lesson)
    notebook.cells = [each for each in notebook.cells if each.id != "check"]
    store(lesson, notebook)
    assert [each.id for each in generated(lesson).cells][3:5] == ["double-reason", "double-solution"]


def test_a_cell_that_an_author_moves_brings_its_solution_with_it(lesson):
    notebook = generated(lesson)
    notebook.cells.append(notebook.cells.pop([each.id for each in notebook.cells].index("check")))
    store(lesson, notebook)
    ids = [each.id for each in generated(lesson).cells]
    assert ids[-4:-1] == ["check", "double-reason", "double-solution"]


def test_table_of_chapters_follows_the_lessons(lesson, tmp_path, write_notebook):
    start = tmp_path / "00_start_here.ipynb"
    store(
        start, new_notebook(cells=[new_markdown_cell("# 0. Start"), new_markdown_cell("<!-- chapters -->")])
    )
    write_notebook("02_later.ipynb", "# 2. Later\n\n**Why?** Because.\n\n**What comes later?**")
    table = cell(generated(start), "chapters").source
    assert table.splitlines()[2:] == [
        "| [1. Slide](01_slide.ipynb) |  | a number |",
        "| [2. Later](02_later.ipynb) | What comes later? |  |",
    ]
    store(start, generated(start, lambda notebook: notebook.cells[1].update(source="<!-- chapters -->")))
    with pytest.raises(BuildError, match="ends_with"):
        generated(start, lambda nb: cell(nb, "chapters").update(source=table + "| one more | | |"))


def test_readme_has_the_table_between_two_comments(lesson, tmp_path, write_notebook):
    folder = tmp_path / "notebooks"
    assert renewed_readme(folder) == ""
    write_notebook("notebooks/01_slide.ipynb", "# 1. Slide\n\n**Why?**")
    readme = "A\n\n<!-- chapters -->\n\nold\n\n<!-- end of chapters -->\n\nB\n"
    (tmp_path / "README.md").write_text(readme, encoding="utf-8")
    new = renewed_readme(folder)
    assert "| [1. Slide](notebooks/01_slide.ipynb) | Why? | a number |" in new
    assert table_of_chapters(lessons_in(folder), "notebooks/") in new
    assert new.startswith("A\n\n<!-- chapters -->\n\n|")
    assert new.endswith("|\n\n<!-- end of chapters -->\n\nB\n")
    (tmp_path / "README.md").write_text(new, encoding="utf-8")
    assert renewed_readme(folder) == ""
