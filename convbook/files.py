"""Writing a file so that nobody ever sees half of it."""

import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Writes a whole new file beside `path`, then puts it in its place. Raises OSError."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=".", suffix=".tmp", delete=False
    ) as new:
        new.write(text)
    if path.exists():
        os.chmod(new.name, path.stat().st_mode)
    os.replace(new.name, path)
