"""The cells of a notebook that a build writes, from the words and the code of its chapter.

An author places a marker, `<!-- exercise: pad_edge -->`, and below it a cell that calls `cb.check`. A build
puts the statement in the marker's place, and the folded solution with its reason behind the check. Such a
cell bears a hash of what was generated: a text that still has its hash is renewed; one that was edited is
reported, and nothing is written. Below a solution an author may add code.
"""

import hashlib
import re
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from ..exercises.chapter import Entry
from ..words import ENGLISH, file_of, say
from .clean import tidy
from .notebooks import (
    NOTATION,
    SOLUTION,
    START,
    BuildError,
    calls,
    chapter_of,
    lesson_of,
    lessons_in,
    practice_of,
    read_notebook,
    tags,
    texts,
    title,
)
from .rules_of_words import broken_words

MARKER = re.compile(r"<!-- (?:exercise: (\w+)|chapters) -->")
TABLE_IN_README = re.compile(r"(?<=<!-- chapters -->\n\n).*?(?=\n\n<!-- end of chapters -->)", re.DOTALL)
NAVIGATION = "navigation"  # the tag of the first and the last cell


def kind_of(cell: NotebookNode) -> tuple[str, str]:
    """What is generated in a cell, and the exercise that it belongs to; empty if the cell is an author's."""
    if cell.cell_type == "markdown" and (marker := MARKER.fullmatch(cell.source.strip())):
        return ("task", marker[1]) if marker[1] else ("chapters", "")
    known = cell.metadata.get("convbook", {})
    return known.get("generated", ""), known.get("exercise", "")


def with_generated(notebook: NotebookNode, path: Path) -> NotebookNode:
    """Renews the generated cells of `notebook`, in place. Raises BuildError if one of them was edited."""
    chapter = chapter_of(path)
    if chapter and (found := broken_words(chapter)):
        raise BuildError(path, *((None, problem) for problem in found))
    exercises = {entry.id: entry for entry in chapter.entries("exercise")} if chapter else {}
    numbers = {id(cell): number for number, cell in enumerate(notebook.cells, start=1)}
    cells = _with_solutions([cell for cell in notebook.cells if NAVIGATION not in tags(cell)], exercises)
    edited = []
    for cell in cells:
        kind, name = kind_of(cell)
        known = name in exercises or kind == "chapters"
        if known and not _renew(cell, kind, name, tidy(_text(kind, exercises.get(name), path))):
            folder = file_of(f"chapters/{lesson_of(path).stem}", ENGLISH).parent
            edited.append(
                (numbers[id(cell)], say(f"book.generated.edited.{kind}", exercise=name, folder=folder))
            )
    if edited:
        raise BuildError(path, *edited)
    line, metadata = navigation_line(path), {"tags": [NAVIGATION]}
    ends = [new_markdown_cell(line, id=f"{NAVIGATION}-{end}", metadata=metadata) for end in ("top", "bottom")]
    notebook.cells = [ends[0], *cells, ends[1]]
    return notebook


def _with_solutions(cells: list[NotebookNode], exercises: dict[str, Entry]) -> list[NotebookNode]:
    """The cells in their order, the reason and the solution of each exercise behind its check."""
    checks: dict[str, int] = {}  # where an exercise is checked first
    for place, cell in enumerate(cells):
        if cell.cell_type == "code" and not kind_of(cell)[0]:
            names = [name for call, name in calls(cell) if call == "check" and name in exercises]
            checks |= {name: place for name in names if name not in checks}
    held = {kind_of(cell): cell for cell in cells if kind_of(cell)[0] in ("reason", "solution")}
    held = {key: cell for key, cell in held.items() if key[1] in checks}
    moved, found = {id(cell) for cell in held.values()}, []
    for place, cell in enumerate(cells):
        found += [] if id(cell) in moved else [cell]
        for key in [(kind, n) for n, at in checks.items() if at == place for kind in ("reason", "solution")]:
            new = new_markdown_cell if key[0] == "reason" else new_code_cell
            fresh = new(metadata={"convbook": {"generated": key[0], "exercise": key[1]}})
            found.append(held.get(key, fresh))
    return found


def _text(kind: str, entry: Entry | None, path: Path) -> str:
    """What a build writes into a cell of this kind today."""
    if kind == "chapters":
        return table_of_chapters([each for each in lessons_in(path.parent) if each.name != START])
    if kind == "task":
        return say("book.generated.task", title=entry.title, task=entry.words["task"])
    return say("book.generated.reason", why=entry.words["why"]) if kind == "reason" else entry.exercise.code


def _renew(cell: NotebookNode, kind: str, name: str, text: str) -> bool:
    """Brings the generated part of a cell up to date. False, and nothing is changed, if it was edited."""
    known, source = cell.metadata.get("convbook", {}), tidy(cell.source)
    lines, length = source.split("\n"), text.count("\n") + 1
    count, is_gone = len(lines), not source or bool(MARKER.fullmatch(source))
    if kind == "solution":  # the function comes first; what follows is the author's
        count = length if f"{source}\n".startswith(f"{text}\n") else known.get("lines", length)
        if is_gone := not re.search(rf"^def {name}\(", source, re.MULTILINE):
            count, lines = 0, ["", "", *lines] if source else []
    own = "\n".join(lines[:count])
    if not is_gone and own != text and _hash(own) != known.get("hash"):
        return False
    cell.source = "\n".join([text, *lines[count:]])
    cell.id = f"{name}-{kind}" if name else kind
    cell.metadata["convbook"] = {"generated": kind, "exercise": name, "hash": _hash(text)}
    if kind in ("reason", "solution"):
        cell.metadata["tags"] = [*tags(cell), *([] if SOLUTION in tags(cell) else [SOLUTION])]
    if kind == "solution":
        cell.metadata["convbook"]["lines"] = length
        cell.metadata["jupyter"] = {"source_hidden": True}
    return True


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def navigation_line(path: Path) -> str:
    """previous · contents · notation · practice · next, from the files beside `path` and their titles.

    A lesson points to its practice notebook; a practice notebook points back to its lesson.
    """
    lesson, lessons = lesson_of(path), lessons_in(path.parent)
    here = lessons.index(lesson) if lesson in lessons else len(lessons)
    parts = []
    if path != lesson:
        parts.append(say("book.navigation.lesson", file=lesson.name))
    elif 0 < here < len(lessons):
        previous = lessons[here - 1]
        parts.append(say("book.navigation.previous", title=title(previous), file=previous.name))
    if path.name != START:
        parts.append(say("book.navigation.contents", file=START))
    if path.name != NOTATION and path.with_name(NOTATION).exists():
        parts.append(say("book.navigation.notation", file=NOTATION))
    if path == lesson and practice_of(lesson).exists():
        parts.append(say("book.navigation.practice", file=practice_of(lesson).name))
    for following in lessons[here + 1 : here + 2]:
        parts.append(say("book.navigation.next", title=title(following), file=following.name))
    return say("book.navigation.between").join(parts)


def table_of_chapters(lessons: list[Path], link: str = "") -> str:
    """A row for each lesson: its title, its question (the first line in bold), and what it ends with."""
    rows = [say("book.generated.table_head"), "|---|---|---|"]
    for path in lessons:
        bold = re.search(r"^\*\*(.+?)\*\*$", "\n".join(texts(read_notebook(path))), re.MULTILINE)
        facts = {"question": bold[1] if bold else "", "ends_with": _ends_with(path)}
        rows.append(say("book.generated.table_row", title=title(path), file=link + path.name, **facts))
    return "\n".join(rows)


def _ends_with(path: Path) -> str:
    try:
        return chapter_of(path).words.get("ends_with", "")
    except (AttributeError, OSError, ValueError):  # a lesson without words, or with broken ones
        return ""


def readme_of(folder: Path) -> Path:
    return folder.parent / "README.md"


def renewed_readme(folder: Path) -> str:
    """README with today's table of chapters; empty if there is no README, or if its table is today's."""
    old = readme_of(folder).read_text(encoding="utf-8") if readme_of(folder).exists() else ""
    try:
        table = table_of_chapters(lessons_in(folder), f"{folder.name}/") if old else ""
    except BuildError:  # a damaged notebook, which is named when its turn comes
        return ""
    new = TABLE_IN_README.sub(lambda _: table, old)
    return new if new != old else ""
