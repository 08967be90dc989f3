"""Answers to the exercises of the lessons."""

import inspect
from collections.abc import Callable

from ..sentences import exercises as say


def check(number: str, answer: Callable) -> None:
    """Say whether exercise `number` has been started; a function that returns `...` has not.

    >>> from convbook import check
    >>> check("1.1", lambda window, kernel: ...)
    Exercise 1.1: not started. Replace the `...` and run the cell again.
    """
    sentence = say.NOT_STARTED if _is_stub(answer) else say.NO_CHECKER
    print(sentence.format(number=number))


def _is_stub(answer: object) -> bool:
    """Whether `answer` is `...`, or a function that has nothing but `...` to return."""
    if answer is ...:
        return True
    code = getattr(answer, "__code__", None)
    return inspect.iscode(code) and any(constant is ... for constant in code.co_consts)
