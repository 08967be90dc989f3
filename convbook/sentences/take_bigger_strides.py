"""Words of the figures of chapter 5."""

SIZE = "{rows}×{columns}, {low} to {high}"
ALL_AS_WIDE = "{pictures}; all drawn equally wide."
PICTURE = "{title}: {size}"

INPUT = "input"
LAYER = "layer {number}: F = {F}, S = {S}"
COUNT = "{name}, {count} pixels"
ONE = "{name}, 1 pixel"
FIELD = "One pixel of layer {last} depends on {counts}."
OF_LAYER = "{count} of layer {number}"
OF_INPUT = "{count} of the input"
