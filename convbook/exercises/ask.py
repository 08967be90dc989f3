"""Predictions and questions with choices: what the reader said, beside what is so."""

from typing import Any

from ..sentences import exercises as say
from . import record
from .card import Card
from .library import CHAPTERS, of_chapter, questions
from .model import Question

SURE = 3  # the most that a reader can say
KEPT_AS = {"prediction": say.PREDICTION, "question": say.QUESTION}


def answer_to(kind: str, question: Question, choice: Any, sure: Any = None) -> Card:
    """The card for one answer, which is kept in the reader's progress."""
    title = KEPT_AS[kind].format(number=question.number)
    sure = None if sure is ... else sure
    if choice is ...:
        sentence = say.NOT_ANSWERED if kind == "prediction" else say.NOT_ANSWERED_QUESTION
        return Card("open", title, sentence.format(choices=choices(question)))
    letter = letter_of(question, choice)
    if letter is None:
        return Card("open", title, say.BAD_CHOICE.format(choices=choices(question), found=repr(choice)))
    if sure is not None and not (type(sure) is int and 1 <= sure <= SURE):
        return Card("open", title, say.BAD_SURE.format(found=repr(sure)))
    right = letter == question.right
    record.keep(kind, question.number, choice=letter, right=right, sure=sure)
    lines = feedback(question, letter)
    if kind == "prediction" and sure == SURE and not right and chapter_of(question) < max(CHAPTERS):
        lines.append(say.COMES_BACK)
    return Card("right" if right else "wrong", title, said(question, letter) + say.SURE[sure], lines)


def said(question: Question, letter: str) -> str:
    return say.YOU_SAID.format(choice=letter, text=question.options[letter].text)


def feedback(question: Question, letter: str) -> list[str]:
    """What is so, and what there is to say to this choice."""
    right = question.right
    is_so = (
        say.SO_IT_IS if letter == right else say.IT_IS.format(choice=right, text=question.options[right].text)
    )
    return [is_so, question.options[letter].feedback]


def letter_of(question: Question, choice: Any) -> str | None:
    """The option that the reader means by "b", "B" or "(b)"; None if there is no such option."""
    letter = choice.strip().strip("()").lower() if isinstance(choice, str) else None
    return letter if letter in question.options else None


def choices(question: Question) -> str:
    """'"a", "b" or "c"'"""
    letters = [f'"{letter}"' for letter in question.options]
    return say.OR.join([say.BETWEEN.join(letters[:-1]), letters[-1]])


def chapter_of(question: Question) -> int:
    return int(question.number.partition(".")[0])


def sure_and_wrong() -> list[Question]:
    """The predictions whose first answer was wrong and given as sure, in the order of the book."""
    known = record.answers()
    predictions = questions("prediction")
    return [
        predictions[number]
        for number in predictions
        if (entry := known.get(f"prediction {number}"))
        and not entry["first"]["right"]
        and entry["first"].get("sure") == SURE
    ]


def recall_card(chapter: int, given: tuple) -> Card:
    """The questions that open a chapter: its own, then what the reader was sure of before, and missed."""
    known = questions("recall")
    own = [known[number] for number in of_chapter(known, chapter)]
    again = [question for question in sure_and_wrong() if chapter_of(question) < chapter][-2:]
    lines, answered, right = [], 0, 0
    for count, question in enumerate([*own, *again], start=1):
        choice = given[count - 1] if count <= len(given) else ...
        letter = letter_of(question, choice)
        if count > len(own):
            said_before = say.RECALL_AGAIN if letter is None else say.RECALL_AGAIN_DONE
            lines.append(said_before.format(chapter=chapter_of(question)))
        lines += [f"{count}. {question.again}", *_from_memory(question, choice)]
        if letter:
            answered += 1
            right += letter == question.right
            kind = "recall" if count <= len(own) else "recalled"
            record.keep(kind, question.number, choice=letter, right=letter == question.right)
    title, count = say.RECALL.format(chapter=chapter), len(own) + len(again)
    if answered < count:
        return Card("open", title, say.RECALL_HOW, lines)
    if right < count:
        return Card("wrong", title, say.RECALL_SOME.format(right=right, count=count), lines)
    return Card("right", title, say.RECALL_DONE.format(count=count), lines)


def _from_memory(question: Question, choice: Any) -> list[str]:
    """What there is to say to a choice; as long as there is none, the options."""
    if letter := letter_of(question, choice):
        return [said(question, letter) + ".", *feedback(question, letter)]
    options = [say.OPTION.format(letter=key, text=option.text) for key, option in question.options.items()]
    lines = [say.INDENTED.format(text=option) for option in options]
    if choice is not ...:
        lines.append(say.BAD_CHOICE.format(choices=choices(question), found=repr(choice)))
    return lines
