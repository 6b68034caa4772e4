"""What the register has for a dossier: its results, activities and figures, in no language yet."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, Min, Prefetch, Q

from citytocity.cities.models import City
from citytocity.dossiers.enums import FIGURES
from citytocity.dossiers.models import Chosen, Dossier
from citytocity.figures.measuring import Figure, of_scopes
from citytocity.figures.scope import Scope
from citytocity.ledger.enums import ActivityStatus
from citytocity.ledger.models import Activity, Evidence, Partnership, Result

MOST_ACTIVITIES = 60
MOST_RESULTS = 60
Years = dict[int, dict[str, Figure]]


@dataclass(frozen=True)
class Material:
    """What stands behind a dossier as of a day.

    `gone` are chosen results that are not on the register any more, `apart` those that are not of
    these partnerships and years any more. `figures` are those of each partnership, by its key.
    `activities` are cut at MOST_ACTIVITIES; `all_activities` says how many there are.
    """

    dossier: Dossier
    today: datetime.date
    partnerships: list[Partnership]
    results: list[Result]
    gone: list[Chosen]
    apart: list[Result]
    activities: list[Activity]
    all_activities: int
    figures: dict[int, Years]


def material_of(dossier: Dossier, *, today: datetime.date) -> Material:
    """All of it, in no more questions for many partnerships, results or activities than for one."""
    partnerships = partnerships_of(dossier)
    chosen = list(dossier.chosen.all())
    on_record = {one.pk: one for one in _told(Result.objects.filter(pk__in=_keys(chosen)))}
    eligible = set(
        results_for(partnerships, dossier.first_year, dossier.last_year)
        .filter(pk__in=on_record)
        .values_list("pk", flat=True)
    )
    results = [on_record[one.result_key] for one in chosen if one.result_key in on_record]
    activities = activities_for(partnerships, dossier.first_year, dossier.last_year)
    codes = [code for found in FIGURES.values() for code in found]
    scopes = [scope_of(one, dossier.city) for one in partnerships]
    figures = of_scopes(codes, dossier.years, scopes, today=today)
    return Material(
        dossier=dossier,
        today=today,
        partnerships=partnerships,
        results=results,
        gone=[one for one in chosen if one.result_key not in on_record],
        apart=[one for one in results if one.pk not in eligible],
        activities=list(activities.select_related("host")[:MOST_ACTIVITIES]),
        all_activities=activities.count(),
        figures=dict(zip((one.pk for one in partnerships), figures, strict=True)),
    )


def scope_of(partnership: Partnership, city: City) -> Scope:
    """As the city sees it: who came to it, and what its books say."""
    return Scope(partnership=partnership, seen_from=city)


def partnerships_of(dossier: Dossier) -> list[Partnership]:
    """With their sides, the eldest first."""
    chosen = dossier.between.values("partnership")
    return list(Partnership.objects.filter(pk__in=chosen).with_sides())


def results_for(partnerships: Iterable[Partnership], first: int, last: int) -> Any:
    """What may be chosen: the results of these partnerships in these years, and those without a
    date, of which an officer knows better."""
    records = _of(Result.objects, partnerships)
    dated = records.in_years(first, last).order_by().values("pk")
    is_undated = Q(when="") & (Q(activity=None) | Q(activity__when=""))
    return records.filter(Q(pk__in=dated) | is_undated)


def dated_results(partnerships: Iterable[Partnership], first: int, last: int) -> Any:
    """Those of which the register knows that they are of these years."""
    return _of(Result.objects, partnerships).in_years(first, last)


def activities_for(partnerships: Iterable[Partnership], first: int, last: int) -> Any:
    """What was held in these years, the first one first."""
    return (
        _held(partnerships)
        .in_years(first, last)
        .order_by(F("when_first").asc(nulls_last=True), "slug")
    )


def years_on_record(partnerships: Iterable[Partnership]) -> tuple[int, int] | None:
    """The first and the last year in which something is on record of them; None for nothing."""
    found = list(partnerships)
    ends: list[datetime.date] = []
    for records in (_held(found), _of(Result.objects, found)):
        told = records.aggregate(first=Min("when_first"), last=Max("when_last"))
        ends += [day for day in told.values() if day]
    return (min(ends).year, max(ends).year) if ends else None


def has_anything(partnerships: Iterable[Partnership], first: int, last: int) -> bool:
    """Whether anything is on record of these partnerships in these years."""
    found = list(partnerships)
    is_held = _held(found).in_years(first, last).exists()
    return is_held or dated_results(found, first, last).exists()


def strangers(partnerships: Iterable[Partnership], city: Any) -> list[Partnership]:
    """Those of the partnerships that the city is no side of."""
    return [one for one in partnerships if city not in one.cities]


def _held(partnerships: Iterable[Partnership]) -> Any:
    return _of(Activity.objects, partnerships).filter(status=ActivityStatus.HELD)


def _of(records: Any, partnerships: Iterable[Partnership]) -> Any:
    """Records of any of the partnerships, each once."""
    chosen = Q(pk__in=[])
    for one in partnerships:
        chosen |= Q(pk__in=records.of_partnership(one).order_by().values("pk"))
    return records.filter(chosen)


def _told(results: Any) -> Any:
    """With all that the dossier says of them."""
    return results.select_related("activity", "contact", "from_city", "to_city").prefetch_related(
        Prefetch("evidence", Evidence.objects.with_document()), "citations__source"
    )


def _keys(chosen: Iterable[Chosen]) -> list[int]:
    return [one.result_key for one in chosen]
