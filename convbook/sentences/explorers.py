"""What every explorer may say: names of kernels and modes, labels of controls, remarks."""

KERNELS = {
    "blur": "blur",
    "gaussian": "Gaussian",
    "sharpen": "sharpen",
    "sobel_horizontal": "Sobel, horizontal edges",
    "sobel_vertical": "Sobel, vertical edges",
    "prewitt_horizontal": "Prewitt, horizontal edges",
    "prewitt_vertical": "Prewitt, vertical edges",
    "laplace": "Laplace",
    "identity": "identity",
    "own": "your own weights",
}
MODES = {
    "constant": "zeros (constant)",
    "edge": "nearest pixel (edge)",
    "reflect": "mirror (reflect)",
    "wrap": "other side (wrap)",
}
LABELS = {
    "kernel": "kernel",
    "F": "F, kernel size",
    "S": "S, stride",
    "P": "P, padding",
    "D": "D, channels",
    "K": "K, kernel groups",
    "mode": "padding mode",
    "position": "position",
    "flip": "flip (true convolution)",
}

SIGNED_CAPTION = "{low} blue, 0 white, {high} brown"
GRAY_CAPTION = "0 black to {high} white"
EDIT_CAPTION = "type to change"
IN_UNIT = "in {unit}; "  # before a caption
BELOW_UNIT = "below: {unit}; "
IN_UNIT_OF = "{what}, in {unit}"
PRODUCTS = "products in {unit}"
PARTIAL = "row {row}: "

FIXED_SIZE = "The kernel {kernel} exists at 3×3 only, so F = {F} is waiting for a kernel that can grow."
HIDDEN = "Some of your weights do not show at F = {F}; they are kept."
EVEN_OWN = "F = {F} is even: your middle weight sits above and left of the centre."
REPLACES = "Typing here takes the place of your own weights."
NOTHING_TYPED = "So far this is the identity: type into its cells."
NOT_A_WEIGHT = "“{text}” is not a weight: type a number such as 2, −1.25 or 1/9."
WEIGHT_OUT_OF_RANGE = "“{text}” is out of range: a weight lies between −{most} and {most}."
WEIGHT_NOT_EXACT = (
    "“{text}” would not be exact here: type at most two decimals, "
    "or a fraction whose denominator divides {parts}, such as 1/9 or 3/16."
)
WEIGHT_TOO_LONG = "“{text}” does not fit into its cell: in lowest terms, {longest} characters are the most."
UNKNOWN_EXPLORER = "there is no explorer {name!r}; the explorers are {names}"
UNKNOWN_SETTING = "explorer {explorer!r} has no setting {name!r}; its settings are {names}"
SETTING_OUT_OF_RANGE = "{name} = {value} is not among the settings of this control: {expected}"
UNUSABLE = "{name} is {found}; expected is {expected}"
UNUSABLE_WEIGHT = "{name} holds a weight that cannot be used: {why}"
TABLE = "a table of {shape}"
SQUARE_TABLE = "a square table of weights, 1×1 to {largest}×{largest}"
BROKEN = "Something broke inside this explorer ({problem}). The last good picture stays."
MARKS = {
    "invented": "invented: a zero",
    "copied": "copied from the picture",
    "unused": "used by no window",
    "chosen": "chosen",
}
UPLOAD_TOO_LARGE = "The file has {size} MB, {most} MB is the most: shrink it in a photo program first."
PASTED_SHAPE = (
    "What you pasted is {found}, the kernel shown is {shown}. "
    "Make them alike with F; a kernel that exists at 3×3 only: choose “your own weights” first, then F."
)
VIEW = {  # the words of the picture itself
    "point": "Point at a cell, tap it, or press Tab and use the arrow keys; Enter pins, Escape releases.",
    "waiting": "No answer yet. The kernel may be busy, or was restarted: then run this cell again.",
    "terms": "the arithmetic",
    "reach": "goes into outputs: {n}",
    "previous": "◀ previous",
    "next": "next ▶",
    "play": "play",
    "stop": "stop",
    "projector": "projector",
}
