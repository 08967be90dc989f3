"""What the cards say about an answer: one function turns a finding into a card."""

from typing import Any

import numpy as np

from ..words import say
from .card import ALL_DIGITS, DIGITS, Card, Table, tables_of, written
from .chapter import Entry
from .compare import Difference, difference, same
from .judge import Finding, Trial, seen
from .plain import Thing
from .run import NOTHING

LONGEST = 60  # characters of a value that is written out
MOST_PRINTED = 100
MANY = 8  # values of a tuple, above which it is only named


def card_of(entry: Entry, finding: Finding) -> Card:
    """The card that responds to an answer to this exercise."""
    if finding.state == "not started":
        return Card("open", entry.title, say("exercises.verdicts.not_started"))
    printed = [_printed(finding.printed)] if finding.printed else []
    if finding.state == "right":
        n = finding.facts["n"]
        lines = [say("exercises.findings.right_on", n=n)] if n > 1 else []
        lines.append(say("exercises.findings.solution_why", id=entry.id))
        return Card("right", entry.title, say("exercises.verdicts.right"), lines, after=printed)
    tables, shown = _trial_in_words(entry, finding.trial) if finding.trial else ([], [])
    offer = [say("exercises.hints.offer", id=entry.id)] if entry.words["hints"] else []
    lines = [*_lines(entry, finding), *shown]
    return Card("wrong", entry.title, _verdict(entry, finding), lines, tables, after=printed + offer)


def _verdict(entry: Entry, finding: Finding) -> str:
    if finding.kind == "not_finished":
        return say("exercises.verdicts.not_finished", **finding.facts)
    if finding.mistake and (code := mistake_words(entry, finding.mistake)[0]):
        return say("exercises.verdicts.mistake", name=say(f"exercises.misconceptions.{code}"))
    return say("exercises.verdicts.not_yet")


def mistake_words(entry: Entry, name: str) -> tuple[str, str]:
    """The misconception behind a known mistake, or "", and what to say about it."""
    words = entry.words["mistakes"][name]
    return ("", words) if isinstance(words, str) else (words.get("misconception", ""), words["say"])


def _lines(entry: Entry, finding: Finding) -> list[str]:
    """What to say about the finding, one sentence per line."""
    facts = finding.facts
    match finding.kind:
        case "not_finished":
            return []
        case "mistake":
            raised = [say("exercises.findings.raised", **facts)] if facts else []
            return [mistake_words(entry, finding.mistake)[1], *raised]
        case "differs":
            return [_differs(entry, finding.difference)]
        case "arguments":
            return [say("exercises.findings.arguments", **{k: _arguments(v) for k, v in facts.items()})]
        case "is_result":
            return [say("exercises.findings.is_result", found=described(facts["found"]))]
        case "replaced":
            names = say("exercises.ask.between").join(f"`{name}`" for name in facts["names"])
            return [say("exercises.findings.replaced", n=len(facts["names"]), names=names)]
        case "time_up":
            line = say("exercises.findings.time_up", n=facts["seconds"], seconds=f"{facts['seconds']:g}")
            return [line, *([say("exercises.findings.still_running")] * facts["still_running"])]
        case kind:
            return [say(f"exercises.findings.{kind}", **facts)]


def _differs(entry: Entry, found: Difference) -> str:
    """What differs, in a sentence."""
    facts = dict(found.facts)
    match found.kind:
        case "form":
            facts = {"form": entry.words["form"], "found": described(facts["found"])}
        case "view" if "asks" in entry.words:
            return say("exercises.differences.properties")
        case "shape":
            facts = {name: "×".join(map(str, shape)) or "()" for name, shape in facts.items()}
        case "other":
            expected = say(f"exercises.values.{facts['expected']}", n=facts.get("count"))
            facts = {"found": described(facts["found"]), "expected": expected}
    return say(f"exercises.differences.{found.kind}", **facts)


def _arguments(names: list[str]) -> str:
    return f"({', '.join(names)})" if names else say("exercises.values.no_argument")


def _printed(text: str) -> str:
    key = "printed_more" if len(text) > MOST_PRINTED else "printed"
    return say(f"exercises.findings.{key}", text=" ".join(text[:MOST_PRINTED].split()))


def _trial_in_words(entry: Entry, trial: Trial) -> tuple[list[Table], list[str]]:
    """Tables and lines that show one input, what is expected for it, and what was returned."""
    tables, lines = [], []
    for name, value in zip(entry.exercise.arguments, trial.arguments, strict=True):
        shown = tables_of(name, value) if isinstance(value, np.ndarray) else []
        tables += shown
        lines += [] if shown else [f"{name} = {described(value)}"]
    if trial.got is not NOTHING:
        more_tables, more_lines = _expected_and_got(entry, trial)
        tables, lines = tables + more_tables, lines + more_lines
    if trial.arguments and (tables or lines):
        lines.insert(0, say("exercises.findings.on_input"))
    return tables, lines


def _expected_and_got(entry: Entry, trial: Trial) -> tuple[list[Table], list[str]]:
    try:
        wanted, found = (seen(entry.exercise, value) for value in (trial.expected, trial.got))
    except Exception:  # an answer of a form that cannot be shown; the sentence says so
        return [], []
    which = "values" if entry.exercise.view is None else "view"
    names = say(f"exercises.trial.expected_{which}"), say(f"exercises.trial.got_{which}")
    if isinstance(wanted, np.ndarray):
        if not isinstance(found, np.ndarray) or found.dtype.kind not in "biuf":
            return [], []  # the sentence says that it is not an array of numbers
        marked = ~same(wanted, found) if wanted.shape == found.shape else None
        digits = _digits(wanted, found, marked)
        sides = zip(names, (wanted, found), strict=True)
        return [each for side in sides for each in tables_of(*side, marked, digits)], []
    if "asks" in entry.words:
        return [], [_property(*each) for each in zip(entry.words["asks"], wanted, found, strict=True)]
    names = say("exercises.trial.expected_values"), say("exercises.trial.got_values")
    return [], [f"{name} = {described(value)}" for name, value in zip(names, (wanted, found), strict=True)]


def _digits(wanted: np.ndarray, found: np.ndarray, marked: np.ndarray | None) -> int:
    """As many digits as show that marked cells differ; as few as usual where that is enough."""
    if marked is None or not marked.any():
        return DIGITS
    pairs = list(zip(wanted[marked].tolist(), found[marked].tolist(), strict=True))
    enough = (n for n in (DIGITS, 9, 12) if all(written(a, n) != written(b, n) for a, b in pairs))
    return next(enough, ALL_DIGITS)


def _property(ask: str, wanted: Any, found: Any) -> str:
    """One property that the task asks for, and whether the answer has it."""
    has = "has" if difference(wanted, found) is None else "lacks"
    if isinstance(wanted, bool | np.bool):
        return say(f"exercises.properties.{has}", ask=ask)
    return say(f"exercises.properties.{has}_value", ask=ask, wanted=described(wanted), found=described(found))


def described(value: Any) -> str:
    """A few words for a value of any kind.

    >>> described(np.zeros((2, 3)))
    'an array of shape (2, 3)'
    >>> described((np.int64(2), 0.5, 3.0))
    '(2, 0.5, 3)'
    """
    if isinstance(value, np.ndarray) and value.ndim:
        key = "exercises.values.array_of" if value.dtype.kind in "iuf" else "exercises.values.array_of_type"
        return say(key, shape=value.shape, dtype=value.dtype)
    kind = value.type if isinstance(value, Thing) else type(value).__name__
    something = say("exercises.values.object", type=kind)
    if isinstance(value, tuple) and len(value) <= MANY:
        written = f"({', '.join(map(_one, value))}{',' * (len(value) == 1)})"
    else:
        written = "" if isinstance(value, list | tuple) and len(value) > LONGEST else _one(value)
    return written if 0 < len(written) <= LONGEST else something


def _one(value: Any) -> str:
    """A number without the name of its type, and without a `.0`; anything else as Python writes it."""
    if isinstance(value, np.generic | np.ndarray) and np.ndim(value) == 0:
        value = value.item()
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return repr(value)
