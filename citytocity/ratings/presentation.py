"""Answers, points and standings in ready words."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.languages.numbers import number_in_words
from citytocity.ledger.presentation import joined, qualifier, said, wording
from citytocity.ratings.definitions import Indicator
from citytocity.ratings.enums import Scale, Way
from citytocity.ratings.models.answer import PLACES
from citytocity.ratings.sheets import Answer, Line, Sheet, Standing


def decimal_of(value: Fraction, places: int) -> Decimal:
    """Rounded as a person would, half of the last place up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def places_in(value: Fraction) -> int:
    """How many decimals it has, of those that are kept; none where they never end."""
    ends = (one for one in range(PLACES + 1) if (value * 10**one).denominator == 1)
    return next(ends, 0)


def value_in_words(value: Fraction, indicator: Indicator) -> str:
    """The number alone: `1,048`, `12.5`. What a formula gives may have two places more, and what
    was typed is not rounded."""
    places = indicator.places
    if indicator.way is Way.FORMULA and value.denominator != 1:
        places = max(places, 2)
    if indicator.way is Way.TYPED:
        places = max(places, places_in(value))
    return number_in_words(decimal_of(value, places))


def given_in_words(answer: Answer, indicator: Indicator) -> str:
    """The number of the answer, by the way in which it was given; empty where it is missing."""
    if answer.value is None:
        return ""
    return value_in_words(answer.value, replace(indicator, way=answer.way))


def answer_in_words(answer: Answer, indicator: Indicator) -> str:
    """With how it was counted: `at least 1,200`; empty where it is missing. Units stand beside the
    names, as tables have them: no language bends them after every number."""
    if answer.value is None:
        return ""
    return joined([qualifier_in_words(answer), given_in_words(answer, indicator)], between=" ")


def name_in_words(indicator: Indicator) -> str:
    """With its unit, if the name does not have it: `Exports, million euros`."""
    name, unit = wording(indicator.name).text, wording(indicator.unit).text
    has_unit = unit.casefold() in name.casefold()
    return joined([said(indicator.name), "" if has_unit else said(indicator.unit)], between=", ")


def qualifier_in_words(answer: Answer) -> str:
    return qualifier(answer.qualifier) if answer.qualifier else ""


def source_in_words(answer: Answer) -> str:
    """What the answer rests on."""
    if answer.value is None:
        return ""
    if answer.way is Way.FIGURE:
        words = ngettext(
            "Register: %(number)s record", "Register: %(number)s records", answer.records
        )
        return words % {"number": number_in_words(answer.records)}
    if answer.way is Way.FORMULA:
        return _("Worked out from other answers")
    return answer.source


def records_url(sheet: Sheet, line: Line) -> str:
    """The page of the records behind an answer; empty if nobody counted it over the register."""
    if line.answer.way is not Way.FIGURE or line.answer.value is None:
        return ""
    query = urlencode({"year": str(sheet.year), "city": sheet.city.slug})
    return f"{reverse('figures:figure', args=[line.indicator.figure])}?{query}"


def norm_in_words(indicator: Indicator) -> str:
    """How points are made of the answer: `per 100,000 inhabitants, by rank; less is better`."""
    norm = indicator.norm
    parts = [_("per 100,000 inhabitants")] if norm.is_per_inhabitants else []
    if norm.ends:
        told = {"worst": _plain(norm.ends[0]), "best": _plain(norm.ends[1])}
        parts.append(_("0 points for %(worst)s, 100 for %(best)s") % told)
    else:
        parts.append(str(Scale(norm.scale).label))
    if norm.less_is_better:
        parts.append(_("less is better"))
    return capfirst(", ".join(parts))


def share_in_words(share: Fraction) -> str:
    return number_in_words(decimal_of(share, 2).normalize() + 0)


def gained_in_words(line: Line) -> str:
    """What the answer gives of the whole; empty where it was compared with nobody."""
    return "" if line.gained is None else share_in_words(line.gained)


def points_in_words(line: Line) -> str:
    """From 0 to 100, for this indicator alone."""
    return "" if line.points is None else share_in_words(line.points)


def rounded_in_words() -> str:
    """To stand under tables of points."""
    return _("Points are rounded to two places; the total is that of the exact ones.")


def compared_in_words(standing: Standing | None, *, named: int) -> str:
    """Beside whom it was ranked, where not all of them are `named`."""
    others = 0 if standing is None else standing.of - 1 - named
    if others < 1:
        return ""
    words = ngettext(
        "The answers of %(number)s city it was compared with are not open to readers, and points "
        "and rank rest on them too.",
        "The answers of %(number)s cities it was compared with are not open to readers, and points "
        "and rank rest on them too.",
        others,
    )
    return words % {"number": number_in_words(others)}


def category_in_words(sheet: Sheet) -> str:
    category = sheet.category
    return wording(category.name).text if category else ""


def standing_in_words(sheet: Sheet) -> str:
    """`61.25 points, rank 1 of 3 among large cities`; what is in the way where there is none."""
    standing = sheet.standing
    if standing is None:
        if sheet.population is None:
            return _("No points yet: the number of inhabitants is missing.")
        return _("No points yet: there are no other cities of its size to compare with.")
    told = {
        "points": number_in_words(standing.total),
        "rank": number_in_words(standing.rank),
        "of": number_in_words(standing.of),
        "category": category_in_words(sheet),
    }
    if standing.of == 1:
        return _("%(points)s of 100 points; no other city of its size is compared") % told
    return _("%(points)s of 100 points; rank %(rank)s of %(of)s (%(category)s)") % told


def answered_in_words(sheet: Sheet) -> str:
    all_of_them = len(sheet.definition.indicators)
    told = {"number": number_in_words(all_of_them - len(sheet.missing))}
    words = ngettext(
        "%(number)s of %(all)s answer given", "%(number)s of %(all)s answers given", all_of_them
    )
    return words % (told | {"all": number_in_words(all_of_them)})


def register_in_words(line: Line) -> str:
    """What the register has, where a person's answer goes before it."""
    if line.answer.register is None:
        return ""
    number = value_in_words(line.answer.register, line.indicator)
    how = line.answer.register_qualifier
    shown = joined([qualifier(how) if how else "", number], between=" ")
    return _("The register has %(number)s.") % {"number": shown}


def _plain(number: Fraction) -> str:
    return number_in_words(decimal_of(number, 4).normalize() + 0)


def rank_in_words(standing: dict[str, Any] | None, *, not_open: int) -> str:
    """Of an entry as it is kept: `rank 1 of 3, not open to readers: 2`; empty where it was
    compared with nobody. What readers cannot see can be made up, so the rank is never told without
    it."""
    if not standing or standing["of"] < 2:
        return ""
    told = {name: number_in_words(standing[name]) for name in ("rank", "of")}
    rank = _("rank %(rank)s of %(of)s") % told
    return joined([rank, not_open_in_words(not_open)], between=", ")


def not_open_in_words(number: int) -> str:
    """Beside a rank; empty where readers see all it rests on."""
    if number < 1:
        return ""
    return _("not open to readers: %(number)s") % {"number": number_in_words(number)}
