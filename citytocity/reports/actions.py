"""Beginning a report, publishing it, handing it in."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, islice
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.log_actions import log

from citytocity.people.models import User
from citytocity.reports.behind import Behind, behind
from citytocity.reports.gathering import all_figures, gathered
from citytocity.reports.models import Frozen, FrozenFigure, FrozenRecord, Report
from citytocity.reports.models.frozen import digest_of
from citytocity.reports.permissions import may_keep

WRITTEN = ("year", "city", "other", "partnership", "foreword", "outlook", "changed")
"""What `write_report` keeps of a report that is there already: not whether it is published, nor its
address, which is that of the day it was begun."""
TWICE = datetime.timedelta(minutes=1)
AT_A_TIME = 2000
LONGEST_SLUG = 190
"""The column has 200 characters; a number may follow."""


class ThereAlreadyError(Exception):
    """Somebody has begun the same report in between; `report` is theirs."""

    def __init__(self, report: Report) -> None:
        super().__init__(str(report))
        self.report = report


@transaction.atomic
def write_report(report: Report, *, by: User) -> Report:
    """Keeps a new report, or what was typed in; its address is that of its year and cities.

    ThereAlreadyError for a new one that is there since the form was looked at.
    """
    _check(report, by)
    is_new = report.pk is None
    if is_new:
        _begin(report)
    else:
        report.save(update_fields=WRITTEN)
    log(instance=report, action="wagtail.create" if is_new else "wagtail.edit", user=by)
    return report


@transaction.atomic
def publish_report(report: Report, *, by: User) -> None:
    """Readers see it from now on; nothing is done twice."""
    kept = _locked(report, by)
    if kept.published is None:
        _set_published(kept, timezone.now())
        log(instance=kept, action="reports.publish", user=by)
    report.published = kept.published


@transaction.atomic
def withdraw_report(report: Report, *, by: User) -> None:
    """Readers see neither it nor what was handed in; both are kept."""
    kept = _locked(report, by)
    if kept.published is not None:
        _set_published(kept, None)
        log(instance=kept, action="reports.withdraw", user=by)
    report.published = None


def hand_in(report: Report, *, to: str, by: User) -> Frozen:
    """Freezes the report as the register tells it now, with every record that it counts.

    Twice in a row, as when a button is pressed twice, it gives what is there.
    """
    with _one_state_of_the_register():
        report = Report.objects.get(pk=report.pk)
        _check(report, by)
        told, year = gathered(report, today=timezone.localdate())
        records = behind(all_figures(told, year))
        beside = {"marks": records.marks, "versions": records.versions}
        whole = told.model_copy(update=beside).model_dump(mode="json")
        last = Frozen.objects.filter(report=report).first()
        if last and _is_the_same(last, to, whole):
            return last
        number = last.number + 1 if last else 1
        frozen = Frozen(report=report, number=number, to=to, handed_in_by=by, told=whole)
        frozen.full_clean(exclude=["digest"])
        frozen.save()
        _keep_records(frozen, records)
        log(instance=report, action="reports.hand_in", user=by, data={"number": frozen.number})
        return frozen


@contextmanager
def _one_state_of_the_register() -> Iterator[None]:
    """Whatever is asked within sees the register as it was at the first question: a record saved
    meanwhile is in no figure and in no list. One at a time. SQLite keeps to that by itself."""
    is_first = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and is_first:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                # takes no look at the register yet; who waited for it sees what was kept meanwhile
                cursor.execute(f"LOCK TABLE {Frozen._meta.db_table} IN EXCLUSIVE MODE")
        yield


def _is_the_same(last: Frozen, to: str, told: dict[str, Any]) -> bool:
    is_just_now = timezone.now() - last.handed_in < TWICE
    return is_just_now and last.to == to and last.digest == digest_of(told)


def _keep_records(frozen: Frozen, records: Behind) -> None:
    FrozenFigure.objects.bulk_create(
        FrozenFigure(
            frozen=frozen,
            code=key.partition("?")[0],
            narrowed=key.partition("?")[2],
            model=records.kinds[key],
            parts=parts,
        )
        for key, parts in records.parts.items()
    )
    rows = (
        FrozenRecord(frozen=frozen, model=model, key=key, title=one.title, path=one.path)
        for model, found in records.records.items()
        for key, one in found.items()
    )
    while portion := list(islice(rows, AT_A_TIME)):
        FrozenRecord.objects.bulk_create(portion)


def _begin(report: Report) -> None:
    report.slug = _free(report.own_slug)
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        of = {"city": report.city, "other": report.other, "partnership": report.partnership}
        if there := Report.objects.filter(year=report.year, **of).first():
            raise ThereAlreadyError(there) from None
        raise


def _free(slug: str) -> str:
    """The slug, cut where the ids of two cities are longer than its column, or with a number where
    another report has it: cities may get other ids."""
    slug = slug[:LONGEST_SLUG].rstrip("-")
    taken = set(Report.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(one for n in count(1) if (one := slug if n == 1 else f"{slug}-{n}") not in taken)


def _locked(report: Report, by: User) -> Report:
    """The report as it is kept now, whatever another has typed meanwhile; nobody else writes it
    until the end of the transaction."""
    kept = Report.objects.select_for_update().get(pk=report.pk)
    _check(kept, by)
    return kept


def _set_published(report: Report, when: datetime.datetime | None) -> None:
    report.published = when
    report.save(update_fields=["published", "changed"])


def _check(report: Report, by: User) -> None:
    if not may_keep(by, report):
        raise PermissionDenied
