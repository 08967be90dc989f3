"""Each exercise of the book: its solution passes, and every wrong answer is rejected, known ones by name."""

import copy
import time
from collections import Counter

import numpy as np
import pytest

from convbook.exercises.cards import card_of, mistake_words
from convbook.exercises.chapter import Chapter, chapters, entries
from convbook.exercises.judge import judge
from convbook.words import text

ENTRIES = {entry.id: entry for entry in entries("exercise")}
MISTAKES = [(name, mistake) for name, entry in ENTRIES.items() for mistake in entry.exercise.known]
KINDS = ("prediction", "question", "recall")
ANY = ENTRIES["add_neighbours"]  # for what does not depend on the exercise


@pytest.fixture(params=ENTRIES)
def entry(request):
    return ENTRIES[request.param]


@pytest.fixture
def exercise(entry):
    return entry.exercise


def test_solution_is_right(exercise):
    assert judge(exercise, exercise.solution).state == "right"


def test_reference_is_another_way_to_the_same(exercise):
    """Where there is a reference of its own, it is not the solution under another name."""
    assert exercise.reference is not exercise.solution


@pytest.mark.parametrize(("name", "mistake"), MISTAKES)
def test_known_mistake_is_named(name, mistake):
    entry = ENTRIES[name]
    finding = judge(entry.exercise, entry.exercise.known[mistake].answer)
    assert (finding.state, finding.mistake) == ("wrong", mistake)
    assert mistake_words(entry, mistake)[1] in card_of(entry, finding).lines


def test_words_are_complete(entry):
    words = entry.words
    assert list(entry.exercise.known) == list(words["mistakes"])
    assert {mistake_words(entry, name)[0] for name in words["mistakes"]} <= {"", *misconceptions()}
    assert len(words["hints"]) >= 3
    assert "___" in words["hints"][-1]  # the last hint is a faded solution
    assert words["task"]
    assert words["why"]
    assert ("form" in words) == (entry.exercise.view is not None)


def misconceptions() -> list[str]:
    return list(text("exercises.misconceptions"))


# --- wrong answers that any exercise may get


def _raises(*_arguments):
    raise KeyError("no such key")


def _never_ends(*_arguments):
    while True:
        pass


def _calls_itself(*arguments):
    return _calls_itself(*arguments)


def _zeros(value):
    return (
        np.zeros_like(value)
        if isinstance(value, np.ndarray)
        else tuple(0 for _ in value)
        if isinstance(value, tuple)
        else 0
    )


def _nan(value):
    if isinstance(value, np.ndarray):
        return np.full(value.shape, np.nan)
    return tuple(np.nan for _ in value) if isinstance(value, tuple) else np.nan


def _other_shape(value):
    return np.asarray(value)[np.newaxis] if not isinstance(value, tuple) else (*value, 1)


def _each(change, value):
    """The value changed; a tuple may hold arrays of different shapes, which are changed one by one."""
    of_arrays = isinstance(value, tuple) and any(np.ndim(part) for part in value)
    return tuple(map(change, map(np.asarray, value))) if of_arrays else change(np.asarray(value))


FROM_THE_RIGHT_VALUE = {
    "zeros": _zeros,
    "None": lambda value: None,
    "nothing at all": lambda value: [],
    "text": str,
    "a dictionary": lambda value: {"value": value},
    "complex numbers": lambda value: np.asarray(value) * (1 + 1j),
    "objects": lambda value: np.asarray(value).astype(object)[np.newaxis],
    "text in an array": lambda value: np.asarray(value).astype(str),
    "another shape": _other_shape,
    "NaN": _nan,
    "a function": lambda value: len,
}


@pytest.mark.parametrize("name", FROM_THE_RIGHT_VALUE)
def test_generic_wrong_answer_is_rejected(exercise, name):
    change = FROM_THE_RIGHT_VALUE[name]
    assert judge(exercise, lambda *arguments: change(exercise.solution(*arguments))).state != "right"


@pytest.mark.parametrize("change", [lambda value: value + 1, lambda value: value * 1.001])
def test_another_value_is_rejected(exercise, change):
    """Where one value is right. In a task with many right answers, another one may be right as well."""
    state = judge(exercise, lambda *arguments: _each(change, exercise.solution(*arguments))).state
    assert state in (("wrong",) if exercise.view is None else ("wrong", "right"))


def test_half_precision_is_rejected(exercise):
    def half(*arguments):
        return _each(lambda value: value.astype(np.float16), exercise.solution(*arguments))

    state = judge(exercise, half).state
    assert state in (("wrong",) if exercise.view is None else ("wrong", "right"))


def test_a_list_is_no_array(exercise):
    def as_list(*arguments):
        value = exercise.solution(*arguments)
        return value.tolist() if isinstance(value, np.ndarray) and exercise.view is None else [value, value]

    assert judge(exercise, as_list).state == "wrong"


def test_transposed_values_are_rejected(exercise):
    values = [exercise.solution(*probe) for probe in exercise.probes]
    parts = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
    if exercise.view is None and any(np.ndim(part) >= 2 for part in parts):
        turn = lambda value: np.swapaxes(value, 0, 1) if value.ndim > 1 else value  # noqa: E731
        assert judge(exercise, lambda *arguments: _each(turn, exercise.solution(*arguments))).state == "wrong"
    else:
        assert all(np.ndim(part) < 2 or exercise.view for part in parts)


def test_its_input_is_no_answer(exercise):
    for n in range(len(exercise.probes[0])):
        assert judge(exercise, lambda *arguments, n=n: arguments[n]).state == "wrong"


def test_changed_input_is_noticed(exercise):
    arrays = [n for n, value in enumerate(exercise.probes[0]) if isinstance(value, np.ndarray)]
    for n in arrays:

        def changes(*arguments, n=n):
            value = exercise.solution(*arguments)
            value = copy.deepcopy(value)  # it may be a part of the input
            arguments[n][...] = arguments[n] + 1
            return value

        finding = judge(exercise, changes)
        assert (finding.state, finding.facts) == ("changes its input", {"name": exercise.arguments[n]})


@pytest.mark.parametrize("answer", [_raises, _calls_itself])
def test_an_exception_gets_a_card(entry, answer):
    finding = judge(entry.exercise, answer)
    assert finding.state == "stopped"
    assert repr(card_of(entry, finding))


def test_an_endless_answer_is_stopped():
    start = time.monotonic()
    assert judge(ANY.exercise, _never_ends, seconds=0.01).state == "stopped"
    assert time.monotonic() - start < 5


def test_dots_are_not_started(exercise):
    assert judge(exercise, lambda *arguments: ...).state == "not started"


def test_dots_alone_are_not_started():
    assert judge(ANY.exercise, ...).state == "not started"


@pytest.mark.parametrize("answer", [None, 3, np, np.ndarray, "text", np.zeros(3)])
def test_what_is_no_function_is_refused(answer):
    assert judge(ANY.exercise, answer).state == "not a function"


def test_another_count_of_arguments_is_refused(exercise):
    finding = judge(exercise, lambda a, b, c, d, e, f, g, h, i: a)
    assert (finding.state, finding.kind) == ("not a function", "arguments")
    assert finding.facts == {"expected": exercise.arguments, "found": list("abcdefghi")}


# --- what each chapter has


@pytest.mark.parametrize("chapter", [c for c in chapters() if c.number and not c.is_draft], ids=str)
def test_a_chapter_has_enough_of_everything(chapter: Chapter):
    assert len(chapter.entries("prediction")) >= 3
    assert len(chapter.entries("question")) >= 3
    assert len(chapter.entries("exercise")) >= 7  # four to write, two bug hunts, one with many right answers
    assert len(chapter.entries("recall")) >= (2 if chapter.number > 1 else 0)
    assert any(entry.exercise.view is not None for entry in chapter.entries("exercise"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_choice_has_an_answer(kind):
    for question in entries(kind):
        assert question.right in question.options
        assert question.order == "abcdef"[: len(question.options)]
        for letter, option in question.options.items():
            assert option.say
            assert option.misconception in ("", *misconceptions())
            assert letter != question.right or not option.misconception


def test_ids_are_unique():
    for kind in (*KINDS, "exercise"):
        ids = [entry.id for chapter in chapters() for entry in chapter.entries(kind)]
        assert len(ids) == len(set(ids))


def test_every_misconception_is_met():
    met = {mistake_words(ENTRIES[name], mistake)[0] for name, mistake in MISTAKES}
    for kind in KINDS:
        met |= {option.misconception for each in entries(kind) for option in each.options.values()}
    assert met - {""} == set(misconceptions())


@pytest.mark.parametrize("kind", KINDS)
def test_right_answers_stand_under_every_letter(kind):
    """Always the same letter, or always the longest option, is no good guess."""
    asked = entries(kind)
    by_letter = Counter(question.right for question in asked)
    assert max(by_letter.values()) <= 0.45 * len(asked)
    assert all(by_letter[letter] >= 0.2 * len(asked) for letter in "abc")
    longest = sum(_is_longest(each.right, each.options) for each in asked)
    assert longest <= 0.4 * len(asked)
    for chapter in chapters():
        own = Counter(question.right for question in chapter.entries(kind))
        assert max(own.values(), default=0) <= max(1, own.total() / 2)


def _is_longest(right: str, options: dict) -> bool:
    lengths = {key: len(option.text) for key, option in options.items()}
    return all(lengths[right] > length for key, length in lengths.items() if key != right)
