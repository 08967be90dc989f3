"""One line about the reader's environment, to paste to a teacher."""

import platform
from importlib import import_module, metadata

from .sentences import environment as say


def environment_line() -> str:
    """Versions of convbook, Python and NumPy, and whether the widgets can be imported.

    >>> from convbook import environment_line
    >>> environment_line()[:8]
    'convbook'
    """
    problems = [name for name in ("ipywidgets", "anywidget") if not _imports(name)]
    return say.LINE.format(
        convbook=_short(metadata.version("convbook")),
        python=_short(platform.python_version()),
        numpy=_short(metadata.version("numpy")),
        widgets=say.MISSING.format(names=", ".join(problems)) if problems else say.OK,
    )


def _imports(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True


def _short(version: str) -> str:
    return ".".join(version.split(".")[:2])
