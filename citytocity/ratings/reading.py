"""A definition out of YAML, weighed as a whole: what is wrong is told all at once."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from citytocity.languages.numbers import number_in_words
from citytocity.ledger.asked import Asked, FaultsError, mapping_in
from citytocity.ratings.definitions import (
    POPULATION,
    WHOLE,
    Category,
    Definition,
    Group,
    Indicator,
    Norm,
)
from citytocity.ratings.enums import Scale, Way
from citytocity.ratings.formulas import LONGEST, FormulaError, names_in

PER_INHABITANTS = "per-100000"
YEARS = (1900, 2200)
LARGEST_CITY = 100_000_000
LONG = 2_000


def read(text: str, *, figures: Collection[str]) -> Definition:
    """The definition in the text; `figures` are the codes that the register can answer for all.

    FaultsError lists all that is wrong.
    """
    definition, faults = _weighed(mapping_in(text))
    faults += [
        _(
            "indicator %(code)s: there is no figure “%(figure)s” that is counted, open to "
            "readers and not money."
        )
        % {"code": one.code, "figure": one.figure}
        for one in definition.indicators.values()
        if one.way is Way.FIGURE and one.figure not in figures
    ]
    if faults:
        raise FaultsError(faults)
    return definition


def taken(told: dict[str, Any]) -> Definition:
    """The definition that was kept with answers: it was weighed then, and is not weighed again."""
    return _weighed(told)[0]


def _weighed(told: dict[str, Any]) -> tuple[Definition, list[str]]:
    asked = Asked(told)
    asked.only("code", "name", "made_after", "example", "sources", "years", "categories", "groups")
    first, last = _years(asked)
    definition = Definition(
        code=asked.code("code"),
        name=asked.words("name"),
        made_after=asked.words("made_after", most=LONG),
        is_example=asked.yes("example"),
        sources=tuple(asked.texts("sources")),
        first_year=first,
        last_year=last,
        categories=_categories(asked),
        groups=tuple(_group(one) for one in asked.parts("groups", _("group"))),
        told=told,
    )
    _weigh_codes(asked, definition.groups)
    _weigh_weights(asked, definition.groups)
    _weigh_formulas(asked, definition)
    return definition, asked.faults


def _years(asked: Asked) -> tuple[int, int]:
    value = asked.told.get("years", list(YEARS))
    is_pair = isinstance(value, list) and len(value) == 2 and all(type(y) is int for y in value)
    if not is_pair or not YEARS[0] <= value[0] <= value[1] <= YEARS[1]:
        asked.fault(
            _("write the first and the last year it is for, such as [2015, 2020]."), "years"
        )
        return YEARS
    return value[0], value[1]


def _categories(asked: Asked) -> tuple[Category, ...]:
    found = []
    for one in asked.parts("categories", pgettext("in a rating", "category")):
        one.only("code", "name", "up_to")
        has_limit = one.has("up_to")
        limit = one.whole("up_to", least=1, most=LARGEST_CITY) if has_limit else None
        found.append(Category(one.code("code"), one.words("name"), limit))
    limits = [one.up_to for one in found]
    if found and (limits[-1] is not None or None in limits[:-1]):
        asked.fault(_("all have a limit, and only the last one has none."), "categories")
    known = [limit for limit in limits if limit is not None]
    if known != sorted(set(known)):
        asked.fault(_("the limits must grow from one to the next."), "categories")
    return tuple(found)


def _group(asked: Asked) -> Group:
    asked.only("code", "name", "weight", "indicators")
    return Group(
        code=asked.code("code"),
        name=asked.words("name"),
        weight=asked.share("weight"),
        indicators=tuple(_indicator(one) for one in asked.parts("indicators", _("indicator"))),
    )


def _indicator(asked: Asked) -> Indicator:
    asked.only(
        "code", "name", "unit", "definition", "source", "norm", "ends", "better", "weight",
        "places", "signed", "most",
    )  # fmt: skip
    way, named = _way(asked)
    is_signed = asked.yes("signed")
    norm = _norm(asked)
    if norm.scale is Scale.SHARE and (is_signed or norm.less_is_better or norm.ends):
        asked.fault(_("a share has no ends, no less than nothing, and more of it is better."))
    return Indicator(
        code=asked.code("code"),
        name=asked.words("name"),
        unit=asked.words("unit", most=60),
        definition=asked.words("definition", most=LONG, is_needed=False),
        way=way,
        norm=norm,
        weight=asked.share("weight"),
        figure=named if way is Way.FIGURE else "",
        formula=named if way is Way.FORMULA else "",
        places=asked.whole("places", least=0, most=4, usual=0) or 0,
        is_signed=is_signed,
        most=asked.number("most") if asked.has("most") else None,
    )


def _way(asked: Asked) -> tuple[Way, str]:
    """Where the answer comes from, and the figure or formula that is named."""
    value = asked.told.get("source")
    if value == Way.TYPED.value:
        return Way.TYPED, ""
    named = next(iter(value.items())) if isinstance(value, dict) and len(value) == 1 else ("", "")
    is_named = named[0] in (Way.FIGURE.value, Way.FORMULA.value) and isinstance(named[1], str)
    if is_named and len(named[1]) <= LONGEST:
        return Way(named[0]), named[1]
    asked.fault(
        _("write typed, or {figure: its code}, or {formula: how it is worked out}."), "source"
    )
    return Way.TYPED, ""


def _norm(asked: Asked) -> Norm:
    """One scale, and before it, if so, the reckoning per 100,000 inhabitants."""
    value = asked.told.get("norm")
    steps = value if isinstance(value, list) else [value]
    allowed = [PER_INHABITANTS, *Scale.values]
    unknown = [str(step)[:40] for step in steps if step not in allowed]
    scales = [step for step in steps if step in Scale.values]
    if unknown:
        told = {"norm": ", ".join(unknown), "allowed": ", ".join(allowed)}
        asked.fault(_("no norm is called “%(norm)s”. Norms are: %(allowed)s.") % told, "norm")
    elif len(scales) != 1 or steps.index(scales[0]) != len(steps) - 1 or len(steps) > 2:
        words = _("write one of %(scales)s, or that after %(per)s: [%(per)s, min-max].")
        told = {"scales": ", ".join(Scale.values), "per": PER_INHABITANTS}
        asked.fault(words % told, "norm")
    better = asked.one_of("better", ["more", "less"]) if asked.has("better") else "more"
    return Norm(
        scale=Scale(scales[0]) if scales else Scale.RANK,
        is_per_inhabitants=PER_INHABITANTS in steps,
        ends=_ends(asked, scales, less_is_better=better == "less"),
        less_is_better=better == "less",
    )


def _ends(
    asked: Asked, scales: list[str], *, less_is_better: bool
) -> tuple[Fraction, Fraction] | None:
    """What gets nothing, and what gets all, where that is fixed."""
    if not asked.has("ends"):
        return None
    ends = asked.numbers("ends", many=2)
    if not ends:
        return None
    if scales == [Scale.RANK]:
        asked.fault(_("ranks have no ends."), "ends")
    worst, best = ends
    if worst == best or (worst > best) != less_is_better:
        asked.fault(
            _("first comes the answer that gets nothing, then the one that gets all."), "ends"
        )
    return worst, best


def _weigh_codes(asked: Asked, groups: Iterable[Group]) -> None:
    """Codes are asked for by formulas and answers, so each stands once."""
    indicators = [one.code for group in groups for one in group.indicators]
    kinds = ((_("group"), [one.code for one in groups]), (_("indicator"), indicators))
    for kind, codes in kinds:
        for code, number in Counter(filter(None, codes)).items():
            if number > 1:
                words = _("%(kind)s %(code)s: %(number)d have this code; each needs its own.")
                asked.fault(words % {"kind": kind, "code": code, "number": number})
    if POPULATION in indicators:
        asked.fault(_("“population” means the inhabitants of the city; take another code."))


def _weigh_weights(asked: Asked, groups: Iterable[Group]) -> None:
    groups = list(groups)
    sums = [(_("the groups"), [group.weight for group in groups])] if groups else []
    sums += [
        (_("group %(code)s") % {"code": group.code}, [one.weight for one in group.indicators])
        for group in groups
        if group.indicators
    ]
    for name, weights in sums:
        if (whole := sum(weights, Fraction(0))) != WHOLE:
            words = _("%(name)s: the weights add up to %(sum)s, not to 100.")
            asked.fault(words % {"name": name, "sum": number_in_words(round(float(whole), 4))})


def _weigh_formulas(asked: Asked, definition: Definition) -> None:
    """Formulas that can be read, ask for what is there, and do not ask for themselves."""
    asks: dict[str, set[str]] = {}
    for one in definition.indicators.values():
        if one.way is not Way.FORMULA:
            continue
        try:
            names = names_in(one.formula)
        except FormulaError as error:
            asked.fault(_("indicator %(code)s: %(fault)s") % {"code": one.code, "fault": error})
            continue
        if _has_hyphens(asked, one, definition.indicators):
            continue
        for name in sorted(names - definition.indicators.keys() - {POPULATION}):
            words = _("indicator %(code)s: the formula asks for “%(name)s”, and there is none.")
            asked.fault(words % {"code": one.code, "name": name})
        asks[one.code] = names & definition.indicators.keys()
    try:
        TopologicalSorter(asks).prepare()
    except CycleError as error:
        ring = " → ".join(reversed(error.args[1]))
        asked.fault(_("formulas go round in a circle: %(ring)s.") % {"ring": ring})


def _has_hyphens(asked: Asked, one: Indicator, codes: Iterable[str]) -> bool:
    """A hyphen is a minus to a formula: a code that has one cannot be asked for."""
    wrong = [
        code
        for code in codes
        if "-" in code and re.search(rf"(?<![\w-]){re.escape(code)}(?![\w-])", one.formula)
    ]
    for code in wrong:
        words = _(
            "indicator %(code)s: a formula reads “%(name)s” as a minus. "
            "Write the code with _ instead of -."
        )
        asked.fault(words % {"code": one.code, "name": code})
    return bool(wrong)
