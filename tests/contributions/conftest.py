from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_was_here_before() -> Iterator[None]:
    """What strangers may do is counted in the cache, which tests share."""
    cache.clear()
    yield
    cache.clear()
