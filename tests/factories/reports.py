"""Annual reports, and those handed in."""

from typing import Any

from citytocity.people.models import User
from citytocity.reports import actions
from citytocity.reports.models import Frozen, Report


def report(*, by: User, published: bool = False, **values: Any) -> Report:
    """The report of 2018; whose it is, is given by the test."""
    made = actions.write_report(Report(**{"year": 2018} | values), by=by)
    if published:
        actions.publish_report(made, by=by)
    return made


def handed_in(of: Report, *, by: User) -> Frozen:
    return actions.hand_in(of, to="City Duma", by=by)
