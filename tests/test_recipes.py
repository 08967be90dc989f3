"""The recipes of .github/CONTRIBUTING.md, followed to the letter in a copy of the book; one step left out.

A step names one file in backticks, says where in it, and shows what to write in fenced blocks; or it shows a
command. A second Python, which imports the copy, builds it and says what its rules find: this file is that
program too (`work`, below).
"""

import importlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import traceback
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).parents[1]
NEXT = len(list((ROOT / "convbook" / "chapters").glob("[0-9][0-9]_*")))  # the next free number of a chapter
STEP = re.compile(r"^\d+\. (.+?)(?=^\d+\. |^(?! |$))", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """One step of a recipe. Without a file its blocks are commands."""

    number: int
    text: str
    file: str
    blocks: list[tuple[str, str]]  # language, and what to write


def recipes() -> dict[str, list[Step]]:
    """The steps of each recipe, by the recipe's heading."""
    text = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    text = text.replace("07_leave_holes", f"{NEXT:02}_leave_holes").replace("# 7. Leave", f"# {NEXT}. Leave")
    found = {}
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        if steps := [step(n, each) for n, each in enumerate(STEP.findall(f"{body}\nend"), start=1)]:
            found[heading] = steps
    return found


def step(number: int, source: str) -> Step:
    text = " ".join(BLOCK.sub("", source).split())
    blocks = [(language, textwrap.dedent(written)) for language, written in BLOCK.findall(source)]
    files = re.findall(r"`((?:convbook|notebooks)/[\w./]+)`", text)
    return Step(number, text, files[0] if files else "", blocks)


RECIPES = recipes()
EXPLORER, EXERCISE, CHAPTER, LANGUAGE = RECIPES
CHAPTER_IN_PATH = re.compile(r"\d\d_[a-z_]+?(?=_practice|[./])")


def carry_out(book: Path, step: Step) -> list[str]:
    """Does what a step says in the copy; returns the commands that are to be run."""
    if not step.file:
        return [line for _, written in step.blocks for line in written.splitlines()]
    file, place = book / step.file, re.search(r"(above|below) the (?:line|cell) `([^`]+)`", step.text)
    is_new = bool(re.search(rf"new (file|notebook) `{re.escape(step.file)}`", step.text))
    assert is_new == (not file.exists()), step.text
    assert place or is_new or "at the end of" in step.text, step.text
    file.parent.mkdir(exist_ok=True)
    (write_cells if file.suffix == ".ipynb" else write_text)(file, step, place)
    return []


def write_text(file: Path, step: Step, place: re.Match | None) -> None:
    [(_, written)] = step.blocks
    text = f"{file.read_text(encoding='utf-8')}\n" if file.exists() else ""
    if place:
        assert place[1] == "above"
        assert text.count(f"\n{place[2]}\n") == 1
        text = text.removesuffix("\n").replace(f"\n{place[2]}\n", f"\n{written}\n{place[2]}\n")
    else:
        text += written
    file.write_text(text, encoding="utf-8")


def write_cells(file: Path, step: Step, place: re.Match | None) -> None:
    notebook = nbformat.read(file, as_version=4) if file.exists() else new_notebook()
    at = len(notebook.cells)
    if place:
        assert place[1] == "below"
        [at] = [n for n, cell in enumerate(notebook.cells, start=1) if cell.source == place[2]]
    new = {"markdown": new_markdown_cell, "python": new_code_cell}
    notebook.cells[at:at] = [new[language](written.rstrip("\n")) for language, written in step.blocks]
    nbformat.write(notebook, file)


# --- the program in the second Python


def work() -> None:
    """Answers each line of stdin, a job as JSON, with a line of JSON."""
    answers = sys.stdout
    for line in sys.stdin:
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            try:
                answer = do(**json.loads(line))
            except Exception:
                answer = {"problems": [traceback.format_exc()]}
        print(json.dumps({"said": said.getvalue(), **answer}), file=answers, flush=True)


def do(commands: list[str], to_run: list[str], rules_of: list[str], proof: str) -> dict[str, Any]:
    """Runs the commands in a fresh convbook, notebooks only if they are `to_run`; asks the rules.

    These are the rules of the book as a whole, and of the notebooks of the chapters `rules_of`; none: of all.
    """
    for name in [name for name in sys.modules if name.partition(".")[0] == "convbook"]:
        del sys.modules[name]
    importlib.invalidate_caches()
    from convbook import book
    from convbook.book import build, notebooks, rules, verify

    run = build._run
    build._run = lambda notebook, path: run(notebook, path) if path.name in to_run else None
    codes = [book.main(command.split()[1:]) for command in commands]
    folder = notebooks.stored_folder()
    assert folder == Path("notebooks").resolve()
    problems = verify.broken_book(folder)
    for path in sorted(folder.glob("*.ipynb")):
        if rules_of and notebooks.lesson_of(path).stem not in rules_of:
            continue
        found = rules.broken_rules(notebooks.read_notebook(path), path)
        problems += [notebooks.in_words(path, *problem) for problem in found]
    return {"codes": codes, "problems": problems, "proof": PROOFS[proof]() if proof else {}}


def explorer_works() -> dict[str, Any]:
    import convbook as cb

    explorer = cb.explore("holes", dilation=1)
    same = bool((explorer.output == cb.conv2d(explorer._module.cup(2, 9, 9, 12), [[1] * 3] * 3)).all())
    explorer.set(dilation=4, i=5, j=2)
    labels = {name: control.description for name, control in explorer.controls.items()}
    lit = explorer.frame.lit()
    return {
        "is the convolution": same,
        "sentence": repr(explorer),
        "labels": labels,
        "panels": {
            panel.key: [panel.title, panel.caption, panel.lines[-1]] for panel in explorer.frame.panels
        },
        "lit": sorted(lit["input"]),
        "shape": explorer.output.shape,
    }


def exercise_works() -> dict[str, Any]:
    from convbook.exercises.chapter import entry, exercise
    from convbook.exercises.judge import judge

    counted = exercise("count_invented").exercise
    known = {name: judge(counted, each.answer).mistake for name, each in counted.known.items()}
    asked = entry("question", "pixels_in_a_frame")
    return {
        "states": [judge(counted, each).state for each in (counted.solution, lambda H, W, P: ...)],
        "mistakes are told apart": all(name == found for name, found in known.items()),
        "numbers": [exercise("count_invented").number, asked.number],
        "right": asked.options[asked.right].text,
    }


def chapter_works() -> dict[str, Any]:
    from convbook.exercises.chapter import chapters

    return {"chapters": [chapter.name for chapter in chapters() if chapter.is_draft]}


def language_works() -> dict[str, Any]:
    import convbook as cb
    from convbook.words import languages, say

    spot = cb.explore("spot")
    cb.language("pig")
    shown = io.StringIO()
    with redirect_stdout(shown):
        cb.hint("brightest")
    return {
        "languages": languages(),
        "said": [say("words.example", n=n) for n in (1, 4)],
        "titles": [cb.explore("spot").frame.panels[n].title for n in (0, 1)],
        "before": spot.frame.panels[0].title,
        "hint": shown.getvalue(),
    }


PROOFS: dict[str, Callable[[], dict]] = {
    EXPLORER: explorer_works,
    EXERCISE: exercise_works,
    CHAPTER: chapter_works,
    LANGUAGE: language_works,
}


# --- the tests


class Bench:
    """A copy of the book, made anew for each job, and the second Python that works in it."""

    def __init__(self, folder: Path):
        self.book = folder / "book"
        self.renew()
        environment = {**os.environ, "PYTHONPATH": str(self.book), "PYTHONIOENCODING": "utf-8"}
        program = [sys.executable, str(Path(__file__).resolve())]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
        self.worker = subprocess.Popen(program, cwd=self.book, env=environment, **pipes)
        self.old = set(self.ask()["problems"])  # none, in a book that is built

    def renew(self) -> None:
        for name in ("convbook", "notebooks"):
            shutil.rmtree(self.book / name, ignore_errors=True)
            shutil.copytree(ROOT / name, self.book / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        shutil.copy(ROOT / "README.md", self.book)

    def ask(self, commands=(), to_run=(), rules_of=(), proof="") -> dict[str, Any]:
        job = {"commands": [*commands], "to_run": [*to_run], "rules_of": [*rules_of], "proof": proof}
        print(json.dumps(job), file=self.worker.stdin, flush=True)
        return json.loads(self.worker.stdout.readline())

    def follow(self, recipe: str, left_out: int = 0) -> dict[str, Any]:
        """Carries out the steps in a new copy. The problems in the answer are those that came with them.

        With all its steps, the recipe's notebooks are run, all rules are asked, and its proof is taken.
        """
        self.renew()
        steps = [step for step in RECIPES[recipe] if step.number != left_out]
        commands = [line for step in steps for line in carry_out(self.book, step)]
        if left_out:
            chapters = CHAPTER_IN_PATH.findall(" ".join(step.file for step in RECIPES[recipe]))
            answer = self.ask(commands, rules_of=chapters)
        else:
            touched = [Path(step.file).name for step in steps if step.file.startswith("notebooks")]
            answer = self.ask(commands, touched, proof=recipe)
        answer["problems"] = [each for each in answer["problems"] if each not in self.old]
        return answer


@pytest.fixture(scope="module")
def bench(tmp_path_factory) -> Iterator[Bench]:
    bench = Bench(tmp_path_factory.mktemp("recipes"))
    yield bench
    bench.worker.communicate(timeout=30)


def test_there_are_four_recipes_and_every_step_changes_something():
    assert [heading.split()[2].strip(",") for heading in RECIPES] == [
        "explorer",
        "exercise",
        "chapter",
        "language",
    ]
    assert all(step.blocks for steps in RECIPES.values() for step in steps)


def test_the_explorer_is_short():
    [(_, written)] = RECIPES[EXPLORER][0].blocks
    assert len(written.splitlines()) <= 60


def test_explorer(bench):
    answer = bench.follow(EXPLORER)
    assert (answer["codes"], answer["problems"]) == ([0], []), answer
    proof = answer["proof"]
    assert proof["is the convolution"]
    assert proof["shape"] == [1, 4]
    assert "spread over 9×9" in proof["sentence"]
    assert "There is no output (5, 2)" in proof["sentence"]
    assert list(proof["labels"].values()) == ["dilation", "i, output row", "j, output column"]
    assert all(words for panel in proof["panels"].values() for words in panel)
    assert proof["lit"] == [12 * row + column for row in (0, 4, 8) for column in (2, 6, 10)]


def test_exercise(bench):
    answer = bench.follow(EXERCISE)
    assert (answer["codes"], answer["problems"]) == ([0], []), answer
    proof = answer["proof"]
    assert proof["states"] == ["right", "not started"]
    assert proof["mistakes are told apart"]
    assert proof["right"] == "34"
    cells = nbformat.read(bench.book / "notebooks" / "03_pad_the_border_practice.ipynb", as_version=4).cells
    ids = {cell.id: cell.source for cell in cells}
    assert f"Exercise {proof['numbers'][0]}" in ids["count_invented-task"]
    assert ids["count_invented-solution"].startswith("def count_invented(H, W, P):")
    assert "(H + 2P)(W + 2P)" in ids["count_invented-reason"]


def test_chapter(bench):
    answer = bench.follow(CHAPTER)
    assert (answer["codes"], answer["problems"]) == ([0], []), answer
    assert answer["proof"]["chapters"] == [f"{NEXT:02}_leave_holes"]
    notebook = nbformat.read(bench.book / "notebooks" / f"{NEXT:02}_leave_holes.ipynb", as_version=4)
    assert notebook.cells[-2].outputs[0].data["text/plain"] == "10"
    assert notebook.cells[0].source.startswith("[← ")


def test_language(bench):
    answer = bench.follow(LANGUAGE)
    proof = answer["proof"]
    assert proof["languages"] == ["en", "pig"]
    assert proof["said"] == ["1 indowway", "4 indowsway"]
    assert proof["titles"] == ["ethay otophay", "what the window holds"]
    assert proof["before"] == "the photo"
    assert "ackblay" in proof["hint"]
    # Chapter 0 is done. What is left is to be translated, and no more than that.
    left = answer["problems"]
    assert all("pig.toml" in each and "00_start_here" not in each for each in left)
    assert [each for each in left if "explorers.spot.photo.caption: " in each]
    assert all(each.endswith(": is missing") for each in left if "pig.toml, line " in each)


# What is named when a step is left out: a file, a key or an id.
NAMED = {
    EXPLORER: [
        "explorer 'holes'",
        "words/en.toml",
        "explorers/holes.py",
        "05_take_bigger_strides_practice.ipynb",
    ],
    EXERCISE: [
        "exercises.count_invented",
        "exercises.count_invented",
        "count_invented",
        "pixels_in_a_frame",
        "pixels_in_a_frame",
        "03_pad_the_border_practice.ipynb",
    ],
    CHAPTER: [
        f"{NEXT:02}_leave_holes/words.en.toml",
        f"{NEXT:02}_leave_holes.ipynb",
        f"{NEXT:02}_leave_holes.ipynb",
    ],
    LANGUAGE: ["words/pig.toml", "00_start_here/words.pig.toml"],
}


@pytest.mark.parametrize(
    ("recipe", "left_out"),
    [(recipe, step.number) for recipe, steps in RECIPES.items() for step in steps],
    ids=lambda value: str(value).replace(" ", "_"),
)
def test_a_step_left_out_is_reported_with_a_sentence(bench, recipe, left_out):
    answer = bench.follow(recipe, left_out)
    said = [*answer["said"].splitlines(), *answer["problems"]]
    assert "Traceback" not in "\n".join(said)
    named = [each for each in said if NAMED[recipe][left_out - 1] in each.replace("\\", "/")]
    assert answer["problems"]
    assert named, said


if __name__ == "__main__":
    work()
