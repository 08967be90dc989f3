"""Words of the matrix explorer and of the diagram of a layer as a matrix product."""

CHANNEL = "input, {channel}"
CHANNELS = ("red", "blue")
AND = " and "
CHANNEL_CAPTION = "{rows}×{columns}"
CHANNEL_CAPTION_PADDED = "{rows}×{columns} with its border"
X = "X: one patch a row"
X_CAPTION = "{rows}×{columns}"
X_CAPTION_PAGED = "{rows}×{columns}; here rows {first} to {last}"
W = "W"
W_CAPTION = "{rows}×{columns}"
Y = "X·W"
Y_CAPTION = "{rows}×{columns}"
MAP = "output, map {k}"
MAP_CAPTION = "{rows}×{columns}"
PATCH = "patch, row of X"

SENTENCE = (
    "X is {patches}×{values}: {n_patches} of {F}·{F}·{D} = {n_values}. "
    "The {pixels} input values have become {copies} (×{factor}). "
    "Row {patch} of X times column {k} of W is {value}: pixel ({i}, {j}) of map {k}."
)
PATCHES = ("{n} patch", "{n} patches")
VALUES = ("{n} value", "{n} values")
ROWS_OF_X = ("{n} row", "{n} rows")
CLAMPED = "There is no row {patch}: X has {n_rows} here, so the last one is shown."
CLAMPED_GROUP = "There is no map {k} at K = {K}: the last column is {last}."
TURN_PAGE = "Row {patch} is on another page: click to turn to it."

LINE_PIXEL = "Pixel ({i}, {j}), {channel} = {value}: in {n_rows} of X, {where}."
LINE_ZERO = "A zero of the border: in {n_rows} of X, {where}."
LINE_UNUSED_ZERO = "A zero of the border: no window reaches it, so it is not in X."
LINE_UNUSED = "Pixel ({i}, {j}), {channel} = {value}: no window reaches it, so it is not in X."
PRODUCTS = ("{channels} pixels", "{channels} pixels in turn")
ROW = "row {rows}"
ROWS = "rows {rows}"
LINE_X = "X({row}, {column}) = {value}: patch ({i}, {j}), its row {m}, column {n}, {channel}."
LINE_W = "W({row}, {column}) = {value}: group {column}, its row {m}, column {n}, {channel}."
LINE_Y = "Row {row} of X times column {k} of W = {value}: pixel ({i}, {j}) of map {k}."
