from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def as_often_as_wished(settings: Any) -> None:
    """Tests ask more than a person does; what they asked before does not count."""
    cache.clear()
    settings.OPEN_DATA_QUESTIONS = 9999
