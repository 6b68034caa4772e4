"""What a city paid in the year, partner by partner; sums open the lines in its books."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from citytocity.funders.definitions import Definition
from citytocity.funders.enums import Column
from citytocity.funders.lines import Cell, Cells
from citytocity.funders.subjects import Subject
from citytocity.funders.tables.books import paid_by
from citytocity.funders.tables.partnerships import names_of, others_of, partnerships_of
from citytocity.ledger.models import Activity, Participation, Partnership
from citytocity.money.enums import Category, Payer, Stage
from citytocity.money.models import MoneyLine
from citytocity.money.presentation import together

BOTH = 2
BY_CITY = {"payer": Payer.CITY.value}
NARROWED: dict[Column, dict[str, str]] = {
    Column.PAID: BY_CITY,
    Column.TRAVEL: BY_CITY | {"category": Category.TRAVEL.value},
    Column.LODGING: BY_CITY | {"category": Category.LODGING.value},
    Column.GRANTS: {"payer": Payer.GRANT.value},
}
"""Which lines each column has, as the list in the admin is asked for them."""


def rows(subject: Subject, _of: Definition, _columns: Sequence[Column]) -> Iterator[Cells]:
    """A row for each partnership, and one for all together. What was spent on several partners
    stands in the row of each, and once in the last, where what is of none stands too. No more
    questions for many partnerships than for one."""
    lines = list(paid_by(subject))
    there = _cities_of({line.activity_id for line in lines if line.activity_id})
    for one in partnerships_of(subject):
        name = names_of(others_of(one, subject.city))
        of_it = [line for line in lines if _is_of(line, one, there)]
        yield _sums(name, of_it, subject, partnership=one.pk)
    yield _sums(_("All together, each line once"), lines, subject)


def _cities_of(activities: set[int]) -> dict[int, set[int]]:
    """Who took part in each, as host too."""
    hosts = Activity.objects.filter(pk__in=activities, host__isnull=False)
    groups = Participation.objects.filter(activity__in=activities).order_by()
    found: dict[int, set[int]] = defaultdict(set)
    for activity, city in (
        *hosts.order_by().values_list("pk", "host"),
        *groups.values_list("activity", "city"),
    ):
        found[activity].add(city)
    return found


def _is_of(line: MoneyLine, one: Partnership, there: dict[int, set[int]]) -> bool:
    """Whether it is a line of the partnership, or of an activity in which two of its sides took
    part, as `of_partnership` asks the database."""
    sides = {side.city_id for side in one.sides.all()}
    together_there = sides & there.get(line.activity_id or 0, set())
    return line.partnership_id == one.pk or len(together_there) >= BOTH


def _sums(name: str, lines: Iterable[MoneyLine], subject: Subject, **query: Any) -> Cells:
    sums: dict[Column, dict[str, Decimal]] = {column: defaultdict(Decimal) for column in NARROWED}
    for line in lines:
        of = {"payer": line.payer, "category": line.category}
        for column, narrowed in NARROWED.items():
            if narrowed.items() <= of.items():
                sums[column][line.currency] += line.amount
    cells = {
        column: _money(of_it, subject, **NARROWED[column], **query)
        for column, of_it in sums.items()
    }
    return {Column.PARTNER: Cell(name), **cells}.__getitem__


def _money(sums: dict[str, Decimal], subject: Subject, **query: Any) -> Cell:
    """With the lines in the books behind it, for who keeps these."""
    if not sums:
        return Cell(_("not on record"))
    assert subject.city is not None  # noqa: S101 only a city has books
    asked = {"city": subject.city.pk, "year": subject.year, "stage": Stage.ACTUAL.value}
    address = reverse("wagtailsnippets_money_moneyline:list")
    url = f"{address}?{urlencode(asked | {'is_in_kind': 'false'} | query)}"
    number = next(iter(sums.values())) if len(sums) == 1 else None
    return Cell(together(sums), number, url)
