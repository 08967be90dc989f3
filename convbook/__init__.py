"""convbook: an interactive book on the convolution layer, and the small package behind its notebooks.

The arithmetic is imported at once and costs little more than NumPy. Pictures, explorers and exercises are
imported when they are first used: explorers and questions bring ipywidgets with them, charts matplotlib.
"""

from importlib import import_module

from .backward import conv_layer_backward
from .digits import load_digits
from .images import load_image, load_pixels, photo_names
from .kernels import KERNELS, blur_kernel, gaussian_kernel
from .ops import col2im, conv2d, conv_layer, im2col, pad
from .pooling import pool, pool_backward
from .shapes import im2col_shape, mac_count, output_size, parameter_count, receptive_field
from .words import language

_WHEN_USED = {
    **dict.fromkeys(("check", "hint", "predict", "progress", "quiz", "recall", "solution"), "exercises"),
    **dict.fromkeys(("draw", "show"), "still"),
    "charts": "charts",
    "environment_line": "environment",
    "explore": "live",
    "figures": "figures",
    "network": "network",
    "training": "live",
}

__all__ = [
    "KERNELS",
    "blur_kernel",
    "col2im",
    "conv2d",
    "conv_layer",
    "conv_layer_backward",
    "gaussian_kernel",
    "im2col",
    "im2col_shape",
    "language",
    "load_digits",
    "load_image",
    "load_pixels",
    "mac_count",
    "output_size",
    "pad",
    "parameter_count",
    "photo_names",
    "pool",
    "pool_backward",
    "receptive_field",
    *_WHEN_USED,
]


def __getattr__(name: str):
    if name not in _WHEN_USED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f".{_WHEN_USED[name]}", __name__)
    return module if name == _WHEN_USED[name] else getattr(module, name)
