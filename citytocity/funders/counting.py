"""The one count of an activity's participants, from which every sheet is told.

Direct participants are those of groups that took part in person, at least in part; groups that were
online alone stand beside them. Where people live counts, as the register has it: the city that sent
them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from citytocity.dates.edtf import parse
from citytocity.ledger.enums import Certainty, Mode
from citytocity.ledger.models import Activity, Participation

GENDERS = ("women", "men", "nonbinary")
BOTH_ENDS = 2


@dataclass(frozen=True)
class Count:
    """Heads of one activity; None where no group has a number on record, which is never zero.

    `unknown` is the number of its groups without a head count, and `certainty` that of the least
    sure one; `sureness` tells it of people, those from abroad, youth and each gender. What is not
    said is reckoned of the groups with a head count alone. Countries are codes, the host's first,
    of all groups that came, counted or not.
    """

    people: int | None
    by_country: dict[str, int | None]
    by_gender: dict[str, int | None]
    gender_not_said: int | None
    young: int | None
    not_known_to_be_young: int | None
    young_share: Fraction | None
    home: str
    online: int | None
    unknown: int
    certainty: str
    sureness: dict[str, Certainty]
    days: int | None

    @property
    def international(self) -> int | None:
        """Those from other countries than the host's."""
        if self.people is None or not self.home:
            return None
        return self.people - (self.by_country.get(self.home) or 0)

    @property
    def countries(self) -> list[str]:
        return [code for code, number in self.by_country.items() if number != 0]

    @property
    def smaller_share(self) -> Fraction | None:
        """How many percent the smaller group is, exactly, where there are two countries."""
        parts = [number for number in self.by_country.values() if number]
        if self.unknown or len(parts) != BOTH_ENDS:
            return None
        return Fraction(100 * min(parts), sum(parts))


def counted(activity: Activity) -> Count:
    """Its count, of its participations as the register has them now."""
    groups = list(activity.participations.select_related("city"))
    direct = [group for group in groups if group.mode != Mode.ONLINE]
    online = [group for group in groups if group.mode == Mode.ONLINE]
    home = _home(activity)
    abroad = [group for group in direct if group.city.country.code != home]
    return Count(
        people=_sum(direct, "people"),
        by_country=_by_country(direct, home),
        by_gender={name: _sum(direct, name) for name in GENDERS},
        gender_not_said=_rest(direct, *GENDERS),
        young=_sum(direct, "youth"),
        not_known_to_be_young=_rest(direct, "youth"),
        young_share=_young_share(direct),
        home=home,
        online=_sum(online, "people") if online else 0,
        unknown=sum(group.people is None for group in direct),
        certainty=Certainty.of_sum([group.certainty for group in direct] or [Certainty.COUNTED]),
        sureness={
            "international": _sureness(abroad, "people"),
            **{name: _sureness(direct, name) for name in ("people", "youth", *GENDERS)},
        },
        days=_days(activity),
    )


def _home(activity: Activity) -> str:
    """The country in which it took place."""
    country: Any = activity.country or (activity.host and activity.host.country)
    return str(country.code) if country else ""


def _by_country(groups: Iterable[Participation], home: str) -> dict[str, int | None]:
    of_countries: dict[str, list[Participation]] = {}
    for group in groups:
        of_countries.setdefault(str(group.city.country.code), []).append(group)
    found = {code: _sum(rows, "people") for code, rows in of_countries.items()}
    return dict(sorted(found.items(), key=lambda pair: (pair[0] != home, -(pair[1] or 0), pair[0])))


def _sum(groups: Iterable[Participation], name: str) -> int | None:
    """Together; None if none of them has the number."""
    known = [number for group in groups if (number := getattr(group, name)) is not None]
    return sum(known) if known else None


def _rest(groups: Iterable[Participation], *names: str) -> int | None:
    """The heads of which none of these is said; None if no group has a head count."""
    counted_ones = [group for group in groups if group.people is not None]
    if not counted_ones:
        return None
    said = (getattr(group, name) or 0 for group in counted_ones for name in names)
    return sum(group.people or 0 for group in counted_ones) - sum(said)


def _sureness(groups: Iterable[Participation], name: str) -> Certainty:
    """How sure the sum is: as sure as its least sure part, and where a group does not say the
    number, at least the sum of the others."""
    groups = list(groups)
    if any(getattr(group, name) is None for group in groups):
        return Certainty.AT_LEAST
    return Certainty.of_sum([group.certainty for group in groups])


def _young_share(groups: Iterable[Participation]) -> Fraction | None:
    """How many percent are young in the groups that say both, as figure I09-young counts it."""
    both = [(one.youth, one.people) for one in groups if one.youth is not None and one.people]
    if not both:
        return None
    return Fraction(100 * sum(young for young, _all in both), sum(heads for _young, heads in both))


def _days(activity: Activity) -> int | None:
    """From the first to the last; None where one of them is not known to the day."""
    ends = activity.when.split("/") if activity.when else []
    is_exact = bool(ends) and all(_is_a_day(end) for end in (ends[0], ends[-1]))
    if not is_exact or activity.when_first is None or activity.when_last is None:
        return None
    return (activity.when_last - activity.when_first).days + 1


def _is_a_day(written: str) -> bool:
    found = parse(written) if written else None
    return found is not None and found.first == found.last
