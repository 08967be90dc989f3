"""What exercises and questions are made of. Their words stand in `convbook.sentences.exercises`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer, as code. Its function's name is the key of its words.

    In a task with many right answers, `view` says what somebody with this misconception believes of an
    answer: one that is right in that view, and in no other, is this mistake.
    """

    answer: Callable
    view: Callable | None = None

    @property
    def name(self) -> str:
        return self.answer.__name__


@dataclass(frozen=True, eq=False)
class Exercise:
    """A function that the reader writes.

    - `solution`: the worked solution, which `cb.solution` shows.
    - `probes`: the arguments that it is tried on, the smallest first. Without arguments: `()`.
    - `mistakes`: what a wrong answer is compared with, in this order.
    - `reference`: what the answer must equal; by default the solution.
    - `view`: what is compared. By default the value; in a task with many right answers, what it does.
    """

    number: str
    solution: Callable
    probes: tuple[tuple, ...] = ((),)
    mistakes: tuple[Mistake, ...] = ()
    reference: Callable | None = None
    view: Callable | None = None
    words: dict = field(default_factory=dict)

    @property
    def right(self) -> Callable:
        return self.reference or self.solution


class Option(NamedTuple):
    """A possible answer: its text, what to say to whoever chose it, and its misconception ("M7") or ""."""

    text: str
    feedback: str
    misconception: str = ""


@dataclass(frozen=True)
class Question:
    """A prediction, or a question with choices; `options` go by their letters."""

    number: str
    ask: str
    right: str
    options: dict[str, Option]
    again: str  # what it asks when it comes back in another chapter, away from its place

    @classmethod
    def from_words(cls, number: str, words: dict) -> "Question":
        options = {letter: Option(*option) for letter, option in words["options"].items()}
        return cls(number, words["ask"], words["right"], options, words.get("again", words["ask"]))
