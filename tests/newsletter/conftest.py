import pytest

from citytocity.cities.models import City
from citytocity.people.models import User
from tests.factories.cities import city
from tests.factories.people import user


@pytest.fixture
def officer() -> User:
    return user(officer=True)


@pytest.fixture
def perm() -> City:
    return city("Perm", host=True)


@pytest.fixture
def oxford() -> City:
    return city("Oxford")
