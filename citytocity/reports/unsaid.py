"""Of which records a figure has no number, by what it is that each of them does not say."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from citytocity.figures.measuring import Figure
from citytocity.figures.presentation import parts
from citytocity.figures.reductions import (
    ByHand,
    Lasted,
    Mean,
    Nights,
    Reduction,
    Share,
    Total,
    Worth,
)


@dataclass(frozen=True)
class Unsaid:
    """What some records do not say, in words with room for the names of figures; `records` is the
    query of them, and where no column tells them `keys` are theirs in the order of their list."""

    words: str
    records: QuerySet
    keys: tuple[int, ...] | None = None
    is_of_folders: bool = False


def unsaid(figure: Figure) -> Iterator[Unsaid]:
    """What is missing for the figure; nothing where each of its records has a number."""
    measure = figure.indicator.measure
    if measure is None or not figure.unknown:
        return
    match measure.reduction:
        case Nights():
            yield Unsaid(_number(), figure.records.filter(people__isnull=True))
            yield _without_nights(figure)
        case ByHand():
            yield Unsaid(_asked_of(measure.reduction), figure.records, _without_a_part(figure))
        case Total(column=column) | Mean(column=column):
            yield Unsaid(_number(), figure.records.filter(**{f"{column}__isnull": True}))
        case Share(column=column, of=of):
            nothing = Q(**{f"{column}__isnull": True}) | Q(**{f"{of}__isnull": True})
            yield Unsaid(_number(), figure.records.filter(nothing))


def _number() -> str:
    return _("Number not recorded: %(figure)s")


def _without_nights(figure: Figure) -> Unsaid:
    """Groups with heads, of whose stay nobody knows how long it was."""
    words = _("Neither the nights nor both days recorded: %(figure)s")
    keys = _without_a_part(figure, Q(people__isnull=False))
    return Unsaid(words, figure.records, keys, is_of_folders=True)


def _asked_of(reduction: Reduction) -> str:
    match reduction:
        case Worth():
            return _("No exchange rate into the currency of the city: %(figure)s")
        case Lasted():
            return _("One of the two days is not recorded: %(figure)s")
    return _number()


def _without_a_part(figure: Figure, among: Q | None = None) -> tuple[int, ...]:
    return tuple(key for key, part in parts(figure, among=among) if part.number is None)
