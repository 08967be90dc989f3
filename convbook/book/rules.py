"""The rules of a stored notebook, in one place: `convbook verify` and the tests both ask `broken_rules`.

A rule gets a notebook and its path, and yields (cell number or None, what is wrong). Navigation cells are
generated, so they count neither as cells nor as words.
"""

import ast
import base64
import inspect
import io
import re
import statistics
import tokenize
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import nbformat
from nbformat import NotebookNode

from convbook.exercises.library import exercise as find_exercise
from convbook.exercises.library import question as find_question
from convbook.sentences import book as sentences
from convbook.sentences import exercises as say

from .chapters import SOLUTION, headings, is_lesson, is_navigation, navigation_line, tags
from .clean import PICTURE_KB, WIDGET_VIEW

Problems = Iterator[tuple[int | None, str]]

LONGEST_CELL, MEDIAN_CELL = 15, 4  # lines of code, blank lines apart
LESSON_CELLS = (24, 40)
LESSON_WORDS = (1000, 2000)
WORDS_IN_CODE = 6  # in one comment or one string; code cells are the same in every language of the book
SHORTEST_ALTERNATIVE = 20  # characters
FORBIDDEN = (
    (r"\b(Output|interact\w*|clear_output)\b", sentences.FORBIDDEN_OUTPUT),
    (r"\b(pyplot|pylab)\b", sentences.FORBIDDEN_PYPLOT),
    (r"https?://", sentences.FORBIDDEN_NETWORK),
    (r"np\.random\.(?!default_rng\(\d)\w+", sentences.FORBIDDEN_RANDOM),
)
WORD = re.compile(r"[\u4e00-\u9fff]{1,2}|[^\s\u4e00-\u9fff]+")  # two Chinese characters count as a word
LETTERS = re.compile(r"[^\W\d_]{2}|[\u4e00-\u9fff]")


def broken_rules(notebook: NotebookNode, path: Path) -> list[tuple[int | None, str]]:
    """Every broken rule: (number of the cell, or None for the whole notebook, what is wrong)."""
    rules = [counts, outputs, metadata, code, one_title, navigation, links, asked, solved]
    if is_lesson(path):
        rules.append(size_of_a_lesson)
    return [problem for rule in rules for problem in rule(notebook, path)]


def counts(notebook: NotebookNode, path: Path) -> Problems:
    """Every code cell has been run, in order: 1..n."""
    for expected, (number, cell) in enumerate(_code_cells(notebook), start=1):
        if cell.execution_count != expected:
            yield number, sentences.NOT_RUN.format(found=cell.execution_count, expected=expected)


def outputs(notebook: NotebookNode, path: Path) -> Problems:
    """No errors, warnings or widget views; every picture is small and has a sentence."""
    for number, cell in _code_cells(notebook):
        for output in cell.outputs:
            data = output.get("data", {})
            if output.output_type == "error" and "raises-exception" not in tags(cell):
                yield number, sentences.ERROR_STORED.format(error=output.ename)
            if output.get("name") == "stderr":
                yield number, sentences.WARNING_STORED.format(text=output.text.strip()[:80])
            if WIDGET_VIEW in data:
                yield number, sentences.WIDGET_VIEW_STORED
            if any(kind.startswith("image/") for kind in data):
                alternative = data.get("text/plain", "")
                if len(alternative) <= SHORTEST_ALTERNATIVE or alternative.startswith("<Figure"):
                    yield number, sentences.PICTURE_WITHOUT_WORDS.format(text=alternative)
            kilobytes = len(base64.b64decode(data.get("image/png", ""))) / 1000
            if kilobytes > PICTURE_KB:
                yield number, sentences.PICTURE_TOO_BIG.format(size=round(kilobytes), limit=PICTURE_KB)


def metadata(notebook: NotebookNode, path: Path) -> Problems:
    """The kernel is everybody's python3; no widget state."""
    found = notebook.metadata.get("kernelspec", {}).get("name")
    if found != "python3":
        yield None, sentences.WRONG_KERNEL.format(found=found)
    if "widgets" in notebook.metadata:
        yield None, sentences.WIDGET_STATE_STORED


def code(notebook: NotebookNode, path: Path) -> Problems:
    """No trailing semicolon, nothing that nbval cannot check, no network, no prose; at most 15 lines."""
    for number, cell in _code_cells(notebook):
        if any(line.rstrip().endswith(";") for line in cell.source.splitlines()):
            yield number, sentences.SEMICOLON
        for pattern, reason in FORBIDDEN:
            for match in re.finditer(pattern, cell.source):
                yield number, sentences.FORBIDDEN.format(found=match.group(), reason=reason)
        for text in _comments_and_strings(cell.source):
            count = sum(1 for word in WORD.findall(text) if LETTERS.search(word))
            if count > WORDS_IN_CODE:
                yield number, sentences.PROSE_IN_CODE.format(count=count, limit=WORDS_IN_CODE, text=text[:60])
        if is_lesson(path) and lines_of_code(cell) > LONGEST_CELL:
            yield number, sentences.TOO_LONG.format(found=lines_of_code(cell), limit=LONGEST_CELL)


def _comments_and_strings(source: str) -> list[str]:
    """The comments and the string literals; an f-string counts as one, without its expressions."""
    source = re.sub(r"^\s*[%!].*", "", source, flags=re.MULTILINE)  # IPython's own lines are not Python
    tree = ast.parse(source)
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for string in joined for part in ast.walk(string) if part is not string}
    texts = [" ".join(str(part.value) for part in s.values if isinstance(part, ast.Constant)) for s in joined]
    texts += [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside
    ]
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return texts + [token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT]


def one_title(notebook: NotebookNode, path: Path) -> Problems:
    """One heading of the first level."""
    found = sum(1 for level, _ in headings(notebook) if level == 1)
    if found != 1:
        yield None, sentences.HEADINGS.format(found=found)


def navigation(notebook: NotebookNode, path: Path) -> Problems:
    """The generated line, first and last."""
    line = navigation_line(path)
    for where, index in (("first", 0), ("last", -1)):
        cell = notebook.cells[index] if notebook.cells else None
        if cell is None or not is_navigation(cell) or cell.source != line:
            yield None, sentences.NAVIGATION_WRONG.format(place=where)


def links(notebook: NotebookNode, path: Path) -> Problems:
    """Links lead to a file beside this one and, after a #, to one of its headings; pictures have words."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "markdown":
            continue
        prose = re.sub(r"(?s)```.*?```|`[^`\n]*`", "", cell.source)
        for bang, text, target in re.findall(r"(!?)\[([^\]]*)\]\(([^)\s]+)[^)]*\)", prose):
            if bang and not text.strip():
                yield number, sentences.IMAGE_WITHOUT_ALT.format(target=target)
            if not re.match(r"(https?|mailto|attachment):", target) and not _leads_somewhere(
                target, notebook, path
            ):
                yield number, sentences.LINK_BROKEN.format(target=target)


def _leads_somewhere(target: str, notebook: NotebookNode, path: Path) -> bool:
    name, _, fragment = unquote(target).partition("#")
    if "/" in name or (name and not (path.parent / name).is_file()):
        return False  # a reader's copy is one folder, so a link may not leave the folder
    if not fragment:
        return True
    other = nbformat.read(path.parent / name, as_version=4) if name else notebook
    anchors = {re.sub(r"[`*]", "", text).replace(" ", "-") for _, text in headings(other)}
    ids = {match for cell in other.cells for match in re.findall(r"\bid=\"([^\"]+)\"", cell.source)}
    return fragment in anchors | ids


def asked(notebook: NotebookNode, path: Path) -> Problems:
    """Above each `predict` and `quiz` stands the question, in the words that its answers belong to."""
    prose = ""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "markdown":
            prose += " ".join(cell.source.split()) + " "
            continue
        for call, which in re.findall(r"\bcb\.(predict|quiz)\(\"([\d.]+)\"", cell.source):
            title, *lines = asked_in_words({"predict": "prediction", "quiz": "question"}[call], which)
            if not all(line in prose[prose.rfind(title) :] for line in (title, *lines)):
                yield number, sentences.NOT_ASKED.format(title=title, words=" / ".join(lines))


def asked_in_words(kind: str, number: str) -> list[str]:
    """The lines of a question as a notebook shows them: its title with what it asks, then its options."""
    question = find_question(kind, number)
    title = {"prediction": say.PREDICTION, "question": say.QUESTION}[kind].format(number=number)
    options = [f"- ({letter}) {option.text}" for letter, option in question.options.items()]
    return [f"**{title}**", question.ask, *options]


def solved(notebook: NotebookNode, path: Path) -> Problems:
    """After each `check` comes the worked solution: its reason, then its code, in a cell that is folded."""
    for index, cell in enumerate(notebook.cells):
        for which in re.findall(
            r"\bcb\.check\(\"([\d.]+)\"", cell.source if cell.cell_type == "code" else ""
        ):
            exercise = find_exercise(which)
            why, code = (notebook.cells[index + 1 :] + [NotebookNode(source="", metadata={})] * 2)[:2]
            words = sentences.WORKED_SOLUTION.format(why=exercise.words["why"])
            if SOLUTION not in tags(why) or why.source != words:
                yield index + 2, sentences.NOT_EXPLAINED.format(number=which, words=words)
            if SOLUTION not in tags(code) or inspect.getsource(exercise.solution).strip() not in code.source:
                yield index + 3, sentences.NOT_SOLVED.format(number=which)


def size_of_a_lesson(notebook: NotebookNode, path: Path) -> Problems:
    """24 to 40 cells, 1,000 to 2,000 words; half of the code cells have at most 4 lines."""
    own_cells = [cell for cell in notebook.cells if not is_navigation(cell)]
    words = sum(len(WORD.findall(cell.source)) for cell in own_cells if cell.cell_type == "markdown")
    for found, (low, high), sentence in (
        (len(own_cells), LESSON_CELLS, sentences.CELL_COUNT),
        (words, LESSON_WORDS, sentences.WORD_COUNT),
    ):
        if not low <= found <= high:
            yield None, sentence.format(found=found, low=low, high=high)
    lines = [lines_of_code(cell) for _, cell in _code_cells(notebook)]
    if lines and statistics.median(lines) > MEDIAN_CELL:
        yield None, sentences.MEDIAN_TOO_LONG.format(found=statistics.median(lines), limit=MEDIAN_CELL)


def lines_of_code(cell: NotebookNode) -> int:
    return sum(1 for line in cell.source.splitlines() if line.strip())


def _code_cells(notebook: NotebookNode) -> list[tuple[int, NotebookNode]]:
    return [(n, cell) for n, cell in enumerate(notebook.cells, start=1) if cell.cell_type == "code"]
