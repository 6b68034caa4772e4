"""What is missing for a report: records without a number, a day or evidence, each to be mended.

However much is missing, this asks one question for all that a column tells, one for each figure
that is counted by hand, and one list of each kind of record.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.figures import kinds
from citytocity.figures.measuring import Figure
from citytocity.figures.presentation import in_order, shown
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.enums import TOOK_PLACE, ActivityStatus
from citytocity.ledger.models import Activity, Participation
from citytocity.ledger.presentation import joined, said, sentence
from citytocity.ledger.querysets import days_of, maybe_of_another
from citytocity.reports.gathering import figures_now
from citytocity.reports.models import Report
from citytocity.reports.naming import title_of
from citytocity.reports.unsaid import Unsaid, unsaid

SHOWN = 20
OUT_OF_BOOKS = (kinds.MONEY, kinds.HOURS)


@dataclass(frozen=True)
class Lacking:
    """A record by what it is called; `mended` is the record with whose form it is mended, `folder`
    the activity in whose folder of a visit it is mended rather."""

    name: str
    mended: Any
    folder: int | None = None


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: in words, of how many records, and the first of these. Of what
    the city keeps in closed books there are none to show: it `is_in_books`."""

    words: str
    number: int = 0
    records: list[Lacking] = field(default_factory=list)
    told: str = ""
    is_in_books: bool = False


def lacks(report: Report, *, today: datetime.date) -> list[Lack]:
    """All that is missing for the report, what most records lack first."""
    figures = figures_now(report.scope, report.year, today=today).values()
    of_figures = [
        (one, said(figure.indicator.name)) for figure in figures for one in unsaid(figure)
    ]
    of_records = [(one, "") for one in _of_the_register(report, today)]
    found = _in_words(_together([*of_figures, *of_records]))
    return [*sorted(found, key=lambda lack: -lack.number), *_in_closed_books(figures)]


@dataclass(frozen=True)
class _Group:
    """The same missing of the same records, told once for all figures that it makes less sure."""

    of: Unsaid
    keys: frozenset[int]
    names: list[str]

    @property
    def first(self) -> Q:
        """The first of them, in the order of their list."""
        if self.of.keys is not None:
            return Q(pk__in=self.of.keys[:SHOWN])
        return Q(pk__in=in_order(self.of.records).values("pk")[:SHOWN])


def _together(found: Sequence[tuple[Unsaid, str]]) -> list[_Group]:
    groups: dict[Any, _Group] = {}
    for (one, name), keys in zip(found, _keys([one for one, _name in found]), strict=True):
        if keys:
            key = one.words, one.records.model, keys
            groups.setdefault(key, _Group(one, keys, [])).names.append(name)
    return list(groups.values())


def _keys(found: Sequence[Unsaid]) -> list[frozenset[int]]:
    """Which records each is of; one question for all that are told by a column."""
    asked = [
        one.records.order_by().annotate(of=Value(n, IntegerField())).values_list("of", "pk")
        for n, one in enumerate(found)
        if one.keys is None
    ]
    keys: dict[int, set[int]] = {n: set(one.keys or ()) for n, one in enumerate(found)}
    for n, key in asked[0].union(*asked[1:], all=True):
        keys[n].add(key)
    return [frozenset(keys[n]) for n in range(len(found))]


def _in_words(groups: Sequence[_Group]) -> Iterator[Lack]:
    first: dict[Any, Q] = {}
    for group in groups:
        model = group.of.records.model
        first[model] = first.get(model, Q()) | group.first
    rows = {model: list(shown(model._default_manager.filter(q))) for model, q in first.items()}
    for group in groups:
        number, figures = len(group.keys), joined(filter(None, group.names), between=", ")
        told = ngettext("%(number)s record", "%(number)s records", number)
        ours = [row for row in rows[group.of.records.model] if row.pk in group.keys]
        yield Lack(
            words=sentence(group.of.words, figure=figures) if figures else group.of.words,
            number=number,
            records=[_lacking(row, group.of) for row in ours[:SHOWN]],
            told=told % {"number": number_in_words(number)},
        )


def _lacking(record: Any, of: Unsaid) -> Lacking:
    """Of a group the name of its city as well, and the form of its activity."""
    name = str(Words(title_of(record)))
    if not isinstance(record, Participation):
        return Lacking(name, record)
    folder = record.activity_id if of.is_of_folders else None
    return Lacking(f"{name} · {record.city}", record.activity, folder)


def _in_closed_books(figures: Iterable[Figure]) -> Iterator[Lack]:
    """Figures without a number as long as the city shows nobody its books."""
    closed = [
        said(figure.indicator.name)
        for figure in figures
        if figure.indicator.measure is not None
        and figure.indicator.measure.kind in OUT_OF_BOOKS
        and not (figure.number_of_records or figure.is_recorded or figure.is_to_come)
    ]
    if closed:
        words = _("Not recorded, for the city shows nobody its books: %(figure)s")
        yield Lack(sentence(words, figure=joined(closed, between=", ")), is_in_books=True)


def _of_the_register(report: Report, today: datetime.date) -> Iterator[Unsaid]:
    ours = report.scope.activities()
    year = ours.in_year(report.year)
    over = min(today, datetime.date(report.year + 1, 1, 1))
    citations: Any = Activity._meta.get_field("citations").related_model
    sourced = citations.objects.filter(record=OuterRef("pk"))
    groups = Participation.objects.filter(activity=OuterRef("pk"))
    late = year.filter(status=ActivityStatus.PLANNED, when_last__lt=over)
    maybe = maybe_of_another(days_of(report.year))
    vague = report.scope.results().in_year(report.year).filter(maybe)
    not_held = year.exclude(status__in=TOOK_PLACE).order_by()
    nowhere = report.scope.results().filter(when="", activity__in=not_held.values("pk"))
    claimed = report.scope.results().in_year(report.year).claimed()
    yield Unsaid(_("Without a date, so in no year"), ours.filter(when_first__isnull=True))
    yield Unsaid(_("With a date that may be of another year, so in no year"), year.filter(maybe))
    yield Unsaid(_("Still planned, though their last day is over"), late)
    yield Unsaid(_("Without a source"), year.filter(~Exists(sourced)))
    yield Unsaid(_("Without anybody who took part"), year.filter(~Exists(groups)))
    yield Unsaid(_("Results without evidence"), claimed)
    yield Unsaid(_("Results with a date that may be of another year, so in no year"), vague)
    yield Unsaid(_("Results without a date of activities that have not taken place"), nowhere)
