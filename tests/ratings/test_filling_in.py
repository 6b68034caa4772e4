"""The pages on which an officer fills in, brings answers and hands in."""

import json
from decimal import Decimal
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from citytocity.cities.models import City
from citytocity.people.models import User
from citytocity.ratings import actions
from citytocity.ratings.models import Entry
from citytocity.ratings.queries import sheet_of
from tests.factories import ratings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up")]
RATINGS = "/admin/ratings/"


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
    actions.compare_with(made, ratings.brought(population=100_000, answers=largest), by=registrar)

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


def _sent(page: Any) -> dict[str, str]:
    """What a browser sends of the answers if nobody touches them."""
    form = BeautifulSoup(page.content, "html.parser").find("input", {"name": "population"})
    fields = form.find_parent("form").select("input[name]")
    return {field["name"]: field.get("value", "") for field in fields}


def _told(page: Any) -> list[str]:
    return [str(message) for message in page.context["messages"]]
