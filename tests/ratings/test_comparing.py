"""Cities beside each other: by the files of their offices, or by entries that are open."""

import json
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from citytocity.cities.models import City
from citytocity.ledger.asked import FaultsError
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.ratings import actions
from citytocity.ratings.actions import HandedInError
from citytocity.ratings.bringing import answers_in
from citytocity.ratings.exporting import answers_file
from citytocity.ratings.models import BroughtAnswers, Questionnaire
from citytocity.ratings.queries import sheet_of
from citytocity.ratings.shelf import shelf
from citytocity.ratings.whose import doubts
from tests.factories import ratings
from tests.factories.cities import city
from tests.factories.people import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up")]
RATINGS = "/admin/ratings/"


def test_points_stand_as_a_hand_reckons_them_beside_another_city(
    perm: City, registrar: User
) -> None:
    made = ratings.filled(perm, by=registrar)

    alone = sheet_of(made, by=registrar)
    actions.compare_with(made, ratings.brought(), by=registrar)
    standing = sheet_of(made, by=registrar).standing

    # visits 10 and 20 per 100,000; one partnership each; guests 5 of 20; nobody tells of waiting
    assert alone.standing is None
    assert standing is not None
    assert dict(standing.points) == {"visits": 0, "twins": 100, "guests": 25, "waiting": 0}
    assert (standing.total, standing.rank, standing.of) == (Decimal("32.50"), 2, 2)


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({"year": 2017}, ["These are answers for the year 2017, not for 2018."]),
        (
            {"rating": "another"},
            ["These are answers for the rating “another”, not for “made-up”."],
        ),
        (
            {"population": 0, "answers": {"visits": "many", "ships": 3, "guests": -1}},
            [
                "population: “0” should be a whole number from 1 to 100,000,000.",
                "answers, visits, value: “many” should be a number such as 12 or 3.5.",
                "answers, ships: the rating has no such indicator.",
                "answers, guests: an answer cannot be less than nothing.",
            ],
        ),
        ({"answers": [1]}, ["answers: write each indicator’s code with its answer."]),
        ({"city": None}, ["city: is missing: write the name of the city."]),
    ],
)
def test_answers_of_another_year_or_rating_are_refused_in_words(
    changed: dict[str, Any], faults: list[str]
) -> None:
    with pytest.raises(FaultsError) as caught:
        ratings.brought(**changed)

    assert caught.value.faults == faults


def test_the_answers_that_an_office_gives_out_are_those_that_another_takes(
    perm: City, registrar: User
) -> None:
    made = ratings.filled(perm, by=registrar)

    text = answers_file(sheet_of(made, by=registrar))

    brought = answers_in(text, definition=shelf().definitions["made-up"], year=2018)
    assert (brought.city_name, brought.population) == ("Perm", 100_000)
    assert brought.values == {"visits": "10", "twins": "1", "guests": "5"}
    told = yaml.safe_load(text)
    assert told["answers"]["visits"] == {"value": 10, "source": "Office"}
    assert told["asks"] == shelf().definitions["made-up"].fingerprint
    with pytest.raises(ValidationError, match="the answers of Perm itself"):
        actions.compare_with(made, brought, by=registrar)


def test_two_cities_of_one_site_are_compared_once_the_other_is_open(
    perm: City, registrar: User
) -> None:
    oxford = City.objects.get(slug="oxford")
    theirs = ratings.filled(oxford, by=(keeper := member(Role.REGISTRAR, oxford)))
    mine = ratings.filled(perm, by=registrar)
    entry = actions.hand_in(theirs, by=keeper)

    closed = sheet_of(mine, by=registrar).standing
    actions.open_to_all(entry, is_public=True, by=keeper)
    opened = sheet_of(mine, by=registrar).standing

    assert closed is None
    assert opened is not None
    assert (opened.rank, opened.of) == (1, 2)


def test_answers_to_another_definition_are_not_compared(
    office: Client, perm: City, registrar: User
) -> None:
    oxford = City.objects.get(slug="oxford")
    theirs = ratings.filled(oxford, by=(keeper := member(Role.REGISTRAR, oxford)))
    text = answers_file(sheet_of(theirs, by=keeper))
    actions.open_to_all(actions.hand_in(theirs, by=keeper), is_public=True, by=keeper)
    mine = ratings.filled(perm, by=registrar)

    renamed = ratings.told() | {"name": {"en": "Renamed"}}
    ratings.on_the_shelf(renamed)
    same = sheet_of(mine, by=registrar).standing
    renamed["groups"][0]["indicators"][0]["code"] = "voyages"
    ratings.on_the_shelf(renamed)
    page = office.get(f"{RATINGS}{mine.pk}/").content.decode()

    assert same is not None
    assert sheet_of(mine, by=registrar).standing is None
    assert "Handed in when the rating asked something else, and not compared: Oxford" in page
    with pytest.raises(FaultsError, match="These are answers for another “made-up”"):
        answers_in(text, definition=shelf().definitions["made-up"], year=2018)


def test_a_city_is_compared_once_however_its_name_is_written(perm: City, registrar: User) -> None:
    made = ratings.filled(perm, by=registrar)

    for name in ("Казань", "КАЗАНЬ", "казань"):
        actions.compare_with(made, ratings.brought(name), by=registrar)
    with pytest.raises(ValidationError, match="of Perm itself"):
        actions.compare_with(made, ratings.brought("PERM"), by=registrar)

    assert [one.city_name for one in made.brought.all()] == ["казань"]
    one = made.brought.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.brought.create(city_name="  Казань ", population=1, values=one.values)


def test_a_city_of_this_site_is_compared_once_in_whichever_language_and_case_a_file_names_it(
    perm: City, registrar: User
) -> None:
    city("Kazan", name={"en": "Kazan", "ru": "Казань"})
    made = ratings.filled(perm, by=registrar)

    for name in ("Казань", "Казани", "city of Kazan"):
        actions.compare_with(made, ratings.brought(name), by=registrar)
    with pytest.raises(ValidationError, match="of Perm itself"):
        actions.compare_with(made, ratings.brought("city of Perm"), by=registrar)

    assert [one.city_name for one in made.brought.all()] == ["Kazan"]


def test_a_name_that_is_not_known_here_is_told_with_those_it_may_be_a_slip_for(
    office: Client, perm: City
) -> None:
    city("Kazan")
    made = ratings.questionnaire(perm)

    told = [_brought(office, made, name) for name in ("Kazn", "Borel", "Borrel", "Kazan")]
    page = office.get(f"{RATINGS}{made.pk}/").context["comparison"]

    unknown = "This site knows no city of this name."
    assert told == [
        ["Compared with Kazn.", f"Kazn: {unknown} Did you mean “Kazan”?"],
        ["Compared with Borel.", f"Borel: {unknown}"],
        ["Compared with Borrel.", f"Borrel: {unknown} Did you mean “Borel”?"],
        ["Compared with Kazan."],
    ]
    assert {row["name"]: row["doubt"] for row in page["rows"]} == {
        "Perm": "",
        "Kazan": "",
        "Kazn": f"{unknown} Did you mean “Kazan”?",
        "Borel": f"{unknown} Did you mean “Borrel”?",
        "Borrel": f"{unknown} Did you mean “Borel”?",
    }
    assert page["not_known"].startswith("3 cities of this list are not known to this site")


@pytest.mark.parametrize(
    ("more", "shown"),
    [(6, ""), (7, "Of 9 indicators that can give more, the 8 that give most are shown. ")],
)
def test_the_page_says_where_it_shows_only_the_moves_that_give_most(
    office: Client, perm: City, registrar: User, more: int, shown: str
) -> None:
    told = ratings.told()
    visits, _twins = told["groups"][0]["indicators"]
    added = [deepcopy(visits) | {"code": f"visits-{n}", "weight": 1} for n in range(more)]
    visits["weight"] -= more
    told["groups"][0]["indicators"] += added
    ratings.on_the_shelf(told)
    made = ratings.filled(perm, by=registrar)
    answers = ratings.answers_of("Borel")["answers"] | {one["code"]: 1 for one in added}
    actions.compare_with(made, ratings.brought(answers=answers), by=registrar)

    page = office.get(f"{RATINGS}{made.pk}/")

    section = BeautifulSoup(page.content, "html.parser").find(id="moves-h").parent
    assert len(section.select("tbody tr")) == 8
    assert section.p.text == (
        f"{shown}Each line names the nearest answer that comes to that of another city, or to the "
        "best that the rating sets, and gives more. It is reckoned with everything else as it is."
    )


def test_wide_tables_are_reached_by_keys_and_names_are_corrected_in_a_field(
    office: Client, perm: City, registrar: User
) -> None:
    made = ratings.filled(perm, by=registrar)
    other = actions.compare_with(made, ratings.brought(), by=registrar)
    address = f"{RATINGS}{made.pk}/"

    still_open = BeautifulSoup(office.get(address).content, "html.parser")
    actions.hand_in(made, by=registrar)
    handed_in = BeautifulSoup(office.get(address).content, "html.parser")

    assert _wide(still_open) == ["What would move the score", "Beside other cities"]
    assert _wide(handed_in) == ["Compared with"]
    field = still_open.select_one(f'form[action$="/rename/{other.pk}/"] input[name="city"]')
    assert field["type"] == "text"  # the admin draws fields by their type


def test_a_rank_among_known_cities_has_no_doubts(office: Client, perm: City) -> None:
    made = ratings.questionnaire(perm)
    _brought(office, made, "Oxford")

    page = office.get(f"{RATINGS}{made.pk}/")

    assert len(page.context["comparison"]["rows"]) == 2
    assert page.context["comparison"]["not_known"] == ""


def test_the_name_in_a_file_is_corrected_and_counts_once(
    office: Client, perm: City, registrar: User
) -> None:
    made = ratings.questionnaire(perm)
    wrong = actions.compare_with(made, ratings.brought("Oxfrod"), by=registrar)
    right = actions.compare_with(made, ratings.brought("Oxford"), by=registrar)
    address = f"{RATINGS}{made.pk}/rename/{wrong.pk}/"

    refused = [_messages(office, address, city=name) for name in ("Oxford", "Perm", " ", "a" * 121)]
    before = made.brought.count()
    actions.leave_out(right, by=registrar)
    corrected = _messages(office, address, city="Oxford")
    lines = ModelLogEntry.objects.for_instance(made).filter(action="ratings.rename")

    assert refused == [
        ["The answers of Oxford are here already: leave out one of the two."],
        ["These are the answers of Perm itself."],
        ["This field cannot be blank."],
        ["Ensure this value has at most 120 characters (it has 121)."],
    ]
    assert before == 2
    assert corrected == ["Compared with Oxford."]
    assert [one.city_name for one in made.brought.all()] == ["Oxford"]
    assert [str(line.message) for line in lines] == ["Answers of “Oxfrod” are those of Oxford."]


def test_a_namesake_elsewhere_is_another_city_and_told_as_a_doubt(
    office: Client, perm: City, registrar: User
) -> None:
    made = ratings.questionnaire(perm)
    City.objects.filter(slug="oxford").update(country="GB")
    for name in ("Oxford (United Kingdom)", "Oxford, Ohio", "Perm, Ohio"):
        actions.compare_with(made, ratings.brought(name), by=registrar)

    names = [one.city_name for one in made.brought.all()]
    doubted = {one.name: one.maybe for one in doubts(made.brought.all()).values()}

    assert names == ["Oxford", "Oxford, Ohio", "Perm, Ohio"]
    assert {name: maybe[0] for name, maybe in doubted.items()} == {
        "Oxford, Ohio": "Oxford",
        "Perm, Ohio": "Perm",
    }


def test_what_was_left_out_meanwhile_does_not_come_back_with_another_name(
    perm: City, registrar: User
) -> None:
    made = ratings.questionnaire(perm)
    brought = actions.compare_with(made, ratings.brought("Oxfrod"), by=registrar)
    newer = actions.compare_with(made, ratings.brought("Oxfrod", population=9), by=registrar)

    renamed = actions.rename(brought, "Oxford", by=registrar)
    actions.leave_out(newer, by=registrar)
    with pytest.raises(BroughtAnswers.DoesNotExist):
        actions.rename(brought, "Borel", by=registrar)

    assert renamed.population == 9
    assert not made.brought.exists()


def test_a_name_is_not_corrected_by_others_or_after_it_was_handed_in(
    client: Client, perm: City, registrar: User
) -> None:
    made = ratings.filled(perm, by=registrar)
    brought = actions.compare_with(made, ratings.brought("Oxfrod"), by=registrar)

    with pytest.raises(PermissionDenied):
        actions.rename(
            brought, "Oxford", by=member(Role.REGISTRAR, City.objects.get(slug="oxford"))
        )
    actions.hand_in(made, by=registrar)
    with pytest.raises(HandedInError):
        actions.rename(brought, "Oxford", by=registrar)

    brought.refresh_from_db()
    assert brought.city_name == "Oxfrod"


def test_what_is_compared_linked_and_left_out_stands_in_the_log(
    perm: City, registrar: User
) -> None:
    made = ratings.filled(perm, by=registrar)
    actions.leave_out(actions.compare_with(made, ratings.brought(), by=registrar), by=registrar)
    actions.link(actions.hand_in(made, by=registrar), [], by=registrar)

    lines = ModelLogEntry.objects.for_instance(made).order_by("timestamp", "pk")

    assert [(line.action, str(line.message), line.user) for line in lines] == [
        ("wagtail.edit", "Edited", registrar),
        ("ratings.compare", "Compared with Borel.", registrar),
        ("ratings.leave_out", "Left out: Borel", registrar),
        ("ratings.hand_in", "Handed in", registrar),
        ("ratings.link", "Recognitions named", registrar),
    ]


def test_a_rank_names_the_open_entries_it_was_compared_with_and_counts_the_others(
    client: Client, perm: City, registrar: User
) -> None:
    oxford = City.objects.get(slug="oxford")
    theirs = ratings.filled(oxford, by=(keeper := member(Role.REGISTRAR, oxford)))
    other = actions.hand_in(theirs, by=keeper)
    actions.open_to_all(other, is_public=True, by=keeper)
    made = ratings.filled(perm, by=registrar)
    actions.compare_with(made, ratings.brought("Secret rival"), by=registrar)
    entry = actions.hand_in(made, by=registrar)
    actions.open_to_all(entry, is_public=True, by=registrar)

    with CaptureQueriesContext(connection) as asked:
        opened = client.get(entry.get_absolute_url()).content.decode()
    with CaptureQueriesContext(connection) as asked_by_list:
        listed = client.get("/en/ratings/").content.decode()
    actions.open_to_all(other, is_public=False, by=keeper)
    closed = client.get(entry.get_absolute_url()).content.decode()
    ranks = [client.get(url).content.decode() for url in ("/en/ratings/", "/en/cities/perm/")]

    rows = BeautifulSoup(opened, "html.parser").find(id="beside").find_parent("table").select("a")
    assert [(row.text, row["href"]) for row in rows] == [
        ("Oxford", "/en/ratings/made-up/2018/oxford/")
    ]
    assert "The answers of 1 city it was compared with are not open to readers" in opened
    assert (
        "The answers of 2 cities it was compared with are not open to readers, and points "
        in closed
    )
    assert "rank 2 of 3 (other); not open to readers: 1" in opened
    assert "rank 2 of 3, not open to readers: 1" in listed
    assert all("rank 2 of 3, not open to readers: 2" in page for page in ranks)
    assert len(asked_by_list) <= 12
    assert "Secret rival" not in opened
    assert entry.digest in opened
    assert len(asked) <= 12


def _wide(page: BeautifulSoup) -> list[str]:
    """The names of the tables that can be scrolled, all tables of the page being so."""
    boxes = [table.parent for table in page.select("table.listing")]
    assert all(box["class"] == ["ratings-wide"] for box in boxes)
    assert all((box["role"], box["tabindex"]) == ("region", "0") for box in boxes)
    return [page.find(id=box["aria-labelledby"]).text for box in boxes]


def _brought(office: Client, made: Questionnaire, name: str) -> list[str]:
    """What is told when the answers of the city are brought."""
    content = json.dumps(ratings.answers_of(name)).encode()
    file = SimpleUploadedFile("answers.json", content)
    return _messages(office, f"{RATINGS}{made.pk}/bring/", file=file)


def _messages(office: Client, address: str, **sent: Any) -> list[str]:
    page = office.post(address, sent, follow=True)
    return [str(one) for one in page.context["messages"]]
