"""Words of the window explorer."""

IMAGE = "input"
IMAGES = {"rim": "the rim of the cup", "impulse": "one bright pixel", "drawn": "what you drew"}
INPUT = "input: {image}"
INPUT_CAPTION = "grey levels, 0 black to 9 white"
KERNEL = "kernel"
KERNEL_FLIPPED = "kernel, flipped"
OUTPUT = "output"
ROW = "i, output row"
COLUMN = "j, output column"
LINE = "output({i}, {j}) = {value}: input rows {i} to {last_i}, columns {j} to {last_j}."
LINE_ONE = "output({i}, {j}) = {value}: input row {i}, column {j}."
LINES_PIXEL = (
    "Input pixel ({row}, {column}) = {value} is in {n} window.",
    "Input pixel ({row}, {column}) = {value} is in {n} windows.",
)
LINE_WEIGHT = "Weight ({m}, {n}) = {value} is used once by each of the {outputs} outputs."
SENTENCE = (
    "The window of output pixel ({i}, {j}) has its corner at input pixel ({i}, {j}); "
    "its {n} products add up to {value}. Output size: {rows}×{columns}."
)
SENTENCE_ONE = (
    "The window of output pixel ({i}, {j}) holds input pixel ({i}, {j}) alone; "
    "its only product is {value}. Output size: {rows}×{columns}."
)
FLIPPED = "The kernel is turned by half a turn first: true convolution."
CLAMPED = "There is no output ({i}, {j}) at F = {F}: the window waits at ({last_i}, {last_j})."
IMPULSE = "Around the bright pixel the output shows the kernel times {white}, {turned}."
TURNED = "turned by half a turn"
AS_CHOSEN = "as it was before the flip"
YOURS = "This is what you drew; the menu leads back to the other inputs, and here again."
NOTHING_DRAWN = "Nothing is drawn yet: switch drawing on."
DRAW = "draw into the input"
BRUSH = "brush, grey level"
DRAWING = "Drag over the input to paint it with {brush}."
ANEW = "A stroke starts a new drawing from this, in place of your last."
BRUSH_WAITS = "The brush holds {brush}; switch drawing on to use it."
DRAWN_TABLE = "{rows}×{columns} whole numbers from 0 to {white}, as a table or in one row"
