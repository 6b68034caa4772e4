"""The demo as a site to open pages of."""

import pytest
from django.test import Client

from citytocity.operations import demo


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Client:
    """The demo in a database that is migrated already, with the page cache out of the way."""
    monkeypatch.setattr(demo, "upgrade", lambda *, if_changed: None)
    demo.load_demo()
    return Client()
