import pytest
from django.test import Client

from tests.factories.people import user


@pytest.fixture
def officer(client: Client) -> Client:
    """Somebody of the host office, signed in."""
    client.force_login(user(officer=True))
    return client
