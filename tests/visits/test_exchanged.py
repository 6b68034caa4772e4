"""What changed hands on a visit stands in its folder, for those who may see it."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.protocol.models import Gift
from citytocity.visits.exchanged import AT_MOST
from citytocity.visits.models import Visit
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.money import hours, line
from tests.factories.people import member
from tests.factories.protocol import gift, given, honour, letter, promise
from tests.factories.visits import item, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Oxford")


@pytest.fixture
def folder(sides: list[City]) -> Visit:
    perm, oxford = sides
    return visit(oxford, to=perm)


@pytest.fixture
def office(client: Client, sides: list[City]) -> Client:
    """The registrar of Perm at a browser."""
    client.force_login(member(Role.REGISTRAR, sides[0]))
    return client


def section(client: Client, folder: Visit, key: str) -> Tag:
    page = client.get(folder.get_absolute_url()).content
    found = BeautifulSoup(page, "html.parser").find(id=key)
    assert isinstance(found, Tag)
    return found


def listed(found: Tag) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in found.select("li")]


def test_the_folder_has_what_was_given_promised_written_and_awarded_on_the_visit(
    office: Client, folder: Visit, sides: list[City]
) -> None:
    perm, oxford = sides
    of_visit: dict[str, Any] = {"activity": folder.activity}
    gift(perm, oxford, **of_visit)
    given(perm, oxford, when="2016", title={"en": "A bear"})
    promise(oxford, perm, due="2019", **of_visit)
    promise(perm, oxford, when="2016", title={"en": "A visa"})
    letter(oxford, perm, **of_visit)
    honour(perm, oxford, **of_visit)

    assert listed(section(office, folder, "gifts")) == [
        "A samovar Oxford → Perm · June 2018",
        "A bear Perm → Oxford · 2016",
    ]
    assert listed(section(office, folder, "promises")) == [
        "To plant an alley Oxford → Perm · open, due: 2019",
        "A visa Perm → Oxford · open",
    ]
    assert listed(section(office, folder, "letters")) == [
        "Greetings Oxford → Perm · 12 June 2018",
        "Certificate of merit Anna Schmidt, Oxford · 2018",
    ]


def test_money_and_hours_stand_there_out_of_ones_own_books_alone(
    office: Client, folder: Visit, sides: list[City]
) -> None:
    perm, oxford = sides
    line(perm, "250", activity=folder.activity, stage="planned")
    line(perm, "300", activity=folder.activity)
    line(perm, "900", activity=folder.activity, is_in_kind=True)
    line(oxford, "99", activity=folder.activity)
    hours(perm, folder.activity)
    hours(oxford, folder.activity, people=7)

    money = section(office, folder, "money")

    assert [one.get_text() for one in money.select(".visit-sum")] == [
        "Planned: €250",
        "Paid: €1,200, of it in kind: €900",
    ]
    assert listed(money)[-1] == "hours: 32 4 volunteers · Perm"
    assert len(listed(money)) == 4


def test_of_another_pair_of_the_visit_nothing_closed_is_told(
    office: Client, folder: Visit, sides: list[City]
) -> None:
    oxford, duisburg = sides[1], cities("Duisburg")[0]
    gift(oxford, duisburg, activity=folder.activity)
    promise(oxford, duisburg, activity=folder.activity)
    honour(duisburg, oxford, activity=folder.activity)

    for key in ("gifts", "promises", "letters"):
        assert listed(section(office, folder, key)) == []


def test_a_gift_is_added_with_the_visit_already_chosen_and_leads_back(
    office: Client, folder: Visit, sides: list[City]
) -> None:
    perm, oxford = sides
    link = section(office, folder, "gifts").select_one("a.button")
    assert link is not None
    address = str(link["href"])

    form = office.get(address)
    sent = {
        "title__en": "A bear", "title__original": "en", "direction": "given", "city": perm.pk,
        "partner": oxford.pk, "activity": folder.activity_id, "citations-TOTAL_FORMS": "0",
        "citations-INITIAL_FORMS": "0", "picture_rights": "reserved",
    }  # fmt: skip
    answer = office.post(form.context["action_url"], sent)

    names = ("city", "partner", "activity", "when")
    chosen = [str(form.context["form"][name].value()) for name in names]
    known = (perm.pk, oxford.pk, folder.activity_id, folder.activity.when)
    assert chosen == [str(one) for one in known]
    assert answer["Location"] == f"{folder.get_absolute_url()}#gifts"
    assert Gift.objects.get().activity == folder.activity


def test_a_cost_begins_with_the_currency_of_the_own_city(office: Client, folder: Visit) -> None:
    link = section(office, folder, "money").select_one("a.button")
    assert link is not None

    form = office.get(str(link["href"])).context["form"]

    assert (form["currency"].value(), form["city"].value()) == ("RUB", str(folder.sides[0].pk))


def test_what_an_address_names_wrongly_is_left_out(office: Client, folder: Visit) -> None:
    form = office.get("/admin/snippets/money/moneyline/add/?currency=x&when=soon&note=Bought")

    told = [form.context["form"][name].value() for name in ("currency", "when", "note")]
    assert told == [None, None, None]


def test_a_form_leads_to_no_other_site(office: Client, folder: Visit) -> None:
    address = "/admin/snippets/protocol/gift/add/?next=https://example.org/"

    assert office.get(address).context["action_url"] == address.partition("?")[0]


def test_every_section_leads_to_the_forms_of_its_room(office: Client, folder: Visit) -> None:
    page = BeautifulSoup(office.get(folder.get_absolute_url()).content, "html.parser")
    links = [str(one["href"]) for one in page.select(".visit-part a.button[href*=activity]")]

    assert [one.split("/")[4] for one in links] == [
        "gift", "promise", "letter", "honour", "moneyline", "hours", "result",
    ]  # fmt: skip
    for link in links:
        assert parse_qs(urlsplit(link).query)["activity"] == [str(folder.activity_id)]
        assert office.get(link).context["form"]["activity"].value() == str(folder.activity_id)


@pytest.mark.parametrize("kind", ["promise", "letter"])
def test_the_form_of_a_promise_or_letter_has_both_sides_chosen(
    office: Client, folder: Visit, sides: list[City], kind: str
) -> None:
    link = section(office, folder, f"{kind}s").select_one(f'a.button[href*="/{kind}/"]')
    assert link is not None

    form = office.get(str(link["href"])).context["form"]

    chosen = [form[name].value() for name in ("from_city", "to_city")]
    assert chosen == [str(city.pk) for city in sides]


@pytest.mark.parametrize(("key", "number"), [("promises", 3), ("gifts", 1), ("sights", 2)])
def test_what_is_from_before_says_how_much_more_there_is(
    office: Client, folder: Visit, sides: list[City], key: str, number: int
) -> None:
    perm, oxford = sides
    before = visit(oxford, to=perm, when="2016")
    for _place in range(AT_MOST + number):
        if key == "promises":
            promise(perm, oxford, when="2016")
        elif key == "gifts":
            given(perm, oxford, when="2016")
        else:
            item(before, "2016-06-12 10:00", sight=True)

    found = section(office, folder, key)

    assert len(listed(found)) == AT_MOST
    assert f"and {number} more" in found.get_text()


def test_of_many_results_the_list_has_the_rest(office: Client, folder: Visit) -> None:
    for _number in range(AT_MOST + 1):
        ledger.result(activity=folder.activity)

    link = section(office, folder, "results").select_one('a[href*="/result/?activity="]')

    assert link is not None
    assert len(office.get(str(link["href"])).context["object_list"]) == AT_MOST + 1


def test_of_many_records_the_list_has_the_rest(
    office: Client, folder: Visit, sides: list[City]
) -> None:
    for _number in range(AT_MOST + 1):
        promise(sides[0], sides[1], activity=folder.activity)

    found = section(office, folder, "promises")

    assert len(listed(found)) == AT_MOST
    link = found.select_one(f'a[href*="/promise/?activity={folder.activity_id}"]')
    assert link is not None
    assert len(office.get(str(link["href"])).context["object_list"]) == AT_MOST + 1


def test_sights_of_the_visit_and_of_earlier_ones_stand_there(
    office: Client, folder: Visit, sides: list[City]
) -> None:
    perm, oxford = sides
    item(folder, "2018-06-12 10:00", sight=True, title={"en": "The caves"})
    item(folder, "2018-06-12 15:00", title={"en": "Lunch"})
    before = visit(oxford, to=perm, when="2016")
    item(before, "2016-06-12 10:00", sight=True, title={"en": "The gallery"})
    other = visit(perm, to=oxford, when="2015")
    item(other, "2015-06-12 10:00", sight=True, title={"en": "The college"})

    found = listed(section(office, folder, "sights"))

    assert [row.split(" ")[1] for row in found] == ["caves", "gallery"]


def test_what_came_of_the_visit_stands_there_for_each_office(office: Client, folder: Visit) -> None:
    ledger.result(activity=folder.activity, title={"en": "A call centre"})

    assert listed(section(office, folder, "results"))[0].startswith("A call centre")
