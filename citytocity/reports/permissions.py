"""Who makes a report: who keeps the register of its city, or of the city from which it looks."""

from typing import Any

from django.db.models import Prefetch

from citytocity.cities.models import City
from citytocity.people.enums import Act
from citytocity.people.permissions import city_keys, may
from citytocity.reports.models import Frozen, Report


def may_report(user: Any) -> bool:
    """Whether the person may make a report of any city."""
    return may(user, Act.RECORD)


def may_keep(user: Any, report: Report) -> bool:
    home = home_of(report)
    return home is not None and may(user, Act.RECORD, city=home)


def may_see(user: Any, report: Report) -> bool:
    """Readers see it once it is published; before that those who make it."""
    return report.published is not None or may_keep(user, report)


def home_of(report: Report) -> City | None:
    """The city whose registrars make it: of a joint report the one whose it is, of a partnership's
    the host office's or else the first side, for it tells what that city has in its books."""
    return report.scope.home


def kept_by(user: Any) -> list[Report]:
    """The reports that the person may make, the newest first."""
    found = Report.objects.select_related("city", "other", "partnership").prefetch_related(
        "partnership__sides__city", Prefetch("frozen", Frozen.objects.defer("told"))
    )
    if city_keys(user, Act.RECORD) is None:
        return list(found)
    return [report for report in found if may_keep(user, report)]
