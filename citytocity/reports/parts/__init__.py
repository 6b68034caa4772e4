"""The parts of an annual report, each out of the register."""

from collections.abc import Callable

from citytocity.reports.collecting import Collecting
from citytocity.reports.parts.outcomes import awards, gifts, money, results, stories
from citytocity.reports.parts.partnerships import plan, standing
from citytocity.reports.parts.visits import fields, people, visits
from citytocity.reports.told import Part

PARTS: tuple[Callable[[Collecting], Part], ...] = (
    standing,
    visits,
    fields,
    people,
    results,
    money,
    gifts,
    stories,
    awards,
    plan,
)
"""In the order in which councils ask for them."""
