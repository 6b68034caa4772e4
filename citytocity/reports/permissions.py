"""Who makes a report: who keeps the register of its city, or of a side of its partnership."""

from typing import Any

from citytocity.people.enums import Act
from citytocity.people.permissions import city_keys, may, may_for_any
from citytocity.reports.models import Report


def may_report(user: Any) -> bool:
    """Whether the person may make a report of any city."""
    return may(user, Act.RECORD)


def may_keep(user: Any, report: Report) -> bool:
    return may_for_any(user, Act.RECORD, keys_of(report))


def may_see(user: Any, report: Report) -> bool:
    """Readers see it once it is published; before that those who make it."""
    return report.published is not None or may_keep(user, report)


def keys_of(report: Report) -> set[int]:
    """The cities whose registrars make it: of a joint report only the one whose it is."""
    if report.partnership is not None:
        return {side.city_id for side in report.partnership.sides.all()}
    return {report.city_id} if report.city_id else set()


def kept_by(user: Any) -> list[Report]:
    """The reports that the person may make, the newest first."""
    found = Report.objects.select_related("city", "other", "partnership").prefetch_related(
        "partnership__sides__city", "frozen"
    )
    if city_keys(user, Act.RECORD) is None:
        return list(found)
    return [report for report in found if may_keep(user, report)]
