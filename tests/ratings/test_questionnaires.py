"""A questionnaire from its beginning until it is handed in, and what readers see of it."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
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
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from citytocity.cities.models import City
from citytocity.ledger.asked import FaultsError
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.ratings import actions
from citytocity.ratings.actions import HandedInError
from citytocity.ratings.bringing import answers_in
from citytocity.ratings.exporting import answers_file
from citytocity.ratings.models import Entry, Questionnaire, TypedAnswer
from citytocity.ratings.models.entry import NeverChangedError
from citytocity.ratings.queries import sheet_of
from citytocity.ratings.shelf import shelf
from tests.factories import ledger, ratings
from tests.factories.cities import city
from tests.factories.people import member

pytestmark = pytest.mark.django_db
RATINGS = "/admin/ratings/"


@pytest.fixture(autouse=True)
def made_up() -> Iterator[None]:
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


def _filled(of: City, by: User) -> Questionnaire:
    made = ratings.questionnaire(of)
    typed = {"visits": (Decimal(10), "Office"), "guests": (Decimal(5), "Office")}
    actions.fill(made, typed, by=by)
    return made


def _brought(name: str = "Borel", **changed: Any) -> Any:
    text = json.dumps(ratings.answers_of(name, **changed))
    return answers_in(text, definition=shelf().definitions["made-up"], year=2018)


def _sent(page: Any) -> dict[str, str]:
    """What a browser sends of the answers if nobody touches them."""
    form = BeautifulSoup(page.content, "html.parser").find("input", {"name": "population"})
    fields = form.find_parent("form").select("input[name]")
    return {field["name"]: field.get("value", "") for field in fields}


def _told(page: Any) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_it_begins_with_what_the_city_and_the_register_know(perm: City, registrar: User) -> None:
    rating = shelf().definitions["made-up"]

    made = actions.begin(perm, rating, 2018, by=registrar)

    sheet = sheet_of(made, by=registrar)
    assert (made.population, made.population_source) == (
        1_000_000,
        "Record of the city, counted in 2017",
    )
    assert {code: one.value for code, one in sheet.answers.items()} == {
        "visits": None,
        "twins": 1,
        "guests": None,
        "waiting": None,
    }
    assert sheet.answers["twins"].records == 1
    assert [one.code for one in sheet.missing] == ["visits", "guests", "waiting"]
    assert actions.begin(perm, rating, 2018, by=registrar) == made


def test_a_rating_is_for_its_years_and_a_register_for_its_keepers(
    perm: City, registrar: User
) -> None:
    rating = shelf().definitions["made-up"]

    with pytest.raises(ValidationError, match="for the years 2015 to 2020"):
        actions.begin(perm, rating, 2021, by=registrar)
    with pytest.raises(PermissionDenied):
        actions.begin(City.objects.get(slug="oxford"), rating, 2018, by=registrar)


def test_what_a_person_types_goes_before_the_register_and_says_so(
    perm: City, registrar: User
) -> None:
    made = _filled(perm, registrar)

    actions.fill(made, {"twins": (Decimal(4), "List of 2018"), "guests": None}, by=registrar)

    answers = sheet_of(made, by=registrar).answers
    assert (answers["twins"].value, answers["twins"].register) == (4, 1)
    assert answers["twins"].source == "List of 2018"
    assert (answers["visits"].value, answers["guests"].value) == (10, None)


def test_an_answer_without_a_source_is_refused_by_the_database(perm: City) -> None:
    made = ratings.questionnaire(perm)

    with pytest.raises(IntegrityError), transaction.atomic():
        TypedAnswer.objects.create(questionnaire=made, code="visits", value=1, source="")
    with pytest.raises(IntegrityError), transaction.atomic():
        ratings.questionnaire(perm)
    with pytest.raises(IntegrityError), transaction.atomic():
        ratings.questionnaire(perm, year=2017, population_source="")


def test_points_stand_as_a_hand_reckons_them_beside_another_city(
    perm: City, registrar: User
) -> None:
    made = _filled(perm, registrar)

    alone = sheet_of(made, by=registrar)
    actions.compare_with(made, _brought(), by=registrar)
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
        _brought(**changed)

    assert caught.value.faults == faults


def test_the_answers_that_an_office_gives_out_are_those_that_another_takes(
    perm: City, registrar: User
) -> None:
    made = _filled(perm, registrar)

    text = answers_file(sheet_of(made, by=registrar))

    brought = answers_in(text, definition=shelf().definitions["made-up"], year=2018)
    assert (brought.city_name, brought.population) == ("Perm", 100_000)
    assert brought.values == {"visits": "10", "twins": "1", "guests": "5"}
    told = yaml.safe_load(text)
    assert told["answers"]["visits"] == {"value": 10, "source": "Office"}
    assert told["asks"] == shelf().definitions["made-up"].fingerprint
    with pytest.raises(ValidationError, match="the answers of Perm itself"):
        actions.compare_with(made, brought, by=registrar)


def test_what_was_handed_in_never_changes(perm: City, registrar: User) -> None:
    made = _filled(perm, registrar)
    entry = actions.hand_in(made, by=registrar)
    before = sheet_of(made, by=registrar)

    ledger.partnership(perm, city("Duisburg"), since="2007")
    ratings.on_the_shelf(ratings.told() | {"name": {"en": "Renamed"}})

    assert sheet_of(made, by=registrar) == before
    assert before.answers["twins"].value == 1
    assert actions.hand_in(made, by=registrar) == entry
    with pytest.raises(HandedInError):
        actions.fill(made, {"visits": None}, by=registrar)
    with pytest.raises(HandedInError):
        actions.delete(made, by=registrar)
    assert entry.is_as_it_was
    entry.told = {}
    assert not entry.is_as_it_was
    entries = Entry.objects.all()
    changes = (entry.save, entry.delete, entries.delete, lambda: entries.update(told={}))
    for change in changes:
        with pytest.raises(NeverChangedError):
            change()
    assert Entry.objects.get().is_as_it_was


def test_the_original_language_of_a_text_stays_the_first(perm: City) -> None:
    told = {"definition": {"name": {"ru": "Рейтинг", "en": "Rating"}}}
    asked = ratings.questionnaire(perm)
    Entry.objects.create(questionnaire=asked, told=told, frozen=timezone.now())

    kept = Entry.objects.get().told

    assert list(kept["definition"]["name"]) == ["ru", "en"]


def test_it_opens_when_its_definition_and_its_records_are_gone(
    client: Client, perm: City, registrar: User
) -> None:
    entry = actions.hand_in(_filled(perm, registrar), by=registrar)
    actions.open_to_all(entry, is_public=True, by=registrar)
    told = ratings.told()
    told["code"] = "other"
    ratings.on_the_shelf(told)
    ledger.Partnership.objects.all().delete()

    page = client.get("/en/ratings/made-up/2018/perm/")

    table = BeautifulSoup(page.content, "html.parser").select_one("table")
    twins = table.select("tbody tr")[1]
    assert twins.th.text.strip() == "Twins, partnerships"
    assert twins.a["href"] == "/en/figures/I01/?year=2018&city=perm"
    assert twins.a.text == "1"


def test_two_cities_of_one_site_are_compared_once_the_other_is_open(
    perm: City, registrar: User
) -> None:
    oxford = City.objects.get(slug="oxford")
    theirs = _filled(oxford, keeper := member(Role.REGISTRAR, oxford))
    mine = _filled(perm, registrar)
    entry = actions.hand_in(theirs, by=keeper)

    closed = sheet_of(mine, by=registrar).standing
    actions.open_to_all(entry, is_public=True, by=keeper)
    opened = sheet_of(mine, by=registrar).standing

    assert closed is None
    assert opened is not None
    assert (opened.rank, opened.of) == (1, 2)


def test_an_officer_fills_in_compares_and_hands_in(office: Client, perm: City) -> None:
    begun = office.post(RATINGS, {"rating": "made-up", "city": "perm", "year": 2018})
    address = begun["Location"]
    page = office.get(address)
    sent = _sent(page) | {"value-visits": "12", "source-visits": "Ledger of visits"}
    saved = office.post(address, sent, follow=True)
    file = SimpleUploadedFile("borel.json", json.dumps(ratings.answers_of("Borel")).encode())
    beside = office.post(f"{address}bring/", {"file": file}, follow=True)
    handed_in = office.post(f"{address}hand-in/", follow=True)

    assert _told(saved) == ["Saved."]
    assert b"What would move the score" in beside.content
    assert b"Borel" in beside.content
    assert _told(handed_in) == ["Handed in. From now on it does not change."]
    assert Entry.objects.get().told["answers"]["visits"]["source"] == "Ledger of visits"
    assert _told(office.post(address, sent)) == [
        "This questionnaire was handed in: it does not change any more."
    ]
    listed = office.get(RATINGS)
    assert b"A made-up rating" in listed.content


def test_what_somebody_else_typed_meanwhile_stays(
    office: Client, perm: City, registrar: User
) -> None:
    made = ratings.questionnaire(perm)
    address = f"{RATINGS}{made.pk}/"
    opened = _sent(office.get(address))
    actions.fill(made, {"guests": (Decimal(9), "Colleague")}, by=registrar)

    office.post(address, opened | {"value-visits": "3", "source-visits": "Office"})

    assert {one.code: one.source for one in made.answers.all()} == {
        "guests": "Colleague",
        "visits": "Office",
    }


def test_what_somebody_else_typed_at_the_same_answer_is_shown_and_not_undone(
    office: Client, perm: City, registrar: User
) -> None:
    made = ratings.questionnaire(perm)
    address = f"{RATINGS}{made.pk}/"
    mine = {"value-guests": "99", "source-guests": "Office", "population": "7"}
    sent = _sent(office.get(address)) | mine
    theirs = (Decimal(12), "Colleague")
    actions.fill(made, {"guests": theirs}, inhabitants=(8, "Census"), by=registrar)

    refused = office.post(address, sent)

    assert {name: list(said) for name, said in refused.context["form"].errors.items()} == {
        "value-guests": [
            "Somebody else wrote here meanwhile: 12 (Colleague). "
            "Save again to put yours in its place."
        ],
        "population": [
            "Somebody else wrote here meanwhile: 8 (Census). Save again to put yours in its place."
        ],
    }
    assert (made.answers.get().value, made.answers.get().source) == theirs
    again = _sent(refused)
    assert again["value-guests"] == "99"
    office.post(address, again)
    made.refresh_from_db()
    assert (made.answers.get().value, made.population) == (99, 7)


def test_an_answer_with_more_places_than_are_asked_for_now_stays_as_it_was_typed(
    office: Client, perm: City, registrar: User
) -> None:
    made = ratings.questionnaire(perm)
    actions.fill(made, {"guests": (Decimal("12.5"), "Office")}, by=registrar)
    address = f"{RATINGS}{made.pk}/"
    page = office.get(address)

    saved = office.post(address, _sent(page) | {"source-guests": "Office of culture"}, follow=True)

    assert _sent(page)["value-guests"] == "12.5"
    assert _told(saved) == ["Saved."]
    assert made.answers.get().value == Decimal("12.5")
    assert sheet_of(made, by=registrar).answers["guests"].source == "Office of culture"


def test_how_sure_an_answer_is_goes_with_it_into_formulas_and_files(
    office: Client, perm: City, registrar: User
) -> None:
    told = ratings.told()
    visits, twins = told["groups"][0]["indicators"]
    visits["source"] = {"figure": "I05-in"}
    twins["source"] = {"formula": "visits * 2"}
    ratings.on_the_shelf(told)
    visit = ledger.activity(kind="delegation", when="2018-05-01", host=perm)
    ledger.participation(
        visit, city("Duisburg", country="DE"), people=12, role="guest", certainty="at-least"
    )
    made = ratings.questionnaire(perm)

    sheet = sheet_of(made, by=registrar)
    text = answers_file(sheet)
    brought = answers_in(text, definition=sheet.definition, year=2018)
    actions.compare_with(made, replace(brought, city_name="Borel"), by=registrar)
    actions.fill(made, {"visits": (Decimal(13), "Office")}, by=registrar)
    page = office.get(f"{RATINGS}{made.pk}/").content.decode()

    answers = sheet.answers
    assert [(answers[code].value, answers[code].qualifier) for code in ("visits", "twins")] == [
        (12, "at-least"),
        (24, "at-least"),
    ]
    assert yaml.safe_load(text)["answers"]["visits"]["certainty"] == "at-least"
    assert brought.certainties == {"visits": "at-least"}
    assert "Not counted one by one: Visits (at least)" in page
    assert "The register has at least 12." in page


def test_answers_to_another_definition_are_not_compared(
    office: Client, perm: City, registrar: User
) -> None:
    oxford = City.objects.get(slug="oxford")
    theirs = _filled(oxford, keeper := member(Role.REGISTRAR, oxford))
    text = answers_file(sheet_of(theirs, by=keeper))
    actions.open_to_all(actions.hand_in(theirs, by=keeper), is_public=True, by=keeper)
    mine = _filled(perm, registrar)

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
    made = _filled(perm, registrar)

    for name in ("Казань", "КАЗАНЬ", "казань"):
        actions.compare_with(made, _brought(name), by=registrar)
    with pytest.raises(ValidationError, match="of Perm itself"):
        actions.compare_with(made, _brought("PERM"), by=registrar)

    assert [one.city_name for one in made.brought.all()] == ["казань"]
    one = made.brought.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.brought.create(city_name="  Казань ", population=1, values=one.values)


def test_what_is_compared_linked_and_left_out_stands_in_the_log(
    perm: City, registrar: User
) -> None:
    made = _filled(perm, registrar)
    actions.leave_out(actions.compare_with(made, _brought(), by=registrar), by=registrar)
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
    theirs = _filled(oxford, keeper := member(Role.REGISTRAR, oxford))
    other = actions.hand_in(theirs, by=keeper)
    actions.open_to_all(other, is_public=True, by=keeper)
    made = _filled(perm, registrar)
    actions.compare_with(made, _brought("Secret rival"), by=registrar)
    entry = actions.hand_in(made, by=registrar)
    actions.open_to_all(entry, is_public=True, by=registrar)

    with CaptureQueriesContext(connection) as asked:
        opened = client.get(entry.get_absolute_url()).content.decode()
    actions.open_to_all(other, is_public=False, by=keeper)
    closed = client.get(entry.get_absolute_url()).content.decode()

    rows = BeautifulSoup(opened, "html.parser").find(id="beside").find_parent("table").select("a")
    assert [(row.text, row["href"]) for row in rows] == [
        ("Oxford", "/en/ratings/made-up/2018/oxford/")
    ]
    assert "The answers of 1 city it was compared with are not open to readers." in opened
    assert "The answers of 2 cities it was compared with are not open to readers." in closed
    assert "Secret rival" not in opened
    assert entry.digest in opened
    assert len(asked) <= 12


@pytest.mark.parametrize("verb", ["", "bring/", "hand-in/"])
def test_what_is_sent_after_the_definition_is_gone_is_refused_in_words(
    office: Client, perm: City, verb: str
) -> None:
    made = ratings.questionnaire(perm)
    address = f"{RATINGS}{made.pk}/"
    sent = _sent(office.get(address)) | {"value-visits": "3", "source-visits": "Office"}
    (ratings.SHELF.own_folder / "made-up.yaml").rename(ratings.SHELF.own_folder / "made-up.away")

    page = office.post(f"{address}{verb}", sent)

    (ratings.SHELF.own_folder / "made-up.away").rename(ratings.SHELF.own_folder / "made-up.yaml")
    assert page.status_code == 200
    assert _told(page) == [
        "This was not saved. What you typed just now stands on the page before this one."
    ]
    assert "is not there any more" in page.content.decode()
    assert not made.answers.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"value-visits": "3"}, "Say where this answer is known from."),
        ({"source-visits": "Office"}, "Give the answer for which this is the source."),
        (
            {"value-visits": "-3", "source-visits": "x"},
            "Ensure this value is greater than or equal to 0.",
        ),
        (
            {"value-visits": "3.25", "source-visits": "x"},
            "Ensure that there are no more than 0 decimal places.",
        ),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    office: Client, perm: City, typed: dict[str, str], error: str
) -> None:
    made = ratings.questionnaire(perm)
    address = f"{RATINGS}{made.pk}/"

    page = office.post(address, _sent(office.get(address)) | typed)

    assert [*page.context["form"].errors.values()] == [[error]]
    assert error in page.content.decode()
    assert not made.answers.exists()


def test_a_questionnaire_opens_whatever_its_formulas_come_to(
    office: Client, perm: City, registrar: User
) -> None:
    told = ratings.told()
    told["groups"][1]["indicators"][1]["source"] = {"formula": "visits * guests * twins"}
    ratings.on_the_shelf(told)
    made = ratings.questionnaire(perm)
    most = (Decimal(99_999_999_999), "Office")
    actions.fill(made, {"visits": most, "guests": most, "twins": most}, by=registrar)
    largest = dict.fromkeys(("visits", "guests", "twins"), 99_999_999_999)
    actions.compare_with(made, _brought(population=100_000, answers=largest), by=registrar)

    page = office.get(f"{RATINGS}{made.pk}/")
    files = [office.get(f"{RATINGS}{made.pk}/file/{kind}/") for kind in ("yaml", "xlsx", "pdf")]

    assert page.status_code == 200
    assert [one.status_code for one in files] == [200, 200, 200]
    assert [one.code for one in page.context["sheet"].missing] == ["waiting"]
    assert "Borel" in page.content.decode()


def test_a_file_that_is_wrong_tells_all_its_faults_beside_the_field(
    office: Client, perm: City
) -> None:
    made = ratings.questionnaire(perm)
    told = ratings.answers_of("Borel", answers={"ships": 3, "visits": "many"})
    file = SimpleUploadedFile("borel.yaml", yaml.safe_dump(told).encode())

    page = office.post(f"{RATINGS}{made.pk}/bring/", {"file": file})

    assert page.context["bring_form"].errors["file"] == [
        "These 2 faults are in the way, and nothing was brought:"
    ]
    assert page.content.decode().count("<li>answers, ") == 2
    assert not made.brought.exists()


def test_the_register_of_another_city_is_not_to_be_filled_in(office: Client) -> None:
    theirs = ratings.questionnaire(City.objects.get(slug="oxford"))

    listed = office.get(RATINGS)
    refused = [
        office.get(f"{RATINGS}{theirs.pk}/"),
        office.get(f"{RATINGS}{theirs.pk}/file/pdf/"),
        office.post(f"{RATINGS}{theirs.pk}/hand-in/"),
    ]

    assert b"Oxford" not in listed.content.split(b"listing")[-1]
    assert [answer.headers.get("Location") for answer in refused] == ["/admin/"] * 3


def test_files_hold_answers_sources_and_points_and_no_formula_of_a_persons(
    office: Client, perm: City, registrar: User
) -> None:
    made = _filled(perm, registrar)
    actions.fill(made, {"visits": (Decimal(10), "=1+1")}, by=registrar)
    actions.compare_with(made, _brought(), by=registrar)

    book = load_workbook(io.BytesIO(office.get(f"{RATINGS}{made.pk}/file/xlsx/").content))
    paper = office.get(f"{RATINGS}{made.pk}/file/pdf/")

    rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=11)]
    assert rows[0][:4] == ["Group", "Indicator", "Unit", "Answer"]
    assert rows[1][1:6] == ["Visits", "visits", 10, None, "=1+1"]
    assert book.active["F12"].data_type == "s"
    assert rows[1][8:] == [30, 0, "=J12*I12/100"]
    assert rows[2][6].endswith("/figures/I01/?year=2018&city=perm")
    assert rows[-1][-1] == "=ROUND(SUM(K12:K15),2)"
    assert paper.content.startswith(b"%PDF")


def test_readers_see_an_entry_only_when_its_city_opens_it(
    client: Client, perm: City, registrar: User
) -> None:
    made = _filled(perm, registrar)
    actions.compare_with(made, _brought("Secret rival"), by=registrar)
    entry = actions.hand_in(made, by=registrar)
    came = ledger.recognition(city=perm, title={"en": "First of two"})
    actions.link(entry, [came], by=registrar)
    pages = ["/en/ratings/made-up/2018/perm/", "/en/ratings/", "/en/cities/perm/"]
    pages.append(f"/en/recognitions/{came.slug}/")

    closed = [client.get(page) for page in pages]
    actions.open_to_all(entry, is_public=True, by=registrar)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        opened = [client.get(pages[0])]
    opened += [client.get(page) for page in pages[1:]]

    assert closed[0].status_code == 404
    assert [b"A made-up rating" in page.content for page in closed] == [False] * 4
    assert [b"A made-up rating" in page.content for page in opened] == [True] * 4
    assert b"First of two" in opened[0].content
    assert [b"Secret rival" in page.content for page in opened] == [False] * 4
    assert len(asked) <= 12


def test_the_day_it_was_handed_in_is_that_of_the_installation(
    office: Client, perm: City, settings: Any
) -> None:
    settings.TIME_ZONE = "Asia/Yekaterinburg"
    night = datetime(2018, 12, 31, 21, 30, tzinfo=UTC)
    made = ratings.questionnaire(perm)
    entry = ratings.entry(made, frozen=night, is_public=True)

    page = Client().get(entry.get_absolute_url())
    book = load_workbook(io.BytesIO(office.get(f"{RATINGS}{made.pk}/file/xlsx/").content))

    days = [one.description for one in page.context["facts"] if one.term == "Handed in"]
    states = [row[1].value for row in book.active.iter_rows() if row[0].value == "State"]
    assert days == ["1 January 2019"]
    assert states == ["handed in on 2019-01-01"]


def test_only_what_the_city_received_can_have_come_of_its_entry(
    perm: City, registrar: User
) -> None:
    entry = actions.hand_in(_filled(perm, registrar), by=registrar)
    theirs = ledger.recognition(city=City.objects.get(slug="oxford"))

    actions.link(entry, [theirs], by=registrar)

    assert not entry.recognitions.exists()
