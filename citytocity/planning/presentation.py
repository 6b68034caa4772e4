"""Suggestions in words: as a list shows them, and as the draft they become begins."""

from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.dates.wording import day_in_words
from citytocity.ledger.anniversaries import Anniversary
from citytocity.ledger.models import Agreement, Partnership
from citytocity.ledger.presentation import when_in_words
from citytocity.planning.enums import Reason
from citytocity.planning.queries import Suggestion


def title_of(one: Suggestion, city: City) -> str:
    """What the story might be called, in the active language."""
    if one.reason == Reason.ANNIVERSARY:
        return _anniversary(one.subject)
    if one.reason == Reason.DAY:
        return f"{one.subject.name} {one.first.year if one.first else ''}".strip()
    if one.reason == Reason.TOPIC:
        return _with_more(city, one.subject)
    return name_of(one.subject)


def name_of(record: Any) -> str:
    """The record by its name; a partnership by its cities, which all readers know."""
    if isinstance(record, Partnership) and not record.name:
        return " – ".join(str(city) for city in record.cities)
    if isinstance(record, Agreement):
        return f"{record.get_kind_display()}, {name_of(record.partnership)}"
    return str(record)


def standfirst_of(one: Suggestion, city: City) -> str:
    """A first sentence that is true as it stands, until its author finds a better one."""
    if one.reason == Reason.ACTIVITY:
        summary = str(one.subject.summary)
        told = {"what": one.subject.get_kind_display(), "when": when_in_words(one.when)}
        return summary or _("%(what)s, %(when)s") % told
    if one.reason == Reason.ANNIVERSARY:
        return _since(one.subject)
    if one.reason == Reason.DAY:
        return _with_more(one.subject.name, when_in_words(one.when))
    return _("What is new: %(what)s.") % {"what": title_of(one, city)}


def detail_of(one: Suggestion) -> str:
    """What a list says beside the title: since when, or how long nothing was told."""
    if one.reason == Reason.ANNIVERSARY:
        return _since(one.subject)
    if one.reason in (Reason.TOPIC, Reason.PAIR, Reason.CITY):
        return str(one.reason.label)
    return ""


def silence_of(one: Suggestion, today: Any) -> str:
    """How many days ago the last story was, and when."""
    if one.told is None:
        return _("never told")
    days = (today - one.told).days
    words = ngettext("%(n)s day, since %(when)s", "%(n)s days, since %(when)s", days)
    language = get_language() or settings.LANGUAGE_CODE
    return words % {"n": days, "when": day_in_words(one.told, language)}


def _anniversary(one: Anniversary) -> str:
    words = ngettext("%(n)s year: %(what)s", "%(n)s years: %(what)s", one.years)
    return words % {"n": one.years, "what": name_of(one.of)}


def _since(one: Anniversary) -> str:
    return _with_more(_base(one), when_in_words(one.base))


def _base(one: Anniversary) -> str:
    """What the years count from, as the office chose it."""
    if isinstance(one.of, Partnership):
        words = str(one.of.get_base_date_display())
    elif isinstance(one.of, Agreement):
        words = _("signed")
    elif isinstance(one.of, City):
        words = _("founded")
    else:
        words = _("first edition on record")
    return capfirst(words)


def _with_more(what: Any, more: Any) -> str:
    return _("%(what)s: %(more)s") % {"what": what, "more": more}
