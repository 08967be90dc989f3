"""The notebooks of the book: where they are, how they are read and written, what stands in them."""

import ast
import re
import warnings
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.warnings import MissingIDFieldWarning

from ..exercises.chapter import Chapter, chapters
from ..words import say

START = "00_start_here.ipynb"
NOTATION = "notation.ipynb"  # the page of symbols and terms, which every notebook links to
PRACTICE = "_practice"
SOLUTION = "solution"  # the tag of a worked solution and of the reason for it
ASKS = {"check": "exercise", "predict": "prediction", "quiz": "question", "recall": "recall"}
KIND_OF_CALL = {**ASKS, "hint": "exercise", "solution": "exercise"}

Problem = tuple[int | None, str]  # the number of a cell, or None for the whole notebook, and what is wrong


class BuildError(Exception):
    """A notebook could not be built; `problems` say where and why."""

    def __init__(self, path: Path, *problems: Problem):
        super().__init__("\n".join(in_words(path, *problem) for problem in problems))
        self.problems = list(problems)


def in_words(path: Path, cell: int | None, text: str) -> str:
    """The sentence that names a problem of the notebook at `path`."""
    key = "problem_in_cell" if cell else "problem"
    return say(f"book.verify.{key}", name=path.name, cell=cell, text=text)


def stored_folder() -> Path:
    """The folder of the book's own notebooks: inside the installed package, or beside it in a clone.

    Raises FileNotFoundError if there is neither.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if (folder / START).exists():
            return folder
    raise FileNotFoundError(say("book.read.no_book", folder=package.parent / "notebooks"))


def notebooks_in(paths: list[Path]) -> list[Path]:
    """The notebooks that `paths` (files or folders) stand for, in the order of the book."""
    found = []
    for path in paths:
        notebooks = sorted(path.glob("*.ipynb"), key=place) if path.is_dir() else [path]
        if not notebooks or not notebooks[0].is_file():
            raise FileNotFoundError(say("book.build.no_notebooks", path=path))
        found += notebooks
    return found


def lessons_in(folder: Path) -> list[Path]:
    """The start page and the lessons, in their order."""
    return [path for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")) if path == lesson_of(path)]


def place(path: Path) -> tuple[str, bool]:
    """Sort key: by number, the practice notebook after its lesson, a page without a number last."""
    return lesson_of(path).stem, path != lesson_of(path)


def is_lesson(path: Path) -> bool:
    """True for a numbered chapter; the start page and practice notebooks have rules of their own."""
    return bool(re.match(r"\d\d_", path.name)) and path.name != START and path == lesson_of(path)


def lesson_of(path: Path) -> Path:
    """The lesson that a practice notebook belongs to; any other notebook itself."""
    return path.with_stem(path.stem.removesuffix(PRACTICE))


def practice_of(lesson: Path) -> Path:
    """Where the practice notebook of a lesson is, if there is one."""
    return lesson.with_stem(lesson.stem + PRACTICE)


def chapter_of(path: Path) -> Chapter | None:
    """The chapter whose name the notebook has; None if there is no such chapter."""
    return next((chapter for chapter in chapters() if chapter.name == lesson_of(path).stem), None)


def read_notebook(path: Path) -> NotebookNode:
    """The notebook, in format 4. Raises BuildError with the reason if it is none."""
    try:
        with warnings.catch_warnings(category=MissingIDFieldWarning, action="ignore"):  # a build gives ids
            notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        return notebook
    except (ValueError, TypeError, AttributeError, KeyError, nbformat.ValidationError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise BuildError(path, (None, say("book.build.not_a_notebook", error=reason))) from error


def as_text(notebook: NotebookNode) -> str:
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def code_cells(notebook: NotebookNode) -> list[tuple[int, NotebookNode]]:
    """The code cells, with their numbers among all cells."""
    return [(n, cell) for n, cell in enumerate(notebook.cells, start=1) if cell.cell_type == "code"]


def texts(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def parsed(source: str) -> ast.Module:
    """The Python of a cell, without IPython's own lines; empty if it is no Python."""
    try:
        return ast.parse(re.sub(r"^\s*[%!].*", "", source, flags=re.MULTILINE))
    except SyntaxError:
        return ast.Module([], [])


def calls(cell: NotebookNode) -> list[tuple[str, Any]]:
    """Each call of `cb.check` and its like: its name, and the literal that it names an exercise by.

    In a text, what stands between backticks counts.

    >>> calls(nbformat.v4.new_code_cell('cb.check("pad_edge", pad_edge)'))
    [('check', 'pad_edge')]
    """
    found = []
    for code in [cell.source] if cell.cell_type == "code" else re.findall(r"`(cb\.[^`\n]+)`", cell.source):
        for node in ast.walk(parsed(code)):
            match node:
                case ast.Call(ast.Attribute(ast.Name("cb"), name), [ast.Constant(named), *_]):
                    found += [(name, named)] if name in KIND_OF_CALL and named is not ... else []
    return found


def headings(notebook: NotebookNode) -> list[tuple[int, str]]:
    """(level, text) of every Markdown heading, code blocks apart."""
    prose = re.sub(r"^(```|~~~).*?^\1", "", "\n\n".join(texts(notebook)), flags=re.MULTILINE | re.DOTALL)
    return [(len(marks), text.strip()) for marks, text in re.findall(r"^(#+) (.*)", prose, re.MULTILINE)]


def title(path: Path) -> str:
    """The text of the notebook's heading of the first level, or the file's name if it has none."""
    return next((text for level, text in headings(read_notebook(path)) if level == 1), path.stem)
