"""Words of the figures of chapter 4."""

INPUT = "input volume {size}"
GROUPS = "kernel groups: {K}, each {size}"
BIAS = "one bias each"
MAPS = "output volume {size}"
GROUP = "group {k}"
CHANNEL = "channel {d}"
WINDOW = "one window, cut out of every channel"
ALT = (
    "A convolution layer: an input volume of {input} and a bank of {K} × {group} weights. "
    "A group holds one kernel for each of the {D} channels. Its {D} results and one bias are added up "
    "to one output map. The {K} maps are the output volume, {output}. Parameters: {parameters}."
)

DENSE = "dense: all inputs"
LOCAL = "local: only the window"
SHARED = "shared: the same 3 weights"
WEIGHTS = "{count} weights"
INPUTS = "inputs"
OUTPUTS = "outputs"
SHARING = (
    "{inputs} inputs, {outputs} outputs. Dense: {dense} weights. Local: {local} weights. "
    "Shared: {shared} weights, used again at every place."
)
