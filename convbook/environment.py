"""One line about the reader's environment, to paste to a teacher."""

import platform
from importlib import import_module, metadata

from .words import say, text


def environment_line() -> str:
    """Versions of convbook, Python and NumPy, and whether the widgets can be imported.

    >>> from convbook import environment_line
    >>> environment_line()[:8]
    'convbook'
    """
    missing = [name for name in ("ipywidgets", "anywidget") if not _imports(name)]
    names = text("environment.separator").join(missing)
    return say(
        "environment.line",
        convbook=_short(metadata.version("convbook")),
        python=_short(platform.python_version()),
        numpy=_short(metadata.version("numpy")),
        widgets=say("environment.missing", names=names) if names else say("environment.ok"),
    )


def _imports(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True


def _short(version: str) -> str:
    return ".".join(version.split(".")[:2])
