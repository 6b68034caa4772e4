"""Who makes a report: who keeps the register of its city, or of the city from which it looks."""

from typing import Any

from django.db.models import Prefetch

from citytocity.cities.models import City
from citytocity.ledger.permissions import kept_by as closed_records_of
from citytocity.people.enums import Act
from citytocity.people.permissions import city_keys, may
from citytocity.reports.models import Frozen, Report
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import under


def may_report(user: Any) -> bool:
    """Whether the person may make a report of any city."""
    return may(user, Act.RECORD)


def may_keep(user: Any, report: Report) -> bool:
    home = home_of(report)
    return home is not None and may(user, Act.RECORD, city=home)


def may_see(user: Any, report: Report) -> bool:
    """Readers see it once it is published; before that those who make it."""
    return report.published is not None or may_keep(user, report)


def may_read(user: Any, model: Any, keys: set[int]) -> set[int]:
    """Those of the keys of records that readers may not see that the person may: what the cities
    wrote whose register she keeps, and what is in their books. Of what is gone nobody knows whose
    it was."""
    if not keys or not user.is_authenticated:
        return set()
    records = model._default_manager.filter(pk__in=keys)
    cities = city_keys(user, Act.RECORD)
    if model is StoryPage:
        records = records if cities is None else records.filter(under(cities))
    else:
        records = closed_records_of(user, records)
    return set(records.order_by().values_list("pk", flat=True))


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
