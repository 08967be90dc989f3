"""What a chapter's folder holds: exercises in `answers.py`, questions and all words in `words.en.toml`.

Exercises and questions go by their ids. Their numbers follow from their place in the file of words and are
only shown. Numbers of the first edition still work, through the table in `first_edition.toml`.
"""

import difflib
import inspect
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from ..words import ENGLISH, PACKAGE, cached, file_of, say, words_of

KINDS = {"prediction": "predictions", "question": "questions", "recall": "recall", "exercise": "exercises"}
LETTERS = "abcdefgh"


class Mistake(NamedTuple):
    """A known wrong answer, as code.

    In a task with many right answers, `view` is how an answer looks to somebody with this misconception.
    A wrong answer that looks right in this view is this mistake.
    """

    answer: Callable
    view: Callable | None = None


class Exercise:
    """A function that the reader writes. As a decorator it turns the worked solution into an exercise.

    - `probes`: the arguments that an answer is tried on, the smallest first. Without arguments: `()`.
    - `reference`: what an answer must equal; by default the solution.
    - `view`: what is compared. By default the value; in a task with many right answers, its effect.

    >>> @Exercise(probes=((3,), (4,)))
    ... def double(n):
    ...     return 2 * n
    >>> double.mistakes(squared=lambda n: n**2)
    >>> double.id, double(5), list(double.known)
    ('double', 10, ['squared'])
    """

    def __init__(self, *, probes: tuple = ((),), reference: Callable | None = None, view=None):
        self.probes, self.reference, self.view = probes, reference, view
        self.known: dict[str, Mistake] = {}  # an answer is compared with these, in this order

    def __call__(self, *arguments):
        """The first call receives the solution; every later call runs it."""
        if hasattr(self, "solution"):
            return self.solution(*arguments)
        (self.solution,) = arguments
        self.id = self.solution.__name__
        self.right = self.reference or self.solution
        return self

    def mistakes(self, **answers) -> None:
        """Known wrong answers by name: functions, or pairs of a function and its view."""
        for name, answer in answers.items():
            self.known[name] = Mistake(*answer) if isinstance(answer, tuple) else Mistake(answer)

    def mistake(self, answer: Callable) -> Callable:
        """As a decorator: a known wrong answer under its own name."""
        self.known[answer.__name__] = Mistake(answer)
        return answer

    @property
    def arguments(self) -> list[str]:
        return list(inspect.signature(self.solution).parameters)

    @property
    def code(self) -> str:
        """The worked solution as a reader would write it."""
        source = inspect.getsource(self.solution)
        return source[source.index("def ") :].rstrip()


class Option(NamedTuple):
    """A possible answer: its text, the feedback for choosing it, and its misconception ("M7") or ""."""

    text: str
    say: str
    misconception: str = ""


@dataclass(frozen=True)
class Entry:
    """One exercise or question of a chapter: its words, and its code if it is an exercise.

    `order` holds the keys of a question's options as they are shown.
    """

    kind: str
    id: str
    number: str
    words: dict = field(repr=False)
    exercise: Exercise | None = field(default=None, repr=False)
    order: str = ""

    @property
    def chapter(self) -> int:
        return int(self.number.partition(".")[0])

    @property
    def title(self) -> str:
        return say(f"exercises.titles.{self.kind}", number=self.number)

    @property
    def ask(self) -> str:
        return self.words["ask"]

    @property
    def again(self) -> str:
        """What a question asks when it comes back in another chapter, away from its place."""
        return self.words.get("again", self.ask)

    @property
    def right(self) -> str:
        return self.words["right"]

    @property
    def options(self) -> dict[str, Option]:
        return {key: Option(**self.words[key]) for key in self.order}

    def letter(self, key: str) -> str:
        """The letter under which an option is shown."""
        return LETTERS[self.order.index(key)]

    def key(self, letter: Any) -> str | None:
        """The option that somebody means by "b", "B" or "(b)"; None if there is no such option."""
        letter = letter.strip().strip("()").lower() if isinstance(letter, str) else ""
        place = LETTERS.find(letter) if len(letter) == 1 else -1
        return self.order[place] if 0 <= place < len(self.order) else None


@dataclass(frozen=True)
class Chapter:
    """A chapter, named after its folder, whose name its notebooks share."""

    name: str

    @property
    def number(self) -> int:
        return int(self.name[:2])

    @property
    def place(self) -> str:
        """Where its words are, as `convbook.words` wants to know."""
        return f"chapters/{self.name}"

    @property
    def words(self) -> dict:
        """All its words. Raises OSError or TOMLDecodeError if even the English ones cannot be read."""
        return words_of(self.place)

    @property
    def is_draft(self) -> bool:
        return bool(self.words.get("draft", False))

    def answers(self) -> dict[str, Exercise]:
        """The exercises that its `answers.py` defines, by id; none if there is no such file."""
        return _answers(self.name)

    def entries(self, kind: str) -> list[Entry]:
        """Its exercises or questions of a kind, in their order, numbered."""
        code, found = self.answers() if kind == "exercise" else {}, []
        for n, (name, words) in enumerate(self.words.get(KINDS[kind], {}).items(), start=1):
            order = "".join(key for key in LETTERS if key in words)
            found.append(Entry(kind, name, f"{self.number}.{n}", words, code.get(name), order))
        return found


@cache
def _answers(name: str) -> dict[str, Exercise]:
    if not (PACKAGE / "chapters" / name / "answers.py").exists():
        return {}
    found = vars(import_module(f"convbook.chapters.{name}.answers")).values()
    return {each.id: each for each in found if isinstance(each, Exercise)}


def chapters() -> list[Chapter]:
    """Every chapter of the book, found by its folder."""
    found = [Chapter(folder.name) for folder in sorted((PACKAGE / "chapters").glob("[0-9][0-9]_*"))]
    return [chapter for chapter in found if file_of(chapter.place, ENGLISH).exists()]


class Unknown(LookupError):
    """There is no exercise or question with this name; `nearest` is the closest id that exists."""

    def __init__(self, kind: str, name: object, nearest: str):
        super().__init__(kind, name, nearest)
        self.kind, self.name, self.nearest = kind, name, nearest


@cached()
def _all(kind: str) -> dict[str, Entry]:
    found = {}
    for chapter in chapters():
        with suppress(Exception):  # a broken one does not take the others with it; `verify` names the file
            found |= {entry.id: entry for entry in chapter.entries(kind)}
    return found


def entries(kind: str) -> list[Entry]:
    """Every exercise or question of a kind in the book, in order."""
    return list(_all(kind).values())


@cached()
def _found(kind: str, name: str) -> Entry | None:
    """The exercise or question of this id. Of all chapters only those that name it are read and imported."""
    for chapter in reversed(chapters()):  # of two with one id, `_all` has the last
        with suppress(Exception):  # as in `_all`
            if name in file_of(chapter.place, ENGLISH).read_text(encoding="utf-8"):
                return next(each for each in chapter.entries(kind) if each.id == name)
    return None


def entry(kind: str, name: object) -> Entry:
    """The exercise or question of this id, or of this number of the first edition. Raises Unknown.

    A question that is asked for by its old number has its options in their old order.
    """
    if isinstance(name, str):
        old, order = first_edition(kind, name)
        if found := _found(kind, old or name):
            return replace(found, order=order) if order else found
    known = _all(kind)
    numbers = {each.number: each.id for each in known.values()}
    near = difflib.get_close_matches(str(name), [*known, *numbers], n=1, cutoff=0) or [next(iter(known), "")]
    raise Unknown(kind, name, numbers.get(near[0], near[0]))


def exercise(name: object) -> Entry:
    """The exercise of this id, or of this number of the first edition. Raises Unknown.

    >>> exercise("brightest").number
    '0.1'
    """
    found = entry("exercise", name)
    if found.exercise is None:
        raise Unknown("exercise", name, name)
    return found


@cache
def _first_edition() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "first_edition.toml").read_text(encoding="utf-8"))


def first_edition(kind: str, number: str) -> tuple[str | None, str]:
    """The id of what had this number in the first edition, and the keys of its options in their old order."""
    found = _first_edition()[kind].get(number)
    return (found, "") if found is None or isinstance(found, str) else tuple(found)
