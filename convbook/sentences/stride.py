"""Words of the stride explorer."""

VIEW = "view"
ON_A_LINE = "on a line"
ON_A_GRID = "on a grid"
H1 = "H1, input size"

LINE = "padded line and its windows"
LINE_CAPTION = "{n} {pixels}, 0 black to 9 grey, and P = {P}"
PIXELS = ("pixel", "pixels")
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

HEAD_LINES = (
    "i counts the windows, from 0.",
    "i·S is the cell of the padded line at which window i starts.",
    "The sum of the cells of window i is pixel i of the output.",
)
LINE_WORK = "output({i}) starts at cell {i}·{S} = {start}: {total}."
CELL_WORK = (
    "output({i}, {j}) starts at row {i}·{S} = {row}, column {j}·{S} = {column} of the padded input: {total}."
)
LINE_CELL = "Cell {cell}, {what}: {where}."
STEP_CELL = "Window i = {i}, place {place}: cell {i}·{S} + {place} = {cell}, {what}."
GRID_CELL = "Row {row}, column {column}, {what}: {where}."
PIXEL = "pixel {at} = {value}"
ZERO = "a zero of the padding"
IN_ONE = "in 1 window, {which}"
IN_MANY = "in {n} windows, {which}"
LINE_WHICH = "i = {i}"
GRID_WHICH = "i = {i} and j = {j}"
IN_NONE = "in no window, {why}"
WHY = {
    "left over": "left over at the end",
    "skipped": "skipped between windows",
    "no fit": "because none fits",
}
WHY_ROW = "its row {why}"
WHY_COLUMN = "its column {why}"

SIZE = "{name} = ({n} − {F} + 2·{P}) // {S} + 1 = {steps} // {S} + 1 = {size}, remainder {rest}: {left}."
NOTHING_LEFT = "no {one} is left over"
ONE_LEFT = "1 {one} at the end is left over ({which})"
MORE_LEFT = "{rest} {many} at the end are left over ({which})"
OF_PADDING = "{n} of the padding"
OF_PICTURE = "{n} of the picture"
SKIPPED = "S\N{NO-BREAK SPACE}>\N{NO-BREAK SPACE}F, so windows skip {what} between them."
SOME = "{n} {unit}"
LOST = "Pixels in no window: {n} of {all}."
NO_FIT = (
    "No window fits: the padded input has {n} + 2·{P} = {padded} {many}, and F = {F} needs {F}. "
    "Take a larger H1 or P, or a smaller F."
)
UNITS = {
    "line": {"one": "cell", "many": "cells"},
    "rows": {"one": "row", "many": "rows"},
    "columns": {"one": "column", "many": "columns"},
}
AND = " and "
