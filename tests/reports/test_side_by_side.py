"""Figures of groups are counted beside all else, and come to the same as one after the other."""

from datetime import date
from itertools import groupby
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.test.utils import CaptureQueriesContext

from citytocity.cities.models import City
from citytocity.figures.measuring import uncounted
from citytocity.figures.scope import Scope
from citytocity.ledger.enums import ParticipationRole
from citytocity.people.models import User
from citytocity.reports.collecting import CODES, OF_GROUPS
from citytocity.reports.gathering import annual, gathered
from tests.factories import ledger
from tests.factories.cities import cities, city
from tests.factories.reports import a_year, report
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db


def test_no_other_figure_is_counted_of_groups() -> None:
    of = {
        code: uncounted(code, year=2018, scope=Scope(), today=date(2019, 3, 1)).records
        for code in CODES
    }
    models = {code: records.model for code, records in of.items() if records is not None}

    of_groups = {model for code, model in models.items() if code in OF_GROUPS}

    assert len(of_groups) == 1
    assert OF_GROUPS & models.keys() == {c for c, model in models.items() if model in of_groups}


def test_no_list_waits_for_the_figures(sides: list[City], registrar: User) -> None:
    """First those of groups are asked for, then all lists, the sources last, then the others: so
    in a transaction; outside of one the first go on beside all that comes after them."""
    a_year(*sides)
    of = report(city=sides[0], by=registrar)

    with CaptureQueriesContext(connection) as asked:
        gathered(of, today=date(2019, 3, 1))

    is_of_figures = [' AS "row"' in one["sql"] or ' AS "of"' in one["sql"] for one in asked]
    assert [key for key, _questions in groupby(is_of_figures)] == [True, False, True]
    first, last = is_of_figures.index(False), len(asked) - is_of_figures[::-1].index(False) - 1
    assert [first, "sources_source" in asked[last]["sql"]] == [2, True]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("today", [date(2019, 3, 1), date(2018, 7, 1)])
@pytest.mark.parametrize("of", ["city", "joint", "partnership"])
def test_what_is_counted_beside_the_lists_comes_to_the_same(of: str, today: date) -> None:
    perm, oxford = cities("Perm", "Oxford")
    came = visit(oxford, to=perm)
    ledger.participation(came.activity, city("Kazan"), people=12, role=ParticipationRole.GUEST)
    partnership = ledger.partnership(perm, oxford, since="1969-05-01")
    ledger.result(evidenced=True, partnership=partnership)
    scope = {
        "city": Scope(perm),
        "joint": Scope(perm, oxford),
        "partnership": Scope(partnership=partnership),
    }[of]
    made = []

    def note(connection: Any, **_: Any) -> None:
        made.append(connection)

    connection_created.connect(note)
    try:
        beside = annual(scope, 2018, today=today)
    finally:
        connection_created.disconnect(note)
    with transaction.atomic():
        one_after_the_other = annual(scope, 2018, today=today)

    assert beside == one_after_the_other
    assert list(beside.measured) == list(one_after_the_other.measured)
    assert beside.measured["I08"].numbers[2018].records
    assert len(made) == 1
