"""Exercises that give feedback: predictions, questions, code and bug hunts.

Every function here shows a card and returns None. None of them raises an error, whatever a reader passes in.
"""

import re
from collections.abc import Callable
from typing import Any

from IPython.display import display

from ..words import say
from . import record
from .card import Card
from .cards import card_of
from .chapter import Unknown, chapters, entry, exercise
from .judge import judge

LOOP = re.compile(r"^\s+(for|while)\b", re.MULTILINE)
_hints_open: dict[str, int] = {}


def check(name: str, answer: Any) -> None:
    """Try the function `answer` on the inputs of the exercise `name`, and say how it did.

    A function that returns `...` counts as not started. For an answer that makes a common mistake, the card
    names the mistake; for any other wrong answer it shows the smallest input on which the result differs.

    >>> from convbook import check
    >>> check("brightest", ...)
    Exercise 0.1: not started. Replace the `...` and run the cell again.
    """

    def card() -> Card:
        entry = exercise(name)
        finding = judge(entry.exercise, answer)
        if finding.state != "not started":
            record.keep("exercise", entry.id, right=finding.state == "right", mistake=finding.mistake)
        return card_of(entry, finding)

    _show(card)


def hint(name: str) -> None:
    """Open the next hint for the exercise `name`: first a question about the idea, last a faded solution."""

    def card() -> Card:
        entry = exercise(name)
        hints = entry.words["hints"]
        count = _hints_open[entry.id] = min(_hints_open.get(entry.id, 0) + 1, len(hints))
        sentence, _, code = hints[count - 1].partition("\n\n")
        after = [say("exercises.hints.no_more", id=entry.id)] if count == len(hints) else []
        after += [say("exercises.hints.restart")] if LOOP.search(entry.exercise.code) else []
        verdict = say("exercises.hints.title", count=count, all=len(hints))
        return Card("hint", entry.title, verdict, [sentence], code=code, after=after)

    _show(card)


def solution(name: str) -> None:
    """Show a worked solution of the exercise `name`, and explain why it works."""

    def card() -> Card:
        entry = exercise(name)
        verdict, why = say("exercises.hints.solution"), entry.words["why"]
        return Card("hint", entry.title, verdict, code=entry.exercise.code, after=[why])

    _show(card)


def predict(name: str, choice: Any = ..., sure: Any = None) -> None:
    """Ask for a prediction before the next cell shows the outcome: say how sure you are, then click.

    You can type it instead: "a", "b" or "c", and how sure you are, 1 to 3.

    >>> from convbook import predict
    >>> predict("how_many_outputs")
    Predict 1.1: How many outputs will there be?
     (a) 2
     (b) 3
     (c) 5, one for each number
    """
    _ask("prediction", name, choice, sure)


def quiz(name: str, choice: Any = ...) -> None:
    """Ask a question with choices; each has its own feedback. You can type your answer: "a", "b" or "c"."""
    _ask("question", name, choice)


def recall(chapter: int, *choices: Any) -> None:
    """Ask about earlier chapters at the start of a new one; `choices` are typed answers, in order."""
    from .opening import RecallCard

    if isinstance(chapter, str) and chapter.isdigit():
        chapter = int(chapter)
    if not any(each.number == chapter and each.entries("recall") for each in chapters()):
        known = [each.number for each in chapters() if each.entries("recall")]
        among = say("exercises.ask.between").join(map(str, known))
        sentence = say("exercises.unknown.chapter", found=repr(chapter), chapters=among)
        return display(Card("open", say("exercises.titles.recall", chapter=chapter), sentence))
    card = RecallCard(chapter)
    for each, choice in zip(card.cards, choices, strict=False):
        if choice is not ...:
            each.typed(choice)
    return display(card)


def progress() -> None:
    """Show, per chapter, what is done, what you were sure of but got wrong, and what to look at again."""
    from .report import progress_card

    display(progress_card())


def _ask(kind: str, name: str, choice: Any, sure: Any = None) -> None:
    from .ask import QuestionCard

    def card() -> QuestionCard:
        made = QuestionCard(entry(kind, name))
        if choice is not ...:
            made.typed(choice, sure)
        return made

    _show(card)


def _show(make: Callable[[], Any]) -> None:
    """Shows a card, and any news about the reader's progress file."""
    try:
        display(make())
    except Unknown as error:
        which = "nearest" if isinstance(error.name, str) else "in_quotes"
        title = say(f"exercises.unknown.{error.kind}", name=error.name)
        display(Card("open", title, say(f"exercises.unknown.{which}", nearest=error.nearest)))
    for sentence in record.news():
        display(Card("open", say("exercises.titles.progress"), sentence))
