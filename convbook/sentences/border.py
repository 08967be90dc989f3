"""Words of the border explorer."""

PADDING = "P, padding per side"
ORIGIN = "show where each value came from"

PHOTO = "the photo, padded by as many pixels"
PHOTO_SIZES = "{before} before (in the red box), {after} after"
PADDED = "a small picture and its border"
SIZES = "{before} before, {after} after"
ORIGIN_CAPTION = "row,column of the pixel each value came from"
OUTPUT = "output: the sum of each window"
USAGE = "usage: how many windows hold each pixel"
USAGE_CAPTION = "a copy in the border counts as the pixel"
NOWHERE = "none"

LINE_OUTPUT = "output({i}, {j}) = {total}."
OF_THEM_COPIED = " Copied from the picture: {n} of these."
OF_THEM_INVENTED = " Invented zeros: {n} of these."
LINE_PIXEL = "Pixel ({i}, {j}) of the picture itself: {value}. This cell is in {n} of {windows} windows."
LINE_COPY = "A border cell with a copy of pixel ({i}, {j}): {value}. It is in {n} of {windows} windows."
LINE_ZERO = "A border cell with an invented 0, which comes from nowhere. It is in {n} of {windows} windows."
LINE_USAGE = "Pixel ({i}, {j}) is held, itself or as a copy, by {n} of {windows} windows."

SIZE = (
    "With P = {P} the {before} picture becomes {after}. A {F}×{F} window fits there at {output} places, "
    "so the output is {output}: {change}."
)
SAME = "the size is kept"
SMALLER = "{n} less in height and in width"
LARGER = "{n} more in height and in width"
NO_BORDER = "There is no border, so no window is centred on the outermost pixels."
NO_BORDER_NEEDED = "There is no border, and windows of one cell need none."
BORDER = {
    "constant": "All {n} border cells are invented zeros.",
    "edge": "Each of the {n} border cells repeats the pixel nearest to it.",
    "reflect": "The {n} border cells mirror the picture about its outermost pixels.",
    "wrap": "The {n} border cells come from the opposite side of the picture.",
}
EVEN = "F is even: no P keeps the size."
