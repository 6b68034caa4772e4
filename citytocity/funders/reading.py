"""A sheet for funders out of YAML, weighed as a whole: what is wrong is told all at once."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from citytocity.funders.definitions import Check, Definition
from citytocity.funders.enums import Measure, Part
from citytocity.ledger.asked import Asked, FaultsError, mapping_in

LONG = 2_000


def read(text: str) -> Definition:
    """The definition in the text. FaultsError lists all that is wrong."""
    asked = Asked(mapping_in(text))
    asked.only("code", "name", "made_after", "sources", "parts", "checks", "members", "blanks")
    made = Definition(
        code=asked.code("code"),
        name=asked.words("name"),
        made_after=asked.words("made_after", most=LONG),
        sources=tuple(asked.texts("sources")),
        parts=tuple(Part(one) for one in _chosen(asked, "parts", Part.values)),
        checks=tuple(_checks(asked)),
        members=frozenset(asked.texts("members")),
        blanks=tuple(one.words("name") for one in _blanks(asked)),
    )
    if Measure.MEMBERS in {one.measure for one in made.checks} and not made.members:
        asked.fault(_("name the countries that the check counts."), "members")
    if asked.faults:
        raise FaultsError(asked.faults)
    return made


def _chosen(asked: Asked, key: str, allowed: Iterable[str]) -> list[str]:
    """The values of a list, each of which is known."""
    found, known = asked.texts(key), list(allowed)
    if unknown := [one for one in found if one not in known]:
        told = {"unknown": ", ".join(unknown), "known": ", ".join(known)}
        asked.fault(_("there is no “%(unknown)s”. There are: %(known)s.") % told, key)
    return [one for one in found if one in known]


def _checks(asked: Asked) -> Iterator[Check]:
    for one in asked.parts("checks", "check") if asked.has("checks") else ():
        one.only("of", "least", "most")
        measure = one.one_of("of", Measure.values)
        least = one.number("least") if one.has("least") else None
        most = one.number("most") if one.has("most") else None
        if not one.has("least") and not one.has("most"):
            one.fault(_("write what it is at least, or at most."))
        if least is not None and most is not None and least > most:
            one.fault(_("the least is more than the most."))
        if measure:
            yield Check(Measure(measure), least, most)


def _blanks(asked: Asked) -> Iterable[Asked]:
    rows: Any = asked.parts("blanks", "blank") if asked.has("blanks") else ()
    return rows
