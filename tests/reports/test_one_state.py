"""What is handed in while others go on writing: PostgreSQL alone lets them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from citytocity.ledger.models import Activity
from citytocity.people.models import User
from citytocity.reports import actions
from citytocity.reports.models import Frozen, Report
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.reports import report

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(settings.ON_SQLITE, reason="SQLite has one writer at a time"),
]


def test_a_record_saved_meanwhile_is_in_no_figure_and_in_no_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sides = cities("Perm", "Oxford")
    by = User.objects.create_superuser(email="keeper@example.org")
    ledger.activity(sides[1], host=sides[0])
    made = report(city=sides[0], by=by)
    list_of = actions.behind

    def after_another_was_saved(figures: Any) -> Any:
        _elsewhere(lambda: ledger.activity(sides[1], host=sides[0]))
        return list_of(figures)

    monkeypatch.setattr(actions, "behind", after_another_was_saved)
    frozen = actions.hand_in(made, to="Duma", by=by)

    assert Activity.objects.count() == 2
    assert frozen.annual.measured["I11"].numbers[2018].records == 1
    assert len(frozen.figures.get(code="I11", narrowed="").parts) == 1


def test_pressed_twice_at_once_it_is_handed_in_once() -> None:
    sides = cities("Perm", "Oxford")
    by = User.objects.create_superuser(email="keeper@example.org")
    key = report(city=sides[0], by=by).pk

    def press() -> None:
        actions.hand_in(Report.objects.get(pk=key), to="Duma", by=by)

    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(_and_close, press) for _n in range(3)]:
            done.result()

    assert [one.number for one in Frozen.objects.all()] == [1]


def _elsewhere(does: Any) -> None:
    """In a connection of its own."""
    with ThreadPoolExecutor() as pool:
        pool.submit(_and_close, does).result()


def _and_close(does: Any) -> None:
    try:
        does()
    finally:
        connection.close()
