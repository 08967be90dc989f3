"""The JavaScript of the widgets: short ES modules, joined into one when they are loaded."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "js"
IMPORT = re.compile(r'^import .*"(.+)";\n', re.MULTILINE)


@cache
def joined(path: str | Path) -> str:
    """A module as one text with everything that it imports, which comes before it.

    `path` is a file in `live/js`, or the whole path of a module elsewhere, whose default export stays one.

    >>> from convbook.live.javascript import joined
    >>> "import" in joined("keys.js"), "function keepKeys" in joined("keys.js")
    (False, True)
    """
    parts: dict[Path, str] = {}

    def add(path: Path) -> None:
        if path not in parts:
            text = path.read_text(encoding="utf-8")
            for imported in IMPORT.findall(text):
                add((path.parent / imported).resolve())
            parts[path] = re.sub(r"^export (?!default)", "", IMPORT.sub("", text), flags=re.MULTILINE)

    add((FOLDER / path).resolve())
    return "\n".join(parts.values())
