"""What `check` says before there are graders."""

import pytest

import convbook as cb


def stub(window):
    return ...


def faded(x):
    x[..., 1] += 1
    return ...


@pytest.mark.parametrize("answer", [stub, faded, lambda: ..., ...])
def test_three_dots_are_not_started(answer, capsys):
    cb.check("1.1", answer)
    assert capsys.readouterr().out == "Exercise 1.1: not started. Replace the `...` and run the cell again.\n"


@pytest.mark.parametrize("answer", [lambda x: x, len, None, 3])
def test_anything_else_is_an_answer(answer, capsys):
    cb.check("2.3", answer)
    expected = "Exercise 2.3: your answer is there. Compare it with the worked solution below.\n"
    assert capsys.readouterr().out == expected
