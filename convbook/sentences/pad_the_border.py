"""Words of the figures of chapter 3."""

PHOTO = "the photo and its first window"
NUMBERS = "the same corner, pixel by pixel"
NUMBERS_CAPTION = "a {F}×{F} window centred on pixel (0, 0)"
UNKNOWN = "?"
BEYOND = (
    "A window of {F}×{F} centred on the corner pixel of the picture: "
    "{outside} of its {all} cells lie outside, where no pixel is."
)

RESULT = "filtered piece"
ERROR = "error"
SCALE = "error: {low} blue, 0 white, {high} brown; hatched: no answer"
MEAN = "mean error {mean:.1f}"
NO_ANSWER = "no answer"
TREATMENTS = "Mean error on the {n} border cells: {means}."
TREATMENT = "{name} {mean:.1f}"
NO_ANSWER_FOR = "{name} gives no answer there"
