"""The book's charts: what has axes and curves. The only part of the package that loads matplotlib."""

from .chart import Chart
from .costs import ladder, memory
from .profile import profile

__all__ = ["Chart", "ladder", "memory", "profile"]
