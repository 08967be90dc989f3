"""What the numeric core says when it cannot do what it was asked: sizes, kernels, padding, arrays."""

# Whole numbers: sizes, kernels, strides, padding.
INTEGER = "{name} must be an integer >= {least}, found {value}"
PAIR = "{name} must be an integer >= {least} or a pair (vertical, horizontal) of them, found {value}"
PADDING = (
    "{name} must be an integer >= 0, a pair (vertical, horizontal), two pairs "
    '((top, bottom), (left, right)), "valid" or "same", found {value}'
)
PADDING_OF_PAD = (
    "{name} must be an integer >= 0, a pair (vertical, horizontal) or two pairs "
    "((top, bottom), (left, right)), found {value}"
)
PADDING_OF_ONE_AXIS = '{name} must be an integer >= 0, "valid" or "same", found {value}'
LAYERS = "layers must be a list of pairs (F, S), found {value}"
ARRAY_OF_SHAPE = "an array of shape {shape}"

# A window that does not fit.
KERNEL_TOO_LARGE = (
    "kernel {kernel} is larger than the padded image {image}; use padding >= {enough} or a smaller kernel"
)
KERNEL_TOO_LONG = (
    "kernel of size {kernel} is larger than the padded input of size {image}; "
    "use P >= {enough} or a smaller kernel"
)

# Arrays.
NOT_RECTANGULAR = "{name} must be a rectangular array of numbers, found rows of different lengths"
NOT_REAL = "{name} must hold real numbers (floats, integers or booleans), found dtype {dtype}"
DIMENSIONS = "{name} must have the axes {axes}, found shape {shape}"
EMPTY = "{name} must not be empty, found shape {shape}"
CHANNELS = "kernels must have as many channels as x, {channels}, found {found} in shape {shape}"
BIAS = "bias must hold {groups} numbers, one for each kernel group, found shape {shape}"
COLUMNS = "X must have the shape {expected} that im2col makes of a volume {volume}, found {shape}"
VOLUME_SHAPE = "shape must be three integers >= 1, (H, W, D), found {value}"

# Padding modes.
MODE = "mode must be one of {modes}, found {value}"
PADDING_BEYOND = (
    'padding {padding} is too much for mode "{mode}" on an axis of size {size}; use at most {most}'
)

# The kernels by name.
UNKNOWN_KERNEL = "no kernel is called {name}; the nearest name is {nearest}, and all names are {names}"
