"""Writing a file so that nobody ever sees half of it."""

import os
import shutil
import uuid
from pathlib import Path


def write_atomically(path: Path, content: str | bytes) -> None:
    """Writes a whole new file beside `path`, then puts it in its place. Raises OSError."""
    new = path.with_name(f".{uuid.uuid4().hex}.tmp")  # made by open(), so that others may read it as usual
    new.write_bytes(content.encode() if isinstance(content, str) else content)
    if path.exists():
        shutil.copymode(path, new)
    os.replace(new, path)
