"""What is missing for a report: records without a number, a day or evidence, each to be mended."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.figures.measures import Measure
from citytocity.figures.measuring import Figure
from citytocity.figures.presentation import parts, shown
from citytocity.figures.reductions import Share, Total
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.enums import ActivityStatus
from citytocity.ledger.models import Activity, Participation
from citytocity.ledger.presentation import joined, said, sentence
from citytocity.reports.gathering import figures_now
from citytocity.reports.models import Report
from citytocity.reports.naming import title_of

SHOWN = 20


@dataclass(frozen=True)
class Lacking:
    """A record by what it is called; `mended` is the record with whose form it is mended."""

    name: str
    mended: Any


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: in words, of how many records, and the first of these."""

    words: str
    number: int
    records: list[Lacking]
    told: str


def lacks(report: Report, *, today: datetime.date) -> list[Lack]:
    """All that is missing for the report, what most records lack first."""
    found = (*_numbers(report, today), *_of_the_register(report, today))
    return sorted(found, key=lambda lack: -lack.number)


def _numbers(report: Report, today: datetime.date) -> Iterator[Lack]:
    """Records of which figures have no number; the same records are told once."""
    told: dict[tuple[int, ...], list[str]] = {}
    found: dict[tuple[int, ...], Any] = {}
    for figure in figures_now(report.scope, report.year, today=today).values():
        measure = figure.indicator.measure
        if measure is None or not figure.unknown:
            continue
        records = figure.records.filter(_without_a_number(figure, measure)).order_by("pk")
        keys = tuple(records.values_list("pk", flat=True))
        told.setdefault(keys, []).append(said(figure.indicator.name))
        found[keys] = records
    for keys, names in told.items():
        figures = joined(names, between=", ")
        yield _lack(sentence(_("Number not recorded: %(figure)s"), figure=figures), found[keys])


def _without_a_number(figure: Figure, measure: Measure) -> Q:
    """Which of its records have no number; where no column says it, each by its part."""
    reduction = measure.reduction
    if isinstance(reduction, Total):
        return Q(**{f"{reduction.column}__isnull": True})
    if isinstance(reduction, Share):
        no_whole = Q(**{f"{reduction.of}__isnull": True})
        return Q(**{f"{reduction.column}__isnull": True}) | no_whole
    return Q(pk__in=[key for key, part in parts(figure) if part.number is None])


def _of_the_register(report: Report, today: datetime.date) -> Iterator[Lack]:
    ours = report.scope.activities()
    year = ours.in_year(report.year)
    over = min(today, datetime.date(report.year + 1, 1, 1))
    citations: Any = Activity._meta.get_field("citations").related_model
    sourced = citations.objects.filter(record=OuterRef("pk"))
    queries: tuple[tuple[str, QuerySet], ...] = (
        (_("Without a date, so in no year"), ours.filter(when_first__isnull=True)),
        (
            _("Still planned, though their last day is over"),
            year.filter(status=ActivityStatus.PLANNED, when_last__lt=over),
        ),
        (_("Without a source"), year.filter(~Exists(sourced))),
        (
            _("Without anybody who took part"),
            year.filter(~Exists(Participation.objects.filter(activity=OuterRef("pk")))),
        ),
        (
            _("Results without evidence"),
            report.scope.results().in_year(report.year).claimed(),
        ),
    )
    for words, records in queries:
        lack = _lack(words, records)
        if lack.number:
            yield lack


def _lack(words: str, records: Any) -> Lack:
    number = records.count()
    told = ngettext("%(number)s record", "%(number)s records", number) % {
        "number": number_in_words(number)
    }
    rows = shown(records)[:SHOWN] if number else []
    return Lack(words, number, [_lacking(one) for one in rows], told)


def _lacking(record: Any) -> Lacking:
    """Of a group the name of its city as well, and the form of its activity."""
    name = str(Words(title_of(record)))
    if isinstance(record, Participation):
        return Lacking(f"{name} · {record.city}", record.activity)
    return Lacking(name, record)
