"""Answers to chapter 2."""

CASES = []
