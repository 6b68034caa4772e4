"""Beginning a report, publishing it, handing it in."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log

from citytocity.people.models import User
from citytocity.reports.gathering import annual, with_records
from citytocity.reports.models import Frozen, Report
from citytocity.reports.permissions import may_keep

WRITTEN = ("slug", "year", "city", "other", "partnership", "foreword", "outlook", "changed")
"""What `write_report` keeps of a report that is there already: not whether it is published."""


@transaction.atomic
def write_report(report: Report, *, by: User) -> Report:
    """Keeps a new report, or what was typed in; its address is that of its year and cities."""
    _check(report, by)
    is_new = report.pk is None
    report.slug = report.own_slug
    report.save(update_fields=None if is_new else WRITTEN)
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


@transaction.atomic
def hand_in(report: Report, *, to: str, by: User) -> Frozen:
    """Freezes the report as the register tells it now, with every record that it counts."""
    report = _locked(report, by)
    today = timezone.localdate()
    told = annual(
        report.scope,
        report.year,
        today=today,
        foreword=report.foreword.data,
        outlook=report.outlook.data,
    )
    whole = with_records(told, report.scope, today=today)
    last = Frozen.objects.filter(report=report).aggregate(last=Max("number"))["last"] or 0
    frozen = Frozen(
        report=report,
        number=last + 1,
        to=to,
        handed_in_by=by,
        told=whole.model_dump(mode="json"),
    )
    frozen.full_clean(exclude=["digest"])
    frozen.save()
    log(instance=report, action="reports.hand_in", user=by, data={"number": frozen.number})
    return frozen


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
