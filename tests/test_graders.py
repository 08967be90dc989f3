"""Each exercise of the book: its solution passes, and every wrong answer is rejected, known ones by name."""

import inspect
import time

import numpy as np
import pytest

from convbook.exercises.judge import judge
from convbook.exercises.library import CHAPTERS, exercises, questions
from convbook.sentences.exercises import MISCONCEPTIONS

EXERCISES = exercises()
MISTAKES = [(number, n) for number, each in EXERCISES.items() for n in range(len(each.mistakes))]


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


def test_solution_is_right(exercise):
    assert judge(exercise, exercise.solution).state == "right"


def test_reference_is_another_way_to_the_same(exercise):
    """Where there is a reference of its own, it is not the solution under another name."""
    assert exercise.reference is not exercise.solution


@pytest.mark.parametrize(("number", "n"), MISTAKES)
def test_known_mistake_is_named(number, n):
    mistake = EXERCISES[number].mistakes[n]
    verdict = judge(EXERCISES[number], mistake.answer)
    assert (verdict.state, verdict.mistake) == ("wrong", mistake.name)
    assert EXERCISES[number].words["mistakes"][mistake.name][1] in repr(verdict.card).replace("\n", " ")


def test_words_are_complete(exercise):
    words = exercise.words
    assert [mistake.name for mistake in exercise.mistakes] == list(words["mistakes"])
    assert all(code in (*MISCONCEPTIONS, "") for code, _ in words["mistakes"].values())
    assert len(words["hints"]) >= 3
    assert "___" in words["hints"][-1]  # the last hint is a faded solution
    assert words["why"]
    assert ("form" in words) == (exercise.view is not None)


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
    state = judge(exercise, lambda *arguments: change(np.asarray(exercise.solution(*arguments)))).state
    assert state in (("wrong",) if exercise.view is None else ("wrong", "right"))


def test_half_precision_is_rejected(exercise):
    def half(*arguments):
        return np.asarray(exercise.solution(*arguments)).astype(np.float16)

    state = judge(exercise, half).state
    assert state in (("wrong",) if exercise.view is None else ("wrong", "right"))


def test_a_list_is_no_array(exercise):
    def as_list(*arguments):
        value = exercise.solution(*arguments)
        return value.tolist() if isinstance(value, np.ndarray) and exercise.view is None else [value, value]

    assert judge(exercise, as_list).state == "wrong"


def test_transposed_values_are_rejected(exercise):
    values = [exercise.solution(*probe) for probe in exercise.probes]
    if exercise.view is None and any(np.ndim(value) >= 2 for value in values):
        turned = lambda *arguments: np.swapaxes(exercise.solution(*arguments), 0, 1)  # noqa: E731
        assert judge(exercise, turned).state == "wrong"
    else:
        assert all(isinstance(value, tuple) or np.ndim(value) < 2 or exercise.view for value in values)


def test_its_input_is_no_answer(exercise):
    for n in range(len(exercise.probes[0])):
        assert judge(exercise, lambda *arguments, n=n: arguments[n]).state == "wrong"


def test_changed_input_is_noticed(exercise):
    arrays = [n for n, value in enumerate(exercise.probes[0]) if isinstance(value, np.ndarray)]
    for n in arrays:

        def changes(*arguments, n=n):
            value = exercise.solution(*arguments)
            value = value.copy() if isinstance(value, np.ndarray) else value
            arguments[n][...] = arguments[n] + 1
            return value

        verdict = judge(exercise, changes)
        assert verdict.state == "changes its input"
        assert list(inspect.signature(exercise.solution).parameters)[n] in repr(verdict.card)


@pytest.mark.parametrize("answer", [_raises, _calls_itself])
def test_an_exception_gets_a_card(exercise, answer):
    assert judge(exercise, answer).state == "stopped"


def test_an_endless_answer_is_stopped(exercise):
    start = time.monotonic()
    assert judge(exercise, _never_ends, seconds=0.01).state == "stopped"
    assert time.monotonic() - start < 5


def test_dots_are_not_started(exercise):
    assert judge(exercise, lambda *arguments: ...).state == "not started"
    assert judge(exercise, ...).state == "not started"


@pytest.mark.parametrize("answer", [None, 3, np, np.ndarray, "text", np.zeros(3)])
def test_what_is_no_function_is_refused(exercise, answer):
    assert judge(exercise, answer).state == "not a function"


def test_another_count_of_arguments_is_refused(exercise):
    verdict = judge(exercise, lambda a, b, c, d, e, f, g, h, i: a)
    assert verdict.state == "not a function"
    assert "(a, b, c, d, e, f, g, h, i)" in repr(verdict.card)


# --- what each chapter has


@pytest.mark.parametrize("chapter", list(CHAPTERS)[1:])
def test_a_chapter_has_enough_of_everything(chapter):
    def count(kind):
        return sum(
            number.startswith(f"{chapter}.")
            for number in (EXERCISES if kind == "exercise" else questions(kind))
        )

    assert count("prediction") >= 3
    assert count("question") >= 3
    assert count("exercise") >= 7  # four to write, two bug hunts, a task with many right answers
    assert count("recall") >= (2 if chapter > 1 else 0)
    assert any(e.view is not None for number, e in EXERCISES.items() if number.startswith(f"{chapter}."))


@pytest.mark.parametrize("kind", ["prediction", "question", "recall"])
def test_every_choice_has_an_answer(kind):
    for question in questions(kind).values():
        assert question.right in question.options
        assert list(question.options) == list("abcdef")[: len(question.options)]
        for letter, option in question.options.items():
            assert option.feedback
            assert option.misconception in ("", *MISCONCEPTIONS)
            assert letter != question.right or not option.misconception


def test_numbers_have_no_gaps():
    for known in (EXERCISES, questions("prediction"), questions("question"), questions("recall")):
        for chapter in CHAPTERS:
            own = [number for number in known if number.startswith(f"{chapter}.")]
            assert own == [f"{chapter}.{n}" for n in range(1, len(own) + 1)]


def test_every_misconception_is_met():
    met = {code for each in EXERCISES.values() for code, _ in each.words["mistakes"].values()}
    for kind in ("prediction", "question", "recall"):
        met |= {
            option.misconception
            for question in questions(kind).values()
            for option in question.options.values()
        }
    assert met - {""} == set(MISCONCEPTIONS)
