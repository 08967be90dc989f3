"""Which notebooks there are, what they are called, and the line that links them."""

import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from convbook.sentences import book as sentences

START = "00_start_here.ipynb"
PRACTICE = "_practice"
NAVIGATION = "navigation"  # the tag of the two generated cells
SOLUTION = "solution"  # the tag of a worked solution and its explanation


def stored_folder() -> Path:
    """The folder of the book's own notebooks: inside the installed package, or beside it in a clone.

    Raises FileNotFoundError if there is neither.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if (folder / START).exists():
            return folder
    raise FileNotFoundError(sentences.NO_BOOK.format(folder=package.parent / "notebooks"))


def notebooks_in(paths: list[Path]) -> list[Path]:
    """The notebooks that `paths` (files or folders) stand for, in the order of the book."""
    found = []
    for path in paths:
        notebooks = sorted(path.glob("*.ipynb"), key=place) if path.is_dir() else [path]
        if not notebooks or not notebooks[0].is_file():
            raise FileNotFoundError(sentences.NO_NOTEBOOKS.format(path=path))
        found += notebooks
    return found


def place(path: Path) -> tuple[str, bool]:
    """Sort key: by number, the practice notebook after its lesson."""
    return path.stem.removesuffix(PRACTICE), path.stem.endswith(PRACTICE)


def is_lesson(path: Path) -> bool:
    """True for a numbered chapter; the start page and practice notebooks have rules of their own."""
    return bool(re.match(r"\d\d_", path.name)) and path.name != START and not path.stem.endswith(PRACTICE)


def practice_of(lesson: Path) -> Path:
    """Where the practice notebook of a lesson is, if there is one."""
    return lesson.with_stem(lesson.stem + PRACTICE)


def tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def is_navigation(cell: NotebookNode) -> bool:
    return NAVIGATION in tags(cell)


def headings(notebook: NotebookNode) -> list[tuple[int, str]]:
    """(level, text) of every Markdown heading, code blocks apart."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            prose = re.sub(r"^(```|~~~).*?^\1", "", cell.source, flags=re.MULTILINE | re.DOTALL)
            found += [
                (len(marks), text.strip()) for marks, text in re.findall(r"^(#+) (.*)", prose, re.MULTILINE)
            ]
    return found


def title(path: Path) -> str:
    """The text of the notebook's heading of the first level, or the file's name if it has none."""
    notebook = nbformat.read(path, as_version=4)
    return next((text for level, text in headings(notebook) if level == 1), path.stem)


def navigation_line(path: Path) -> str:
    """previous · contents · practice · next, from the order of the files beside `path` and their titles.

    A lesson points to its practice notebook; a practice notebook points back to its lesson.
    """
    lesson = path.with_name(path.name.replace(PRACTICE, ""))
    lessons = sorted(p for p in path.parent.glob("[0-9][0-9]_*.ipynb") if not p.stem.endswith(PRACTICE))
    here = lessons.index(lesson) if lesson in lessons else None
    previous = lessons[here - 1] if here else None
    following = lessons[here + 1] if here is not None and here + 1 < len(lessons) else None
    practice = practice_of(lesson)

    parts = []
    if path != lesson:
        parts.append(sentences.LESSON.format(file=lesson.name))
    elif previous:
        parts.append(sentences.PREVIOUS.format(title=title(previous), file=previous.name))
    if path.name != START:
        parts.append(sentences.CONTENTS.format(file=START))
    if path == lesson and practice.exists():
        parts.append(sentences.PRACTICE.format(file=practice.name))
    if following:
        parts.append(sentences.NEXT.format(title=title(following), file=following.name))
    return sentences.BETWEEN.join(parts)


def with_navigation(notebook: NotebookNode, path: Path) -> NotebookNode:
    """Puts the navigation line of `path` first and last in `notebook`, in place of an older one."""
    line = navigation_line(path)
    first, last = (
        nbformat.v4.new_markdown_cell(line, id=f"{NAVIGATION}-{where}", metadata={"tags": [NAVIGATION]})
        for where in ("top", "bottom")
    )
    notebook.cells = [first, *(cell for cell in notebook.cells if not is_navigation(cell)), last]
    return notebook
