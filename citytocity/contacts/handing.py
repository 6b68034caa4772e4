"""What a successor is given: parts that this room knows, and those of rooms above.

A room adds its own by the hook `contacts_handover_parts`, a function that gets the partnership, the
city and the user, and gives a list of `Part`.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks

from citytocity.cities.models import City
from citytocity.contacts.models import ContactPoint
from citytocity.contacts.permissions import may_reach, seen_by
from citytocity.dates.edtf import parse
from citytocity.languages.names import language_name
from citytocity.ledger.anniversaries import round_years
from citytocity.ledger.enums import ActivityStatus
from citytocity.ledger.models import Activity, Partnership
from citytocity.ledger.permissions import kept_by
from citytocity.ledger.presentation import when_in_words
from citytocity.ledger.queries import anniversary_base
from citytocity.protocol.models import Promise

AHEAD = datetime.timedelta(days=730)
DATES_AT_MOST = 50


@dataclass(frozen=True)
class Line:
    """One thing to know: what, when if it has a day, and more about it."""

    what: str
    when: str = ""
    more: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True)
class Part:
    """A heading and its lines; `empty` is said where there are none."""

    heading: str
    lines: tuple[Line, ...]
    empty: str = ""


@dataclass(frozen=True)
class PaperFile:
    """An agreement's file, by the name it has in the pack; the same twice is once."""

    name: str
    document: Any


def parts_of(
    partnership: Partnership, city: City, *, user: Any, today: datetime.date
) -> tuple[list[Part], list[PaperFile]]:
    """Agreements, promises, contacts, upcoming dates, what rooms above add; and the agreements'
    files."""
    papers, files = _agreements(partnership, user)
    promises = list(_open_promises(partnership, user))
    found = [
        papers,
        _promises(promises, today),
        _contacts(partnership, user, today),
        _dates(partnership, promises, today),
    ]
    for hook in hooks.get_hooks("contacts_handover_parts"):
        found += hook(partnership, city, user)
    return found, files


def _agreements(partnership: Partnership, user: Any) -> tuple[Part, list[PaperFile]]:
    lines, files = [], []
    agreements = partnership.agreements.with_document()
    for number, paper in enumerate(agreements.order_by("signed_first", "slug"), start=1):
        line = Line(
            str(paper.title) or paper.get_kind_display(),
            when_in_words(paper.signed),
            tuple(filter(None, [_in_force(paper.valid)])),
        )
        if paper.document and _may_open(paper, user):
            name = f"agreements/{number}-{paper.document.filename.rpartition('/')[2]}"
            files.append(PaperFile(name, paper.document))
            line = replace(line, file=name)
        lines.append(line)
    return Part(_("Agreements"), tuple(lines), _("No agreement is on record.")), files


def _in_force(valid: str) -> str:
    return _("In force: %(when)s") % {"when": when_in_words(valid)} if valid else ""


def _may_open(paper: Any, user: Any) -> bool:
    """A file in a closed collection is for those whom its restrictions admit."""
    if not paper.is_closed:
        return True
    restrictions = paper.document.collection.get_view_restrictions()
    groups = set(user.groups.values_list("pk", flat=True))
    return user.is_superuser or all(
        restriction.restriction_type == "login"
        or groups & set(restriction.groups.values_list("pk", flat=True))
        for restriction in restrictions
    )


def _open_promises(partnership: Partnership, user: Any) -> QuerySet[Promise]:
    found = Promise.objects.of_partnership(partnership).open()
    return kept_by(user, found).soonest_first().shown()


def _promises(promises: list[Promise], today: datetime.date) -> Part:
    lines = tuple(_promise(promise, today) for promise in promises)
    return Part(_("Promises to be kept"), lines, _("No promise is open."))


def _promise(promise: Promise, today: datetime.date) -> Line:
    """Who promised it to whom, and when it is due or was."""
    ways = ((promise.from_city, promise.from_body), (promise.to_city, promise.to_body))
    way = " → ".join(", ".join(str(end) for end in ends if end) for ends in ways)
    who = ", ".join(filter(None, (str(promise.person), str(promise.office))))
    made = _("promised: %(when)s") % {"when": when_in_words(promise.when)} if promise.when else ""
    more = (way, who, made, str(promise.summary))
    return Line(str(promise.title), _due_in_words(promise, today), tuple(filter(None, more)))


def _due_in_words(promise: Promise, today: datetime.date) -> str:
    if not promise.due:
        return ""
    is_over = promise.due_last is not None and promise.due_last < today
    words = _("overdue, was due: %(when)s") if is_over else _("due: %(when)s")
    return words % {"when": when_in_words(promise.due)}


def _contacts(partnership: Partnership, user: Any, today: datetime.date) -> Part:
    known = seen_by(user).filter(partnership=partnership).holding(today)
    rows = known.select_related("city", "body").prefetch_related("languages")
    lines = tuple(_contact(row, user) for row in rows.order_by("city__slug", "pk"))
    return Part(_("Contacts"), lines, _("No contact is on record."))


def _contact(row: ContactPoint, user: Any) -> Line:
    more = [str(row.office), str(row.body or ""), str(row.city)]
    if may_reach(user, row):
        more += [row.email, row.phone, spoken(row)]
    return Line(row.person, _term(row), tuple(filter(None, more)))


def spoken(contact: ContactPoint) -> str:
    """The languages by their names, each with how well."""
    reader = get_language() or "en"
    return ", ".join(
        f"{language_name(row.code, reader)} ({row.get_level_display()})"
        for row in contact.languages.all()
    )


def _term(row: ContactPoint) -> str:
    begins, ends = when_in_words(row.begins), when_in_words(row.ends)
    if begins and ends:
        return f"{begins} – {ends}"
    if begins:
        return _("in office from: %(day)s") % {"day": begins}
    return _("in office until: %(day)s") % {"day": ends} if ends else ""


def _dates(partnership: Partnership, promises: list[Promise], today: datetime.date) -> Part:
    found = sorted([*_upcoming(partnership, today), *_due(promises, today)])
    lines = tuple(Line(what, when_in_words(when)) for _day, what, when in found[:DATES_AT_MOST])
    return Part(_("Upcoming dates"), lines, _("Nothing is planned in the next two years."))


Dated = tuple[datetime.date, str, str]
"""The day by which it stands among others, what it is, and when as it is written."""


def _upcoming(partnership: Partnership, today: datetime.date) -> Iterator[Dated]:
    last = today + AHEAD
    planned = Activity.objects.of_partnership(partnership).filter(when_first__range=(today, last))
    for activity in planned.exclude(status=ActivityStatus.CANCELLED)[:DATES_AT_MOST]:
        yield activity.when_first, str(activity.title), activity.when
    for paper in partnership.agreements.filter(valid_last__range=(today, last)):
        told = {"paper": str(paper.title) or paper.get_kind_display()}
        ends = _("Agreement ends: %(paper)s") % told
        yield paper.valid_last, ends, paper.valid_last.isoformat()
    for years, when in round_years(anniversary_base(partnership), today, last):
        day = parse(when).first or today
        yield day, _("%(years)d years of the partnership") % {"years": years}, when


def _due(promises: list[Promise], today: datetime.date) -> Iterator[Dated]:
    for promise in promises:
        if promise.due_last and today <= promise.due_last <= today + AHEAD:
            due = _("Due: %(promise)s") % {"promise": promise.title}
            yield promise.due_last, due, promise.due
