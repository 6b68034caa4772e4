"""How each link is: the last days on record, and the signs of what is to be seen to, in words."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse_lazy as reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citytocity.cities.models import City
from citytocity.contacts.actions import YEAR
from citytocity.contacts.models import ContactPoint
from citytocity.ledger.anniversaries import round_years
from citytocity.ledger.enums import BaseDate
from citytocity.ledger.models import Agreement
from citytocity.ledger.presentation import when_in_words
from citytocity.ledger.queries import anniversary_base
from citytocity.links.enums import Matter
from citytocity.links.models import Place
from citytocity.links.queries import Day, Known, Last, first_told, known_links
from citytocity.links.signs import SOON, Sign, signs_from_above, stage, told_later
from citytocity.protocol.models import Promise

SILENT, NO_VISIT, NO_RESULT = 12, 24, 36
"""Months after which it is a sign."""
NEWS = datetime.timedelta(days=730)
ORDER = {matter: place for place, matter in enumerate(Matter)}
ADD = reverse("wagtailsnippets_ledger_activity:add")
ADD_RESULT, ADD_CONTACT = reverse("wagtailsnippets_ledger_result:add"), reverse("contact:add")
LAST_CONTACT = gettext_lazy("Last contact: %(ago)s.")
LAST_VISIT = gettext_lazy("Last visit: %(ago)s.")
LAST_RESULT = gettext_lazy("Last result: %(ago)s.")
NOTHING_PLANNED = gettext_lazy("Nothing is planned with this city.")
RECORD, PLAN = gettext_lazy("Record what happened"), gettext_lazy("Plan something")
PLAN_A_VISIT, RECORD_A_RESULT = gettext_lazy("Plan a visit"), gettext_lazy("Record a result")
ADD_ONE = gettext_lazy("Add a contact")


@dataclass(frozen=True)
class Health:
    """One link: when something last happened, and its signs, the gravest first."""

    known: Known
    signs: tuple[Sign, ...]

    @property
    def last(self) -> Last:
        return self.known.last

    @property
    def weight(self) -> int:
        return sum(not sign.is_news for sign in self.signs)


def health(user: Any, today: datetime.date) -> list[Health]:
    """Every link of the person's cities in the active language, those with most signs first."""
    known = known_links(user, today)
    above: dict[int, list[Sign]] = {}
    for sign in signs_from_above([one.partnership for one in first_told(known)], user, today):
        above.setdefault(sign.partnership, []).append(sign)
    found = []
    for one in known:
        told = (*_signs(one, today), *above.get(one.partnership.pk, ()))
        signs = sorted(told, key=lambda sign: ORDER[sign.matter])
        found.append(Health(one, tuple(signs)))
    return sorted(found, key=lambda one: (-one.weight, one.known.partnership.slug))


def months_since(day: Day, today: datetime.date) -> int | None:
    """Whole months from the day to today; None for no day."""
    if day is None:
        return None
    return (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)


def months_in_words(day: Day, today: datetime.date) -> str:
    """How long it is, as a list shows it."""
    months = months_since(day, today)
    if months is None:
        return _("never on record")
    if months < 1:
        return _("this month")
    if months < 24:
        return ngettext("%(n)d month ago", "%(n)d months ago", months) % {"n": months}
    return ngettext("%(n)d year ago", "%(n)d years ago", months // 12) % {"n": months // 12}


def _signs(one: Known, today: datetime.date) -> Iterator[Sign]:
    yield from _of_contacts(one, today)
    for paper in one.agreements:
        if paper.valid_last and today <= paper.valid_last <= today + SOON:
            yield _ending(one, paper)
    if not (one.is_resting or one.is_beginning):
        yield from _of_silence(one, today)
    for promise in one.promises:
        yield _promised(one, promise, today)
    for place in one.dead:
        yield _dead(one, place)
    yield from _anniversaries(one, today)


def _of_silence(one: Known, today: datetime.date) -> Iterator[Sign]:
    last = one.last
    result = told_later("{}?partnership={}".format, ADD_RESULT, one.partnership.pk)
    limits = (
        (Matter.SILENT, last.contact, SILENT, LAST_CONTACT, ADD, RECORD),
        (Matter.NO_VISIT, last.visit, NO_VISIT, LAST_VISIT, ADD, PLAN_A_VISIT),
        (Matter.NO_RESULT, last.result, NO_RESULT, LAST_RESULT, result, RECORD_A_RESULT),
    )
    for matter, day, limit, words, url, action in limits:
        months = months_since(day, today)
        if months is None or months >= limit:
            told = told_later(_ago, words, day, today)
            yield _sign(one, matter, str(day or "never"), told, url, action)
    if last.planned is None:
        yield _sign(one, Matter.NO_PLAN, str(today.year), NOTHING_PLANNED, ADD, PLAN)


def _ago(words: str, day: Day, today: datetime.date) -> str:
    return words % {"ago": months_in_words(day, today)}


def _of_contacts(one: Known, today: datetime.date) -> Iterator[Sign]:
    held = {contact.city_id for contact in one.contacts}
    for city in one.own:
        if city.pk not in held:
            words = told_later(_nobody, city)
            url = told_later(
                "{}?partnership={}&city={}".format, ADD_CONTACT, one.partnership.pk, city.pk
            )
            yield _sign(one, Matter.NO_CONTACT, city.slug, words, url, ADD_ONE)
    for contact in one.contacts:
        yield from _of_contact(one, contact, today)


def _nobody(city: City) -> str:
    return _("%(city)s has nobody on record who holds this link.") % {"city": city}


def _of_contact(one: Known, contact: ContactPoint, today: datetime.date) -> Iterator[Sign]:
    url = reverse("contact:edit", args=[contact.pk])
    told: dict[str, Any] = {"office": contact.office}
    if contact.confirmed is None or contact.confirmed <= today - YEAR:
        words = _("“%(office)s” was never confirmed.") % told
        if contact.confirmed:
            told["day"] = when_in_words(contact.confirmed.isoformat())
            words = _("“%(office)s” was last confirmed on %(day)s.") % told
        key = f"{contact.pk}/{contact.confirmed or 'never'}"
        yield _sign(one, Matter.UNCONFIRMED, key, words, url, _("Ask, and note the answer"))
    if contact.deputy is None or not contact.deputy.is_holding:
        words = _("“%(office)s” has no deputy.") % told
        yield _sign(one, Matter.NO_SUCCESSOR, str(contact.pk), words, url, _("Name a deputy"))


def _ending(one: Known, paper: Agreement) -> Sign:
    told = {
        "paper": str(paper.title) or paper.get_kind_display(),
        "day": when_in_words(paper.valid_last.isoformat()),
    }
    words = _("%(paper)s ends on %(day)s.") % told
    url = reverse("wagtailsnippets_ledger_agreement:edit", args=[paper.pk])
    key = f"{paper.slug}/{paper.valid_last}"
    return _sign(one, Matter.ENDING, key, words, url, _("Renew it, or note that it ends"))


def _promised(one: Known, promise: Promise, today: datetime.date) -> Sign:
    """What is due in more than a year is only good to know."""
    near = stage(promise.due_first, promise.due_last, today)
    told = {
        "city": promise.from_city,
        "promise": promise.title,
        "when": when_in_words(promise.due),
    }
    if near == "some-day":
        words = _("%(city)s promised: %(promise)s.")
    elif near == "overdue":
        words = _("%(city)s promised: %(promise)s. It was due: %(when)s.")
    else:
        words = _("%(city)s promised: %(promise)s. It is due: %(when)s.")
    return _sign(
        one, Matter.PROMISE_OPEN, f"{promise.slug}/{promise.due}/{near}", words % told,
        reverse("wagtailsnippets_protocol_promise:edit", args=[promise.pk]),
        _("Note what became of it"),
        is_news=near == "ahead",
    )  # fmt: skip


def _dead(one: Known, place: Place) -> Sign:
    names = {
        "source": ("wagtailsnippets_sources_source:edit", _("Correct the source")),
        "result": ("wagtailsnippets_ledger_result:edit", _("Correct the evidence")),
    }
    name, action = names[place.noun]
    words = _("%(address)s does not answer any more.") % {"address": place.link.url}
    url = reverse(name, args=[place.key])
    return _sign(one, Matter.DEAD_LINK, f"{place.link_id}", words, url, action)


def _anniversaries(one: Known, today: datetime.date) -> Iterator[Sign]:
    """Of the next two years, on the date that the office chose; it says which date that is."""
    base = anniversary_base(one.partnership)
    for years, when in round_years(base, today, today + NEWS):
        words = told_later(_years, years, when, one.partnership.base_date)
        yield _sign(one, Matter.ANNIVERSARY, str(years), words, ADD, PLAN, is_news=True)


def _years(years: int, when: str, base: str) -> str:
    words = ngettext(
        "%(n)d year: %(when)s (counted from: %(base)s).",
        "%(n)d years: %(when)s (counted from: %(base)s).",
        years,
    )
    return words % {"n": years, "when": when_in_words(when), "base": BaseDate(base).label}


def _sign(
    one: Known,
    matter: Matter,
    key: str,
    words: Any,
    url: Any,
    action: Any,
    *,
    is_news: bool = False,
) -> Sign:
    whole = f"{one.partnership.slug}/{matter.value}/{key}"
    return Sign(one.partnership.pk, matter, whole, words, url, action, is_news)
