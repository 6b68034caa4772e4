"""Money and hours in words, and as tables of which each sum opens its lines."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.cities.models import City
from citytocity.design.components import Cell, Column, Figure, Table
from citytocity.languages.money import money_in_words
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.models import Partnership
from citytocity.ledger.presentation import city_marks, joined, said, when_in_words
from citytocity.money.enums import Payer, Stage
from citytocity.money.models import MoneyLine
from citytocity.money.queries import Paid, Sums


def amount_of(line: MoneyLine) -> str:
    return money_in_words(line.amount, line.currency)


def worth_of(line: MoneyLine) -> str:
    """In the office's currency; a dash where no rate is known."""
    worth = line.worth
    return money_in_words(*worth) if worth else "–"


def together(amounts: dict[str, Decimal]) -> str:
    """Sums in several currencies, which do not add up."""
    return ", ".join(money_in_words(amounts[code], code) for code in sorted(amounts))


def sums_in_words(sums: dict[str, Sums]) -> list[dict[str, str]]:
    """What the lines of a list come to, stage by stage: the `stage`, and its `sum` as it was paid
    and, if that is another, in the office's currency."""
    return [
        {"stage": capfirst(str(stage.label)), "sum": " · ".join(_sum(sums[stage]))}
        for stage in Stage
        if stage in sums
    ]


def paid_in_words(one: Sums) -> str:
    """All together, and how much of it was no money: `€1,150, of it in kind: €900`."""
    paid = together(one.paid)
    if not one.in_kind:
        return paid
    told = {"sum": paid, "in_kind": together(one.in_kind)}
    return _("%(sum)s, of it in kind: %(in_kind)s") % told


def _sum(one: Sums) -> Iterator[str]:
    yield paid_in_words(one)
    if one.worth and (one.unrated or set(one.worth) != set(one.paid)):
        yield _("in the office’s currency: %(sum)s") % {"sum": together(one.worth)}
        if one.unrated:
            yield _unrated(one.unrated)


def lines_url(partnership: Partnership, **query: Any) -> str:
    """The address of the lines behind a sum."""
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    address = reverse("money:lines", args=[partnership.slug])
    return f"{address}{f'?{urlencode(kept)}' if kept else ''}"


def paid_table(partnership: Partnership, paid: Iterable[Paid], cities: list[City]) -> Table:
    """By year and payer; each sum opens the lines it is the sum of."""
    known = {city.pk: city for city in cities}
    several = len(cities) > 1
    heads = [_("Year"), *([_("City")] if several else []), _("Who paid")]
    return Table(
        caption=_("What was paid, by year and payer"),
        columns=(*map(Column, heads), Column(_("Sum"), is_number=True)),
        rows=tuple(
            _paid_row(partnership, one, known[one.city_key], several=several) for one in paid
        ),
        key="paid",
        hides_caption=True,
    )


def _paid_row(
    partnership: Partnership, one: Paid, city: City, *, several: bool
) -> tuple[Cell, ...]:
    url = lines_url(
        partnership,
        city=city.slug,
        year=one.year,
        dated=None if one.year else "no",
        payer=one.payer,
        currency=one.currency,
        in_kind="yes" if one.is_in_kind else "no",
    )
    return (
        Cell(str(one.year) if one.year else _("year not recorded"), is_heading=True),
        *([Cell(cities=city_marks([city]))] if several else []),
        Cell(_payer(one.payer, is_in_kind=one.is_in_kind)),
        Cell(money_in_words(one.amount, one.currency), url, is_number=True),
    )


def line_table(lines: Iterable[MoneyLine]) -> Table:
    """Lines as readers see them: no note, no receipt, nobody's name."""
    heads = (_("When"), _("For"), _("What for"), _("Who paid"))
    return Table(
        caption=_("What was paid"),
        columns=(*map(Column, heads), Column(_("Sum"), is_number=True)),
        rows=tuple(_line_row(line) for line in lines),
        key="lines",
        hides_caption=True,
    )


def _line_row(line: MoneyLine) -> tuple[Cell, ...]:
    activity = line.activity
    when = line.when or (activity.when if activity else "")
    body = said(line.payer_body.name) if line.payer_body else ""
    subject = (
        Cell(said(activity.title), activity.get_absolute_url())
        if activity
        else Cell(_("the partnership"))
    )
    return (
        Cell(when_in_words(when) or _("date not recorded")),
        subject,
        Cell(capfirst(str(line.get_category_display()))),
        Cell(joined([_payer(line.payer, is_in_kind=line.is_in_kind), body])),
        Cell(amount_of(line), is_number=True),
    )


def hours_url(partnership: Partnership, *, city: City | None = None) -> str:
    """The address of the hours behind a sum."""
    address = reverse("money:hours", args=[partnership.slug])
    return f"{address}?{urlencode({'city': city.slug})}" if city else address


def hours_figure(hours: Decimal, url: str, *, of: City | None = None) -> Figure:
    whole = int(hours)
    noun = ngettext("hour given by volunteers", "hours given by volunteers", whole)
    if of is not None:
        noun = joined([noun, said(of.name)], between=", ")
    return Figure(number_in_words(hours), noun, url, _("See what for"))


def _payer(payer: str, *, is_in_kind: bool) -> str:
    words = capfirst(str(Payer(payer).label))
    return _("%(payer)s, in kind") % {"payer": words} if is_in_kind else words


def _unrated(number: int) -> str:
    words = ngettext(
        "%(number)s line has no rate and is not in this sum.",
        "%(number)s lines have no rate and are not in this sum.",
        number,
    )
    return words % {"number": number_in_words(number)}
