"""What a visit leaves: sights, gifts, promises, letters, honours, money, hours, results.

The rooms below keep these records. Of what is closed to the person who asks she is told nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.cities.models import City
from citytocity.design.components import Link
from citytocity.languages.money import currency_of
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.models import Result
from citytocity.ledger.permissions import kept_by
from citytocity.ledger.presentation import when_in_words
from citytocity.money.models import Hours, MoneyLine
from citytocity.money.presentation import amount_of, sums_in_words
from citytocity.money.queries import sums
from citytocity.people.enums import Act
from citytocity.people.permissions import city_keys
from citytocity.protocol.models import Gift, Honour, Letter, Promise
from citytocity.protocol.presentation import giver, honoured, receiver
from citytocity.protocol.queries import given_to_guests
from citytocity.visits.models import ProgrammeItem, Visit
from citytocity.visits.permissions import visits_of
from citytocity.visits.queries import last_time, sights_before

SECTIONS: dict[Any, str] = {
    Gift: "gifts",
    Promise: "promises",
    Letter: "letters",
    Honour: "letters",
    MoneyLine: "money",
    Hours: "money",
    Result: "results",
}
AT_MOST = 20
"""So many records of a kind stand in the folder; of more it says so."""


@dataclass(frozen=True)
class Line:
    """One record: what it is, more about it, and its form."""

    words: str
    more: str
    url: str


@dataclass(frozen=True)
class Block:
    """Records of one kind under a heading: what they come to, and where there are too many the way
    to a list of all, or how many more there are."""

    heading: str
    lines: list[Line]
    more: Link | None = None
    rest: str = ""
    sums: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exchanged:
    """A section of the folder: what is on record, and the forms by which more of it is added."""

    key: str
    heading: str
    blocks: list[Block]
    adds: list[Link]


def exchanged(visit: Visit, *, by: Any) -> list[Exchanged]:
    """The sections of the folder, as the person may see them."""
    return [
        _sights(visit, by),
        _gifts(visit, by),
        _promises(visit, by),
        _letters(visit, by),
        _money(visit, by),
        _results(visit),
    ]


def own_side(visit: Visit, user: Any) -> City | None:
    """The city for whose office the person looks at the visit; None if she is of neither side."""
    keys = city_keys(user, Act.RECORD)
    if keys is None:
        return next((city for city in visit.sides if city.is_host), next(iter(visit.sides), None))
    return next((city for city in visit.sides if city.pk in keys), None)


def gifts_before(visit: Visit, *, by: Any) -> list[Gift]:
    """What the own city gave before this visit to the other side: first to who comes now."""
    own = own_side(visit, by)
    if own is None:
        return []
    others = {city.pk for city in visit.sides if city != own}
    travellers = visit.travellers.exclude(city=own)
    among = kept_by(by, Gift.objects.exclude(activity=visit.activity_id))
    if last := visit.activity.when_last:
        among = among.exclude(when_first__gt=last)
    return given_to_guests(
        by=own,
        cities=others,
        bodies={visit.asked_by_id} if visit.asked_by_id else set(),
        people=[name for one in travellers for name in (Words(one.passport_name), one.spoken_name)],
        among=among,
    )


def promises_before(visit: Visit, *, by: Any) -> list[Promise]:
    """Between the sides of the visit: those of the last one, whatever became of them, and older
    ones that are still open; the open ones first, what is due first before others."""
    last = last_time(visit)
    found = kept_by(by, Promise.objects.exclude(activity=visit.activity_id))
    found = found.among({city.pk for city in visit.sides})
    if until := visit.activity.when_last:
        found = found.exclude(when_first__gt=until)
    still_open = found.open().soonest_first().shown()
    settled = found.filter(activity=last).exclude(pk__in=found.open()) if last else found.none()
    return [*still_open, *settled.shown()]


def promise_in_words(promise: Promise) -> str:
    """Open and when it is due, or kept or withdrawn and when."""
    state = promise.get_state_display()
    if promise.settled:
        return _("%(state)s: %(when)s") % {
            "state": state,
            "when": when_in_words(promise.settled),
        }
    if promise.due:
        words = _("%(state)s, due: %(when)s")
        return words % {"state": state, "when": when_in_words(promise.due)}
    return state


def _sights(visit: Visit, by: Any) -> Exchanged:
    here = visit.items.filter(sight=True).select_related("visit__activity")
    before = sights_before(visit, visits_of(by))
    return Exchanged(
        "sights",
        _("Sights"),
        [
            _block(_("On this visit"), here, _sight),
            _block(_("Shown to them before"), before, _sight),
        ],
        [Link(_("Add to the programme"), reverse("visits_admin:programme", args=[visit.pk]))],
    )


def _gifts(visit: Visit, by: Any) -> Exchanged:
    here = kept_by(by, Gift.objects.filter(activity=visit.activity_id)).shown()
    ends = _ends(visit, by, "city", "partner")
    return Exchanged(
        "gifts",
        _("Gifts"),
        [
            _block(_("On this visit"), here, _gift, of=visit),
            _block(_("Given before to the other side"), gifts_before(visit, by=by), _gift),
        ],
        [_add(_("Add a gift"), Gift, visit, when=visit.activity.when, **ends)],
    )


def _promises(visit: Visit, by: Any) -> Exchanged:
    here = kept_by(by, Promise.objects.filter(activity=visit.activity_id)).shown()
    return Exchanged(
        "promises",
        _("Promises"),
        [
            _block(_("Made on this visit"), here, _promise, of=visit),
            _block(_("From before"), promises_before(visit, by=by), _promise),
        ],
        [_add(_("Add a promise"), Promise, visit, **_ends(visit, by, "from_city", "to_city"))],
    )


def _letters(visit: Visit, by: Any) -> Exchanged:
    letters = kept_by(by, Letter.objects.filter(activity=visit.activity_id)).shown()
    honours = kept_by(by, Honour.objects.filter(activity=visit.activity_id)).shown()
    ways = _ends(visit, by, "from_city", "to_city")
    ends = _ends(visit, by, "city", "of_city")
    return Exchanged(
        "letters",
        _("Letters and honours"),
        [
            _block(_("Letters"), letters, _letter, of=visit),
            _block(_("Honours"), honours, _honour, of=visit),
        ],
        [
            _add(_("Add a letter"), Letter, visit, **ways),
            _add(_("Add an honour"), Honour, visit, **ends),
        ],
    )


def _money(visit: Visit, by: Any) -> Exchanged:
    money = kept_by(by, MoneyLine.objects.filter(activity=visit.activity_id)).shown()
    hours = kept_by(by, Hours.objects.filter(activity=visit.activity_id)).shown()
    own = _ends(visit, by, "city")
    city = own_side(visit, by)
    paid = own | {"currency": currency_of(str(city.country))} if city else own
    return Exchanged(
        "money",
        _("Money and hours"),
        [
            _block(_("Planned and paid"), money, _cost, of=visit, told=_together(money)),
            _block(_("Hours of volunteers"), hours, _hours, of=visit),
        ],
        [
            _add(_("Add a cost"), MoneyLine, visit, **paid),
            _add(_("Add hours"), Hours, visit, **own),
        ],
    )


def _results(visit: Visit) -> Exchanged:
    """What came of it, which everybody may read."""
    found = Result.objects.filter(activity=visit.activity_id)
    block = _block(_("What came of it"), found, _result, of=visit)
    return Exchanged("results", _("Results"), [block], [_add(_("Add a result"), Result, visit)])


def _block(
    heading: str,
    records: QuerySet | list[Any],
    line: Callable[[Any], Line],
    *,
    of: Visit | None = None,
    told: tuple[str, ...] = (),
) -> Block:
    """The first records; of more, those `of` a visit have a list of their own."""
    found = list(records[: AT_MOST + 1])
    block = Block(heading, [line(record) for record in found[:AT_MOST]], sums=told)
    if len(found) <= AT_MOST:
        return block
    if of is not None:
        address = _address(type(found[0]), "list", activity=of.activity_id)
        return replace(block, more=Link(_("All of them"), address))
    number = (len(records) if isinstance(records, list) else records.count()) - AT_MOST
    words = ngettext("and %(number)s more", "and %(number)s more", number)
    return replace(block, rest=words % {"number": number_in_words(number)})


def _sight(item: ProgrammeItem) -> Line:
    url = f"{item.visit.get_absolute_url()}#programme"
    day = when_in_words(item.begins.date().isoformat())
    return Line(str(item.title), " · ".join(filter(None, (str(item.place), day))), url)


def _result(result: Result) -> Line:
    return Line(str(result.title), when_in_words(result.when), result.get_absolute_url())


def _gift(gift: Gift) -> Line:
    way = " → ".join(filter(None, (giver(gift), receiver(gift))))
    return _line(gift, str(gift.title), way, when_in_words(gift.when))


def _promise(promise: Promise) -> Line:
    way = f"{promise.from_city} → {promise.to_city}"
    return _line(promise, str(promise.title), way, promise_in_words(promise))


def _letter(letter: Letter) -> Line:
    way = f"{letter.from_city} → {letter.to_city}"
    return _line(letter, str(letter.title), way, when_in_words(letter.when))


def _honour(honour: Honour) -> Line:
    return _line(honour, str(honour.title), honoured(honour), when_in_words(honour.when))


def _cost(line: MoneyLine) -> Line:
    category = capfirst(line.get_category_display())
    words = _("%(category)s: %(amount)s") % {"category": category, "amount": amount_of(line)}
    more = (line.get_stage_display(), line.get_payer_display(), str(line.city))
    return _line(line, words, *more)


def _hours(row: Hours) -> Line:
    people = ngettext("%(number)s volunteer", "%(number)s volunteers", row.people)
    hours = _("hours: %(number)s") % {"number": number_in_words(row.hours)}
    return _line(row, hours, people % {"number": number_in_words(row.people)}, str(row.city))


def _together(money: QuerySet[MoneyLine]) -> tuple[str, ...]:
    return tuple(_("%(stage)s: %(sum)s") % one for one in sums_in_words(sums(money)))


def _line(record: Any, words: str, *more: str) -> Line:
    url = reverse(_name(type(record), "edit"), args=[record.pk])
    return Line(words, " · ".join(filter(None, more)), url)


def _ends(visit: Visit, by: Any, own: str, other: str = "") -> dict[str, int]:
    """The own city, and the other one where there is only one, for the columns of a form."""
    city = own_side(visit, by)
    if city is None:
        return {}
    others = [one for one in visit.sides if one != city]
    ends = {own: city.pk}
    return ends | {other: others[0].pk} if other and len(others) == 1 else ends


def _add(words: str, kind: type, visit: Visit, **chosen: int | str) -> Link:
    """The form of that room with the visit's activity chosen, and what else is known already; it
    leads back to the folder."""
    back = f"{visit.get_absolute_url()}#{SECTIONS[kind]}"
    return Link(words, _address(kind, "add", activity=visit.activity_id, **chosen, next=back))


def _address(kind: type, view: str, **query: Any) -> str:
    return f"{reverse(_name(kind, view))}?{urlencode(query)}"


def _name(kind: Any, view: str) -> str:
    return kind.snippet_viewset.get_url_name(view)
