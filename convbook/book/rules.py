"""The rules of a stored notebook, in one place: `convbook verify` and the tests both ask `broken_rules`.

A rule gets a notebook and its path, and yields (cell number or None, what is wrong).
"""

import ast
import base64
import copy
import difflib
import io
import re
import statistics
import tokenize
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from nbformat import NotebookNode

from ..exercises.chapter import KINDS, entries, entry, first_edition
from ..words import ENGLISH, file_of, say
from .clean import PICTURE_KB, WIDGET_VIEW
from .generated import NAVIGATION, kind_of, with_generated
from .notebooks import (
    ASKS,
    KIND_OF_CALL,
    BuildError,
    Problem,
    calls,
    chapter_of,
    code_cells,
    headings,
    is_lesson,
    parsed,
    practice_of,
    read_notebook,
    tags,
)
from .rules_of_words import broken_words

Problems = Iterator[Problem]

LONGEST_CELL, MEDIAN_CELL = 15, 4  # lines of code, blank lines apart
LESSON_WORDS = 3500
WORDS_IN_CODE = 6  # in one comment or one string; code cells are the same in every language of the book
SHORTEST_ALTERNATIVE = 20  # characters
FORBIDDEN = (  # a pattern, and the key of the reason
    (r"\b(Output|interact\w*|clear_output)\b", "output"),
    (r"\b(pyplot|pylab)\b", "pyplot"),
    (r"https?://", "network"),
    (r"np\.random\.(?!default_rng\(\d)\w+", "random"),
)
WORD = re.compile(r"[\u4e00-\u9fff]{1,2}|[^\s\u4e00-\u9fff]+")  # two Chinese characters count as a word
LETTERS = re.compile(r"[^\W\d_]{2}|[\u4e00-\u9fff]")


def broken_rules(notebook: NotebookNode, path: Path) -> list[Problem]:
    """Every broken rule: (number of the cell, or None for the whole notebook, what is wrong)."""
    chapter = chapter_of(path)
    if chapter and (found := broken_words(chapter)):
        return [(None, problem) for problem in found]  # with such words nothing else can be checked
    rules = [counts, outputs, metadata, code, one_title, links]
    rules += [generated, ids_are_known, predictions_stand_alone]
    if is_lesson(path):
        rules.append(everything_has_its_cell)
    if is_lesson(path) and not (chapter and chapter.is_draft):
        rules.append(size_of_a_lesson)
    return [problem for rule in rules for problem in rule(notebook, path)]


def counts(notebook: NotebookNode, path: Path) -> Problems:
    """Every code cell has been run, in order: 1..n."""
    for expected, (number, cell) in enumerate(code_cells(notebook), start=1):
        if cell.execution_count != expected:
            yield number, say("book.rules.not_run", found=cell.execution_count, expected=expected)


def outputs(notebook: NotebookNode, path: Path) -> Problems:
    """No errors, warnings or widget views; every picture is small and has a sentence."""
    for number, cell in code_cells(notebook):
        for output in cell.outputs:
            data = output.get("data", {})
            if output.output_type == "error" and "raises-exception" not in tags(cell):
                yield number, say("book.rules.error_stored", error=output.ename)
            if output.get("name") == "stderr":
                yield number, say("book.rules.warning_stored", text=output.text.strip()[:80])
            if WIDGET_VIEW in data:
                yield number, say("book.rules.widget_view_stored")
            if any(kind.startswith("image/") for kind in data):
                alternative = data.get("text/plain", "")
                if len(alternative) <= SHORTEST_ALTERNATIVE or alternative.startswith("<Figure"):
                    yield number, say("book.rules.picture_without_words", text=alternative)
            kilobytes = len(base64.b64decode(data.get("image/png", ""))) / 1000
            if kilobytes > PICTURE_KB:
                yield number, say("book.rules.picture_too_big", size=round(kilobytes), limit=PICTURE_KB)


def metadata(notebook: NotebookNode, path: Path) -> Problems:
    """The kernel is everybody's python3; no widget state."""
    found = notebook.metadata.get("kernelspec", {}).get("name")
    if found != "python3":
        yield None, say("book.rules.wrong_kernel", found=found)
    if "widgets" in notebook.metadata:
        yield None, say("book.rules.widget_state_stored")


def code(notebook: NotebookNode, path: Path) -> Problems:
    """No trailing semicolon, nothing that nbval cannot check, no network access, no prose."""
    for number, cell in code_cells(notebook):
        if any(line.rstrip().endswith(";") for line in cell.source.splitlines()):
            yield number, say("book.rules.semicolon")
        for pattern, reason in FORBIDDEN:
            for match in re.finditer(pattern, cell.source):
                because = say(f"book.rules.forbidden_because.{reason}")
                yield number, say("book.rules.forbidden", found=match.group(), reason=because)
        for text in _comments_and_strings(cell.source):
            count = sum(1 for word in WORD.findall(text) if LETTERS.search(word))
            if count > WORDS_IN_CODE:
                facts = {"count": count, "limit": WORDS_IN_CODE, "text": text[:60]}
                yield number, say("book.rules.prose_in_code", **facts)


def _comments_and_strings(source: str) -> list[str]:
    """The comments and the string literals; an f-string counts as one, without its expressions."""
    nodes = list(ast.walk(parsed(source)))
    joined = [node for node in nodes if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for string in joined for part in ast.walk(string) if part is not string}
    texts = [" ".join(str(part.value) for part in s.values if isinstance(part, ast.Constant)) for s in joined]
    texts += [
        n.value
        for n in nodes
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in inside
    ]
    tokens = tokenize.generate_tokens(io.StringIO(source if nodes[1:] else "").readline)
    return texts + [token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT]


def one_title(notebook: NotebookNode, path: Path) -> Problems:
    """One heading of the first level."""
    found = sum(1 for level, _ in headings(notebook) if level == 1)
    if found != 1:
        yield None, say("book.rules.headings", found=found)


def links(notebook: NotebookNode, path: Path) -> Problems:
    """Links lead to a file beside this one and, after a #, to one of its headings; pictures have words."""
    for number, cell in enumerate(notebook.cells, start=1):
        prose = re.sub(r"(?s)```.*?```|`[^`\n]*`", "", cell.source) if cell.cell_type == "markdown" else ""
        for bang, text, target in re.findall(r"(!?)\[([^\]]*)\]\(([^)\s]+)[^)]*\)", prose):
            if bang and not text.strip():
                yield number, say("book.rules.image_without_alt", target=target)
            outside = re.match(r"(https?|mailto|attachment):", target)
            if not outside and not _leads_somewhere(target, notebook, path):
                yield number, say("book.rules.link_broken", target=target)


def _leads_somewhere(target: str, notebook: NotebookNode, path: Path) -> bool:
    name, _, fragment = unquote(target).partition("#")
    if "/" in name or (name and not (path.parent / name).is_file()):
        return False  # a reader's copy is one folder, so a link may not leave the folder
    if not fragment:
        return True
    other = read_notebook(path.parent / name) if name else notebook
    anchors = {re.sub(r"[`*]", "", text).replace(" ", "-") for _, text in headings(other)}
    ids = {match for cell in other.cells for match in re.findall(r"\bid=\"([^\"]+)\"", cell.source)}
    return fragment in anchors | ids


def generated(notebook: NotebookNode, path: Path) -> Problems:
    """Generated cells are where they belong, and up to date."""
    try:
        fresh = with_generated(copy.deepcopy(notebook), path)
    except BuildError as error:
        yield from error.problems
        return
    pairs = zip([*notebook.cells, {}], [*fresh.cells, {}], strict=False)
    for number, (old, new) in enumerate(pairs, start=1):
        if any(old.get(part) != new.get(part) for part in ("source", "metadata", "id")):
            yield number, say("book.rules.not_generated")
            return


def ids_are_known(notebook: NotebookNode, path: Path) -> Problems:
    """Whatever `cb.check` and the like name exists, and is named by id: old numbers are for old copies."""
    known = {kind: [each.id for each in entries(kind)] for kind in KINDS}
    known["recall"] = [int(each.number.partition(".")[0]) for each in entries("recall")]
    for number, cell in enumerate(notebook.cells, start=1):
        marked = kind_of(cell)[1]
        for call, name in [*([("check", marked)] if marked else []), *calls(cell)]:
            kind = KIND_OF_CALL[call]
            if name not in known[kind]:
                near = difflib.get_close_matches(str(name), map(str, known[kind]), n=1, cutoff=0)
                nearest = first_edition(kind, str(name))[0] or "".join(near)
                yield number, say("book.rules.unknown", call=call, name=repr(name), nearest=nearest)


def predictions_stand_alone(notebook: NotebookNode, path: Path) -> Problems:
    """The output of a demonstration is not in the same cell as the question that it answers."""
    for number, cell in code_cells(notebook):
        if "predict" in dict(calls(cell)) and len(parsed(cell.source).body) > 1:
            yield number, say("book.rules.not_alone")


def everything_has_its_cell(notebook: NotebookNode, path: Path) -> Problems:
    """Each exercise and question of the chapter is in its notebooks, once, in the order of its words."""
    chapter, practice = chapter_of(path), practice_of(path)
    if not chapter:
        yield None, say("book.rules.no_words", file=file_of(f"chapters/{path.stem}", ENGLISH))
        return
    cells = notebook.cells + (read_notebook(practice).cells if practice.exists() else [])
    authors = [cell for cell in cells if cell.cell_type == "code" and not kind_of(cell)[0]]
    stand = [f"cb.{call}({name!r})" for cell in authors for call, name in calls(cell)]
    stand += [f"<!-- exercise: {kind_of(cell)[1]} -->" for cell in cells if kind_of(cell)[0] == "task"]
    words = file_of(chapter.place, ENGLISH)
    for each in [each for kind in KINDS for each in chapter.entries(kind)]:
        if (other := entry(each.kind, each.id).number) != each.number:
            yield None, say("book.rules.id_twice", file=words, name=each.id, other=other)
    ids = {kind: [each.id for each in chapter.entries(kind)] for kind in KINDS}
    ids["recall"] = [chapter.number] if ids["recall"] else []  # one call for all of them
    forms = {f"cb.{call}({{!r}})": kind for call, kind in ASKS.items()}
    for form, kind in {"<!-- exercise: {} -->": "exercise", **forms}.items():
        wanted = [form.format(each) for each in ids[kind]]
        found = [cell for cell in stand if cell in wanted]
        for cell, name in zip(wanted, ids[kind], strict=True):
            if cell not in found:
                yield None, say("book.rules.not_placed", file=words, name=name, cell=cell)
        in_order = zip([cell for cell in wanted if cell in found] + [None], found, strict=False)
        for cell in [cell for should_stand, cell in in_order if cell != should_stand][:1]:
            yield None, say("book.rules.out_of_order", file=words, cell=cell)


def size_of_a_lesson(notebook: NotebookNode, path: Path) -> Problems:
    """At most 3,500 words; code cells of at most 15 lines, half of them of at most 4."""
    prose = [each for each in notebook.cells if each.cell_type == "markdown" and NAVIGATION not in tags(each)]
    words = sum(len(WORD.findall(cell.source)) for cell in prose)
    if words > LESSON_WORDS:
        yield None, say("book.rules.word_count", found=words, limit=LESSON_WORDS)
    lines = {number: len(re.findall(r"(?m)^.*\S", cell.source)) for number, cell in code_cells(notebook)}
    for number in [number for number, count in lines.items() if count > LONGEST_CELL]:
        yield number, say("book.rules.too_long", found=lines[number], limit=LONGEST_CELL)
    if lines and (median := statistics.median(lines.values())) > MEDIAN_CELL:
        yield None, say("book.rules.median_too_long", found=median, limit=MEDIAN_CELL)
