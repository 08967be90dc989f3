"""The card that sums up the reader's progress."""

from ..sentences import exercises as say
from . import record
from .ask import sure_and_wrong
from .card import Card
from .library import CHAPTERS, exercises, of_chapter, questions

KINDS = ("prediction", "question", "exercise")


def progress_card() -> Card:
    """Per chapter what is answered right; what was wrong and sure; what to come back to."""
    if not record.is_on():
        return Card("open", say.PROGRESS, say.PROGRESS_OFF)
    known = record.answers()
    if not known:
        return Card("open", say.PROGRESS, say.PROGRESS_NONE)
    numbers = {kind: list(exercises() if kind == "exercise" else questions(kind)) for kind in KINDS}
    total = {f"{kind} {number}" for kind in KINDS for number in numbers[kind] if not number.startswith("0.")}
    right = {name for name, entry in known.items() if entry["last"]["right"]}
    lines = [_chapter(chapter, numbers, right) for chapter in CHAPTERS if chapter]  # 0 is a rehearsal
    settled = {name.removeprefix("recalled ") for name in right if name.startswith("recalled ")}
    if sure := [question.number for question in sure_and_wrong() if question.number not in settled]:
        lines.append(say.PROGRESS_SURE.format(numbers=", ".join(sure)))
    again = [
        name
        for name, entry in known.items()
        if name.startswith(("question", "exercise")) and name in total and name not in right
    ]
    if again:
        lines.append(say.PROGRESS_AGAIN.format(numbers=", ".join(sorted(again))))
    done = len(right & total)
    verdict = say.PROGRESS_SOME.format(done=done, all=len(total))
    return Card("right" if done == len(total) else "open", say.PROGRESS, verdict, lines)


def _chapter(chapter: int, numbers: dict[str, list[str]], right: set[str]) -> str:
    counts = {}
    for kind in KINDS:
        own = of_chapter(numbers[kind], chapter)
        counts[kind] = f"{sum(f'{kind} {number}' in right for number in own)}/{len(own)}"
    return say.PROGRESS_CHAPTER.format(
        chapter=chapter,
        predictions=counts["prediction"],
        questions=counts["question"],
        exercises=counts["exercise"],
    )
