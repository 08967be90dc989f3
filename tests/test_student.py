"""The student edition: no solution is in it, it runs, its sheets are whole, and no work is overwritten."""

import dataclasses
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pypdf import PdfReader

import convbook.book.read as reading
import convbook.book.student as student
from convbook.book import main
from convbook.book.generated import navigation_line
from convbook.book.notebooks import (
    NOTATION,
    as_text,
    chapter_of,
    is_lesson,
    notebooks_in,
    practice_of,
    read_notebook,
    stored_folder,
    title,
)
from convbook.book.rules import ids_are_known, links, metadata, one_title, predictions_stand_alone
from convbook.book.student import RECORD, without_solutions, write_student_edition
from convbook.book.worksheet import open_question, worksheet
from convbook.exercises import card
from convbook.exercises.chapter import Chapter, Entry, entries
from convbook.words import say

pytestmark = pytest.mark.student  # all of them take half a minute, more than the short test command has
PROJECT = Path(__file__).parents[1] / "pyproject.toml"
STORED = notebooks_in([stored_folder()])
LESSONS = [path for path in STORED if is_lesson(path)]
TAUGHT = [path for path in LESSONS if not chapter_of(path).is_draft]
TEACHING = stored_folder() / "TEACHING.md"


@pytest.fixture(scope="module")
def edition(tmp_path_factory) -> Path:
    """The student edition of the whole book."""
    folder = tmp_path_factory.mktemp("class") / "student"
    write_student_edition(stored_folder(), folder)
    return folder


def all_words(path: Path) -> str:
    """What a file says, without any white space, so that line breaks do not matter."""
    if path.suffix == ".pdf":
        text = "".join(page.extract_text() for page in PdfReader(path).pages)
    elif path.suffix == ".ipynb":
        text = "".join(cell.source for cell in read_notebook(path).cells)
    else:
        text = path.read_text(encoding="utf-8")
    return squeezed(text)


def squeezed(text: str) -> str:
    return "".join(text.split())


# --- the notebooks


def test_edition_holds_every_notebook_and_a_worksheet_for_each_lesson(edition):
    found = {path.relative_to(edition).as_posix() for path in edition.rglob("*") if path.is_file()}
    expected = {path.name for path in STORED} | {f"worksheets/{p.stem}_worksheet.pdf" for p in LESSONS}
    assert found == expected | {RECORD}


def untold(text: str) -> str:
    """A text without the sentences that speak of worked solutions."""
    told = re.compile(r"worked solution|cb\.solution")
    lines = [re.split(r"(?<=\.) ", line) for line in text.split("\n")]
    return "\n".join(" ".join(part for part in parts if not told.search(part)) for parts in lines)


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.name)
def test_notebook_is_the_stored_one_without_solutions_and_outputs(edition, path):
    expected = []
    for cell in read_notebook(path).cells:
        if "solution" not in cell.metadata.get("tags", []):
            new = {"outputs": [], "execution_count": None} if cell.cell_type == "code" else {}
            expected.append({**cell, **new, "source": untold(cell.source)})
    assert [dict(cell) for cell in read_notebook(edition / path.name).cells] == expected


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.name)
def test_notebook_keeps_the_rules_that_do_not_ask_for_outputs(edition, path):
    path = edition / path.name
    notebook = read_notebook(path)
    rules = (metadata, one_title, links, ids_are_known, predictions_stand_alone)
    assert [problem for rule in rules for problem in rule(notebook, path)] == []
    assert notebook.cells[0].source == notebook.cells[-1].source == navigation_line(path)


def test_no_file_holds_a_worked_solution_or_its_reason(edition):
    words = {path: all_words(path) for path in edition.rglob("*") if path.is_file()}
    secrets = [entry.exercise.code for entry in entries("exercise")]
    secrets += [entry.words["why"] for entry in entries("exercise")]
    solutions = [
        c for p in STORED for c in read_notebook(p).cells if "solution" in c.metadata.get("tags", [])
    ]
    secrets += [cell.source for cell in solutions]
    assert len(solutions) >= 16  # those of chapter 1
    leaks = [(p.name, s) for s in secrets for p, said in words.items() if squeezed(s) in said]
    assert leaks == []


def run_notebooks(folder: Path, *names: str) -> str:
    """What pytest says of notebooks, under this project's own settings."""
    settings = ["-c", str(PROJECT), "-p", "no:cacheprovider", "--color=no", "-q", f"--rootdir={folder}"]
    command = [sys.executable, "-m", "pytest", *settings, *(str(folder / name) for name in names)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder).stdout


def code_cells(folder: Path, names: list[str]) -> int:
    return sum(cell.cell_type == "code" for name in names for cell in read_notebook(folder / name).cells)


def runs(folder: Path, names: list[str]) -> None:
    said = run_notebooks(folder, *names)
    assert re.search(rf"^{code_cells(folder, names)} passed in ", said, re.MULTILINE), said[-3000:]


@pytest.mark.parametrize(
    "path", [path for path in STORED if path.name != NOTATION], ids=lambda path: path.name
)
def test_notebook_runs(edition, path):
    runs(edition, [path.name])


def test_cell_that_needs_a_solution_would_be_found(tmp_path):
    cells = [
        new_code_cell("x = 1", metadata={"tags": ["solution"]}),
        new_code_cell("x + 1", execution_count=2),
    ]
    text = as_text(without_solutions(new_notebook(cells=cells)))
    (tmp_path / "needs.ipynb").write_text(text, encoding="utf-8")
    said = run_notebooks(tmp_path, "needs.ipynb")
    assert "NameError" in said
    assert "1 failed in" in said


# --- the worksheets


def questions_of(lesson: Path) -> list[Entry]:
    chapter = chapter_of(lesson)
    return chapter.entries("prediction") + chapter.entries("question")


def plain(text: str) -> str:
    """A sentence as paper shows it: without the marks for code, italics and bold, and without white space."""
    return squeezed(re.sub(r"`|\*+(?=\w)|(?<=\w)\*+", "", text))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.name)
def test_worksheet_asks_everything_and_answers_nothing(edition, lesson):
    path = edition / "worksheets" / f"{lesson.stem}_worksheet.pdf"
    words = all_words(path)
    own = questions_of(lesson)
    for question in own:
        assert plain(question.ask) in words
        for key, option in question.options.items():
            assert f"({question.letter(key)})" + plain(option.text) in words
            assert plain(option.say) not in words
    assert squeezed(title(lesson)) in words
    assert words.count(squeezed(say("book.sheet.sure")) + "123") == len(own)
    assert plain(open_question(practice_of(lesson))) in words


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.name)
def test_worksheet_is_one_or_two_pages_of_a4_in_black(edition, lesson):
    reader = PdfReader(edition / "worksheets" / f"{lesson.stem}_worksheet.pdf")
    assert 1 <= len(reader.pages) <= 2
    for page in reader.pages:
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
        drawn = page.get_contents().get_data().decode("latin-1")
        assert not re.search(r"\b(rg|RG|k|K|sc|scn|SC|SCN)\b", re.sub(r"\(.*?\)", "", drawn))


def test_worksheet_does_not_depend_on_which_answer_is_right(monkeypatch):
    lesson, asked = LESSONS[0], Chapter.entries
    before = worksheet(lesson)

    def others(chapter, kind):
        return [
            dataclasses.replace(question, words=question.words | {"right": "c"})
            for question in asked(chapter, kind)
        ]

    monkeypatch.setattr(Chapter, "entries", others)
    assert all(q.right == "c" for q in questions_of(lesson))
    assert worksheet(lesson) == before


def test_worksheet_bears_no_time():
    reader = PdfReader(io.BytesIO(worksheet(LESSONS[0])))
    assert reader.metadata["/CreationDate"].startswith("D:20000101000000Z")
    assert worksheet(LESSONS[0]) == worksheet(LESSONS[0])


def test_question_that_does_not_fit_goes_to_the_next_page(monkeypatch):
    [first, *_] = questions_of(LESSONS[0])
    many = [dataclasses.replace(first, number=f"1.{n}") for n in range(1, 10)]
    monkeypatch.setattr(Chapter, "entries", lambda self, kind: many if kind == "prediction" else [])
    pages = [squeezed(p.extract_text()) for p in PdfReader(io.BytesIO(worksheet(LESSONS[0]))).pages]
    assert len(pages) == 2
    for question in many:
        [page] = [page for page in pages if f"Predict{question.number}H" in page]
        asked_and_answered = page.partition(f"Predict{question.number}H")[2].partition("Predict")[0]
        assert squeezed(say("book.sheet.saw")) in asked_and_answered


def test_lesson_without_questions_has_a_sheet_with_a_title(write_notebook):
    lesson = write_notebook("99_later.ipynb", "# 99. Later × sooner − ½")
    [first, *_] = PdfReader(io.BytesIO(worksheet(lesson))).pages
    assert "99. Later × sooner − ½" in first.extract_text()


@given(
    st.lists(st.tuples(st.sampled_from("`_*+"), st.text("ab × −½", min_size=1).map(str.strip)), min_size=1)
)
def test_runs_say_what_was_written(runs_of_text):
    marks = {"`": "`", "_": "", "*": "*", "+": "**"}
    style = {"`": "code", "_": "text", "*": "em", "+": "strong"}
    kept = [(kind, text) for kind, text in runs_of_text if text[:1].isalpha()]
    marked = " | ".join(marks[kind] + text + marks[kind] for kind, text in kept)
    found = card.runs(marked)
    assert "".join(text for _, text in found) == " | ".join(text for _, text in kept)
    for kind, text in kept:
        if kind != "_":
            assert (style[kind], text) in found


# --- the folder


@pytest.fixture
def book(tmp_path, write_notebook) -> Path:
    """A small stored book, and what stands beside it for teachers."""
    write_notebook("book/00_start_here.ipynb", "# Start", "1 + 1")
    write_notebook("book/01_slide_a_window.ipynb", "# Slide", "2 + 2")
    (tmp_path / "book" / "TEACHING.md").write_text("For teachers", encoding="utf-8")
    return tmp_path / "book"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_second_run_changes_no_byte(book, tmp_path):
    write_student_edition(book, tmp_path / "out")
    first = contents(tmp_path / "out")
    write_student_edition(book, tmp_path / "out")
    assert contents(tmp_path / "out") == first
    assert len(first) == 4


def test_second_run_renews_restores_and_removes_its_own(book, tmp_path, write_notebook):
    out = tmp_path / "deep" / "out"
    write_notebook("book/02_edges.ipynb", "# Edges")
    write_student_edition(book, out)
    (book / "02_edges.ipynb").unlink()
    write_notebook("book/01_slide_a_window.ipynb", "# Slide", "2 + 3")
    (out / "00_start_here.ipynb").unlink()
    (out / ".git").mkdir()
    (out / ".git" / "config").write_text("the teacher's")
    write_student_edition(book, out)
    assert "2 + 3" in (out / "01_slide_a_window.ipynb").read_text()
    assert sorted(path.name for path in out.iterdir()) == [
        ".convbook_student.json",
        ".git",
        "00_start_here.ipynb",
        "01_slide_a_window.ipynb",
        "worksheets",
    ]
    assert [path.name for path in (out / "worksheets").iterdir()] == ["01_slide_a_window_worksheet.pdf"]
    assert (out / ".git" / "config").read_text() == "the teacher's"


def _add(name):
    def change(out):
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text("a teacher's work")

    return change


def _type_into(out):
    path = out / "01_slide_a_window.ipynb"
    path.write_text(path.read_text().replace("2 + 2", "2 + 2 + 2"))


def _run(out):
    path = out / "01_slide_a_window.ipynb"
    path.write_text(path.read_text().replace('"execution_count": null', '"execution_count": 1'))


def _put_a_folder_there(out):
    (out / "worksheets" / "01_slide_a_window_worksheet.pdf").unlink()
    (out / "worksheets" / "01_slide_a_window_worksheet.pdf").mkdir()


def _link_worksheets(out):
    (out / "worksheets").rename(out.parent / "elsewhere")
    try:
        os.symlink(out.parent / "elsewhere", out / "worksheets", target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links")


NOT_OURS = {
    "a new file": (_add("notes.txt"), "notes.txt"),
    "a new file among the worksheets": (_add("worksheets/mine.pdf"), "worksheets/mine.pdf"),
    "a new folder": (_add("data/mine.csv"), "data"),
    "a changed notebook": (_type_into, "01_slide_a_window.ipynb"),
    "a notebook that was run": (_run, "01_slide_a_window.ipynb"),
    "a folder in a file's place": (_put_a_folder_there, "worksheets/01_slide_a_window_worksheet.pdf"),
    "a link": (_link_worksheets, "worksheets"),
}


@pytest.mark.parametrize("what", NOT_OURS)
def test_folder_with_anything_else_is_left_as_it_is(book, tmp_path, what, write_notebook):
    out = tmp_path / "class" / "out"
    write_student_edition(book, out)
    change, name = NOT_OURS[what]
    change(out)
    before = contents(out)
    write_notebook("book/01_slide_a_window.ipynb", "# Slide", "something new")
    with pytest.raises(FileExistsError) as error:
        write_student_edition(book, out)
    assert name in [line.strip() for line in str(error.value).splitlines()]
    assert contents(out) == before


@pytest.mark.parametrize("record", [None, "not json", "[1, 2]", '{"../book/00_start_here.ipynb": "x"}'])
def test_without_its_record_only_what_would_be_written_anyway_is_overwritten(
    book, tmp_path, record, write_notebook
):
    out = tmp_path / "out"
    write_student_edition(book, out)
    (out / RECORD).unlink()
    if record is not None:
        (out / RECORD).write_text(record)
    write_student_edition(book, out)  # nothing would be lost, and the record is back
    assert (book / "00_start_here.ipynb").exists()
    (out / RECORD).write_text(record or "{}")
    write_notebook("book/01_slide_a_window.ipynb", "# Slide", "something new")
    with pytest.raises(FileExistsError, match="01_slide_a_window"):
        write_student_edition(book, out)


def test_run_that_was_cut_off_can_be_repeated(book, tmp_path, monkeypatch, write_notebook):
    out = tmp_path / "out"
    write_student_edition(book, out)
    write_notebook("book/00_start_here.ipynb", "# Start", "new")
    write_notebook("book/01_slide_a_window.ipynb", "# Slide", "new")
    write = student.write_atomically

    def breaks_off(path, content):
        if path.name.startswith("01"):
            raise OSError("disk full")
        write(path, content)

    monkeypatch.setattr(student, "write_atomically", breaks_off)
    with pytest.raises(OSError, match="disk full"):
        write_student_edition(book, out)
    monkeypatch.undo()
    write_student_edition(book, out)
    assert "new" in (out / "01_slide_a_window.ipynb").read_text()


def test_command_line(book, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(student, "stored_folder", lambda: book)
    out = tmp_path / "out"
    assert main(["student", str(out)]) == 0
    said = f"2 notebooks without solutions and 1 worksheet are in {out.resolve()}.\n"
    assert capsys.readouterr().out == said
    (out / "notes.txt").write_text("mine")
    assert main(["student", str(out)]) == 1
    assert "  notes.txt\n" in capsys.readouterr().err
    assert main(["student", str(out / "notes.txt")]) == 1
    assert "notes.txt is a file" in capsys.readouterr().err
    assert main(["student", str(book)]) == 1  # the book itself
    assert "Nothing was written" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_files_can_be_read_by_everybody_who_may_read_new_files(book, tmp_path):
    write_student_edition(book, tmp_path / "out")
    (tmp_path / "new").write_text("x")
    modes = {path.stat().st_mode for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert modes == {(tmp_path / "new").stat().st_mode}


# --- for teachers


def test_reader_and_student_get_no_page_for_teachers(book, tmp_path):
    reading.update_copy(book, tmp_path / "mine")
    write_student_edition(book, tmp_path / "out")
    assert not list(tmp_path.glob("mine/*.md")) + list(tmp_path.glob("out/*.md"))
    assert len(list(tmp_path.glob("mine/*.ipynb"))) == 2


def test_open_question_is_found_wherever_it_stands(write_notebook, tmp_path):
    cells = [
        new_markdown_cell("# P"),
        new_markdown_cell("## To talk about\n\nWhy *two*?"),
        new_markdown_cell("x"),
    ]
    path = tmp_path / "01_p_practice.ipynb"
    path.write_text(as_text(new_notebook(cells=cells)), encoding="utf-8")
    assert open_question(path) == "Why *two*?"
    assert open_question(tmp_path / "none_practice.ipynb") == ""


def chapters_of_teaching() -> dict[str, str]:
    """What TEACHING.md says of each lesson, by the lesson's title and time."""
    _, *parts = re.split(r"^## (?=\d)", TEACHING.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {part.partition("\n")[0]: part.partition("\n## ")[0] for part in parts}


def lesson_text(path: Path) -> str:
    return " ".join(
        " ".join(c.source for c in read_notebook(path).cells if c.cell_type == "markdown").split()
    )


def test_teaching_names_every_lesson_with_its_time():
    times = [re.search(r"\*\*Time:\*\* (\d+) minutes", lesson_text(path))[1] for path in TAUGHT]
    expected = [f"{title(path)} ({time} minutes)" for path, time in zip(TAUGHT, times, strict=True)]
    assert list(chapters_of_teaching()) == expected


@pytest.mark.parametrize("lesson", TAUGHT, ids=lambda path: path.name)
def test_teaching_asks_what_the_lesson_asks_and_expects_wrong_answers(lesson):
    [said] = [text for head, text in chapters_of_teaching().items() if head.startswith(title(lesson))]
    [question] = re.findall(r"^> (.+)$", said, re.MULTILINE)
    assert question in lesson_text(lesson)
    expected = [part.partition("\n\n")[0] for part in re.split(r"^- ", said, flags=re.MULTILINE)[1:]]
    for prediction, text in zip(chapter_of(lesson).entries("prediction"), expected, strict=True):
        wrong = [option.text for key, option in prediction.options.items() if key != prediction.right]
        assert any(part in plain(text).lower() for each in wrong for part in parts_of(each)), (text, wrong)
        assert not re.search(r"\([a-d]\)|Predict \d", text)


def parts_of(option: str) -> list[str]:
    """What names an option in a sentence: how it begins, or three of its words in a row."""
    words = re.findall(r"[^\s:,;(.]+", option.lower())
    rows = [" ".join(words[n : n + 3]) for n in range(len(words) - 2)]
    return [plain(each) for each in [re.split(r"[:,;(.]", option.lower())[0], *rows]]


def test_explorers_that_teaching_prepares_exist():
    import convbook as cb

    prepared = re.findall(r"`(cb\.explore\(.+?\))`", TEACHING.read_text(encoding="utf-8"))
    assert prepared
    for code in prepared:
        eval(code, {"cb": cb})
