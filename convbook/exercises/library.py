"""Finds exercises, predictions and questions by their number."""

import difflib
from collections.abc import Iterable
from functools import cache
from importlib import import_module

from ..sentences import exercises as say
from .model import Exercise, Question

CHAPTERS = {
    0: "start_here",
    1: "slide_a_window",
    2: "find_the_edges",
    3: "pad_the_border",
    4: "stack_the_channels",
    5: "take_bigger_strides",
    6: "multiply_matrices",
}


class UnknownNumber(LookupError):
    """There is no exercise, prediction or question of this number; `nearest` says which there is."""

    def __init__(self, kind: str, number: object, nearest: str):
        super().__init__(say.UNKNOWN.format(kind=say.KINDS[kind], number=number))
        words = say.NUMBER_IN_QUOTES if isinstance(number, float) else say.NEAREST
        self.nearest = words.format(nearest=nearest)


@cache
def exercises() -> dict[str, Exercise]:
    """Every coding exercise of the book, by number."""
    found = {}
    for chapter in CHAPTERS.values():
        words = import_module(f"convbook.sentences.exercises.{chapter}").EXERCISES
        for exercise in import_module(f".{chapter}", __package__).EXERCISES:
            exercise.words.update(words[exercise.number])
            found[exercise.number] = exercise
    return found


@cache
def questions(kind: str) -> dict[str, Question]:
    """Every "prediction", "question" or "recall" of the book, by number."""
    name = {"prediction": "PREDICTIONS", "question": "QUESTIONS", "recall": "RECALL"}[kind]
    found = {}
    for chapter in CHAPTERS.values():
        words = getattr(import_module(f"convbook.sentences.exercises.{chapter}"), name)
        found.update({number: Question.from_words(number, each) for number, each in words.items()})
    return found


def exercise(number: str) -> Exercise:
    """The exercise of this number. Raises UnknownNumber."""
    return _named("exercise", number, exercises())


def question(kind: str, number: str) -> Question:
    """The prediction or question of this number. Raises UnknownNumber."""
    return _named(kind, number, questions(kind))


def of_chapter(known: Iterable[str], chapter: int | str) -> list[str]:
    """Those numbers that belong to a chapter.

    >>> of_chapter(["1.2", "2.1", "12.1"], 2)
    ['2.1']
    """
    return [number for number in known if number.startswith(f"{chapter}.")]


def _named(kind: str, number: object, known: dict):
    if isinstance(number, str) and number in known:
        return known[number]
    chapter = str(number).partition(".")[0]
    near = of_chapter(known, chapter) or list(known)
    nearest = difflib.get_close_matches(str(number), near, n=1, cutoff=0)
    raise UnknownNumber(kind, number, (nearest or near)[0])
