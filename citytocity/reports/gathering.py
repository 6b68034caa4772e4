"""A report out of the register: at most forty questions, however much there is."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q

from citytocity.cities.models import City
from citytocity.figures.measuring import Figure, of_years
from citytocity.figures.scope import Scope
from citytocity.ledger.models import Activity, Partnership, Recognition, Result
from citytocity.reports.collecting import CODES, LISTED, Collecting, begin_counting
from citytocity.reports.models import Report
from citytocity.reports.naming import bare_path, ref
from citytocity.reports.parts import PARTS
from citytocity.reports.parts.visits import months, places
from citytocity.reports.told import Annual, Texts, TheCity, TheSource, narrowed
from citytocity.sources.models import Source

CITED: dict[str, Any] = {
    model._meta.model_name or "": model for model in (Activity, Partnership, Recognition, Result)
}


def annual(
    scope: Scope,
    year: int,
    *,
    today: datetime.date,
    foreword: Texts | None = None,
    outlook: Texts | None = None,
) -> Annual:
    """What the register tells of the year, as of today."""
    return _annual(Collecting(scope, year, today), foreword or {}, outlook or {})


def gathered(report: Report, *, today: datetime.date) -> tuple[Annual, Collecting]:
    """The report, and what it was made with."""
    year = Collecting(report.scope, report.year, today)
    return _annual(year, report.foreword.data, report.outlook.data), year


def all_figures(told: Annual, year: Collecting) -> dict[str, Figure]:
    """Every figure of the report by what its list is kept by: also those of the years before, and
    the parts. Of a part the records are asked for, its number stands in the report."""
    before = {
        narrowed(code, "year", one.year): one
        for figures in year.earlier.values()
        for code, one in figures.items()
    }
    parts = {
        narrowed(one.code, by, one.value): replace(year.figures[one.code], where={by: [one.value]})
        for part in told.parts
        for by, found in part.breakdowns.items()
        for one in found
    }
    return year.figures | before | parts


def figures_now(scope: Scope, year: int, *, today: datetime.date) -> dict[str, Figure]:
    """The figures of the year as the register has them now."""
    return of_years(CODES, [year], scope, today=today)[year]


def figures_again(
    told: Annual, scope: Scope, *, today: datetime.date
) -> dict[int, dict[str, Figure]]:
    """The figures of a report as the register has them now: its year's, and those before."""
    return begin_counting(scope, year=told.year, before=told.before, today=today)()


def _annual(year: Collecting, foreword: Texts, outlook: Texts) -> Annual:
    parts = [collect(year) for collect in PARTS]
    by_month, undated = months(year)
    home, partnership = year.scope.home, year.scope.partnership
    return Annual(
        year=year.year,
        before=year.before,
        as_of=year.today,
        home=home.slug if home else "",
        partnership=ref(partnership) if partnership else None,
        is_between=year.scope.is_between,
        foreword=foreword,
        outlook=outlook,
        months=by_month,
        undated=undated,
        places=places(year),
        parts=parts,
        sources=list(_sources(year.cited)),
        cities=[_city(city) for city in year.cities.values()],
        measured=year.measured(),
    )


def _sources(cited: dict[str, list[int]]) -> Iterable[TheSource]:
    """What the listed records are known from, in one query."""
    wanted = Q(pk__in=[])
    for model, keys in cited.items():
        citations: Any = CITED[model]._meta.get_field("citations").related_model
        found = citations._default_manager.filter(record__in=keys).order_by()
        wanted |= Q(pk__in=found.values("source"))
    for one in Source.objects.filter(wanted).order_by("-published_first", "slug")[:LISTED]:
        yield TheSource(
            title=one.title,
            publisher=one.publisher,
            published=one.published,
            language=one.language,
            url=one.url,
            path=bare_path(one.get_absolute_url()),
        )


def _city(city: City) -> TheCity:
    latitude, longitude = city.place or (None, None)
    return TheCity(
        slug=city.slug,
        name=city.name.data,
        ink=city.look.ink,
        sign=city.look.sign,
        latitude=latitude,
        longitude=longitude,
    )
