"""What cannot be true of a folder is refused by the database, and told beside the field."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from citytocity.ledger.models import Activity
from citytocity.visits.models import ProgrammeItem, Traveller, Visit
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.visits import PERM, item, traveller, visit

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2018, 6, 12)


def faults(record: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        record.full_clean()
    return caught.value.message_dict


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"decided_by": "Mayor"}, "decision",
         "Say what was decided, or leave out by whom and when."),
        ({"return_until": datetime.date(2019, 1, 1)}, "return_until",
         "Only a visit that is owed has a day until when."),
        ({"nights": 401}, "nights", "Ensure this value is less than or equal to 400."),
        ({"interpreting": "en, klingon"}, "interpreting", "Unknown language: klingon."),
        ({"received": datetime.date(2018, 5, 2), "decision": "accepted",
          "decided_on": datetime.date(2018, 5, 1)}, "decided_on",
         "It was decided before it was received."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_field(
    values: dict[str, Any], field: str, told: str
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    folder = visit(oxford, to=perm)
    for name, value in values.items():
        setattr(folder, name, value)

    assert told in faults(folder)[field]


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": "", "decided_by": "Mayor"},
        {"return_owed": False, "return_until": datetime.date(2019, 1, 1)},
        {"nights": 30_000},
        {"answers": F("id")},
        {"decision": "perhaps"},
    ],
)
def test_the_database_refuses_it_as_well(wrong: dict[str, Any]) -> None:
    perm, oxford = cities("Perm", "Oxford")
    folder = visit(oxford, to=perm)

    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=folder.pk).update(**wrong)


def test_only_a_journey_has_a_folder() -> None:
    (perm,) = cities("Perm")

    folder = Visit(activity=ledger.activity(host=perm, kind="festival"))

    told = "Only a visit, an exchange or a delegation has a folder."
    assert faults(folder)["activity"] == [told]


def test_a_visit_answers_one_that_went_the_other_way_before() -> None:
    perm, oxford, duisburg = cities("Perm", "Oxford", "Duisburg")
    first = visit(oxford, to=perm, when="2017-05", title={"en": "First"})
    same_way = visit(oxford, to=perm, when="2016-05", title={"en": "Same way"})
    elsewhere = visit(perm, to=duisburg, when="2016-05", title={"en": "Elsewhere"})
    later = visit(oxford, to=perm, when="2019-05", title={"en": "Later"})
    back = visit(perm, to=oxford, when="2018-05")

    back.answers = first
    back.full_clean()

    other_way = "“%s” did not go the other way between the same cities."
    itself, came_later = "A visit cannot answer itself.", "“Later” came later than this visit."
    wrongs = ((elsewhere, other_way % "Elsewhere"), (back, itself), (later, came_later))
    for wrong, told in wrongs:
        back.answers = wrong
        assert faults(back)["answers"] == [told]
    same_way.answers = first
    assert faults(same_way)["answers"] == [other_way % "First"]


def test_visits_that_answer_each_other_in_a_circle_are_refused() -> None:
    perm, oxford = cities("Perm", "Oxford")
    first = visit(oxford, to=perm, when="2018", title={"en": "First"})
    second = visit(perm, to=oxford, when="2018", title={"en": "Second"}, answers=first)
    third = visit(oxford, to=perm, when="2018", title={"en": "Third"}, answers=second)
    fourth = visit(perm, to=oxford, when="2018", title={"en": "Fourth"}, answers=third)

    first.answers = fourth

    assert faults(first)["answers"] == ["“Fourth” itself answers this visit."]


def test_an_item_ends_after_it_begins() -> None:
    perm, oxford = cities("Perm", "Oxford")
    folder = visit(oxford, to=perm)

    with pytest.raises(IntegrityError), transaction.atomic():
        item(folder, "2018-06-12 10:00", "2018-06-12 09:00")


@pytest.mark.parametrize("day", ["0001-01-01 00:00", "1899-12-31 10:00", "9999-12-31 23:00"])
def test_hours_at_the_ends_of_the_calendar_are_told_and_refused(day: str) -> None:
    perm, oxford = cities("Perm", "Oxford")
    folder = visit(oxford, to=perm)
    starts = datetime.datetime.fromisoformat(f"{day}+05:00")
    wrong = ProgrammeItem(visit=folder, starts=starts, zone=PERM, title={"en": "Reception"})

    assert faults(wrong) == {"starts": ["Write a day between the years 1900 and 2199."]}
    with pytest.raises((IntegrityError, OverflowError)), transaction.atomic():
        wrong.save()


def test_the_clocks_are_those_of_the_place() -> None:
    perm, oxford = cities("Perm", "Oxford")

    reception = item(visit(oxford, to=perm), "2018-06-12 10:00", "2018-06-12 11:30")
    reception.refresh_from_db()

    assert f"{reception.starts:%H:%M %Z}" == "05:00 UTC"
    assert f"{reception.begins:%H:%M %z}" == "10:00 +0500"


def test_a_delegation_has_one_head_and_nobody_is_two_hundred() -> None:
    perm, oxford = cities("Perm", "Oxford")
    folder = visit(oxford, to=perm)
    traveller(folder, oxford, role="head")

    for wrong in ({"role": "head"}, {"age": 200}):
        with pytest.raises(IntegrityError), transaction.atomic():
            traveller(folder, oxford, **wrong)
    assert Traveller.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"when": "2018-09"}, "asked"),
        ({"when": "2018-09", "decision": "deferred"}, "deferred"),
        ({"when": "2018-09", "decision": "accepted"}, "decided"),
        ({"when": "2018-06-11/2018-06-14"}, "under-way"),
        ({"when": "2018-06-01"}, "done"),
        ({"when": "2018-06-01", "report": "All came."}, "reported"),
        ({"when": "2018-06-01", "decision": "refused"}, "refused"),
        ({"when": "2018-09", "status": "cancelled"}, "cancelled"),
    ],
)
def test_the_state_is_worked_out_of_what_is_filled(values: dict[str, Any], state: str) -> None:
    perm, oxford = cities("Perm", "Oxford")

    visit(oxford, to=perm, **values)

    assert Visit.objects.with_state(TODAY).get().state == state


def test_a_folder_with_hours_is_planned() -> None:
    perm, oxford = cities("Perm", "Oxford")

    item(visit(oxford, to=perm, when="2018-09", decision="accepted"), "2018-09-02 10:00")

    assert Visit.objects.with_state(TODAY).get().state == "planned"


def test_a_visit_is_owed_until_another_answers_it() -> None:
    perm, oxford = cities("Perm", "Oxford")
    first = visit(oxford, to=perm, when="2017", return_owed=True)

    assert list(Visit.objects.owed()) == [first]
    answer = visit(perm, to=oxford, answers=first, decision="refused")
    assert list(Visit.objects.owed()) == [first]
    Visit.objects.filter(pk=answer.pk).update(decision="accepted")
    assert list(Visit.objects.owed()) == []
    Activity.objects.filter(pk=answer.activity_id).update(status="cancelled")
    assert list(Visit.objects.owed()) == [first]
