"""What a report tells beside its figures: stories with pictures, a map, costs, offices."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from citytocity.cities.models import City
from citytocity.contacts.enums import Sharing
from citytocity.figures.measuring import figure
from citytocity.ledger.enums import ActivityStatus
from citytocity.ledger.models import Partnership, PartnershipSide
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.reports.collecting import number
from citytocity.reports.exporting import as_pdf, on_paper
from citytocity.reports.gathering import gathered
from citytocity.reports.models import Report
from citytocity.reports.naming import bare_path
from citytocity.reports.pictures import for_the_paper
from citytocity.reports.presentation import reading
from tests.factories import ledger
from tests.factories.cities import cities, city, organisation
from tests.factories.contacts import contact
from tests.factories.money import hours, line, open_books
from tests.factories.people import member
from tests.factories.protocol import gift
from tests.factories.reports import handed_in, report
from tests.factories.sources import cite
from tests.factories.stories import picture, story
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Oxford")


@pytest.fixture
def registrar(sides: list[City]) -> User:
    return member(Role.REGISTRAR, sides[0])


@pytest.fixture
def twinning(sides: list[City]) -> Partnership:
    return ledger.partnership(*sides, since="1995")


@pytest.fixture
def made(sides: list[City], registrar: User) -> Report:
    return report(city=sides[0], by=registrar, published=True)


def test_stories_stand_there_with_their_pictures(
    client: Client, sides: list[City], registrar: User, made: Report
) -> None:
    shown = {"picture": picture(), "picture_alt": "The river", "picture_credit": "A. Example"}
    told = story("On the Kama", of=sides[0], cities=[sides[0]], dated="2018-05-01", **shown)
    frozen = handed_in(made, by=registrar)
    addresses = [made.get_absolute_url(), frozen.get_absolute_url()]

    before = [_cards(client, address) for address in addresses]
    told.picture.delete()

    assert before == [[("On the Kama", "What it is about.", "The river")]] * 2
    assert [_cards(client, address) for address in addresses] == [
        [("On the Kama", "What it is about.", "")]
    ] * 2


def test_more_stories_than_cards_are_listed_as_well(
    client: Client, sides: list[City], made: Report
) -> None:
    for nth in range(10):
        shown = {"picture": picture(), "picture_alt": "It"} if nth == 9 else {}
        story(f"Story {nth}", of=sides[0], cities=[sides[0]], dated="2018-05-01", **shown)

    chapter = _chapter(client, made, "media")

    assert (len(chapter.cards), chapter.cards[-1].title) == (9, "Story 9")
    assert [len(one.table.rows) for one in chapter.lists] == [10]
    assert not chapter.lists[0].is_in_cards


def test_the_map_shows_where_activities_were_and_who_came(
    client: Client, sides: list[City], made: Report
) -> None:
    visit(sides[1], to=sides[0], title={"en": "Mayors meet"})
    ledger.activity(sides[0], place={"en": "Nowhere"}, latitude=10, longitude=20)
    ledger.activity(city("Unplaced"), host=sides[0])

    found = client.get(made.get_absolute_url()).context["annual"].map

    assert [place.name for place in found.places] == ["Perm", "Nowhere"]
    assert "<title>Mayors meet</title>" in found.svg
    assert "Each arrow" in found.told


def test_a_year_without_places_has_no_map(client: Client, made: Report) -> None:
    assert client.get(made.get_absolute_url()).context["annual"].map is None


@pytest.mark.parametrize(
    ("is_open", "heads", "fields"),
    [
        (True, ["Cost", "Who paid"], ["€150", "The city, Sponsor"]),
        (False, ["Host, then guests", "Guests, people"], ["", "not recorded"]),
    ],
)
def test_each_visit_says_what_it_cost_where_the_books_are_open(
    client: Client,
    sides: list[City],
    twinning: Partnership,
    made: Report,
    is_open: bool,
    heads: list[str],
    fields: list[str],
) -> None:
    came = visit(sides[1], to=sides[0]).activity
    line(sides[0], activity=came)
    line(sides[0], "50", activity=came, payer="sponsor")
    line(sides[0], "999", activity=came, stage="planned")
    line(sides[0], "999", activity=came, is_in_kind=True)
    line(sides[1], "999", activity=came)
    if is_open:
        open_books(sides[0], twinning)

    table = _chapter(client, made, "visits").lists[0].table

    assert [column.words for column in table.columns][-2:] == heads
    assert [cell.text for cell in table.rows[0]][-2:] == fields


def test_between_two_cities_their_own_guests_in_person_alone_are_told(
    client: Client, sides: list[City], registrar: User
) -> None:
    came = visit(sides[1], to=sides[0]).activity
    came.participations.filter(role="guest").update(people=16)
    ledger.participation(came, city("Kazan"), role="guest", people=20)
    choir = organisation("Choir", of=sides[1])
    ledger.participation(came, sides[1], organisation=choir, role="guest", people=9, mode="online")
    joint = report(city=sides[0], other=sides[1], by=registrar, published=True)

    row = _chapter(client, joint, "visits").lists[0].table.rows[0]

    assert "16" in [cell.text for cell in row]


def test_partnerships_name_the_office_and_the_association_that_keep_them(
    client: Client, sides: list[City], twinning: Partnership, made: Report
) -> None:
    office = organisation("Office", of=sides[0])
    PartnershipSide.objects.filter(city=sides[0]).update(office=office)

    table = _chapter(client, made, "partnerships").lists[1].table

    assert [column.words for column in table.columns] == [
        "Partnership",
        "City",
        "Responsible office",
    ]
    assert [row[2].text for row in table.rows] == ["Office"]


def test_the_partnerships_listed_are_those_that_stood_in_the_year_as_they_were_then(
    sides: list[City], twinning: Partnership, made: Report
) -> None:
    perm, _oxford = sides
    ledger.state(twinning, perm, "active", when="1995")
    ledger.state(twinning, perm, "ended", when="2022")
    ledger.partnership(perm, city("Kazan"), since="2020")
    over = ledger.partnership(perm, city("Duisburg"), since="1990")
    for side in over.cities:
        ledger.state(over, side, "ended", when="2005")

    told = gathered(made, today=date(2026, 1, 31))[0]
    lists = {name: found for one in told.parts for name, found in one.lists.items()}

    assert told.measured["I01"].numbers[2018].value == 1
    assert [one.ref.key for one in lists["partnerships"]] == [twinning.pk]
    assert [side.state for side in lists["partnerships"][0].sides] == ["active", ""]
    assert [one.ref.key for one in lists["silent"]] == [twinning.pk]


def test_contacts_are_for_those_alone_who_make_the_report(
    client: Client, sides: list[City], registrar: User, twinning: Partnership, made: Report
) -> None:
    contact(twinning, sides[0], name="Own Person")
    contact(twinning, sides[1], name="Open Person", sharing=Sharing.NAMED)
    contact(twinning, sides[1], name="Closed Person", office={"en": "Clerk"})
    frozen = handed_in(made, by=registrar)
    client.force_login(registrar)

    page = client.get(f"/admin/annual-reports/{made.pk}/")
    public = [client.get(one.get_absolute_url()).text for one in (made, frozen)]

    assert [one.name for one in page.context["contacts"]] == ["Open Person", "Own Person"]
    assert [text for text in (*public, str(frozen.told)) if " Person" in text] == []


def test_the_paper_has_the_map_the_pictures_and_drawn_covers(
    sides: list[City], twinning: Partnership, made: Report
) -> None:
    _whole_year(sides, twinning)
    story("Ohne Bild", of=sides[1], language="de", cities=sides, dated="2018-06-01")
    told, _figures = gathered(made, today=date(2019, 2, 1))

    paper = on_paper(reading(told), photographs=for_the_paper(told))
    cards = {one["title"]: one for part in paper["chapters"] for one in part["cards"]}

    assert paper["map"]["places"] == "Perm, Oxford"
    assert bytes(cards["On the Kama"]["picture"][:3]) == b"\xff\xd8\xff"
    assert (cards["Ohne Bild"]["lang"], cards["Ohne Bild"]["cover"][:4]) == ("de", "<svg")
    assert as_pdf(told, photographs=for_the_paper(told))[:5] == b"%PDF-"


def test_the_whole_year_takes_at_most_forty_questions(
    client: Client, sides: list[City], registrar: User, twinning: Partnership, made: Report
) -> None:
    _whole_year(sides, twinning)
    of_both = report(partnership=twinning, by=registrar, published=True)
    client.get(made.get_absolute_url())  # makes its pictures
    asked = []
    for user in (None, registrar):
        if user:
            client.force_login(user)
        for one in (made, of_both):
            with CaptureQueriesContext(connection) as found:
                client.get(one.get_absolute_url())
            asked.append(len(found))

    assert max(asked) <= 40, asked


def test_each_bar_is_as_long_as_the_figure_that_it_opens(
    sides: list[City], twinning: Partnership, made: Report
) -> None:
    _whole_year(sides, twinning)
    ledger.participation(visit(sides[1], to=sides[0]).activity, city("Lyon"), people=None)
    told, _figures = gathered(made, today=date(2019, 2, 1))
    parts = {code: found for one in told.parts for code, found in one.breakdowns.items()}

    bars = [bar for found in parts.values() for bar in found]

    assert {bar.by for bar in bars} == {"theme", "kind", "country"}
    for bar in bars:
        same = figure(bar.code, year=2018, city=sides[0], where={bar.by: [bar.value]})
        assert (bar.numbers[2018], bar.path) == (number(same.counted), bare_path(same.address))


def _whole_year(sides: list[City], twinning: Partnership) -> None:
    """Something of everything that a report tells."""
    perm, oxford = sides
    open_books(perm, twinning)
    cite(twinning)
    ledger.agreement(twinning)
    came = visit(oxford, to=perm, nights=3).activity
    came.themes = [ledger.theme()]
    came.save()
    line(perm, activity=came)
    hours(perm, came)
    visit(perm, to=oxford, when="2018-09-01/2018-09-03")
    ledger.activity(perm, host=city("Kazan"))
    ledger.activity(oxford, host=perm, when="2019-05", status=ActivityStatus.PLANNED)
    ledger.result(evidenced=True, partnership=twinning)
    ledger.recognition(partnership=twinning)
    gift(perm, oxford, hall=True)
    shown = {"picture": picture(), "picture_alt": "The river"}
    story("On the Kama", of=perm, cities=sides, dated="2018-05-01", **shown)


def _chapter(client: Client, made: Report, code: str) -> Any:
    chapters = client.get(made.get_absolute_url()).context["annual"].chapters
    return next(one for one in chapters if one.code == code)


def _cards(client: Client, address: str) -> list[tuple[str, str, str]]:
    page = client.get(address)
    cards = [card for one in page.context["annual"].chapters for card in one.cards]
    return [(one.title, one.text, one.picture.alt if one.picture else "") for one in cards]
