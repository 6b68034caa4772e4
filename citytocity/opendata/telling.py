"""Indicators and figures in the shapes of the answers, in the active language."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language

from citytocity.cities.models import City
from citytocity.design.heads import absolute
from citytocity.design.photographs import RIGHTS_ADDRESSES, Rights
from citytocity.design.templatetags.design_tags import plain
from citytocity.figures.definitions import Indicator
from citytocity.figures.measures import Measure
from citytocity.figures.measuring import Figure
from citytocity.figures.presentation import in_words, names_of
from citytocity.figures.reductions import (
    Different,
    HowMany,
    Lasted,
    Mean,
    MonthsSince,
    Nights,
    Number,
    Reduction,
    Share,
    ShareOfRecords,
    Total,
    Worth,
)
from citytocity.languages.catalogue import html_code
from citytocity.languages.text import Words
from citytocity.ledger.models import Partnership
from citytocity.ledger.presentation import named, wording
from citytocity.opendata import shapes
from citytocity.opendata.enums import Adding
from citytocity.opendata.wishes import LANGUAGE

ADDING: dict[type[Reduction], Adding] = {
    HowMany: Adding.SUM,
    Total: Adding.SUM,
    Nights: Adding.SUM,
    Worth: Adding.SUM,
    Different: Adding.DIFFERENT,
    Share: Adding.SHARE,
    ShareOfRecords: Adding.SHARE,
    Mean: Adding.MEAN,
    Lasted: Adding.MEAN,
    MonthsSince: Adding.LEAST,
}


def language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def address(name: str, *args: str, **query: Any) -> str:
    """The whole address of an answer, in the language of this one."""
    path = reverse(f"api-v1:{name}", args=args)
    return absolute(f"{path}?{urlencode(query | {LANGUAGE: language()})}")


def text(words: Words) -> shapes.Text:
    found = wording(words)
    return shapes.Text(text=found.text, language=html_code(found.language))


def plain_text(words: str, lang: str = "") -> shapes.Text:
    """Words that may be marked, without their marks."""
    return shapes.Text(text=plain(words), language=lang or html_code(language()))


def number(value: Number | None) -> int | float | None:
    """As JSON has it: whole where it is whole."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def adding(measure: Measure) -> shapes.Choice:
    found = ADDING[type(measure.reduction)]
    return shapes.Choice(value=found.value, name=str(found.label))


def indicator_told(found: Indicator) -> shapes.Indicator:
    measure = found.measure
    return shapes.Indicator(
        code=found.code,
        chapter=shapes.Choice(value=found.chapter.value, name=str(found.chapter.label)),
        name=text(found.name),
        definition=text(found.definition),
        rule=text(found.rule),
        unit=shapes.Choice(value=measure.unit.value, name=capfirst(str(measure.unit.label)))
        if measure
        else None,
        adding=adding(measure) if measure else None,
        narrowed={name: list(values) for name, values in found.where.items()},
        filters=[_way(measure, name) for name in found.by] if measure else [],
        is_recorded=found.is_recorded,
        page=absolute(reverse("figures:figure", args=[found.code])) if measure else None,
        figure=address("figure", found.code) if measure else None,
    )


def figure_told(figure: Figure) -> shapes.Figure:
    period, scope = figure.period, figure.scope
    is_recorded = figure.indicator.is_recorded
    return shapes.Figure(
        code=figure.code,
        name=text(figure.indicator.name),
        value=number(figure.value),
        unit=figure.unit.value if is_recorded else None,
        currency=figure.currency or None,
        certainty=figure.certainty.value if figure.is_recorded else None,
        in_words=in_words(figure),
        year=figure.year,
        first_day=period.first.isoformat(),
        last_day=max(period.first, period.until).isoformat(),
        is_complete=period.until == period.last,
        city=scope.city and city_told(scope.city),
        other=scope.other and city_told(scope.other),
        partnership=_partnership(scope.partnership),
        home=city_told(scope.seen_from) if scope.seen_from else None,
        where={name: list(values) for name, values in figure.where.items()},
        records=_behind(figure) if is_recorded else None,
        page=absolute(figure.address),
    )


def city_told(city: City) -> shapes.Ref:
    return shapes.Ref(id=city.slug, name=text(city.name), page=absolute(city.get_absolute_url()))


def records_query(figure: Figure) -> dict[str, str]:
    """What leads to the figure again, as its page has it."""
    where = {name: ",".join(values) for name, values in figure.where.items()}
    return {"year": str(figure.year)} | figure.scope.query | where


def licence() -> shapes.Licence | None:
    """What the installation says of its data; None if it says nothing."""
    if not settings.DATA_LICENCE:
        return None
    rights = Rights(settings.DATA_LICENCE)
    return shapes.Licence(name=str(rights.label), url=RIGHTS_ADDRESSES[rights])


def _way(measure: Measure, name: str) -> shapes.Way:
    values = measure.kind.filters[name].values
    if values is None:
        return shapes.Way(name=name, values=None)
    names = names_of(name, values)
    return shapes.Way(
        name=name, values=[shapes.Choice(value=one, name=names[one]) for one in values]
    )


def _behind(figure: Figure) -> shapes.Behind:
    return shapes.Behind(
        number=figure.number_of_records,
        known=figure.number_of_records - figure.unknown,
        unknown=figure.unknown,
        address=address("records", figure.code, **records_query(figure)),
    )


def _partnership(found: Partnership | None) -> shapes.Ref | None:
    if found is None:
        return None
    return shapes.Ref(
        id=found.slug, name=plain_text(named(found)), page=absolute(found.get_absolute_url())
    )
