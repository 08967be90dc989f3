"""Exercises that answer: predictions, questions, code and bug hunts, each with feedback of its own.

Every function here shows a card and returns None. None of them raises, whatever a reader hands over.
"""

import inspect
from typing import Any

from IPython.display import display

from ..sentences import exercises as say
from . import record
from .ask import answer_to, recall_card
from .card import Card
from .judge import judge
from .library import CHAPTERS, UnknownNumber, exercise, of_chapter, question, questions
from .report import progress_card

_hints_open: dict[str, int] = {}


def check(number: str, answer: Any) -> None:
    """Try the function `answer` on the inputs of exercise `number`, and say what became of it.

    A function that returns `...` has not been started. An answer that does what a well-known mistake does is
    told so; any other wrong one is shown the smallest input on which it differs.

    >>> from convbook import check
    >>> check("1.1", ...)
    Exercise 1.1: not started. Replace the `...` and run the cell again.
    """

    def card() -> Card:
        verdict = judge(exercise(number), answer)
        if verdict.state != "not started":
            record.keep("exercise", str(number), right=verdict.state == "right", mistake=verdict.mistake)
        return verdict.card

    _show(card)


def hint(number: str) -> None:
    """Open one hint more on exercise `number`: from a question back to the idea, to a faded solution."""

    def card() -> Card:
        hints = exercise(number).words["hints"]
        count = _hints_open[str(number)] = min(_hints_open.get(str(number), 0) + 1, len(hints))
        text, _, code = hints[count - 1].partition("\n\n")
        after = [say.NO_MORE_HINTS.format(number=number)] if count == len(hints) else []
        verdict = say.HINT_TITLE.format(count=count, all=len(hints)) + "."
        return Card("hint", say.EXERCISE.format(number=number), verdict, [text], code=code, after=after)

    _show(card)


def solution(number: str) -> None:
    """Show a worked solution of exercise `number`, and why it is one."""

    def card() -> Card:
        found = exercise(number)
        code = inspect.getsource(found.solution).rstrip()
        return Card(
            "hint",
            say.EXERCISE.format(number=number),
            say.SOLUTION + ".",
            code=code,
            after=[found.words["why"]],
        )

    _show(card)


def predict(number: str, choice: Any = ..., sure: Any = None) -> None:
    """Say what you expect, "a", "b" or "c", and how sure you are, 1 to 3, before the cell shows it.

    >>> from convbook import predict
    >>> predict("1.1", ...)
    Predict 1.1: not answered. For the dots: "a", "b" or "c", and how sure you are, 1 to 3.
    """
    _show(lambda: answer_to("prediction", question("prediction", number), choice, sure))


def quiz(number: str, choice: Any = ...) -> None:
    """Answer a question with choices, "a", "b" or "c"; each choice has an answer of its own."""
    _show(lambda: answer_to("question", question("question", number), choice))


def recall(chapter: int, *choices: Any) -> None:
    """Ask what earlier chapters said, at the start of a new one; `choices` are the answers, in order."""
    known = [number for number in CHAPTERS if of_chapter(questions("recall"), number)]
    if isinstance(chapter, str) and chapter.isdigit():
        chapter = int(chapter)
    if chapter not in known:
        sentence = say.UNKNOWN_CHAPTER.format(found=repr(chapter), chapters=", ".join(map(str, known)))
        return display(Card("open", say.RECALL.format(chapter=chapter), sentence))
    return display(recall_card(chapter, choices))


def progress() -> None:
    """Show, per chapter, what is done, what was wrong although you were sure, and what to come back to."""
    display(progress_card())


def _show(make) -> None:
    try:
        display(make())
    except UnknownNumber as error:
        display(Card("open", str(error), error.nearest))
