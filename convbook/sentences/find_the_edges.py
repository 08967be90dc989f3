"""Words of the figures of chapter 2."""

BRIGHTNESS = "brightness"
ANSWER = "answer"
ALONG = "row of the photo"
PROFILE = (
    "Two curves over {n} rows. Above, the brightness of the photo down one column, from {dark} to {bright}. "
    "Below, the answer of the difference: highest, {high}, at row {high_at}; lowest, {low}, at row {low_at}; "
    "between −10 and 10 at {calm} of the {n} rows."
)
ARROWS = (
    "{count} arrows on a part of the photo, {rows}×{columns} pixels. Each stands on an edge and points "
    "across it, from dark to bright. The longest, at row {row}, column {column}, goes {across} across and "
    "{down} down."
)
