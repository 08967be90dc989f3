"""Words of the explorer on the start page."""

ROW = "window row"
COLUMN = "window column"
SIZE = "F, window size"
PHOTO = "the photo"
PHOTO_CAPTION = "240×360 grey pixels; tap, drag or use the arrow keys (Shift: ten pixels)"
WINDOW = "what the window holds"
WINDOW_CAPTION = "0 black to 255 white"
SENTENCE = (
    "The window covers {F}×{F} = {n} pixels, from row {row} and column {column} on. "
    "Its darkest pixel is {low}, its brightest {high}."
)
SENTENCE_ONE = "The window covers a single pixel, at row {row} and column {column}: {low}."
CLAMPED = (
    "From row {asked_row} and column {asked_column} on it would leave the photo, so it waits at the edge."
)
LINE = "Photo pixel ({row}, {column}) = {value}."
