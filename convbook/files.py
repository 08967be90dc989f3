"""Writing a file so that nobody ever sees it half written."""

import contextlib
import os
import shutil
import uuid
from pathlib import Path


def write_atomically(path: Path, content: str | bytes) -> None:
    """Writes a whole new file beside `path`, then puts it in its place.

    On failure it raises an OSError about `path` and leaves nothing behind. A symbolic link stays a link: the
    file that it points to is written.
    """
    target = Path(os.path.realpath(path))
    new = target.with_name(f".{uuid.uuid4().hex}.tmp")  # made by open(), so that others may read it as usual
    try:
        new.write_bytes(content.encode() if isinstance(content, str) else content)
        if target.exists():
            shutil.copymode(target, new)
        os.replace(new, target)
    except BaseException as error:  # Ctrl+C too
        with contextlib.suppress(OSError):
            new.unlink()
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None
        raise
