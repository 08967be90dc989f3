"""What became of an answer: right, a mistake that is known, or what exactly differs."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from ..sentences import exercises as say
from .card import Card, Table, tables_of
from .compare import Difference, described, difference, same
from .model import Exercise, Mistake
from .run import NOTHING, SECONDS, Outcome, Run, ends_in_dots, has_dots, line_of, run, short


@dataclass(frozen=True)
class Verdict:
    """`state` is "not started", "not a function", "stopped", "changes its input", "wrong" or "right".

    `mistake` is the name of the known mistake, if it is one.
    """

    state: str
    card: Card
    mistake: str = ""


def judge(exercise: Exercise, answer: Any, seconds: float = SECONDS) -> Verdict:
    """Compares `answer` with the reference on every probe. Raises nothing, whatever the answer does."""
    if answer is ...:
        return _not_started(exercise)
    if refusal := _refusal(exercise, answer):
        return _verdict(exercise, "not a function", [refusal])
    result = run(answer, exercise.probes, seconds)
    if ends_in_dots(result):
        return _not_started(exercise)
    verdict = _by_outcome(exercise, answer, result)
    if result.printed:
        more = say.PRINTED_MORE if len(result.printed) > 100 else ""
        text = " ".join(result.printed[:100].split()) + more
        verdict.card.after.insert(0, say.PRINTED.format(text=text))
    return verdict


def _by_outcome(exercise: Exercise, answer: Callable, result: Run) -> Verdict:
    if result.time_up:
        lines = [say.TIME_UP.format(seconds=SECONDS)] + [say.STILL_RUNNING] * result.still_running
        return _verdict(exercise, "stopped", lines)
    expected = _outcomes(exercise, exercise.right)
    differences = [_differs(exercise, *pair) for pair in zip(expected, result.outcomes, strict=True)]
    first = next((n for n, found in enumerate(differences) if found), None)
    if first is None:
        return _right(exercise, result)
    place = _input_and_values(exercise, first, expected[first], result.outcomes[first])
    error = result.outcomes[first].error
    for mistake in exercise.mistakes:
        if _is_mistake(exercise, mistake, result.outcomes):
            misconception, sentence = exercise.words["mistakes"][mistake.name]
            verdict = (
                say.MISTAKE.format(name=say.MISCONCEPTIONS[misconception]) if misconception else say.NOT_YET
            )
            lines = [sentence] if error is None else [sentence, say.RAISED.format(error=short(error))]
            return _verdict(exercise, "wrong", lines, *place, verdict=verdict, mistake=mistake.name)
    if error is not None:
        return _stopped(exercise, answer, error, place)
    unchanged = _returned_argument(exercise, first, result.outcomes[first].value)
    sentence = say.GOT_INPUT.format(name=unchanged) if unchanged else differences[first].sentence
    return _verdict(exercise, "wrong", [sentence], *place)


def _returned_argument(exercise: Exercise, n: int, value: Any) -> str | None:
    """The name of the argument that came back as it was, if one did."""
    for name, argument in zip(_names(exercise.solution), exercise.probes[n], strict=True):
        if isinstance(argument, np.ndarray) and difference(argument, value) is None:
            return name
    return None


def _differs(exercise: Exercise, expected: Outcome, got: Outcome) -> Difference | None:
    if got.error is not None:
        return Difference(short(got.error))
    try:
        wanted, found = (_seen(exercise.view, outcome.value) for outcome in (expected, got))
    except Exception:  # the view met an answer of a form that it does not know
        if got.value is None:
            return Difference(say.GOT_NONE)
        return Difference(say.GOT_FORM.format(form=exercise.words["form"], found=described(got.value)))
    found = difference(wanted, found)
    if found and exercise.view is not None:
        return Difference(say.GOT_PROPERTIES if "asks" in exercise.words else say.GOT_VIEW, found.place)
    return found


def _seen(view: Callable | None, value: Any) -> Any:
    return value if view is None else view(value)


def _right(exercise: Exercise, result: Run) -> Verdict:
    changed = next((outcome.changed for outcome in result.outcomes if outcome.changed is not None), None)
    if changed is not None:
        name = _names(exercise.solution)[changed]
        return _verdict(exercise, "changes its input", [say.CHANGED_INPUT.format(name=name)])
    count = len(exercise.probes)
    lines = [say.RIGHT_ON.format(count=count)] if count > 1 else []
    lines.append(say.SOLUTION_WHY.format(number=exercise.number))
    title = say.EXERCISE.format(number=exercise.number)
    return Verdict("right", Card("right", title, say.RIGHT, lines))


@cache
def _outcomes(exercise: Exercise, known: Callable) -> list[Outcome]:
    """What the reference or a known mistake does on the probes: always the same."""
    return run(known, exercise.probes).outcomes


def _is_mistake(exercise: Exercise, mistake: Mistake, got: list[Outcome]) -> bool:
    """Whether the answer does what the mistake does on every probe, or is right in its eyes."""
    if mistake.view is not None:
        wanted = _outcomes(exercise, exercise.right)
        try:
            pairs = [
                (_seen(exercise.view, w.value), mistake.view(g.value))
                for w, g in zip(wanted, got, strict=True)
            ]
        except Exception:  # an answer of a form that this view does not know
            return False
        return not any(difference(*pair) for pair in pairs)
    outcomes = _outcomes(exercise, mistake.answer)
    if all(outcome.error for outcome in outcomes) and not any(str(outcome.error) for outcome in outcomes):
        return False  # to stop somehow on every input tells nothing
    return all(_alike(*pair) for pair in zip(outcomes, got, strict=True))


def _alike(one: Outcome, other: Outcome) -> bool:
    if one.error is not None or other.error is not None:
        return type(one.error) is type(other.error) and str(one.error) in ("", str(other.error))
    if one.value is None or other.value is None:
        return one.value is other.value
    return one.changed == other.changed and difference(one.value, other.value) is None


# --- cards


def _verdict(
    exercise: Exercise, state: str, lines: list[str], tables=(), more=(), *, verdict=say.NOT_YET, mistake=""
):
    after = [say.HINT.format(number=exercise.number)] if exercise.words["hints"] else []
    title = say.EXERCISE.format(number=exercise.number)
    return Verdict(state, Card("wrong", title, verdict, [*lines, *more], list(tables), "", after), mistake)


def _not_started(exercise: Exercise) -> Verdict:
    title = say.EXERCISE.format(number=exercise.number)
    return Verdict("not started", Card("open", title, say.NOT_STARTED))


def _stopped(exercise: Exercise, answer: Callable, error: BaseException, place: tuple) -> Verdict:
    if isinstance(error, RecursionError):
        return _verdict(exercise, "stopped", [say.ENDLESS_RECURSION])
    if has_dots(answer):
        return _verdict(exercise, "stopped", [], verdict=say.NOT_FINISHED.format(error=short(error)))
    where = line_of(error, answer)
    sentence = say.RAISED.format(error=short(error))
    if where:
        sentence = say.RAISED_AT.format(error=short(error), line=where[0], code=where[1])
    return _verdict(exercise, "stopped", [sentence], *place)


def _refusal(exercise: Exercise, answer: Any) -> str | None:
    """Why `answer` cannot be called at all, as one sentence."""
    if inspect.isclass(answer):
        return say.IS_CLASS.format(found=answer.__name__)
    if inspect.ismodule(answer):
        return say.IS_MODULE.format(found=answer.__name__)
    if not callable(answer):
        return say.IS_RESULT.format(found=described(answer))
    try:
        inspect.signature(answer).bind(*exercise.probes[0])
    except TypeError:
        return say.ARGUMENTS.format(expected=_arguments(exercise.solution), found=_arguments(answer))
    except ValueError:  # a function written in C does not tell its arguments
        return None
    return None


def _names(function: Callable) -> list[str]:
    return list(inspect.signature(function).parameters)


def _arguments(function: Callable) -> str:
    names = _names(function)
    return say.ARGUMENT_LIST.format(names=", ".join(names)) if names else say.NO_ARGUMENTS


def _input_and_values(
    exercise: Exercise, n: int, expected: Outcome, got: Outcome
) -> tuple[list[Table], list[str]]:
    """Tables and lines that show one probe, what is expected of it, and what came."""
    tables, lines = [], []
    for name, value in zip(_names(exercise.solution), exercise.probes[n], strict=True):
        shown = tables_of(name, value) if isinstance(value, np.ndarray) else []
        tables += shown
        if not shown:
            lines.append(say.ONE_ARGUMENT.format(name=name, value=described(value)))
    if got.value is NOTHING:
        return tables, _on_input(lines, tables)
    try:
        wanted, found = (_seen(exercise.view, outcome.value) for outcome in (expected, got))
    except Exception:  # an answer of a form that cannot be shown; the sentence says so
        return tables, _on_input(lines, tables)
    if isinstance(wanted, np.ndarray) and isinstance(found, np.ndarray) and found.dtype.kind in "biuf":
        marked = ~same(wanted, found) if wanted.shape == found.shape else None
        names = (say.EXPECTED, say.GOT) if exercise.view is None else (say.EXPECTED_VIEW, say.VIEW)
        tables += tables_of(names[0], wanted, marked) + tables_of(names[1], found, marked)
    elif isinstance(wanted, np.ndarray):
        pass  # what came is no array, and the sentence says so
    elif "asks" in exercise.words:
        lines += [_property(*each) for each in zip(exercise.words["asks"], wanted, found, strict=True)]
    else:
        lines += [
            say.ONE_ARGUMENT.format(name=name, value=described(value))
            for name, value in ((say.EXPECTED, wanted), (say.GOT, found))
        ]
    return tables, _on_input(lines, tables) if exercise.probes[n] else lines


def _property(ask: str, wanted: Any, found: Any) -> str:
    """One property that the task asks for, and whether the answer has it."""
    has = difference(wanted, found) is None
    if isinstance(wanted, bool | np.bool):
        return (say.HAS if has else say.LACKS).format(ask=ask)
    words = say.HAS_VALUE if has else say.LACKS_VALUE
    return words.format(ask=ask, wanted=described(wanted), found=described(found))


def _on_input(lines: list[str], tables: list[Table]) -> list[str]:
    return [say.ON_INPUT, *lines] if lines or tables else []
