"""The machinery of the exercises: what the public functions say, and what becomes of strange answers."""

import contextlib
import json
import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

import convbook as cb
from convbook import exercises
from convbook.book.build import build
from convbook.exercises import record
from convbook.exercises.card import Card, Table, tables_of
from convbook.exercises.compare import difference
from convbook.exercises.judge import judge
from convbook.exercises.library import exercise
from convbook.exercises.run import run

ADD_NEIGHBOURS = exercise("1.7")


@pytest.fixture
def said(monkeypatch) -> list[str]:
    """The cards that were shown, as text."""
    cards = []
    monkeypatch.setattr(exercises, "display", lambda card: cards.append(repr(card)))
    monkeypatch.setattr(record, "display", lambda card: cards.append(repr(card)))
    return cards


def right(image):
    output = image.copy()
    output[1:-1, 1:-1] = cb.conv2d(image, np.ones((3, 3)))
    return output


# --- check


def test_check_shows_a_card_in_html_and_in_words():
    card = judge(ADD_NEIGHBOURS, right).card
    assert repr(card).startswith("Exercise 1.7: right.")
    assert "<strong>Exercise 1.7:</strong> right." in card._repr_html_()


def test_smallest_failing_input_is_drawn_beside_what_was_expected_and_what_came():
    card = judge(ADD_NEIGHBOURS, lambda image: image * 2).card
    assert [table.caption for table in card.tables] == ["image", "expected", "yours"]
    image, expected, yours = card.tables
    np.testing.assert_array_equal(image.cells, ADD_NEIGHBOURS.probes[0][0])
    np.testing.assert_array_equal(expected.cells, right(image.cells))
    np.testing.assert_array_equal(yours.marked, expected.cells != yours.cells)
    assert yours.marked.any()


def test_another_name_of_an_argument_does_not_matter():
    assert judge(ADD_NEIGHBOURS, lambda picture: right(picture)).state == "right"


def test_another_count_of_arguments_is_told():
    text = repr(judge(ADD_NEIGHBOURS, lambda a, b: a).card)
    assert "It is called with (image), and yours takes (a, b)." in text


def test_keyword_only_arguments_are_told():
    def answer(*, image):
        return image

    assert judge(ADD_NEIGHBOURS, answer).state == "not a function"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (np.ndarray, "ndarray is a class"),
        (np, "numpy is a module"),
        (np.ones((2, 3)), "without parentheses after its name; it got an array of shape (2, 3)"),
        (None, "it got None"),
    ],
)
def test_what_is_no_function_is_named(answer, words):
    assert words in repr(judge(ADD_NEIGHBOURS, answer).card)


def test_prints_are_shown_once_and_shortened():
    def talks(image):
        print("sum", image.sum(), "x" * 10_000)
        return image

    text = repr(judge(ADD_NEIGHBOURS, talks).card)
    assert "It printed: sum" in text
    assert len(text) < 2000


def test_line_that_fails_is_named():
    def divides(image):
        return image / [][0]

    text = repr(judge(ADD_NEIGHBOURS, divides).card)
    assert "IndexError" in text
    assert "`return image / [][0]`" in text


def test_dots_that_are_left_in_an_answer_are_named():
    def half_done(image):
        image = ...
        return image.sum()

    text = repr(judge(ADD_NEIGHBOURS, half_done).card)
    assert "There is still a `...` in it" in text


def test_dots_as_an_index_are_an_answer():
    def indexes(image):
        return right(image[..., :]) if image.shape[0] < 4 else undefined  # noqa: F821

    assert judge(ADD_NEIGHBOURS, lambda image: right(image[..., :])).state == "right"
    assert "NameError" in repr(judge(ADD_NEIGHBOURS, indexes).card)
    assert "not finished" not in repr(judge(ADD_NEIGHBOURS, indexes).card)


def test_stopping_somehow_is_no_known_mistake():
    """A mistake that always stops is told by its message, not by the mere fact."""
    exercise_ = exercise("1.3")
    (two_rows,) = [mistake for mistake in exercise_.mistakes if mistake.name == "two_rows"]

    def another_error(image, kernel, i, j):
        return (np.zeros((4, 4)) * kernel).sum()

    assert judge(exercise_, two_rows.answer).mistake == "two_rows"
    verdict = judge(exercise_, another_error)
    assert verdict.mistake == ""
    assert "(4,4) (3,3)" in repr(verdict.card)


def test_the_wrong_one_of_several_values_is_named():
    found = difference((1, 2, 3), (1, 2, 4))
    assert found.sentence == "Of its 3 values, the one with index 2 is wrong."


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, RecursionError, MemoryError, StopIteration])
def test_no_exception_gets_out(error):
    def raises(image):
        raise error

    assert judge(ADD_NEIGHBOURS, raises).state == "stopped"


def test_deep_recursion_is_told():
    def deeper(image):
        return deeper(image)

    assert "calls itself again and again" in repr(judge(ADD_NEIGHBOURS, deeper).card)


def test_endless_loop_that_catches_everything_is_left_behind():
    def stubborn(image):
        while not over.is_set():
            with contextlib.suppress(BaseException):
                time.sleep(0.001)

    over = threading.Event()
    try:
        verdict = judge(ADD_NEIGHBOURS, stubborn, seconds=0.2)
        assert verdict.state == "stopped"
    finally:
        over.set()
    assert "restart the kernel" in repr(verdict.card)


def test_endless_loop_is_really_stopped():
    def endless(image):
        while True:
            pass

    result = run(endless, ADD_NEIGHBOURS.probes, seconds=0.2)
    assert result.time_up
    assert not result.still_running


class Mute:
    def __repr__(self):
        raise ValueError


ENDLESS: list = []
ENDLESS.append(ENDLESS)


@pytest.mark.parametrize(
    "value", [Mute(), (Mute(), 1), ENDLESS, (ENDLESS,), [0] * 10**6, "x" * 10**6, {}, 1j]
)
def test_whatever_comes_back_gets_a_card(value):
    assert judge(ADD_NEIGHBOURS, lambda image: value).state == "wrong"
    assert len(repr(judge(exercise("1.2"), lambda: value).card)) < 2000


def test_returning_the_input_is_told():
    assert "It returned its input `image` as it was." in repr(judge(ADD_NEIGHBOURS, lambda image: image).card)


def test_returning_from_within_the_loop_is_told():
    def too_early(row, weights):
        outputs = np.zeros(len(row) - len(weights) + 1)
        for i in range(len(outputs)):
            outputs[i] = (row[i : i + len(weights)] * weights).sum()
            return outputs

    card = judge(exercise("1.4"), too_early).card
    assert "From 1 on every value is still 0." in repr(card)


def test_a_mistake_is_only_named_if_it_explains_every_input():
    def twice_wrong(image):
        return ADD_NEIGHBOURS.mistakes[2].answer(image) + (image.shape[0] > 3)

    verdict = judge(ADD_NEIGHBOURS, twice_wrong)
    assert (verdict.state, verdict.mistake) == ("wrong", "")


# --- numbers that do not exist


@pytest.mark.parametrize("ask", [cb.hint, cb.solution, lambda n: cb.check(n, right), cb.predict, cb.quiz])
@pytest.mark.parametrize("number", ["1.71", "9.9", "", "one", None])
def test_unknown_number_names_the_nearest(said, ask, number):
    ask(number)
    assert said[0].startswith("There is no ")
    assert f"{number}: the nearest is " in said[0]


def test_the_nearest_is_one_of_the_same_chapter(said):
    cb.hint("2.99")
    assert "the nearest is 2." in said[0]


def test_a_number_without_quotes_is_refused(said):
    """2.10 without quotes is 2.1, and would be answered as another exercise."""
    cb.hint(2.10)
    assert "write the number in quotes" in said[0]


# --- hints and solutions


def test_hints_open_one_by_one_and_stop_at_the_last(said, monkeypatch):
    monkeypatch.setattr(exercises, "_hints_open", {})
    hints = exercise("1.4").words["hints"]
    for _ in range(len(hints) + 1):
        cb.hint("1.4")
    for count, (hint, text) in enumerate(zip((*hints, hints[-1]), said, strict=True), start=1):
        assert f"hint {min(count, len(hints))} of {len(hints)}" in text
        assert hint.partition("\n\n")[0] in text
    assert 'cb.solution("1.4")' in said[-1]


def test_solution_shows_code_that_runs(said):
    cb.solution("1.4")
    code = said[0].split("\n", 1)[1].rsplit("\n", 1)[0]
    scope = {"np": np}
    exec(code, scope)
    assert scope["slide"](np.array([3, 1, 4]), np.array([1, 2])).tolist() == [5, 9]


# --- predictions and questions


@pytest.mark.parametrize("choice", ["b", "B", "(b)", " b "])
def test_a_choice_may_be_written_as_people_do(said, choice):
    cb.predict("1.1", choice, sure=1)
    assert said[0].startswith("Predict 1.1: You said (b) 3, as a guess.")


def test_a_sure_and_wrong_prediction_comes_back(said):
    cb.predict("1.1", "a", sure=3)
    assert "You said (a) 5, one for each number, and you were sure." in said[0]
    assert "It is (b) 3." in said[0]
    assert "may come back" in said[0]


def test_in_the_last_chapter_nothing_is_promised(said):
    wrong = next(letter for letter in "abc" if letter != exercises.question("prediction", "6.1").right)
    cb.predict("6.1", wrong, sure=3)
    assert "and you were sure" in said[0]
    assert "may come back" not in said[0]


def test_recall_says_how_many_were_right(said):
    own = [q for number, q in exercises.questions("recall").items() if number.startswith("2.")]
    letters = [question.right for question in own]
    cb.recall(2, *letters)
    assert f"All {len(own)} from memory." in said[-1]
    wrong = next(letter for letter in "abc" if letter != letters[0])
    cb.recall(2, wrong, *letters[1:])
    assert f"{len(own) - 1} of {len(own)} from memory." in said[-1]
    cb.recall(2, *letters[:-1])
    assert "write letters for the `...`" in said[-1]


@pytest.mark.parametrize("choice", ["e", "", 2, None, ["b"], {}])
def test_a_choice_that_is_none_is_told(said, choice):
    cb.quiz("1.2", choice)
    assert said == [f'Question 1.2: the answer must be one of "a", "b" or "c", found {choice!r}.']


@pytest.mark.parametrize("sure", [0, 4, "very", True, 2.5, []])
def test_how_sure_is_one_to_three(said, sure):
    cb.predict("1.1", "b", sure=sure)
    assert f"`sure` must be 1 (a guess), 2 or 3 (sure), found {sure!r}" in said[0]


@pytest.mark.parametrize("chapter", [0, 1, 7, "1", None, [2]])
def test_recall_of_no_chapter_is_told(said, chapter):
    cb.recall(chapter)
    assert "There is no recall for chapter" in said[0]


# --- comparing


@given(arrays.arrays(np.float64, (3, 4), elements=st.floats(-1e6, 1e6)), st.data())
def test_only_equal_arrays_are_equal(array, data):
    assert difference(array, array.copy()) is None
    place = data.draw(st.tuples(st.integers(0, 2), st.integers(0, 3)))
    other = array.copy()
    other[place] += max(1e-6, 1e-6 * np.abs(array).max())
    found = difference(array, other)
    assert found is not None
    assert found.place == place


@given(st.integers(-(2**60), 2**60))
def test_whole_numbers_are_compared_exactly(n):
    assert difference(n, n) is None
    assert difference(n, n + 1) is not None
    assert difference(np.array([n]), np.array([n + 1])) is not None


@pytest.mark.parametrize(
    ("expected", "got"),
    [(True, 1), (1, True), (1, "1"), ((1, 2), 12), ((1, 2), (1, (2, 3))), (1, [1]), (2.0, 2j)],
)
def test_kinds_are_kept_apart(expected, got):
    assert difference(expected, got) is not None


# --- cards


def test_large_arrays_are_cut_around_the_first_difference():
    array = np.arange(50 * 60).reshape(50, 60)
    marked = np.zeros(array.shape, dtype=bool)
    marked[40, 3] = True
    (table,) = tables_of("yours", array, marked)
    assert table.cells.shape == (12, 12)
    assert table.cells[table.marked].tolist() == [array[40, 3]]
    assert table.caption == "yours, rows 36 to 47, columns 0 to 11"


def test_of_a_volume_the_channel_that_differs_is_shown():
    array = np.arange(24).reshape(2, 3, 4)
    marked = array == 6
    (table,) = tables_of("yours", array, marked)
    assert table.caption == "yours, index 2 of the last axis"
    np.testing.assert_array_equal(table.cells, array[:, :, 2])


def test_every_channel_of_a_small_volume_is_shown():
    tables = tables_of("x", np.arange(24).reshape(3, 4, 2))
    assert [table.caption for table in tables] == ["x[:, :, 0]", "x[:, :, 1]"]
    assert tables[1].cells.tolist() == [[1, 3, 5, 7], [9, 11, 13, 15], [17, 19, 21, 23]]


def test_every_kernel_of_a_small_bank_is_shown():
    bank = np.arange(24).reshape(2, 2, 3, 2)
    tables = tables_of("kernels", bank)
    assert [table.caption for table in tables] == [f"kernels[{k}, :, :, {d}]" for k in (0, 1) for d in (0, 1)]
    assert tables[2].cells.tolist() == bank[1, :, :, 0].tolist()
    assert tables_of("kernels", np.zeros((4, 3, 3, 2))) == []


def test_what_a_reader_wrote_is_escaped():
    card = Card("wrong", "a", "b", ["<script>alert(1)</script> & `<b>`"], code="1 < 2")
    html = card._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<code>&lt;b&gt;</code>" in html
    assert "1 &lt; 2" in html


def test_marked_cells_bear_a_star_in_the_text():
    table = Table("yours", np.array([[1.5, -2]]), np.array([[False, True]]))
    assert table.text() == "yours\n  1.5 −2*"


# --- progress


@pytest.fixture
def reader(monkeypatch, tmp_path, said):
    """As if a reader worked in a notebook in tmp_path."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(record, "is_on", lambda: True)
    monkeypatch.setattr(record, "_told", set())
    return tmp_path / record.FILE


def test_nothing_is_kept_under_test(said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cb.predict("1.1", "a", sure=3)
    cb.check("1.7", right)
    cb.progress()
    assert not list(tmp_path.iterdir())
    assert "not while a program runs it" in said[-1]


def test_an_untouched_notebook_keeps_nothing(reader):
    cb.predict("1.1", ..., sure=...)
    cb.quiz("1.1", ...)
    cb.check("1.7", lambda image: ...)
    assert not reader.exists()


def test_progress_counts_what_is_right(reader, said):
    cb.predict("1.1", "b", sure=2)
    cb.quiz("1.1", "c")
    cb.check("1.7", right)
    cb.progress()
    assert "Chapter 1: 1/4 predictions, 0/3 questions, 1/8 exercises" in said[-1]
    assert "To come back to: question 1.1" in said[-1]


def test_the_first_prediction_counts_as_said(reader, said):
    cb.predict("1.1", "a", sure=3)
    cb.predict("1.1", "b", sure=3)
    cb.progress()
    assert "Sure, and it came out otherwise: 1.1" in said[-1]


def test_what_was_sure_and_wrong_opens_the_next_chapter(reader, said):
    cb.predict("1.1", "a", sure=3)
    cb.recall(2)
    own = sum(number.startswith("2.") for number in exercises.questions("recall"))
    assert "You were sure of this one in chapter 1" in said[-1]
    cb.recall(2, *[...] * own, "b")
    cb.progress()
    assert "Sure, and it came out otherwise" not in said[-1]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b"[]",
        b"{}",
        b'{"convbook": 2, "answers": {}}',
        b'{"convbook": 1, "answers": []}',
        b'{"convbook": 1, "answers": {"question 1.1": 3}}',
        b'{"convbook": 1, "answers": {"question 1.1": {"tries": 1, "first": {}, "last": {}}}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_set_aside(reader, said, content):
    reader.write_bytes(content)
    cb.quiz("1.1", "a")
    aside = reader.with_name("convbook_progress_unreadable_1.json")
    assert aside.read_bytes() == content
    assert any(aside.name in text for text in said)
    cb.progress()
    assert "1/3 questions" in said[-1]


def test_files_set_aside_do_not_replace_each_other(reader):
    for text in ("first", "second"):
        reader.write_text(text)
        cb.quiz("1.1", "a")
    kept = {path.read_text() for path in reader.parent.glob("convbook_progress_unreadable_*.json")}
    assert kept == {"first", "second"}


def test_a_file_that_cannot_be_written_stops_nobody(reader, said, monkeypatch):
    def refuses(path, text):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(record, "write_atomically", refuses)
    cb.quiz("1.1", "a")
    cb.quiz("1.2", "a")
    assert sum("cannot be kept" in text for text in said) == 1
    assert said[-1].startswith("Question 1.2: You said (a)")


# --- in a kernel


def run_in_a_kernel(folder: Path, source: str, **environment: str) -> str:
    """What `source` shows in a kernel whose folder is `folder`, as text."""
    notebook = new_notebook(cells=[new_code_cell(source)])
    outside = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    client = NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(env={**outside, **environment})
    return "\n".join(output.data["text/plain"] for output in notebook.cells[0].outputs)


ANSWER = "import convbook as cb\ncb.quiz('1.1', 'a')\ncb.progress()"


def test_a_reader_s_answers_are_kept_in_their_folder(tmp_path):
    assert "1/3 questions" in run_in_a_kernel(tmp_path, ANSWER)
    assert json.loads((tmp_path / record.FILE).read_text())["answers"]["question 1.1"]["tries"] == 1
    assert "1/3 questions" in run_in_a_kernel(tmp_path, ANSWER)
    assert json.loads((tmp_path / record.FILE).read_text())["answers"]["question 1.1"]["tries"] == 2


@pytest.mark.parametrize("environment", [{record.SWITCH: "off"}, {"PYTEST_CURRENT_TEST": "a test"}])
def test_answers_of_a_program_are_not_kept(tmp_path, environment):
    assert "not while a program runs it" in run_in_a_kernel(tmp_path, ANSWER, **environment)
    assert not list(tmp_path.iterdir())


def test_a_build_keeps_no_answers(write_notebook):
    path = write_notebook("00_start_here.ipynb", "# A start", ANSWER)
    build(path)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_cards_are_shown_in_a_notebook_in_both_forms(tmp_path):
    notebook = new_notebook(
        cells=[new_code_cell("import convbook as cb\ncb.check('1.7', lambda image: image)")]
    )
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    data = notebook.cells[0].outputs[0].data
    assert data["text/html"].startswith("<div")
    assert data["text/plain"].startswith("Exercise 1.7: not yet.")
