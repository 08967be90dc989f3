"""The figures of chapter 2 say in words what they draw."""

import numpy as np
from matplotlib.quiver import Quiver

from convbook.figures import arrows, profile


def test_profile_names_its_extremes_by_row():
    words = repr(profile(np.array([5, 5, 90, 90, 40, 40]), np.array([85, 85, -50, -50])))
    assert "from 5 to 90" in words
    assert "highest, 85, at row 1" in words
    assert "lowest, −50, at row 3" in words
    assert "at 0 of the 4 rows" in words


def test_arrows_stand_on_the_edge_and_point_across_it():
    image = np.repeat([[0, 0, 0, 200, 200, 200]], 8, axis=0)
    across, down = np.gradient(image, axis=1), np.zeros(image.shape)
    picture = arrows(image, across, down, step=2)
    [quiver] = [c for c in picture.figure.axes[0].get_children() if isinstance(c, Quiver)]
    assert set(quiver.X) <= {2, 3}
    assert (quiver.U > 0).all()
    assert not quiver.V.any()
    assert f"{len(quiver.X)} arrows" in repr(picture)
