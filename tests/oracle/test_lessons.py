"""The lines of "The same in PyTorch", which every lesson has, run as a reader would paste them."""

import re

import pytest

from convbook.book.notebooks import is_lesson, lessons_in, read_notebook, stored_folder

HEADING = "## The same in PyTorch"
LESSONS = [path for path in lessons_in(stored_folder()) if is_lesson(path)]


def pasted(path) -> str:
    """The code below the heading; there is one block."""
    [cell] = [cell.source for cell in read_notebook(path).cells if HEADING in cell.source]
    [code] = re.findall(r"```python\n(.+?)```", cell.partition(HEADING)[2], re.DOTALL)
    return code


@pytest.mark.parametrize("path", LESSONS, ids=[path.stem for path in LESSONS])
def test_lines_of_a_lesson_do_the_same_in_pytorch(path):
    code = pasted(path)
    assert "torch" in code
    assert "assert " in code
    exec(code, {})
