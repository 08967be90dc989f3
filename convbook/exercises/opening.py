"""What opens a chapter: questions about earlier ones, to be answered from memory."""

import ipywidgets

from ..words import say
from . import record
from .ask import SURE, Announcement, QuestionCard
from .card import Card
from .chapter import Entry, chapters, entries

MOST = 2  # predictions that come back


class RecallCard(ipywidgets.VBox):
    """A chapter's own questions, then those the reader was sure of earlier and got wrong."""

    def __init__(self, chapter: int):
        self.title = say("exercises.titles.recall", chapter=chapter)
        asked = [each for of in chapters() if of.number == chapter for each in of.entries("recall")]
        own = [("recall", each, "") for each in asked]
        missed = [each for each in sure_and_wrong() if each.chapter < chapter][-MOST:]
        again = [("recalled", each, say("exercises.recall.again", chapter=each.chapter)) for each in missed]
        self.cards = [
            QuestionCard(question, kind, str(n), line)
            for n, (kind, question, line) in enumerate(own + again, start=1)
        ]
        for card in self.cards:
            card.on_answer = self._show
        self.verdict = Announcement()
        super().__init__([ipywidgets.HTML(self.head().html()), *self.cards, self.verdict])
        self.add_class("convbook-recall")

    def head(self) -> Card:
        """How the reader did, once every question has an answer."""
        n, right = len(self.cards), sum(card.is_right for card in self.cards)
        if not all(card.tries for card in self.cards):
            return Card("open", self.title, say("exercises.recall.how"))
        if right < n:
            return Card("wrong", self.title, say("exercises.recall.some", right=right, n=n))
        return Card("right", self.title, say("exercises.recall.done", n=n))

    def _show(self) -> None:
        head = self.head()
        self.verdict.html = "" if head.kind == "open" else head.html()

    def __repr__(self) -> str:
        return "\n".join(map(repr, [self.head(), *self.cards]))

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        live = super()._repr_mimebundle_(**kwargs) or {}
        html = self.head().html() + "".join(card.html() for card in self.cards)
        return {**live, "text/html": html, "text/plain": repr(self)}, {}


def sure_and_wrong() -> list[Entry]:
    """The predictions whose first answer was wrong and given as sure, in the order of the book."""

    def was_missed(first: dict) -> bool:
        return first.get("sure") == SURE and not first["right"]

    known = record.answers()
    missed = [name for name, kept in known.items() if was_missed(kept["first"])]
    return [each for each in entries("prediction") if f"prediction {each.id}" in missed] if missed else []
