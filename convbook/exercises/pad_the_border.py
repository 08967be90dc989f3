"""Chapter 3: references, inputs and known mistakes of its exercises. Their words stand in `sentences`."""

EXERCISES = ()
