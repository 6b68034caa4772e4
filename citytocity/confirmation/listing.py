"""The public list of what the sides of a partnership say of each other's records."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citytocity.cities.models import City
from citytocity.confirmation.facts import cities_in
from citytocity.confirmation.models import Statement
from citytocity.confirmation.presentation import list_address, shown
from citytocity.confirmation.queries import Standing, between, counts, in_state, standings
from citytocity.design.components import Pagination, Row, View
from citytocity.design.furniture import Crumb
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.forms import ListFilter, page_of
from citytocity.ledger.models import Agreement, Participation, Partnership, Result
from citytocity.ledger.presentation import (
    city_marks,
    datetime_of,
    foreign,
    joined,
    named,
    said,
    sentence,
    when_in_words,
    wording,
)
from citytocity.ledger.views.lists import home_crumb, list_meta

STATES = {
    "": gettext_lazy("All"),
    "confirmed": gettext_lazy("Confirmed"),
    "disputed": gettext_lazy("The sides differ"),
    "waiting": gettext_lazy("Waiting for an answer"),
}


class StateFilter(ListFilter):
    city = None  # type: ignore[assignment]
    year = None  # type: ignore[assignment]
    state = forms.ChoiceField(
        choices=[(name, name) for name in STATES], required=False, label=gettext_lazy("State")
    )


def list_context(request: HttpRequest, partnership: Partnership) -> dict[str, Any]:
    asked = StateFilter.asked(request)
    statements = between(partnership)
    found = counts(statements)
    state = asked.get("state", "")
    chosen = in_state(statements, state) if state else statements
    newest = chosen.select_related("by_city", "city", "kind").order_by("-answered", "-pk")
    page = page_of(request, newest)
    title = sentence(_("Both sides: %(partnership)s"), partnership=named(partnership))
    return {
        "crumbs": [
            home_crumb(),
            Crumb(named(partnership), partnership.get_absolute_url()),
            Crumb(_("What both sides say")),
        ],
        "title": title,
        "meta": list_meta(
            request,
            asked,
            page,
            title=title,
            description=_("What both cities confirm, and on what they differ."),
        ),
        "partnership": partnership,
        "views": tuple(
            View(
                f"{words} ({number_in_words(found[name])})" if name else str(words),
                list_address(partnership.slug, name),
                name == state,
            )
            for name, words in STATES.items()
        ),
        "entries": [_entry(one) for one in standings(page)],
        "count": ngettext("%(number)s record", "%(number)s records", page.paginator.count)
        % {"number": number_in_words(page.paginator.count)},
        "pagination": Pagination.of(page, request.GET),
    }


def _entry(one: Standing) -> dict[str, Any]:
    return {"row": _row(one), "shown": shown(one)}


def _recorded(statement: Statement) -> Any:
    return sentence(_("recorded by %(city)s"), city=named(statement.by_city))


def _answered(one: Standing) -> Any:
    city, told = said(one.statement.city.name), shown(one)
    return sentence(_("%(city)s on %(day)s"), city=city, day=told.when) if told.when else city


def _row(one: Standing) -> Row:
    record = one.record
    about = record.activity if isinstance(record, Participation) else record
    when = next(
        (value for name in ("when", "signed", "since") if (value := getattr(about, name, ""))), ""
    )
    title, kind = getattr(about, "title", None), str(one.statement.model._meta.verbose_name)
    name = capfirst(about.get_kind_display()) if isinstance(about, Agreement) else named(about)
    return Row(
        title=wording(title).text if title else name,
        url=about.get_absolute_url(),
        when=when_in_words(when) or _("date not recorded"),
        datetime=datetime_of(when),
        cities=city_marks(_cities(record), linked=False),
        state=shown(one).state,
        detail=joined([capfirst(kind), _recorded(one.statement), _answered(one)]),
        lang=foreign(title) if title else "",
    )


def _cities(record: Any) -> list[City]:
    """Those that the row itself knows."""
    if isinstance(record, Participation):
        return [record.city]
    if isinstance(record, Result):
        return [*filter(None, [record.from_city, record.to_city])]
    return [] if isinstance(record, Agreement) else cities_in(record)
