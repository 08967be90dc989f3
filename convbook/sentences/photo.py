"""Words of the photo explorer."""

PHOTO = "photo"
PHOTO_CAPTION = "drag the box, or use the arrow keys (Shift: ten pixels)"
FILTERED = "filtered photo"
PIXELS = "pixels in the box"
PIXELS_CAPTION = "0 black to 255 white"
KERNEL = "kernel"
OUTPUT = "outputs in the box"
ROW = "photo row"
COLUMN = "photo column"
VIEW = "show outputs"
VIEWS = {
    "signed": "with their signs",
    "absolute": "without signs (absolute)",
    "clipped": "cut off at 0 and 255 (clipped)",
}

SIGNED = "≤ −{limit} blue, 0 white, ≥ {limit} brown"
GRAY = "0 black to ≥ {limit} white"
CLIPPED = "≤ 0 black to ≥ 255 white"
PLAIN = "0 black to 255 white"

LINE = (
    "output around ({row}, {column}) = {value}{shown_as}: "
    "photo rows {top} to {bottom}, columns {left} to {right}."
)
LINE_ONE = "output at ({row}, {column}) = {value}{shown_as}: a single photo pixel."
SHOWN_AS = ", shown as {shown}"
LINE_PIXEL = "Photo pixel ({row}, {column}) = {value} is in {n} of the windows of the box."
LINE_WEIGHT = "Weight ({m}, {n}) = {value} is used once by each of the {outputs} outputs of the box."
SENTENCE = "The window around photo pixel ({row}, {column}): its {n} products add up to {value}."
SENTENCE_ONE = "The window at photo pixel ({row}, {column}): its only product is {value}."
IGNORES = "The weights add up to 0, so a flat region gives 0."
KEEPS = "The weights add up to 1, so a flat region keeps its brightness."
SCALES = "The weights add up to {total}, so a flat region comes out {total} times as bright."
CLAMPED = "Around ({row}, {column}) the window would leave the photo, so it waits beside."
UPLOAD = "a photo of your own (its middle, {height}×{width})"
PICTURE = "picture"
PICTURES = {"book": "the book's photo", "yours": "your own photo"}
CUT_OUT = "Your photo covers {height}×{width} pixels; what stood over was cut off, the middle is left."
NO_PHOTO = "No photo of your own is here yet: choose one with the button; so far it is the book's."
CORNER = "row and column of the first output of the box, 0 to {rows} and 0 to {columns}, or ()"
PHOTO_FILE = "the bytes of a picture file"
