"""The browser that all tests here share."""

from collections.abc import Iterator

import pytest
from lab import chromium


@pytest.fixture(scope="session")
def browser() -> Iterator:
    with chromium() as browser:
        yield browser
