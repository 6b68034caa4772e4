"""A made-up rating, a city that fills it in, and its office."""

from collections.abc import Iterator

import pytest
from django.test import Client

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.people.models import User
from tests.factories import ledger, ratings
from tests.factories.cities import city
from tests.factories.people import member


@pytest.fixture
def made_up() -> Iterator[None]:
    """The rating of tests.factories.ratings, as an installation's own."""
    path = ratings.on_the_shelf()
    yield
    path.unlink()


@pytest.fixture
def perm() -> City:
    """With one partnership, so that the register answers 1."""
    made = city("Perm", population=1_000_000, population_year=2017)
    ledger.partnership(made, city("Oxford"), since="1995")
    return made


@pytest.fixture
def registrar(perm: City) -> User:
    return member(Role.REGISTRAR, perm)


@pytest.fixture
def office(client: Client, registrar: User) -> Client:
    client.force_login(registrar)
    return client
