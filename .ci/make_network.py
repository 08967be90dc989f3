"""Trains the network that the book shows, and writes convbook/data/network.npz: python .ci/make_network.py"""

import numpy as np

from convbook import load_digits, network

rng = np.random.default_rng(0)
to_learn, to_test = load_digits()
*_, last = network.train(network.start(rng), *to_learn, rng)
print(f"{network.accuracy(last.network, to_test):.1%} of the unseen digits are read correctly")
np.savez_compressed("convbook/data/network.npz", **last.network._asdict())
