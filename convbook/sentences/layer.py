"""Words of the layer explorer."""

CHANNELS = ("red", "green", "blue", "edges")  # the fourth is a feature map of an earlier layer
GROUP = "k, map shown"
D = "D, channels"
K = "K, kernel groups"
ROW = "i, output row"
COLUMN = "j, output column"

CHANNEL = "channel {d}: {name}"
CHANNEL_CAPTION = "0 dark to 9 bright"
NO_CHANNEL = "(no channel {d})"
KERNEL = "group {k}, for {name}"
OUTPUT = "output map {k}"
MAPS = "all output maps: {K}"
MAPS_CAPTION = "{rows}×{columns}×{K}"
BIAS = "one bias for each map"

PARTIAL = "{name} {value}"
LINE = "output({i}, {j}) of map {k} = {partials} + bias {bias} = {total}"
LINES_PIXEL = {  # for each channel: in one window, in more
    name: tuple(
        f"{name} pixel ({{row}}, {{column}}) = {{value}} is in {{n}} {windows}.".capitalize()
        for windows in ("window", "windows")
    )
    for name in CHANNELS
}
LINE_WEIGHT = "Weight ({m}, {n}) for {name} = {value} is used once by each of the {pixels} pixels of map {k}."
LINE_BIAS = "Bias {k} = {value} is added to each of the {pixels} pixels of map {k}."
SENTENCE = (
    "Pixel ({i}, {j}) of map {k}: {F}·{F}·{D} = {products} products and one bias make {total}. "
    "Parameters: {K}·{products} weights + {K} for the biases = {parameters}. "
    "Work: {rows}·{columns}·{K} output values × {products} products = {macs} MACs."
)
CLAMPED_MAP = "There is no map {k} at K = {K}: the last map is {last}, so that one is shown."
CLAMPED = "There is no output ({i}, {j}) at F = {F}: the window waits at ({last_i}, {last_j})."
EVEN = "At F = 2 each kernel is the upper left part of its 3×3 weights."
WEIGHTS = "4×4×3×3 weights (group, channel, row, column), as a table or in one row"
BIASES = "4 biases in one row"
