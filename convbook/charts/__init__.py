"""The book's charts: pictures with axes and curves. The only part of the package that loads matplotlib."""

import logging

# Before matplotlib is loaded: that it cannot keep its cache in a home folder is nothing a reader must know.
logging.getLogger("matplotlib").setLevel(logging.ERROR)

from .chart import Chart  # noqa: E402
from .costs import ladder, memory  # noqa: E402
from .loss import loss  # noqa: E402
from .profile import profile  # noqa: E402

__all__ = ["Chart", "ladder", "loss", "memory", "profile"]
