"""Words of the photo explorer."""

PHOTO = "photo"
PHOTO_CAPTION = "drag the box; 0 black to 255 white"
FILTERED = "filtered photo"
PIXELS = "pixels in the box"
PIXELS_CAPTION = "0 black to 255 white"
KERNEL = "kernel"
OUTPUT = "outputs in the box"
ROW = "row of the photo"
COLUMN = "column of the photo"
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

LINE = "Photo pixel ({row}, {column}): {value}"
SHOWN_AS = "{line}, shown as {shown}"
SENTENCE = "The window around photo pixel ({row}, {column}): its {n} products add up to {value}."
IGNORES = "The weights add up to 0, so a flat region gives 0."
KEEPS = "The weights add up to 1, so a flat region keeps its brightness."
SCALES = "The weights add up to {total}, so a flat region comes out {total} times as bright."
CLAMPED = "Around ({row}, {column}) the window would leave the photo, so it waits beside."
UPLOAD = "a photo of your own"
