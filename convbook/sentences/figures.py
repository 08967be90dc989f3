"""Titles, captions and text alternatives of the still pictures."""

RANGE = "{size}, {low} to {high}"
SATURATED = "; colours end at ±{limit}"
