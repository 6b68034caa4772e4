"""Figures and their records in words: the number, its unit, how sure it is, each record's part."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from babel.numbers import format_percent
from django.conf import settings
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from citytocity.contacts.models import ContactPoint
from citytocity.dates.wording import day_in_words
from citytocity.design import components
from citytocity.design.components import Row, State
from citytocity.figures.enums import Unit
from citytocity.figures.measuring import Figure
from citytocity.figures.reductions import Different, HowMany, Nights, Number, Part
from citytocity.figures.scope import Scope
from citytocity.languages.catalogue import html_code
from citytocity.languages.money import money_in_words
from citytocity.languages.names import language_name
from citytocity.languages.numbers import locale_of, number_in_words
from citytocity.ledger.enums import (
    ActivityKind,
    AgreementKind,
    Certainty,
    Mode,
    ParticipationRole,
    PartnershipKind,
    RecognitionKind,
    ResultKind,
)
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Participation,
    Partnership,
    Recognition,
    Result,
    Theme,
)
from citytocity.ledger.presentation import (
    activity_row,
    city_marks,
    datetime_of,
    genders,
    joined,
    named,
    participation_row,
    qualifier,
    recognition_row,
    result_row,
    said,
    sentence,
    when_in_words,
)
from citytocity.links.models import Place
from citytocity.money.enums import Category, Payer
from citytocity.money.models import Hours, MoneyLine
from citytocity.money.presentation import amount_of
from citytocity.protocol.enums import HonourKind
from citytocity.protocol.models import Gift, Honour, Letter, Promise
from citytocity.protocol.presentation import ends, honour_row, letter_row, promise_row
from citytocity.readings.models import Reading
from citytocity.stories.models import StoryPage
from citytocity.stories.presentation import story_path

CHOICES: dict[str, tuple[Any, ...]] = {
    "kind": (ActivityKind, ResultKind, PartnershipKind, AgreementKind, RecognitionKind, HonourKind),
    "role": (ParticipationRole,),
    "mode": (Mode,),
    "category": (Category,),
    "payer": (Payer,),
}
LONGEST_NUMBER = 9
AT_A_TIME = 500
PAGES = {"cities": "ledger:city", "partnerships": "ledger:partnership"}


def figure_component(figure: Figure, *, noun: str = "") -> components.Figure:
    """As a page shows it: what is not recorded says so, and opens no list that is empty of it."""
    number = figure.number_of_records
    link = ngettext("See the record", "See the %(number)s records", number)
    if not number:
        link = _("How it is counted")
    return components.Figure(
        value=value_in_words(figure),
        noun=noun or noun_of(figure),
        url=figure.address,
        link=link % {"number": number_in_words(number)},
        qualifier=qualifier(figure.certainty) if figure.is_recorded else "",
        is_words=is_long(value_in_words(figure)),
    )


def is_long(value: str) -> bool:
    """Whether it is words rather than a number, and drawn smaller."""
    return len(value) > LONGEST_NUMBER


def value_in_words(figure: Figure) -> str:
    """The number as the language writes it, without how sure it is; `not recorded` for none."""
    if figure.value is None:
        return _("not recorded")
    return number_with_unit(figure.value, figure.unit, figure.currency)


def in_words(figure: Figure) -> str:
    """The number with how sure it is: `at least 1,200`."""
    sure = qualifier(figure.certainty) if figure.is_recorded else ""
    return " ".join(filter(None, [sure, value_in_words(figure)]))


def number_with_unit(value: Number, unit: Unit, currency: str = "") -> str:
    if unit == Unit.PERCENT:
        return format_percent(
            Decimal(value) / 100, locale=locale_of(_language()), decimal_quantization=False
        )
    if unit == Unit.MONEY and currency:
        return money_in_words(Decimal(value), currency)
    return number_in_words(value)


def noun_of(figure: Figure) -> str:
    """What is counted: the indicator, and by what it is narrowed."""
    ways = [
        joined(names_of(name, values).values(), between=", ")
        for name, values in figure.where.items()
    ]
    return joined([said(figure.indicator.name), *ways], between=": ")


def gaps(figure: Figure) -> str:
    """Says how many of the records have no number on record, or that the year is still to come;
    empty if there is nothing to say."""
    if figure.is_to_come:
        return _("this year is still to come")
    if not figure.unknown:
        return ""
    words = ngettext(
        "of %(number)s record the number is not recorded",
        "of %(number)s records the number is not recorded",
        figure.unknown,
    )
    return words % {"number": number_in_words(figure.unknown)}


def names_of(by: str, values: Iterable[str]) -> dict[str, str]:
    """What the values are called by which a figure is broken down; one query for themes."""
    wanted = list(values)
    if by == "theme":
        themes = {theme.slug: said(theme.name) for theme in Theme.objects.filter(slug__in=wanted)}
        return {value: themes.get(value, value) for value in wanted}
    if by == "country":
        territories = locale_of(_language()).territories
        return {value: territories.get(value, value) for value in wanted}
    if by == "language":
        return {value: language_name(value, _language()) for value in wanted}
    labels = {value: label for choices in CHOICES[by] for value, label in choices.choices}
    return {value: capfirst(str(labels.get(value, value))) for value in wanted}


def scope_in_words(scope: Scope) -> str:
    if scope.partnership is not None and "home" in scope.query:
        told = {"partnership": named(scope.partnership), "city": said(scope.seen_from.name)}  # type: ignore[union-attr]
        return sentence(_("%(partnership)s, seen from %(city)s"), **told)
    if scope.partnership is not None:
        return named(scope.partnership)
    return joined((said(city.name) for city in scope.cities), between=" – ")


def shown(records: Any) -> Any:
    """The records in a good order for a list, with all that their rows show."""
    return in_order(LISTED[records.model][1](records))


def in_order(records: Any) -> Any:
    """The records in the order of a list of their kind."""
    return records.order_by(*LISTED[records.model][0])


def parts(figure: Figure, *, among: Q | None = None) -> Iterator[tuple[int, Part]]:
    """The key of each record in the order of its list, with its part in the figure. Nothing else
    of the records is read: there may be very many."""
    assert figure.indicator.measure is not None  # noqa: S101 asked of what has records
    reduction = figure.indicator.measure.reduction.at(figure.period.until)
    ordered = in_order(figure.records.filter(among or Q()))
    for key, *values in ordered.values_list("pk", *reduction.columns).iterator():
        yield key, reduction.part_of(dict(zip(reduction.columns, values, strict=True)))


def by_name(model: Any, keys: Sequence[int]) -> Iterator[Any]:
    """These records, with no more than they are called and found by; some hundred at a time."""
    prepared = NAMED.get(model, LISTED[model][1])
    for start in range(0, len(keys), AT_A_TIME):
        yield from prepared(model._default_manager.filter(pk__in=keys[start : start + AT_A_TIME]))


def rows(figure: Figure, records: Iterable[Any]) -> list[Row]:
    """Each record of a page of the list, with the part it has in the figure."""
    assert figure.indicator.measure is not None  # noqa: S101 asked of what has records
    reduction = figure.indicator.measure.reduction.at(figure.period.until)
    found = []
    for record in records:
        row = LISTED[type(record)][2](record)
        part = _part(figure, record, reduction.part(record), reduction)
        found.append(replace(row, detail=joined([part, row.detail])) if part else row)
    return found


def _part(figure: Figure, record: Any, part: Part, reduction: Any) -> str:
    if isinstance(reduction, HowMany | Different):
        return ""
    if isinstance(record, Participation) and not isinstance(reduction, Nights):
        return ""  # its row tells all heads
    if part.of is not None:
        return ""
    if part.number is None:
        return _("not recorded")
    number = number_with_unit(part.number, figure.unit, part.key or "")
    told = number if figure.unit == Unit.MONEY else f"{figure.unit.label}: {number}"
    return " ".join(filter(None, [qualifier(part.certainty or Certainty.COUNTED), told]))


def _participation(record: Participation) -> Row:
    row = participation_row(record)
    return replace(row, detail=joined([row.detail, genders(record)]))


def _partnership(record: Partnership) -> Row:
    return Row(
        title=str(named(record)),
        url=record.get_absolute_url(),
        when=when_in_words(record.since) or _("date not recorded"),
        datetime=datetime_of(record.since),
        cities=city_marks(record.cities, linked=False),
        state=State(record.get_kind_display()),
    )


def _agreement(record: Agreement) -> Row:
    return Row(
        title=str(record),
        url=record.get_absolute_url(),
        when=when_in_words(record.signed) or _("date not recorded"),
        datetime=datetime_of(record.signed),
        cities=city_marks(record.partnership.cities, linked=False),
        state=State(record.get_kind_display()),
        detail=when_in_words(record.valid),
    )


def _recognition(record: Recognition) -> Row:
    return recognition_row(record, record.partnership.cities if record.partnership else [])


def _gift(record: Gift) -> Row:
    return Row(
        title=str(record.title),
        url=record.get_absolute_url(),
        when=when_in_words(record.when) or _("date not recorded"),
        datetime=datetime_of(record.when),
        cities=city_marks(ends(record), linked=False),
    )


def _money(record: MoneyLine) -> Row:
    of = record.activity or record.partnership
    when = record.when or (record.activity.when if record.activity else "")
    return Row(
        title=str(named(of)),
        url=of.get_absolute_url() if of else "",
        when=when_in_words(when) or _("date not recorded"),
        datetime=datetime_of(when),
        detail=joined([amount_of(record), capfirst(str(record.get_category_display()))]),
        state=State(capfirst(str(record.get_payer_display()))),
    )


def _hours(record: Hours) -> Row:
    when = record.when or record.activity.when
    return Row(
        title=str(record.activity.title),
        url=record.activity.get_absolute_url(),
        when=when_in_words(when) or _("date not recorded"),
        datetime=datetime_of(when),
        cities=city_marks([record.city], linked=False),
    )


def _story(record: Any) -> Row:
    code = record.locale.language_code
    return Row(
        title=record.title,
        url=story_path(record, _language()),
        when=day_in_words(record.dated, _language()),
        datetime=record.dated.isoformat(),
        state=State(language_name(code, _language())),
        lang="" if code == _language() else html_code(code),
    )


def _reading(record: Reading) -> Row:
    kind, _slash, slug = record.path.strip("/").partition("/")
    return Row(
        title=f"/{record.language}/{record.path}",
        url=reverse(PAGES[kind], args=[slug]) if kind in PAGES and "/" not in slug else "",
        when=day_in_words(record.day, _language()),
        datetime=record.day.isoformat(),
    )


def _contact(record: ContactPoint) -> Row:
    confirmed = day_in_words(record.confirmed, _language()) if record.confirmed else ""
    return Row(
        title=str(record.office),
        url=reverse("contact:inspect", args=[record.pk]),
        when=confirmed or _("never confirmed"),
        cities=city_marks([record.city], linked=False),
    )


def _place(record: Place) -> Row:
    return Row(title=record.link.url, url=record.link.url, detail=record.link.fault)


def _with_sides(path: str) -> Callable[[Any], Any]:
    return lambda records: records.prefetch_related(f"{path}sides__city")


def _newest(path: str) -> Any:
    """In every database those without a day at the end."""
    return F(path).desc(nulls_last=True)


NEWEST = (_newest("when_first"), "pk")
LISTED: dict[Any, tuple[tuple[Any, ...], Callable[[Any], Any], Callable[[Any], Row]]] = {
    Activity: (NEWEST, lambda rows: rows.shown(), activity_row),
    Participation: (
        (_newest("activity__when_first"), "pk"),
        lambda rows: rows.shown(),
        _participation,
    ),
    Partnership: (
        (F("since_first").asc(nulls_last=True), "slug"),
        lambda rows: rows.with_sides(),
        _partnership,
    ),
    Agreement: (
        (_newest("signed_first"), "slug"),
        lambda rows: _with_sides("partnership__")(rows.select_related("partnership")),
        _agreement,
    ),
    Result: (NEWEST, lambda rows: rows.shown(), result_row),
    Recognition: (NEWEST, lambda rows: rows.with_cities(), _recognition),
    Gift: (NEWEST, lambda rows: rows.shown(), _gift),
    Letter: (NEWEST, lambda rows: rows.shown(), letter_row),
    Honour: (NEWEST, lambda rows: rows.shown(), honour_row),
    Promise: (NEWEST, lambda rows: rows.shown(), promise_row),
    MoneyLine: (NEWEST, lambda r: _with_sides("partnership__")(r.shown()), _money),
    Hours: (NEWEST, lambda rows: rows.shown(), _hours),
    StoryPage: (("-dated", "-pk"), lambda rows: rows.select_related("locale"), _story),
    Reading: (("-day", "pk"), lambda rows: rows, _reading),
    ContactPoint: (
        (F("confirmed").asc(nulls_first=True), "pk"),
        lambda rows: rows.select_related("city"),
        _contact,
    ),
    Place: (("pk",), lambda rows: rows.select_related("link"), _place),
}
"""How each kind is listed: in which order, with what, and as which row."""


NAMED: dict[Any, Callable[[Any], Any]] = {
    Activity: lambda rows: rows.only("slug", "title"),
    Participation: lambda rows: rows.only("activity").prefetch_related(
        Prefetch("activity", Activity.objects.only("slug", "title"))
    ),
    Result: lambda rows: rows.only("slug", "title"),
}
"""What is read of the records of which there are most, to name them."""


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
