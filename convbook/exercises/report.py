"""The card that sums up the reader's progress."""

from collections.abc import Mapping

from ..words import say
from . import record
from .card import Card
from .chapter import chapters, entries
from .opening import sure_and_wrong

KINDS = ("prediction", "question", "exercise")


def progress_card() -> Card:
    """Per chapter what is answered right; what was wrong and sure; what to come back to."""
    title = say("exercises.titles.progress")
    if not record.is_on():
        return Card("open", title, say("exercises.progress.off"))
    known = record.answers()
    if not known:
        return Card("open", title, say("exercises.progress.nothing"), record.news())
    counts, right, lines = counted(known), right_in(known), []
    for chapter, own in counts.items():
        shares = {kind: "{}/{}".format(*share) for kind, share in own.items()}
        lines.append(say("exercises.progress.chapter", chapter=chapter, **shares))
    between = say("exercises.ask.between")
    if sure := [each.number for each in sure_and_wrong() if f"recalled {each.id}" not in right]:
        lines.append(say("exercises.progress.sure", names=between.join(sure)))
    asked = [each for kind in ("question", "exercise") for each in entries(kind) if each.chapter]
    if again := [each.title for each in asked if f"{each.kind} {each.id}" in known.keys() - right]:
        lines.append(say("exercises.progress.again", names=between.join(again)))
    done, total = (sum(pair[at] for own in counts.values() for pair in own.values()) for at in (0, 1))
    verdict = say("exercises.progress.some", done=done, all=total)
    return Card("right" if done == total else "open", title, verdict, lines + record.news())


def right_in(known: Mapping[str, dict]) -> set[str]:
    """The names of what was answered right in the end."""
    return {name for name, entry in known.items() if entry["last"]["right"]}


def counted(known: Mapping[str, dict]) -> dict[int, dict[str, tuple[int, int]]]:
    """For each chapter and kind how many are right, and how many there are. Chapter 0 is a rehearsal."""
    right = right_in(known)
    counts = {}
    for chapter in chapters():
        if chapter.number:
            names = {kind: [f"{kind} {each.id}" for each in chapter.entries(kind)] for kind in KINDS}
            counts[chapter.number] = {k: (len(right.intersection(own)), len(own)) for k, own in names.items()}
    return counts
