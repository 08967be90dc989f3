"""Predictions and questions with choices: a card with buttons, which shows its feedback in place."""

from pathlib import Path
from typing import Any, NamedTuple

import anywidget
import ipywidgets
import traitlets

from ..live.javascript import joined
from ..words import say, text
from . import record
from .card import Card, inline, plain, side_by_side
from .chapter import Entry, chapters

SURE = 3  # the most that a reader can say
CALLED = {"recall": "question", "recalled": "prediction"}  # what opens a chapter, asked from memory
HERE = Path(__file__).parent


class Try(NamedTuple):
    """One answer to a question: the key of an option, and how sure the reader was (0: did not say)."""

    key: str
    sure: int = 0


class Announcement(anywidget.AnyWidget):
    """HTML that screen readers read out when it changes; it keeps the notebook's keys away from its card."""

    _esm = joined(HERE / "announcement.js")
    _css = HERE / "card.css"
    html = traitlets.Unicode().tag(sync=True)


class QuestionCard(ipywidgets.VBox):
    """A question whose options are buttons. One click answers; a second one is kept beside the first.

    `kind` is how the answer is stored: "recalled" is a prediction that is asked again in another chapter.
    """

    def __init__(self, question: Entry, kind: str = "", title: str = "", line: str = ""):
        self.question, self.kind = question, kind or question.kind
        self.title = title or question.title
        self.line = line  # what is said above the options
        self.tries, self.note, self.on_answer = self._kept(), "", lambda: None
        self.sure = ipywidgets.ToggleButtons(
            options=[(level, n) for n, level in enumerate(text("exercises.ask.levels"), start=1)],
            value=None,
            description=say("exercises.ask.sure"),
        )
        # One layout and one style for all: each would be a message of its own to the page.
        shared = {"layout": ipywidgets.Layout(), "style": ipywidgets.ButtonStyle()}
        self.buttons = {
            key: ipywidgets.Button(description=plain(self._option(key)), **shared) for key in question.order
        }
        for key, button in self.buttons.items():
            button.on_click(lambda _, key=key: self.choose(key, self.sure.value or 0))
        self.verdict = Announcement()
        asked = [ipywidgets.HTML(self._asked()), *([self.sure] if self.kind == "prediction" else [])]
        super().__init__([*asked, *self.buttons.values(), self.verdict])
        self.add_class("convbook-card")
        self._show()

    def choose(self, key: str, sure: int = 0) -> None:
        """Takes one answer, as a click does."""
        facts = {"choice": key, "right": key == self.question.right}
        record.keep(self.kind, self.question.id, **facts, **({"sure": sure} if sure else {}))
        self.tries.append(Try(key, sure))
        self.sure.value = None  # the next answer needs its own sureness
        self.note = " ".join(record.news())
        self._show()
        self.on_answer()

    def typed(self, choice: Any, sure: Any = None) -> None:
        """Takes a typed answer, such as "b" and 3. Anything that is not an option gets a sentence."""
        key, sure = self.question.key(choice), None if sure is ... else sure
        if key is None:
            letters = map(self.question.letter, self.question.order)
            choices = say("exercises.ask.between").join(f'"{letter}"' for letter in letters)
            self.note = say("exercises.ask.bad_choice", choices=choices, found=repr(choice))
        elif sure is not None and not (type(sure) is int and 1 <= sure <= SURE):
            self.note = say("exercises.ask.bad_sure", found=repr(sure))
        else:
            self.choose(key, sure or 0)
            return
        self._show()

    @property
    def is_right(self) -> bool:
        """Whether the latest answer is right."""
        return bool(self.tries) and self.tries[-1].key == self.question.right

    def cards(self) -> list[Card]:
        """The question until it has an answer; then the feedback on the first answer and on the latest."""
        if not self.tries:
            options = [say("exercises.ask.indented", text=self._option(key)) for key in self.question.order]
            return [Card("open", self.title, self._ask, [*filter(None, [self.line]), *options])]
        if len(self.tries) == 1:
            return [self._answer(self.title, self.tries[0])]
        names = say("exercises.ask.first"), say("exercises.ask.latest")
        return [self._answer(*each) for each in zip(names, (self.tries[0], self.tries[-1]), strict=True)]

    @property
    def _ask(self) -> str:
        return self.question.again if self.kind in CALLED else self.question.ask

    def _kept(self) -> list[Try]:
        """What the reader answered earlier, except for questions asked from memory."""
        entry = record.answers().get(f"{self.kind} {self.question.id}")
        if entry is None or self.kind in CALLED:
            return []
        kept = [entry["first"], entry["last"]][: entry["tries"]]
        tries = [Try(str(each.get("choice")), each.get("sure") or 0) for each in kept]
        return [each for each in tries if each.key in self.question.options and each.sure in range(SURE + 1)]

    def _option(self, key: str) -> str:
        option = self.question.options[key].text
        return say("exercises.ask.option", letter=self.question.letter(key), text=option)

    def _answer(self, title: str, given: Try) -> Card:
        """What the reader said, the right answer, and the feedback on this choice."""
        question, option = self.question, self.question.options[given.key]
        right, so = given.key == question.right, question.options[question.right].text
        said = say(f"exercises.ask.said.{given.sure}", letter=question.letter(given.key), text=option.text)
        is_so = say("exercises.ask.it_is", letter=question.letter(question.right), text=so)
        lines = [say("exercises.ask.is_so") if right else is_so, option.say]
        later = any(chapter.number > question.chapter for chapter in chapters())
        if self.kind == "prediction" and given.sure == SURE and not right and later:
            lines.append(say("exercises.ask.comes_back"))
        return Card("right" if right else "wrong", title, said, lines)

    def _asked(self) -> str:
        """The question above the buttons, as HTML."""
        lines = filter(None, (self.line, text("exercises.ask.how").get(self.kind)))
        below = "".join(f"<div class='convbook-how'>{inline(line)}</div>" for line in lines)
        return f"<strong>{inline(self.title)}:</strong> {inline(self._ask)}{below}"

    def _show(self) -> None:
        """Updates the buttons and the verdict to match the answers."""
        for key, button in self.buttons.items():
            chosen = any(each.key == key for each in self.tries)
            button.icon = ("check" if key == self.question.right else "times") if chosen else ""
        again = (
            "" if self.is_right else f"<div class='convbook-how'>{inline(say('exercises.ask.again'))}</div>"
        )
        self.verdict.html = self.html() + again if self.tries else self._note()

    def _note(self) -> str:
        return f"<div>{inline(self.note)}</div>" if self.note else ""

    def html(self) -> str:
        """The card for a page where nothing can be clicked."""
        return side_by_side(card.html() for card in self.cards()) + self._note()

    def __repr__(self) -> str:
        return "\n".join([*map(repr, self.cards()), *([self.note] if self.note else [])])

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        live = super()._repr_mimebundle_(**kwargs) or {}
        return {**live, "text/html": self.html(), "text/plain": repr(self)}, {}
