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
from convbook.exercises.ask import QuestionCard
from convbook.exercises.card import Card, Table, tables_of
from convbook.exercises.cards import card_of
from convbook.exercises.chapter import chapters, entries, entry, exercise, first_edition
from convbook.exercises.compare import difference
from convbook.exercises.judge import Finding, judge
from convbook.exercises.opening import RecallCard
from convbook.exercises.run import run

ENTRY = exercise("add_neighbours")
ADD_NEIGHBOURS = ENTRY.exercise
ALL = {
    kind: sum(each.chapter == 1 for each in entries(kind)) for kind in ("prediction", "question", "exercise")
}
ONE_RIGHT = f"1/{ALL['question']} questions"


@pytest.fixture
def shown(monkeypatch) -> list:
    """The cards that were shown."""
    cards = []
    monkeypatch.setattr(exercises, "display", cards.append)
    return cards


@pytest.fixture
def said(monkeypatch) -> list[str]:
    """The cards that were shown, as text."""
    cards = []
    monkeypatch.setattr(exercises, "display", lambda card: cards.append(repr(card)))
    return cards


def card(answer, name: str = "add_neighbours") -> Card:
    entry = exercise(name)
    return card_of(entry, judge(entry.exercise, answer))


def right(image):
    output = image.copy()
    output[1:-1, 1:-1] = cb.conv2d(image, np.ones((3, 3)))
    return output


# --- check


def test_check_shows_a_card_in_html_and_in_words():
    shown = card(right)
    assert repr(shown).startswith(f"{ENTRY.title}: right.")
    assert f"<strong>{ENTRY.title}:</strong> right." in shown._repr_html_()


def test_smallest_failing_input_is_drawn_beside_what_was_expected_and_what_came():
    image, expected, yours = card(lambda image: image * 2).tables
    assert (image.caption, expected.caption, yours.caption) == ("image", "expected", "yours")
    np.testing.assert_array_equal(image.cells, ADD_NEIGHBOURS.probes[0][0])
    np.testing.assert_array_equal(expected.cells, right(image.cells))
    np.testing.assert_array_equal(yours.marked, expected.cells != yours.cells)
    assert yours.marked.any()


def test_another_name_of_an_argument_does_not_matter():
    assert judge(ADD_NEIGHBOURS, lambda picture: right(picture)).state == "right"


def test_another_count_of_arguments_is_told():
    assert "It is called with (image), but yours takes (a, b)." in card(lambda a, b: a).lines
    assert "It is called with no argument, but yours takes (a)." in card(lambda a: a, "mover").lines


def test_keyword_only_arguments_are_told():
    def answer(*, image):
        return image

    assert judge(ADD_NEIGHBOURS, answer).state == "not a function"


@pytest.mark.parametrize(
    ("answer", "kind", "found"),
    [
        (np.ndarray, "is_class", "ndarray"),
        (np, "is_module", "numpy"),
        (np.ones((2, 3)), "is_result", "an array of shape (2, 3)"),
        (None, "is_result", "None"),
    ],
)
def test_what_is_no_function_is_named(answer, kind, found):
    assert judge(ADD_NEIGHBOURS, answer).kind == kind
    assert found in card(answer).lines[0]


def test_prints_are_shown_once_and_shortened():
    def talks(image):
        print("sum", image.sum(), "x" * 10_000)
        return image

    text = repr(card(talks))
    assert text.count("It printed: sum") == 1
    assert len(text) < 2000


def test_line_that_fails_is_named():
    def divides(image):
        return image / [][0]

    finding = judge(ADD_NEIGHBOURS, divides)
    assert finding.kind == "raised_at"
    assert finding.facts["code"] == "return image / [][0]"
    assert finding.facts["error"].startswith("IndexError")


def test_dots_that_are_left_in_an_answer_are_named():
    def half_done(image):
        image = ...
        return image.sum()

    assert judge(ADD_NEIGHBOURS, half_done).kind == "not_finished"


def test_dots_as_an_index_are_an_answer():
    def indexes(image):
        return right(image[..., :]) if image.shape[0] < 4 else undefined  # noqa: F821

    assert judge(ADD_NEIGHBOURS, lambda image: right(image[..., :])).state == "right"
    assert judge(ADD_NEIGHBOURS, indexes).kind == "raised_at"


def test_stopping_somehow_is_no_known_mistake():
    """A mistake that always stops is told by its message, not by the mere fact."""
    output_pixel = exercise("output_pixel").exercise

    def another_error(image, kernel, i, j):
        return (np.zeros((4, 4)) * kernel).sum()

    assert judge(output_pixel, output_pixel.known["two_rows"].answer).mistake == "two_rows"
    finding = judge(output_pixel, another_error)
    assert finding.mistake == ""
    assert "(4,4) (3,3)" in finding.facts["error"]


def test_the_wrong_one_of_several_values_is_found():
    found = difference((1, 2, 3), (1, 2, 4))
    assert (found.kind, found.facts) == ("one_value", {"count": 3, "index": 2})


def test_a_list_where_an_array_is_expected_is_told():
    finding = judge(ADD_NEIGHBOURS, lambda image: right(image).tolist())
    assert (finding.difference.kind, finding.difference.facts) == ("list", {"found": "list"})
    assert "np.array" in card(lambda image: right(image).tolist()).lines[0]


@pytest.mark.parametrize("count", [1, 3])
def test_values_that_are_no_numbers_are_counted(count):
    def with_nan(image):
        output = right(image).astype(float)
        output.ravel()[:count] = np.nan
        return output

    finding = judge(ADD_NEIGHBOURS, with_nan)
    assert (finding.difference.kind, finding.difference.facts) == ("nan", {"n": count})
    assert "NaN" in card(with_nan).lines[0]


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, RecursionError, MemoryError, StopIteration])
def test_no_exception_gets_out(error):
    def raises(image):
        raise error

    assert judge(ADD_NEIGHBOURS, raises).state == "stopped"


def test_deep_recursion_is_told():
    def deeper(image):
        return deeper(image)

    assert judge(ADD_NEIGHBOURS, deeper).kind == "endless_recursion"


def test_endless_loop_that_catches_everything_is_left_behind():
    def stubborn(image):
        while not over.is_set():
            with contextlib.suppress(BaseException):
                time.sleep(0.001)

    over = threading.Event()
    try:
        finding = judge(ADD_NEIGHBOURS, stubborn, seconds=0.2)
    finally:
        over.set()
    assert finding == Finding("stopped", "time_up", {"seconds": 0.2, "still_running": True})
    text = repr(card_of(ENTRY, finding))
    assert "after 0.2 seconds" in text  # the time that was allowed
    assert "Restart the kernel" in text


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
    assert len(repr(card(lambda: value, "mover"))) < 2000


def test_returning_the_input_is_told():
    finding = judge(ADD_NEIGHBOURS, lambda image: image)
    assert (finding.kind, finding.facts) == ("input", {"name": "image"})


def test_returning_from_within_the_loop_is_told():
    def too_early(row, weights):
        outputs = np.zeros(len(row) - len(weights) + 1)
        for i in range(len(outputs)):
            outputs[i] = (row[i : i + len(weights)] * weights).sum()
            return outputs

    found = judge(exercise("slide").exercise, too_early).difference
    assert (found.kind, found.facts) == ("unfinished", {"place": 1})


def test_a_mistake_is_only_named_if_it_explains_every_input():
    border_lost = ADD_NEIGHBOURS.known["border_lost"].answer

    def twice_wrong(image):
        return border_lost(image) + (image.shape[0] > 3)

    finding = judge(ADD_NEIGHBOURS, twice_wrong)
    assert (finding.state, finding.mistake) == ("wrong", "")


# --- names that do not exist, and numbers of the first edition


@pytest.mark.parametrize("ask", [cb.hint, cb.solution, lambda n: cb.check(n, right), cb.predict, cb.quiz])
@pytest.mark.parametrize("name", ["add_neighbour", "9.9", "", "one"])
def test_unknown_name_names_the_nearest(said, ask, name):
    ask(name)
    assert said[0].startswith("There is no ")
    assert "the nearest is `" in said[0]


def test_the_nearest_is_the_one_that_was_meant(said):
    cb.hint("ad_neighbors")
    assert "`add_neighbours`" in said[0]


@pytest.mark.parametrize("name", [2.10, None, 7, ["slide"]])
def test_a_name_without_quotes_is_refused(said, name):
    """A number without quotes would be another one: 2.10 is 2.1."""
    cb.hint(name)
    assert "write the name in quotes" in said[0]


def test_numbers_of_the_first_edition_still_work(said):
    cb.check("1.7", right)
    cb.hint("1.7")
    assert [text.split(":")[0] for text in said] == [ENTRY.title] * 2


@pytest.mark.parametrize("kind", ["prediction", "question", "recall", "exercise"])
def test_the_table_of_the_first_edition_is_complete(kind):
    """It is frozen: chapters 0 to 6 as they were then."""
    counts = {"prediction": 29, "question": 25, "recall": 15, "exercise": 56}
    ids = {entry.id: entry for entry in entries(kind)}
    found = [first_edition(kind, f"{chapter}.{n}") for chapter in range(7) for n in range(1, 20)]
    old = [(name, order) for name, order in found if name]
    assert len(old) == len({name for name, _ in old}) == counts[kind]
    for name, order in old:
        if kind != "exercise":
            assert sorted(order) == list(entry(kind, name).order)
        assert name in ids


def test_an_old_notebook_asks_in_its_old_order():
    """The notebook printed the options under their old letters."""
    old, new = entry("prediction", "1.1"), entry("prediction", "how_many_outputs")
    texts = [old.options[key].text for key in old.order]
    assert texts == ["5, one for each number", "3", "2"]
    assert sorted(texts) == sorted(option.text for option in new.options.values())
    assert old.key("b") == old.right


# --- hints and solutions


def test_hints_open_one_by_one_and_stop_at_the_last(said, monkeypatch):
    monkeypatch.setattr(exercises, "_hints_open", {})
    hints = exercise("slide").words["hints"]
    for _ in range(len(hints) + 1):
        cb.hint("slide")
    for count, (hint, text) in enumerate(zip((*hints, hints[-1]), said, strict=True), start=1):
        assert f"hint {min(count, len(hints))} of {len(hints)}" in text
        assert hint.partition("\n\n")[0] in text
    assert 'cb.solution("slide")' in said[-1]


def test_solution_shows_code_that_runs(said):
    cb.solution("slide")
    code = said[0].split("\n", 1)[1].rsplit("\n", 1)[0]
    scope = {"np": np}
    exec(code, scope)
    assert scope["slide"](np.array([3, 1, 4]), np.array([1, 2])).tolist() == [5, 9]


# --- predictions and questions

OUTPUTS = entry("prediction", "how_many_outputs")
WRONG = next(key for key in OUTPUTS.order if key != OUTPUTS.right)


def test_a_question_shows_itself_and_no_answer():
    made = QuestionCard(OUTPUTS)
    data, _ = made._repr_mimebundle_()
    assert repr(made) == data["text/plain"]
    for form in ("text/plain", "text/html"):
        assert OUTPUTS.ask in data[form]
        for option in OUTPUTS.options.values():
            assert option.text in data[form]
            assert option.say not in data[form]


def test_a_click_answers_in_place():
    made = QuestionCard(OUTPUTS)
    made.sure.value = 3
    made.buttons[WRONG].click()
    assert [(each.key, each.sure) for each in made.tries] == [(WRONG, 3)]
    assert OUTPUTS.options[WRONG].say in repr(made)
    assert OUTPUTS.options[WRONG].say in made.verdict.html
    assert made.buttons[WRONG].icon == "times"


def test_a_second_click_stands_beside_the_first():
    made = QuestionCard(OUTPUTS)
    made.buttons[WRONG].click()
    made.buttons[OUTPUTS.right].click()
    first, latest = made.cards()
    assert (first.kind, latest.kind) == ("wrong", "right")
    assert OUTPUTS.options[WRONG].say in first.lines
    assert {button.icon for button in made.buttons.values()} == {"check", "times", ""}


def test_buttons_have_words_without_marks():
    for kind in ("prediction", "question", "recall"):
        for each in entries(kind):
            labels = [button.description for button in QuestionCard(each, title="1").buttons.values()]
            assert all(
                label.startswith(f"({letter}) ") for label, letter in zip(labels, "abcdef", strict=False)
            )
            assert not any("`" in label for label in labels)


@pytest.mark.parametrize("choice", ["b", "B", "(b)", " b "])
def test_a_choice_may_be_typed_as_people_do(shown, choice):
    cb.predict("how_many_outputs", choice, sure=1)
    assert [tuple(each) for each in shown[0].tries] == [("b", 1)]
    assert "as a guess" in repr(shown[0])


def test_a_sure_and_wrong_prediction_comes_back(said):
    cb.predict("how_many_outputs", OUTPUTS.letter(WRONG), sure=3)
    assert "and you were sure." in said[0]
    assert OUTPUTS.options[OUTPUTS.right].text in said[0]
    assert "may come back" in said[0]


def test_in_the_last_chapter_nothing_is_promised(said):
    last = next(each for each in entries("prediction") if each.chapter == chapters()[-1].number)
    cb.predict(last.id, next(key for key in last.order if key != last.right), sure=3)
    assert "and you were sure" in said[0]
    assert "may come back" not in said[0]


def test_recall_says_how_many_were_right():
    made = RecallCard(2)
    for card in made.cards[:-1]:
        card.buttons[card.question.right].click()
    assert made.head().kind == "open"
    assert made.verdict.html == ""
    last = made.cards[-1]
    last.buttons[next(key for key in last.buttons if key != last.question.right)].click()
    assert made.head().kind == "wrong"
    assert made.verdict.html
    last.buttons[last.question.right].click()
    assert made.head().kind == "right"


def test_recall_may_be_typed(shown):
    own = [each for each in entries("recall") if each.chapter == 2]
    cb.recall("2", *[each.right for each in own])
    assert shown[0].head().kind == "right"
    cb.recall(2, ..., own[1].right)
    assert [bool(card.tries) for card in shown[1].cards] == [False, True, False]


@pytest.mark.parametrize("choice", ["e", "", 2, None, ["b"], {}])
def test_a_choice_that_is_none_is_told(shown, choice):
    cb.quiz("two_by_two_window", choice)
    assert shown[0].tries == []
    assert repr(choice) in shown[0].note
    assert shown[0].note in repr(shown[0])


@pytest.mark.parametrize("sure", [0, 4, "very", True, 2.5, []])
def test_how_sure_is_one_to_three(shown, sure):
    cb.predict("how_many_outputs", "b", sure=sure)
    assert shown[0].tries == []
    assert repr(sure) in shown[0].note


@pytest.mark.parametrize("chapter", [0, 1, 99, "1", None, [2]])
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
    monkeypatch.setattr(record, "_told", {})
    return tmp_path / record.FILE


def test_nothing_is_kept_under_test(said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cb.predict("how_many_outputs", "a", sure=3)
    cb.check("add_neighbours", right)
    cb.progress()
    assert not list(tmp_path.iterdir())
    assert "not while a program runs it" in said[-1]


def test_an_untouched_notebook_keeps_nothing(reader):
    cb.predict("how_many_outputs")
    cb.predict("1.1", ..., sure=...)
    cb.quiz("two_by_two_window", ...)
    cb.recall(2)
    cb.check("add_neighbours", lambda image: ...)
    assert not reader.exists()


def test_progress_counts_what_is_right(reader, said):
    wrong = next(key for key in "abc" if key != entry("question", "two_by_two_window").right)
    cb.predict("how_many_outputs", "b", sure=2)
    cb.quiz("two_by_two_window", wrong)
    cb.check("add_neighbours", right)
    cb.progress()
    counts = (
        f"1/{ALL['prediction']} predictions, 0/{ALL['question']} questions, 1/{ALL['exercise']} exercises"
    )
    assert f"Chapter 1: {counts}" in said[-1]
    assert "Worth another look: Question 1.1" in said[-1]


def test_the_first_prediction_counts_as_said(reader, said):
    cb.predict("how_many_outputs", WRONG, sure=3)
    cb.predict("how_many_outputs", OUTPUTS.right, sure=3)
    cb.progress()
    assert "You were sure, but it turned out differently: 1.1" in said[-1]


def test_a_card_that_is_run_again_shows_what_was_answered(reader):
    QuestionCard(OUTPUTS).choose(WRONG, 2)
    made = QuestionCard(OUTPUTS)
    assert [tuple(each) for each in made.tries] == [(WRONG, 2)]
    made.choose(OUTPUTS.right)
    again = QuestionCard(OUTPUTS)
    assert [each.key for each in again.tries] == [WRONG, OUTPUTS.right]


@pytest.mark.parametrize("choice", [["b"], {}, None, 3, "z"])
def test_a_kept_choice_that_is_no_option_is_passed_over(reader, choice):
    facts = {"choice": choice, "right": False, "sure": "very"}
    stored = {"prediction how_many_outputs": {"first": facts, "last": facts, "tries": 1}}
    reader.write_text(json.dumps({"convbook": record.FORM, "answers": stored}))
    assert QuestionCard(OUTPUTS).tries == []


def test_what_was_sure_and_wrong_opens_the_next_chapter(reader, said):
    cb.predict("how_many_outputs", WRONG, sure=3)
    made = RecallCard(2)
    assert made.cards[-1].question.id == "how_many_outputs"
    assert "You were sure of this one in chapter 1" in repr(made)
    made.cards[-1].choose(OUTPUTS.right)
    cb.progress()
    assert "You were sure, but it turned out differently" not in said[-1]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b"[]",
        b"{}",
        b'{"convbook": "2", "answers": {}}',
        b'{"convbook": null, "answers": {}}',
        b'{"convbook": 0, "answers": {}}',
        b'{"convbook": 2, "answers": []}',
        b'{"convbook": 1, "answers": {"question 1.1": 3}}',
        b'{"convbook": 2, "answers": {"question two_by_two_window": {"tries": 1, "first": {}, "last": {}}}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_set_aside(reader, said, content):
    reader.write_bytes(content)
    cb.quiz("two_by_two_window", entry("question", "two_by_two_window").right)
    aside = reader.with_name("convbook_progress_unreadable_1.json")
    assert aside.read_bytes() == content
    assert any(aside.name in text for text in said)
    cb.progress()
    assert ONE_RIGHT in said[-1]


def test_files_set_aside_do_not_replace_each_other(reader):
    for text in ("first", "second"):
        reader.write_text(text)
        cb.quiz("two_by_two_window", "a")
    kept = {path.read_text() for path in reader.parent.glob("convbook_progress_unreadable_*.json")}
    assert kept == {"first", "second"}


def test_a_file_that_cannot_be_written_stops_nobody(reader, said, monkeypatch):
    def refuses(path, text):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(record, "write_atomically", refuses)
    cb.quiz("two_by_two_window", "a")
    cb.quiz("blur_with_and_without_flip", "a")
    assert sum("cannot be saved" in text for text in said) == 1
    assert "You said (a)" in said[-1]


FIRST_EDITION = {
    "prediction 1.1": {"choice": "a", "right": False, "sure": 3},
    "question 2.1": {"choice": "b", "right": False},
    "recall 3.2": {"choice": "c", "right": True},
    "recalled 1.3": {"choice": "a", "right": False},
    "exercise 3.1": {"right": True, "mistake": ""},
    "exercise 5.1": {"right": False, "mistake": "leaves_gaps"},
    "question 9.9": {"choice": "b", "right": True},  # of nothing that the book knows
}


def test_answers_of_the_first_edition_are_carried_over(reader, said):
    stored = {name: {"first": facts, "last": facts, "tries": 1} for name, facts in FIRST_EDITION.items()}
    reader.write_text(json.dumps({"convbook": 1, "answers": stored}))
    known = record.answers()
    assert list(known) == [
        "prediction how_many_outputs",
        "question gx_300_gy_0",
        "recall kernel_with_a_row_of_zeros",
        "recalled around_the_bright_pixel",
        "exercise pad_edge",
        "exercise quarter_the_sides",
        "question 9.9",
    ]
    assert known["prediction how_many_outputs"]["first"] == {
        "choice": entry("prediction", "1.1").order[0],
        "right": False,
        "sure": 3,
    }
    cb.check("add_neighbours", right)
    kept = json.loads(reader.read_text())
    assert kept["convbook"] == record.FORM
    assert kept["answers"].keys() == known.keys() | {"exercise add_neighbours"}
    assert not said[1:]


def test_every_old_choice_means_the_same_text(reader):
    """Whatever letter was kept in the first edition, it is the option that stood under it then."""
    for kind in ("prediction", "question", "recall"):
        for each in entries(kind):
            for number in (f"{chapter}.{n}" for chapter in range(7) for n in range(1, 20)):
                name, order = first_edition(kind, number)
                if name != each.id:
                    continue
                for place, key in enumerate(order):
                    facts = {"choice": "abcdef"[place], "right": key == each.right}
                    stored = {f"{kind} {number}": {"first": facts, "last": facts, "tries": 1}}
                    reader.write_text(json.dumps({"convbook": 1, "answers": stored}))
                    assert record.read_progress(reader)[f"{kind} {name}"]["last"]["choice"] == key


def test_a_file_of_a_later_edition_stays_as_it_is(reader, said):
    content = json.dumps({"convbook": record.FORM + 1, "answers": {"new": True}})
    reader.write_text(content)
    for _ in range(2):
        cb.quiz("two_by_two_window", entry("question", "two_by_two_window").right)
    cb.progress()
    assert reader.read_text() == content
    beside = reader.with_name(f"convbook_progress_form{record.FORM}.json")
    assert record.read_progress(beside)["question two_by_two_window"]["tries"] == 2
    assert ONE_RIGHT in said[-1]
    assert sum(beside.name in text for text in said) == 1


# --- in a kernel


def run_in_a_kernel(folder: Path, source: str, **environment: str) -> str:
    """What `source` shows in a kernel whose folder is `folder`, as text."""
    notebook = new_notebook(cells=[new_code_cell(source)])
    outside = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    client = NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(env={**outside, **environment})
    return "\n".join(output.data["text/plain"] for output in notebook.cells[0].outputs)


CHOICE = entry("question", "two_by_two_window").right
ANSWER = f"import convbook as cb\ncb.quiz('two_by_two_window', '{CHOICE}')\ncb.progress()"


def test_a_reader_s_answers_are_kept_in_their_folder(tmp_path):
    for tries in (1, 2):
        assert ONE_RIGHT in run_in_a_kernel(tmp_path, ANSWER)
        known = record.read_progress(tmp_path / record.FILE)
        assert known["question two_by_two_window"]["tries"] == tries


@pytest.mark.parametrize("environment", [{record.SWITCH: "off"}, {"PYTEST_CURRENT_TEST": "a test"}])
def test_answers_of_a_program_are_not_kept(tmp_path, environment):
    assert "not while a program runs it" in run_in_a_kernel(tmp_path, ANSWER, **environment)
    assert not list(tmp_path.iterdir())


def test_a_build_keeps_no_answers(write_notebook):
    path = write_notebook("00_start_here.ipynb", "# A start", ANSWER)
    build(path)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_cards_are_shown_in_a_notebook_in_both_forms(tmp_path):
    source = "import convbook as cb\ncb.check('add_neighbours', lambda image: image)"
    notebook = new_notebook(cells=[new_code_cell(source)])
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    data = notebook.cells[0].outputs[0].data
    assert data["text/html"].startswith("<div")
    assert data["text/plain"].startswith(f"{ENTRY.title}: not yet.")
