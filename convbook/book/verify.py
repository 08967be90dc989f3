"""`convbook verify`: is a stored notebook what a build would write today, and does it keep the rules?"""

import time
from pathlib import Path

from convbook.sentences import book as sentences

from .build import BuildError, read_notebook, stale_or_dirty
from .rules import broken_rules


def verify(path: Path) -> bool:
    """Prints every problem of the notebook; True if there is none."""
    start = time.monotonic()
    try:
        problems = broken_rules(read_notebook(path), path) + stale_or_dirty(path)
    except BuildError as error:
        print(error)
        return False
    for cell, text in problems:
        sentence = sentences.PROBLEM if cell else sentences.PROBLEM_OF_NOTEBOOK
        print(sentence.format(name=path.name, cell=cell, text=text))
    if not problems:
        print(sentences.VERIFIED.format(name=path.name, seconds=time.monotonic() - start), flush=True)
    return not problems
