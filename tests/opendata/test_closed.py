"""What readers may not see is in no answer, whichever way it is asked for."""

import datetime

import pytest
from wagtail.models import PageViewRestriction

from citytocity.cities.models import City
from citytocity.ledger.enums import ActivityStatus
from citytocity.ledger.models import Partnership
from tests.factories import ledger
from tests.factories.cities import city
from tests.factories.contacts import contact
from tests.factories.money import hours, line, open_books
from tests.factories.protocol import gift, given, honour, letter, promise
from tests.factories.stories import story
from tests.factories.visits import traveller, visit
from tests.opendata.asking import answer, figures, told

pytestmark = pytest.mark.django_db
API = "/api/v1"
DAY = datetime.date(2018, 5, 1)


def test_no_answer_tells_what_is_a_draft_private_closed_or_personal() -> None:
    perm, oxford, kazan = city("Perm", host=True), city("Oxford"), city("Kazan")
    shown = ledger.partnership(perm, oxford, slug="open-one")
    ledger.partnership(perm, kazan, slug="shut-one")
    _what_may_be_seen(perm, oxford)
    _what_may_not(perm, oxford, kazan, shown)
    open_books(perm, shown)

    texts = {one: answer(one).text for one in _addresses("perm", "oxford", "kazan")}

    whole = "\n".join(texts.values())
    secrets = [word for word in ("Zebrafish", "zebrafish", "98765") if word in whole]
    assert secrets == []
    assert [word for word in ("Lavender", "12345") if word not in whole] == []


def _what_may_be_seen(perm: City, oxford: City) -> None:
    """So that the same, were it open, would be found."""
    given(perm, oxford, title={"en": "Lavender gift"}, hall=True)
    story("Lavender story", of=perm, cities=[perm], dated=DAY)
    trip = ledger.activity(oxford, host=perm, title="Lavender trip")
    line(perm, "12345", activity=trip, currency="RUB")


def _what_may_not(perm: City, oxford: City, kazan: City, shown: Partnership) -> None:
    gift(perm, oxford, title={"en": "Zebrafish gift"})
    promise(perm, oxford, title={"en": "Zebrafish promise"})
    letter(perm, oxford, title={"en": "Zebrafish letter"})
    honour(perm, oxford, title={"en": "Zebrafish honour"})
    story("Zebrafish draft", of=perm, cities=[perm], dated=DAY, live=False)
    private = story("Zebrafish private", of=perm, cities=[perm], dated=DAY)
    PageViewRestriction.objects.create(
        page=private, restriction_type=PageViewRestriction.PASSWORD, password="Zebrafish"
    )
    closed = ledger.activity(kazan, host=perm, title="Open title", status=ActivityStatus.HELD)
    line(perm, "98765", activity=closed, currency="RUB", note={"en": "Zebrafish line"})
    hours(perm, closed, people=98765)
    contact(shown, perm, name="Zebrafish Person")
    traveller(visit(oxford, to=perm), oxford, "Zebrafish Traveller")


def _addresses(*slugs: str) -> list[str]:
    """Every figure of every city, its records as both forms, and every way it breaks down."""
    found = []
    for slug in slugs:
        query = f"city={slug}&year=2018"
        found.append(f"{API}/figures?{query}")
        for one in figures(found[-1]):
            found += [f"{API}/figures/{one['code']}/records?{query}"] if one["records"] else []
    for one in told(f"{API}/indicators")["indicators"]:
        code = one["code"]
        found.append(f"{API}/figures/{code}/records?year=2018&format=csv")
        found += [f"{API}/figures/{code}?year=2018&by={way['name']}" for way in one["filters"]]
    return found
