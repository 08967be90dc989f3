"""Titles, captions and text alternatives of the still pictures."""

RANGE = "{size}, from {low} to {high}"
SATURATED = "; full colour from ±{limit}"
