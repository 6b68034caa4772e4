"""Two cities, and who keeps the register of the first."""

import pytest

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.people.models import User
from tests.factories.cities import cities
from tests.factories.people import member


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Oxford")


@pytest.fixture
def registrar(sides: list[City]) -> User:
    return member(Role.REGISTRAR, sides[0])
