"""How an answer did: right, a known mistake, or what exactly differs. Facts only; no words."""

import inspect
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

import numpy as np

from ..words import cached
from .chapter import Exercise, Mistake
from .compare import Difference, difference
from .originals import put_back
from .patterns import pattern
from .run import NOTHING, SECONDS, Outcome, Run, has_dots, line_of, run, short


@dataclass(frozen=True)
class Trial:
    """One input, what the reference returns for it, and what the answer did."""

    arguments: tuple
    expected: Any
    got: Any = NOTHING


@dataclass(frozen=True)
class Finding:
    """How an answer did.

    - `state`: "not started", "not a function", "stopped", "changes its input", "wrong" or "right".
    - `kind`: what exactly was found, and the `facts` to tell about it.
    - `mistake`: the name of the known mistake, if it is one.
    - `difference` and `trial`: how the answer differs, on the smallest input on which it does.
    - `printed`: what the answer printed.
    """

    state: str
    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    mistake: str = ""
    difference: Difference | None = None
    trial: Trial | None = None
    printed: str = ""


NOT_STARTED = Finding("not started", "not_started")


def judge(exercise: Exercise, answer: Any, seconds: float = SECONDS) -> Finding:
    """Compares `answer` with the reference on every probe. Raises nothing, whatever the answer does."""
    if answer is ...:
        return NOT_STARTED
    replaced = put_back()  # before this call, in another cell
    if refused := _refused(exercise, answer):
        return refused
    result = run(answer, exercise.probes, seconds)
    if any(outcome.value is ... for outcome in result.outcomes):
        return NOT_STARTED
    if result.time_up:
        facts = {"seconds": seconds, "still_running": result.still_running}
        return Finding("stopped", "time_up", facts, printed=result.printed)
    replaced += [name for outcome in result.outcomes for name in outcome.replaced]
    if replaced:
        return Finding("stopped", "replaced", {"names": sorted(set(replaced))}, printed=result.printed)
    return replace(_compared(exercise, answer, result), printed=result.printed)


def _refused(exercise: Exercise, answer: Any) -> Finding | None:
    """Why `answer` cannot be called with the exercise's arguments, if it cannot."""
    if issubclass(type(answer), type | ModuleType):
        kind = "is_module" if issubclass(type(answer), ModuleType) else "is_class"
        return Finding("not a function", kind, {"found": _name(answer)})
    if not callable(answer):
        found = run(lambda: answer, ((),))  # its words may never end
        value = found.outcomes[0].value if found.outcomes else NOTHING
        return Finding("not a function", "is_result", {"found": value})
    try:
        signature = inspect.signature(answer)
    except Exception:  # a function written in C, or an object that only looks like one
        return None
    try:
        signature.bind(*exercise.probes[0])
    except TypeError:
        facts = {"expected": exercise.arguments, "found": list(signature.parameters)}
        return Finding("not a function", "arguments", facts)
    return None


def _name(answer: Any) -> str:
    try:
        return str(answer.__name__)
    except Exception:  # a class of classes can forbid it
        return type(answer).__name__


def _compared(exercise: Exercise, answer: Callable, result: Run) -> Finding:
    expected = outcomes_of(exercise, exercise.right)
    differences = [_differs(exercise, *pair) for pair in zip(expected, result.outcomes, strict=True)]
    first = next((n for n, found in enumerate(differences) if found), None)
    if first is None:
        return _right(exercise, result)
    got, found = result.outcomes[first], differences[first]
    trial = Trial(exercise.probes[first], expected[first].value, got.value)
    facts = {"error": short(got)} if got.error is not None else {}
    for name, mistake in exercise.known.items():
        if _is_mistake(exercise, mistake, result.outcomes):
            return Finding("wrong", "mistake", facts, name, found, trial)
    if got.error is not None:
        return _raised(answer, got, trial)
    if name := _returned_argument(exercise, result):
        return Finding("wrong", "input", {"name": name}, "", found, trial)
    if exercise.view is None:
        values = [[outcome.value for outcome in outcomes] for outcomes in (expected, result.outcomes)]
        found = pattern(*values) or found
    return Finding("wrong", "differs", {}, "", found, trial)


def _differs(exercise: Exercise, expected: Outcome, got: Outcome) -> Difference | None:
    if got.error is not None:
        return Difference("raised")
    try:
        wanted, found = (seen(exercise, outcome.value) for outcome in (expected, got))
    except Exception:  # the view met an answer of a form that it does not know
        return Difference("none") if got.value is None else _form(got.value)
    found = difference(wanted, found)
    return Difference("view", place=found.place) if found and exercise.view else found


def _form(value: Any) -> Difference:
    """What is wrong with an answer whose form the exercise's view cannot handle."""
    with suppress(ValueError, TypeError):  # rows of different lengths, or no numbers
        for kind, has in (("nan", np.isnan), ("infinite", np.isinf)):
            if count := int(has(np.asarray(value)).sum()):
                return Difference(kind, {"n": count})
    return Difference("form", {"found": value})


def seen(exercise: Exercise, value: Any) -> Any:
    """A value as the exercise looks at it. Raises whatever its view raises for a value of another form."""
    return exercise.view(value) if exercise.view else value


def _right(exercise: Exercise, result: Run) -> Finding:
    changed = next((outcome.changed for outcome in result.outcomes if outcome.changed is not None), None)
    if changed is not None:
        return Finding("changes its input", "changed_input", {"name": exercise.arguments[changed]})
    return Finding("right", "right", {"n": len(exercise.probes)})


def _raised(answer: Callable, got: Outcome, trial: Trial) -> Finding:
    if issubclass(type(got.error), RecursionError):
        return Finding("stopped", "endless_recursion")
    facts = {"error": short(got)}
    if has_dots(answer):
        return Finding("stopped", "not_finished", facts)
    if where := line_of(got.error, answer):
        return Finding("stopped", "raised_at", {**facts, "line": where[0], "code": where[1]}, trial=trial)
    return Finding("stopped", "raised", facts, trial=trial)


def _returned_argument(exercise: Exercise, result: Run) -> str | None:
    """The name of the argument that every call returned unchanged, if there is one."""
    got = [outcome.value for outcome in result.outcomes]
    for name, given in zip(exercise.arguments, zip(*exercise.probes, strict=True), strict=True):
        are_arrays = all(isinstance(each, np.ndarray) for each in given)
        if are_arrays and not any(difference(*pair) for pair in zip(given, got, strict=True)):
            return name
    return None


@cached()  # errors of the package have words, which are part of an outcome
def outcomes_of(exercise: Exercise, known: Callable) -> list[Outcome]:
    """What the reference or a known mistake does on the probes; it never changes."""
    return run(known, exercise.probes).outcomes


def _is_mistake(exercise: Exercise, mistake: Mistake, got: list[Outcome]) -> bool:
    """Whether the answer does what the mistake does on every probe, or looks right in the mistake's view."""
    if mistake.view is not None:
        wanted = outcomes_of(exercise, exercise.right)
        try:
            wanted = [seen(exercise, outcome.value) for outcome in wanted]
            found = [mistake.view(outcome.value) for outcome in got]
        except Exception:  # an answer of a form that this view does not know
            return False
        return not any(difference(*pair) for pair in zip(wanted, found, strict=True))
    outcomes = outcomes_of(exercise, mistake.answer)
    if all(outcome.error and not outcome.message for outcome in outcomes):
        return False  # any answer that fails everywhere would look like it
    return all(_alike(*pair) for pair in zip(outcomes, got, strict=True))


def _alike(one: Outcome, other: Outcome) -> bool:
    if one.error is not None or other.error is not None:
        return type(one.error) is type(other.error) and one.message in ("", other.message)
    if one.value is None or other.value is None:
        return one.value is other.value
    return one.changed == other.changed and difference(one.value, other.value) is None
