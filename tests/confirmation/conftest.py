"""Perm's office keeps the register; Oxford is asked about a visit of Perm's people to it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from citytocity.cities.models import City
from citytocity.confirmation.models import Request, Statement
from citytocity.ledger.models import Activity, Partnership
from citytocity.people.enums import Role
from citytocity.people.models import User
from tests.factories import confirmation, ledger
from tests.factories.cities import city
from tests.factories.people import member


@pytest.fixture(autouse=True)
def nobody_was_here_before() -> Iterator[None]:
    """How often somebody answers is counted in the cache, which tests share."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def perm() -> City:
    return city("Perm", host=True, name={"en": "Perm", "ru": "Пермь"})


@pytest.fixture
def oxford() -> City:
    return city("Oxford", name={"en": "Oxford", "ru": "Оксфорд"})


@pytest.fixture
def pair(perm: City, oxford: City) -> Partnership:
    return ledger.partnership(perm, oxford, slug="perm-oxford")


@pytest.fixture
def visit(pair: Partnership, perm: City, oxford: City) -> Activity:
    made = ledger.activity(
        perm, host=oxford, slug="visit", kind="visit", title={"en": "A visit"}, when="2018-09-12"
    )
    made.participations.filter(city=perm).update(people=16)
    return Activity.objects.get(pk=made.pk)


@pytest.fixture
def registrar(perm: City) -> User:
    return member(Role.REGISTRAR, perm, first_name="Rita")


@pytest.fixture
def asked(visit: Activity, perm: City, oxford: City, registrar: User) -> Request:
    return confirmation.request(visit, by=perm, of=oxford, asked_by=registrar)


@pytest.fixture
def statement(asked: Request) -> Statement:
    return asked.statements.get()
