"""What reports tell agrees with their figures, and nothing that somebody wrote is lost."""

import datetime
from io import BytesIO
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from citytocity.cities.models import City
from citytocity.confirmation.models import Statement
from citytocity.ledger.models import Result
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.reports.exporting import plain
from citytocity.reports.gathering import gathered
from citytocity.reports.models import Report
from citytocity.reports.told import Annual
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.people import member
from tests.factories.reports import report

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 26)


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Oxford", "Duisburg")


@pytest.fixture
def registrar(sides: list[City]) -> User:
    return member(Role.REGISTRAR, sides[0])


@pytest.fixture
def made(sides: list[City], registrar: User) -> Report:
    return report(city=sides[0], by=registrar, published=True)


def test_words_that_a_colleague_saved_meanwhile_are_not_written_over(
    client: Client, registrar: User, made: Report
) -> None:
    client.force_login(registrar)
    home = f"/admin/annual-reports/{made.pk}/"
    seen = client.get(home).context["form"]["seen"].value()
    first = {"outlook__en": "A plan.", "outlook__original": "en", "seen": seen}
    client.post(home, first)

    answer = client.post(home, {"foreword__en": "New.", "foreword__original": "en", "seen": seen})
    kept = Report.objects.get()
    again = answer.context["form"]["seen"].value()
    client.post(home, {"foreword__en": "New.", "foreword__original": "en", "seen": again})

    assert "Somebody else saved this" in answer.text
    assert "New." in answer.text
    assert (str(kept.outlook), str(kept.foreword)) == ("A plan.", "")
    assert str(Report.objects.get().foreword) == "New."


def test_the_formula_of_a_share_takes_groups_that_have_both_numbers(
    client: Client, sides: list[City], made: Report
) -> None:
    camp = ledger.activity(when="2018-09-14", host=sides[0])
    ledger.participation(camp, sides[1], people=10, youth=1)
    ledger.participation(camp, sides[2], people=None, youth=9)

    content = client.get(f"{made.get_absolute_url()}report.xlsx").content
    figures, records = load_workbook(BytesIO(content)).worksheets[:2]
    [formula] = [row[7] for row in figures.iter_rows(values_only=True) if row[0] == "I09-young"]
    rows = [row[4:6] for row in records.iter_rows(values_only=True) if row[0] == "I09-young"]
    rows = [row for row in rows if row != (None, None)]
    wanted = "'Records'!$E:$E,\"<>\",'Records'!$F:$F,\"<>\""

    assert [part for part in formula.split("SUMIFS") if wanted in part] == formula.split("SUMIFS")[
        1:
    ]
    assert sorted(rows, key=str) == [(1, 10), (9, None)]
    assert _told(made).measured["I09-young"].numbers[2018].value == 10


def test_a_visit_lists_the_heads_that_the_figure_counts(sides: list[City], made: Report) -> None:
    fair = ledger.activity(host=sides[1], kind="visit", when="2018-05-01")
    ledger.participation(fair, sides[0], role="guest", people=5)
    ledger.participation(fair, sides[2], role="guest", people=7)
    told = _told(made)

    [entry] = _list(told, "visits")

    assert entry.people.value == told.measured["I05-out"].numbers[2018].value == 5


def test_a_result_is_confirmed_with_evidence_alone(sides: list[City], made: Report) -> None:
    twins = ledger.partnership(*sides[:2])
    for with_evidence, is_confirmed in ((True, True), (True, False), (False, True)):
        result = ledger.result(partnership=twins, evidenced=with_evidence)
        if is_confirmed:
            _confirm(result, sides)
    told = _told(made)
    numbers = {
        code: told.measured[code].numbers[2018].value
        for code in ("I17", "I17-claimed", "I17-evidenced", "I17-confirmed")
    }

    states = sorted(entry.state for entry in _list(told, "results"))

    assert states == ["claimed", "confirmed", "evidenced"]
    assert list(numbers.values()) == [3, 1, 2, 1]


def test_agreements_of_what_ended_are_not_to_be_renewed(sides: list[City], made: Report) -> None:
    for other, ends in ((sides[1], ""), (sides[2], "2017-03-01")):
        twins = ledger.partnership(sides[0], other, since="2007")
        ledger.agreement(twins, signed="2014-01-01", valid="2014-01-01/2019-06-01")
        if ends:
            for city in (sides[0], other):
                ledger.state(twins, city, "ended", when=ends)
    told = _told(made)

    assert told.measured["I02-ending"].numbers[2018].value == len(_list(told, "ending")) == 1


@pytest.mark.parametrize("typed", ["Why <love> wins", "Twins &copy friends"])
def test_what_was_typed_with_signs_stays(typed: str) -> None:
    assert plain(typed) == typed


def _told(made: Report) -> Annual:
    return gathered(made, today=TODAY)[0]


def _list(told: Annual, name: str) -> list[Any]:
    return next(part.lists[name] for part in told.parts if name in part.lists)


def _confirm(result: Result, sides: list[City]) -> None:
    Statement.objects.create(
        kind=ContentType.objects.get_for_model(Result),
        record_key=result.pk,
        title="Result",
        by_city=sides[0],
        city=sides[1],
        state="confirmed",
        answered=timezone.now(),
        fingerprint="a" * 64,
    )
