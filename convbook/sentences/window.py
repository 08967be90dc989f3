"""Words of the window explorer."""

INPUT = "input: the rim of the cup"
INPUT_CAPTION = "grey levels, 0 black to 9 white"
KERNEL = "kernel"
KERNEL_FLIPPED = "kernel, flipped"
OUTPUT = "output"
ROW = "i, output row"
COLUMN = "j, output column"
LINE = "output({i}, {j}) = {value}: {n} products, added."
SENTENCE = (
    "The window of output pixel ({i}, {j}) has its corner at input pixel ({i}, {j}); "
    "its {n} products add up to {value}. Output size: {rows}×{columns}."
)
FLIPPED = "The kernel is turned by half a turn first: true convolution."
CLAMPED = "There is no output ({i}, {j}) at F = {F}: the window waits at ({last_i}, {last_j})."
