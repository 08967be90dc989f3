"""Words of the stride explorer."""

VIEW = "view"
ON_A_LINE = "on a line"
ON_A_GRID = "on a grid"
H1 = "H1, input size"

LINE = "padded line and its windows"
LINE_CAPTION = "{n} pixels, 0 black to 9 grey, and P = {P}"
TABLE = "output, one pixel a window"
TABLE_HEAD = ("i", "i·S", "sum")
TABLE_CAPTION = "window i starts at cell i·S"
GRID = "padded input"
GRID_CAPTION = "{H1}×{W1} pixels, 0 black to 9 grey, and P = {P}"
OUTPUT = "output: sums of windows"
OUTPUT_CAPTION = "{H2}×{W2}"
NO_OUTPUT = "no window fits"

INVENTED = "invented: a zero"
UNUSED = "left over or skipped: in no window"
CHOSEN = "the middle of a window"

LINE_WORK = "output({i}) starts at cell {i}·{S} = {start}: {terms} = {value}."
CELL_WORK = (
    "output({i}, {j}) starts at row {i}·{S} = {row}, column {j}·{S} = {column} of the padded input; "
    "its {n} pixels add up to {value}."
)

SIZE = "{name} = ({n} − {F} + 2·{P}) // {S} + 1 = {steps} // {S} + 1 = {size}, remainder {rest}: {left}."
NOTHING_LEFT = "no {one} is left over"
ONE_LEFT = "1 {one} at the end is left over"
MORE_LEFT = "{rest} {many} at the end are left over"
ONLY_PADDING = "{left}, and only padding is lost"
SKIPPED = "S is larger than F, so the windows skip {skipped} of every {S}."
NO_FIT = (
    "No window fits: the padded input has {n} + 2·{P} = {padded} {many}, and F = {F} needs {F}. "
    "Take a larger H1 or P, or a smaller F."
)
UNITS = {
    "line": {"one": "cell", "many": "cells"},
    "rows": {"one": "row", "many": "rows"},
    "columns": {"one": "column", "many": "columns"},
}
