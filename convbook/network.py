"""A network that reads digits: convolution, ReLU, pooling and ten scores; forward, backward, training.

Everything in it is written out in chapter 8. A dense layer is a convolution whose kernels are as large as its
input, so both layers are banks here.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from threadpoolctl import ThreadpoolController

from .arguments import BATCH, as_floats
from .backward import conv_layer_backward
from .ops import conv_layer
from .pooling import pool, pool_backward
from .words import PACKAGE, say

CLASSES = 10
WINDOW = 2  # of the pooling
BATCH_SIZE = 32
STAGES = "maps", "positive", "pooled", "scores"


class Network(NamedTuple):
    """What is learned: a bank (K, F, F, 1) with K biases, and a bank (10, h, w, K) with 10 biases."""

    kernels: np.ndarray
    bias: np.ndarray
    dense: np.ndarray
    dense_bias: np.ndarray


class Stages(NamedTuple):
    """What a batch of N pictures becomes: maps (N, H2, W2, K), twice; (N, h, w, K); and scores (N, 10)."""

    maps: np.ndarray
    positive: np.ndarray
    pooled: np.ndarray
    scores: np.ndarray


class Progress(NamedTuple):
    """Where training stands: the step, the loss of its batch, the network after it, and why it broke off."""

    step: int
    loss: float
    network: Network
    trouble: str = ""


def start(rng: np.random.Generator, K: int = 12, F: int = 5, side: int = 14) -> Network:
    """Return a network with random weights, so large that numbers keep their size from layer to layer.

    Source: He, Zhang, Ren and Sun, Delving Deep into Rectifiers (2015), equation 10: a standard deviation of
    sqrt(2 / number of weights of a filter).

    >>> import numpy as np
    >>> from convbook import network
    >>> [numbers.shape for numbers in network.start(np.random.default_rng(0))]
    [(12, 5, 5, 1), (12,), (10, 5, 5, 12), (10,)]
    """
    pooled = (side - F + 1) // WINDOW
    shapes = (K, F, F, 1), (CLASSES, pooled, pooled, K)
    banks = [rng.normal(0, np.sqrt(2 / np.prod(shape[1:])), shape).astype(np.float32) for shape in shapes]
    return Network(banks[0], np.zeros(K, np.float32), banks[1], np.zeros(CLASSES, np.float32))


def trained() -> Network:
    """Return the network that the book has trained with this module; `.ci/make_network.py` is how."""
    with np.load(PACKAGE / "data" / "network.npz") as file:
        return Network(*(file[name] for name in Network._fields))


def forward(network: Network, pictures: ArrayLike) -> Stages:
    """Return every stage on the way from pictures (N, H, W, 1) to scores (N, 10).

    Errors: ValueError for pictures that do not fit the network.
    """
    pictures = as_floats(pictures, "pictures", BATCH)
    maps = conv_layer(pictures, network.kernels, network.bias)
    positive = np.maximum(maps, 0)
    pooled = pool(positive, WINDOW)
    if pooled.shape[1:] != network.dense.shape[1:]:
        raise ValueError(say("errors.picture_size", shape=pictures.shape[1:3]))
    scores = conv_layer(pooled, network.dense, network.dense_bias)[:, 0, 0]
    return Stages(maps, positive, pooled, scores)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn scores (N, 10) into probabilities that add up to 1 in each row.

    The largest score of each row is subtracted first. That changes no result, and nothing can overflow.

    >>> import numpy as np
    >>> from convbook.network import softmax
    >>> softmax(np.array([[1000, 1000, -1000]]))
    array([[0.5, 0.5, 0. ]])
    """
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def slopes(network: Network, pictures: ArrayLike, labels: ArrayLike) -> tuple[float, Network]:
    """Return the mean loss of a batch, -log of the probability of the right digit, and all its slopes.

    Errors: as `forward`; also ValueError for labels that are not one digit for each picture.
    """
    pictures = as_floats(pictures, "pictures", BATCH)
    labels = _as_labels(labels, len(pictures))
    maps, positive, pooled, scores = forward(network, pictures)
    rows = np.arange(len(labels))
    probabilities = softmax(scores)
    tiny = np.finfo(probabilities.dtype).tiny  # log(0) would be infinite
    loss = -np.log(np.maximum(probabilities[rows, labels], tiny)).mean()
    at_scores = probabilities
    at_scores[rows, labels] -= 1
    at_scores /= len(labels)
    at_pooled, dense, dense_bias = conv_layer_backward(
        pooled, network.dense, at_scores[:, np.newaxis, np.newaxis]
    )
    at_maps = pool_backward(positive, WINDOW, at_pooled) * (maps > 0)
    _, kernels, bias = conv_layer_backward(pictures, network.kernels, at_maps)
    return float(loss), Network(kernels, bias, dense, dense_bias)


def train(
    network: Network,
    pictures: np.ndarray,
    labels: ArrayLike,
    rng: np.random.Generator,
    *,
    rounds: int = 12,
    rate: float = 0.5,
    batch: int = BATCH_SIZE,
) -> Iterator[Progress]:
    """Descend along the slopes of one batch after the other, and yield the Progress after each.

    In each round every picture is used once, in a new order; in the last quarter of the rounds the learning
    rate is a fifth. Networks that were yielded are not changed any more. If a number is no longer finite,
    the last Progress says in which stage, and training ends.

    The products are so small that a second thread gains little. And if many train on one server, threads that
    wait for each other would make everybody several times slower. So it runs on one.
    """
    labels = _as_labels(labels, len(pictures))
    steps = steps_of(len(pictures), 1, batch)
    for step in range(rounds * steps):
        if step % steps == 0:
            order = rng.permutation(len(pictures))
        chosen = order[step % steps * batch :][:batch]
        now = rate / 5 if 4 * (step // steps) >= 3 * rounds else rate
        with np.errstate(all="ignore"), _threads().limit(limits=1):  # what is not finite is told in words
            loss, found = slopes(network, pictures[chosen], labels[chosen])
            before = network
            network = Network(*(mine - now * slope for mine, slope in zip(before, found, strict=True)))
            trouble = _trouble(before, network, pictures[chosen], step + 1, rate)
        yield Progress(step + 1, loss, network, trouble)
        if trouble:
            return


def steps_of(pictures: int, rounds: int, batch: int = BATCH_SIZE) -> int:
    """Return how many steps `train` takes."""
    return rounds * -(-pictures // batch)


def accuracy(network: Network, digits: tuple[np.ndarray, np.ndarray]) -> float:
    """Return the share of pictures whose highest score is that of the right digit."""
    pictures, labels = digits
    return float((forward(network, pictures).scores.argmax(axis=1) == labels).mean())


@cache
def _threads() -> ThreadpoolController:
    """What sets the number of threads that NumPy's products use."""
    return ThreadpoolController()


def _trouble(before: Network, after: Network, pictures: np.ndarray, step: int, rate: float) -> str:
    """Say at which stage numbers are no longer finite, if a step has made such weights."""
    if all(np.isfinite(numbers).all() for numbers in after):
        return ""
    stages = [
        *zip(STAGES, forward(before, pictures), strict=True),
        *zip(STAGES, forward(after, pictures), strict=True),
    ]
    stage = next(name for name, numbers in stages if not np.isfinite(numbers).all())
    return say("network.trouble", stage=say(f"network.stages.{stage}"), step=step, rate=rate)


def _as_labels(labels: ArrayLike, count: int) -> np.ndarray:
    labels = np.asarray(labels)
    if labels.shape != (count,) or labels.dtype.kind not in "iu":
        raise ValueError(say("errors.labels", n=count, shape=labels.shape, dtype=labels.dtype))
    if labels.min() < 0 or labels.max() >= CLASSES:
        bad = labels[(labels < 0) | (labels >= CLASSES)][0]
        raise ValueError(say("errors.label", found=bad, last=CLASSES - 1))
    return labels
