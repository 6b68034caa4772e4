"""What visits tell of a partnership where rooms below ask: in the pack of a successor, among the
signs of a link, in the answers to the public."""

import datetime
from collections import defaultdict
from itertools import combinations
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.cities.models import City
from citytocity.contacts.handing import Line, Part
from citytocity.design.components import Figure
from citytocity.ledger.enums import ActivityStatus, Certainty
from citytocity.ledger.models import Activity, Participation, Partnership
from citytocity.ledger.presentation import figure, joined, said, when_in_words
from citytocity.links.answers import Answer
from citytocity.links.enums import Matter, Question
from citytocity.links.signs import Sign, stage
from citytocity.visits.models import Visit
from citytocity.visits.permissions import visits_of
from citytocity.visits.presentation import list_url, route
from citytocity.visits.queries import journeys, owed_journeys, sum_of


def visits_to_hand_over(partnership: Partnership, _city: City, user: Any) -> list[Part]:
    """Those ahead and those owed in return, of the folders that the person keeps."""
    today = timezone.localdate()
    found: Any = visits_of(user).filter(
        activity__in=Activity.objects.of_partnership(partnership).order_by()
    )
    ahead = found.filter(activity__when_last__gte=today)
    ahead = ahead.exclude(activity__status=ActivityStatus.CANCELLED)
    soonest = ahead.with_state(today).shown().order_by("activity__when_first", "pk")
    by_day = found.owed().shown().order_by(F("return_until").asc(nulls_last=True), "pk")
    return [
        Part(_("Visits ahead"), tuple(map(_ahead, soonest)), _("No visit has a folder yet.")),
        Part(_("Visits owed in return"), tuple(map(_owed, by_day)), _("No visit is owed.")),
    ]


def _ahead(visit: Visit) -> Line:
    more = (route(visit), capfirst(visit.get_state_display()), str(visit.asker))
    return Line(str(visit), when_in_words(visit.activity.when), tuple(filter(None, more)))


def _owed(visit: Visit) -> Line:
    more = [route(visit)]
    if visit.return_until:
        until = when_in_words(visit.return_until.isoformat())
        more.append(_("owed until: %(day)s") % {"day": until})
    return Line(str(visit), when_in_words(visit.activity.when), tuple(filter(None, more)))


def signs_of_visits_owed(
    partnerships: list[Partnership], user: Any, today: datetime.date
) -> list[Sign]:
    """Each visit that waits for one in return, for those who keep its folder; one question."""
    found = owed_journeys(visits_of(user))
    between: dict[frozenset[int], dict[int, Participation]] = defaultdict(dict)
    for row in found:
        between[frozenset((row.city_id, row.activity.host_id))][row.visit] = row
    return [
        _sign(partnership, row, today)
        for partnership in partnerships
        for row in _of(partnership, between).values()
    ]


def _of(
    partnership: Partnership, between: dict[frozenset[int], dict[int, Participation]]
) -> dict[int, Participation]:
    """Of each visit between two of its sides one row, however many groups came; they are taken out,
    so that no other partnership of the same two tells them again."""
    found: dict[int, Participation] = {}
    for pair in combinations({city.pk for city in partnership.cities}, 2):
        found |= between.pop(frozenset(pair), {})
    return found


def _sign(partnership: Partnership, row: Any, today: datetime.date) -> Sign:
    told = {
        "visit": row.activity.title,
        "day": when_in_words(row.until.isoformat()) if row.until else "",
    }
    near = stage(row.until, row.until, today)
    if row.until is None:
        words = _("“%(visit)s”: a visit in return is owed.")
    elif near == "overdue":
        words = _("“%(visit)s”: a visit in return was owed until %(day)s.")
    else:
        words = _("“%(visit)s”: a visit in return is owed until %(day)s.")
    return Sign(
        partnership.pk,
        Matter.VISIT_OWED,
        f"{partnership.slug}/{Matter.VISIT_OWED}/{row.visit}/{row.until or ''}/{near}",
        words % told,
        f"{reverse('visits_admin:folder', args=[row.visit])}#return",
        _("See to the visit in return"),
    )


def travels_told(partnership: Partnership, cities: list[City]) -> list[Answer]:
    """Visits, person-trips and guest-nights of the guests of these cities; one question. Each
    figure opens a list that counts just these: several sides, but not all, have some each."""
    keys = {city.pk for city in cities}
    rows = list(journeys(partnership=partnership, of=keys).select_related("activity"))
    sides = [city for city in partnership.cities if city.pk in keys]
    if len(sides) == len(partnership.cities):
        found = _figures(rows, list_url(partnership=partnership))
    else:
        found = [
            one
            for city in sides
            for one in _figures(
                [row for row in rows if row.city_id == city.pk],
                list_url(partnership=partnership, of=city),
                city,
            )
        ]
    about = _("Of these, visits, exchanges and delegations that took place, in person:")
    return [Answer(Question.WHO_TRAVELS, tuple(found), about=about)] if found else []


def _figures(rows: list[Participation], url: str, of: City | None = None) -> list[Figure]:
    trips = sum_of(rows)
    shown = (
        (trips.visits, ngettext("visit", "visits", trips.visits), Certainty.COUNTED),
        (trips.people, ngettext("person-trip", "person-trips", trips.people or 0),
         trips.people_certainty),
        (trips.nights, ngettext("guest-night", "guest-nights", trips.nights or 0),
         trips.nights_certainty),
    )  # fmt: skip
    return [
        figure(
            number,
            joined([noun, said(of.name)], between=", ") if of else noun,
            url,
            certainty=certainty,
        )
        for number, noun, certainty in shown
        if number
    ]
