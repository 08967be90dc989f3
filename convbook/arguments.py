"""What the operations accept: arrays of real numbers with the right axes, and windows that fit on them."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .shapes import Layout, layout
from .words import say, text

IMAGE, VOLUME, BATCH = "(H, W)", "(H, W, D)", "(N, H, W, D)"
SETTINGS = "F", "stride", "padding"  # what the arguments F, S and P of `layout` are called here
CHANNELS_FIRST = {  # PyTorch's order, by the number of axes, and what turns it into ours
    3: ("(D, H, W)", ".transpose(1, 2, 0)"),
    4: ("(N, D, H, W)", ".transpose(0, 2, 3, 1)"),
}


def as_floats(value: ArrayLike, name: str, *axes: str) -> np.ndarray:
    """Return a float32 or float64 array that has one of the forms in `axes`, such as "(H, W)"."""
    array = as_real(value, name)
    if array.ndim not in [form.count(",") + 1 for form in axes]:
        either = text("errors.alternative").join(axes)
        case = f"{name}{array.ndim}"
        hint = say(f"errors.hints.{case}") if case in text("errors.hints") else ""
        raise ValueError(say("errors.axes", name=name, axes=either, shape=array.shape) + hint)
    if array.size == 0:
        raise ValueError(say("errors.empty", name=name, shape=array.shape))
    return array


def as_real(value: ArrayLike, name: str) -> np.ndarray:
    if type(value) is np.ndarray and value.dtype.char in "fd" and value.dtype.isnative:
        return value
    try:
        array = np.asarray(value)
    except ValueError as error:  # NumPy's complaint about rows of different lengths
        raise ValueError(say("errors.not_rectangular", name=name)) from error
    if array.dtype.kind not in "buif":
        raise TypeError(say("errors.not_real", name=name, dtype=array.dtype))
    is_float32 = array.dtype.kind == "f" and array.dtype.itemsize == 4
    return array.astype(np.float32 if is_float32 else np.float64, copy=False)


def as_bank(kernels: ArrayLike, x: np.ndarray) -> np.ndarray:
    """Return kernels (K, F, F, D) in the dtype of x, whose channels they must have."""
    kernels = np.ascontiguousarray(as_floats(kernels, "kernels", "(K, F, F, D)"), dtype=x.dtype)
    if x.shape[-1] != kernels.shape[-1]:
        fault = say("errors.channels", channels=x.shape[-1], found=kernels.shape[-1], shape=kernels.shape)
        raise ValueError(fault + _turns(x, kernels))
    return kernels


def as_slopes(grad: ArrayLike, shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return grad, the slopes at an output that has this shape and dtype."""
    grad = as_real(grad, "grad")
    if grad.shape != shape:
        raise ValueError(say("errors.grad", expected=shape, shape=grad.shape))
    return np.ascontiguousarray(grad, dtype=dtype)


def plan_windows(shape: tuple[int, ...], *settings: Any) -> Layout:
    """Lay out the windows on (..., H, W, D); the error has a hint if the shape looks like (..., D, H, W)."""
    H, W, D = shape[-3:]
    try:
        return layout(H, W, *settings, SETTINGS)
    except ValueError as error:
        form, turn = CHANNELS_FIRST[len(shape)]
        looks_turned = min(W, D) > H
        hint = say("errors.turn", shape=shape, form=form, turn=turn) if looks_turned else ""
        raise ValueError(f"{error}{hint}") from None


def _turns(x: np.ndarray, kernels: np.ndarray) -> str:
    """Say how to transpose x, kernels or both so that the channels agree, from PyTorch's order or Keras's."""
    a, b, c, d = kernels.shape
    banks = {"": d, ".transpose(3, 0, 1, 2)": c if a == b else 0, ".transpose(0, 2, 3, 1)": b}
    for this, D in (("x", x.shape[-1]), (f"x{CHANNELS_FIRST[x.ndim][1]}", x.shape[-3])):
        for turn, channels in banks.items():
            if channels == D:
                return say("errors.turns", x=this, turn=turn)
    return ""
