"""What both sides say, in ready words."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from babel.lists import format_list
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.confirmation.enums import StatementState
from citytocity.confirmation.facts import FORMS, Form
from citytocity.confirmation.queries import Difference, Standing
from citytocity.design.components import Fact, State
from citytocity.languages.catalogue import html_code
from citytocity.languages.text import Words
from citytocity.ledger.kinds import Column
from citytocity.ledger.presentation import said, sentence, when_in_words
from citytocity.ledger.telling import Told, told

SURE = {
    "certainty": ("people", "youth", "women", "men", "nonbinary", "value"),
    "attendance_certainty": ("attendance",),
}
"""Which numbers a fact tells the certainty of."""
SAID_TO_BE_MISSING = {"when", "signed", "since", "people"}


@dataclass(frozen=True)
class Otherwise:
    """One fact on which the sides differ, in words."""

    label: str
    theirs: str
    ours: str


@dataclass(frozen=True)
class Shown:
    """What one city says of a record, as readers see it."""

    city: SafeString | str
    state: State
    when: str
    words: str = ""
    lang: str = ""
    differences: tuple[Otherwise, ...] = ()


def cities_in_a_row(cities: Iterable[City]) -> SafeString:
    """`Perm and Oxford`, in the reader's language, each name marked with its own."""
    names = [str(conditional_escape(said(city.name))) for city in cities]
    locale = to_locale(get_language() or settings.LANGUAGE_CODE)
    return mark_safe(format_list(names, locale=locale.split("_Hans")[0]))  # noqa: S308 escaped above


def state_of(standings: list[Standing], recorder: City | None) -> State:
    """How a record stands with all its cities: recorded, confirmed, or disputed."""
    answered = [one for one in standings if one.statement.answered]
    if disputed := [one for one in answered if one.statement.is_disputed]:
        return State(
            sentence(
                _("%(cities)s: says otherwise"),
                cities=cities_in_a_row(one.statement.city for one in disputed),
            ),
            "claim",
        )
    if confirming := [one for one in answered if one.is_confirmed]:
        cities = [*([recorder] if recorder else []), *(one.statement.city for one in confirming)]
        unique = list({city.pk: city for city in cities}.values())
        return State(sentence(_("confirmed by %(cities)s"), cities=cities_in_a_row(unique)))
    if answered:
        cities_then = cities_in_a_row(one.statement.city for one in answered)
        return State(
            sentence(_("confirmed by %(cities)s, changed since"), cities=cities_then), "claim"
        )
    if recorder is None:
        return State(_("recorded"), "claim")
    return State(sentence(_("recorded by %(city)s"), city=said(recorder.name)), "claim")


def shown(one: Standing) -> Shown:
    statement = one.statement
    return Shown(
        city=said(statement.city.name),
        state=own_state(one),
        when=day(statement.answered or statement.asked),
        words=statement.words if statement.is_disputed and not statement.withheld else "",
        lang=html_code(statement.language) if statement.language else "",
        differences=tuple(in_words(difference, one.record) for difference in one.differences),
    )


def own_state(one: Standing) -> State:
    """How one city stands to the record."""
    state = StatementState(one.statement.state)
    if one.statement.is_confirmed:
        if one.is_current:
            return State(_("confirmed"))
        return State(_("confirmed, changed since"), "claim")
    if state == StatementState.WAITING:
        return State(_("asked, not answered yet"), "none")
    return State(str(state.label), "claim")


def in_words(difference: Difference, record: Any) -> Otherwise:
    form, of, name = FORMS[type(record)], record, difference.names[-1]
    if name in form.rows:
        return _row_of_one_side(form.rows[name], difference)
    if difference.row is not None:
        form, of = form.rows[difference.names[0]], difference.row
    column = form.columns[name]
    label = capfirst(str(column.field.verbose_name))
    if difference.row is not None and hasattr(difference.row, "city"):
        label = f"{difference.row.city}: {label}"
    return Otherwise(
        label,
        told_value(column.field, difference.theirs),
        _line(told(column.field, column.field.value_from_object(of))),
    )


def _row_of_one_side(form: Form, difference: Difference) -> Otherwise:
    """A row that is in one of the registers only."""
    row, told_row = difference.row, difference.theirs or {}
    theirs = [
        told_value(column.field, told_row[name])
        for name, column in form.columns.items()
        if told_row.get(name) not in (None, "")
    ]
    ours = []
    if row is not None:
        ours = [_heading(row), *(fact.description for fact in _facts(form, row))]
    return Otherwise(
        capfirst(str(form.model._meta.verbose_name)),
        ", ".join(theirs) or _("not recorded"),
        ", ".join(map(str, ours)) or _("not recorded"),
    )


def told_value(model_field: Field, value: Any) -> str:
    """A value of the exchange or of a correction, as a person reads it."""
    if isinstance(value, dict):
        return str(value.get("text") or Words(value.get("texts", {})))
    if value in (None, ""):
        return _("not recorded")
    if model_field.is_relation:
        city = City.objects.filter(slug=value).first()
        return str(said(city.name)) if city else str(value)
    try:
        return _line(told(model_field, model_field.to_python(value)))
    except ValidationError:  # as a file has it, the field knows nothing of it
        return str(value)


def facts_in_words(record: Any) -> list[Fact]:
    """The facts that are confirmed, each with its term; a day that is missing is said to be so."""
    return _facts(FORMS[type(record)], record)


def rows_in_words(record: Any) -> list[tuple[str, list[tuple[str, list[Fact]]]]]:
    """The lists of the record: what each is called, and its rows with their facts."""
    form, lists = FORMS[type(record)], []
    for name, inner in form.rows.items():
        rows = [(_heading(row), _facts(inner, row)) for row in getattr(record, name).all()]
        if rows:
            lists.append((capfirst(str(inner.model._meta.verbose_name_plural)), rows))
    return lists


def day(moment: datetime.datetime | None) -> str:
    if moment is None:
        return ""
    return when_in_words(timezone.localdate(moment).isoformat())


def list_address(slug: str, state: str = "") -> str:
    """The page of all that is confirmed, disputed and waiting in a partnership."""
    address = reverse("confirmation:list", args=[slug])
    return f"{address}?state={state}" if state else address


def _heading(row: Any) -> str:
    city = getattr(row, "city", None)
    return str(said(city.name)) if city is not None else str(row)


def _facts(form: Form, of: Any) -> list[Fact]:
    """How sure a number is, is told only where there is one."""
    facts = []
    for name, column in form.columns.items():
        numbers = [getattr(of, number, None) for number in SURE.get(name, ())]
        is_left_out = name in SURE and all(number is None for number in numbers)
        value = getattr(of, column.field.name)
        is_told = (value is not None and str(value) != "") or name in SAID_TO_BE_MISSING
        if is_told and not is_left_out and name != "city":  # it stands above as a heading
            facts.append(_fact(column, of))
    return facts


def _fact(column: Column, record: Any) -> Fact:
    value = getattr(record, column.field.name)
    words = said(value) if isinstance(value, Words) else ""
    told_words = words or _line(told(column.field, column.field.value_from_object(record)))
    return Fact(capfirst(str(column.field.verbose_name)), told_words or _("not recorded"))


def _line(lines: list[Told]) -> str:
    return ", ".join(line.words for line in lines) or _("not recorded")
