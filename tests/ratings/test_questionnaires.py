"""A questionnaire from its beginning until it is handed in, and what readers see of it."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from citytocity.cities.models import City
from citytocity.people.models import User
from citytocity.ratings import actions
from citytocity.ratings.actions import HandedInError
from citytocity.ratings.bringing import answers_in
from citytocity.ratings.exporting import answers_file
from citytocity.ratings.models import Entry, TypedAnswer
from citytocity.ratings.models.entry import NeverChangedError
from citytocity.ratings.paper import paper, told
from citytocity.ratings.queries import sheet_of
from citytocity.ratings.shelf import shelf
from tests.factories import ledger, ratings
from tests.factories.cities import city

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up")]
RATINGS = "/admin/ratings/"


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
    made = ratings.filled(perm, by=registrar)

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


def test_what_was_handed_in_never_changes(perm: City, registrar: User) -> None:
    made = ratings.filled(perm, by=registrar)
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


@pytest.mark.parametrize("ahead", [0, 1])
def test_a_year_that_is_not_over_is_not_handed_in(
    office: Client, perm: City, registrar: User, ahead: int
) -> None:
    year = timezone.localdate().year + ahead
    made = ratings.questionnaire(perm, year=year)

    page = office.get(f"{RATINGS}{made.pk}/").content.decode()

    assert f"It can be handed in when the year {year} is over" in page
    assert "Hand in for good" not in page
    with pytest.raises(ValidationError, match=f"The year {year} is not over"):
        actions.hand_in(made, by=registrar)
    assert not Entry.objects.exists()


def test_the_original_language_of_a_text_stays_the_first(perm: City) -> None:
    told = {"definition": {"name": {"ru": "Рейтинг", "en": "Rating"}}}
    asked = ratings.questionnaire(perm)
    Entry.objects.create(questionnaire=asked, told=told, frozen=timezone.now())

    kept = Entry.objects.get().told

    assert list(kept["definition"]["name"]) == ["ru", "en"]


def test_it_opens_when_its_definition_and_its_records_are_gone(
    client: Client, perm: City, registrar: User
) -> None:
    entry = actions.hand_in(ratings.filled(perm, by=registrar), by=registrar)
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


def test_files_hold_answers_sources_and_points_and_no_formula_of_a_persons(
    office: Client, perm: City, registrar: User
) -> None:
    made = ratings.filled(perm, by=registrar)
    actions.fill(made, {"visits": (Decimal(10), "=1+1")}, by=registrar)
    actions.compare_with(made, ratings.brought(), by=registrar)

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


def test_a_paper_has_a_column_of_points_once_there_are_any(perm: City, registrar: User) -> None:
    made = ratings.filled(perm, by=registrar)

    before = sheet_of(made, by=registrar)
    actions.compare_with(made, ratings.brought(), by=registrar)
    after = sheet_of(made, by=registrar)

    heads = ["Indicator", "Answer", "Source", "Weight"]
    assert [told(one)["heads"] for one in (before, after)] == [heads, [*heads, "Points"]]
    assert [paper(one)[:5] for one in (before, after)] == [b"%PDF-"] * 2


def test_readers_see_an_entry_only_when_its_city_opens_it(
    client: Client, perm: City, registrar: User
) -> None:
    made = ratings.filled(perm, by=registrar)
    actions.compare_with(made, ratings.brought("Secret rival"), by=registrar)
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
    entry = actions.hand_in(ratings.filled(perm, by=registrar), by=registrar)
    theirs = ledger.recognition(city=City.objects.get(slug="oxford"))

    actions.link(entry, [theirs], by=registrar)

    assert not entry.recognitions.exists()
