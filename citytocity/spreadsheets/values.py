"""What one cell of a spreadsheet says, by what its column holds; in doubt a person is asked."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django_countries import countries

from citytocity.dates.usual import meanings
from citytocity.languages.catalogue import CONTENT_LANGUAGES
from citytocity.languages.numbers import locale_of
from citytocity.languages.plain_text import MARKUP
from citytocity.spreadsheets.counts import heads
from citytocity.spreadsheets.facts import Fact, Reads, choice_by_word, folded

CHARACTERS_SHOWN = 120


class Doubt(Exception):  # noqa: N818 it is told to a person, not an error
    """What a person has to decide on: `choices` are values with what they are called. `cell` is
    what it is about, if that is not the whole cell. `is_needed`: the row cannot come in without it;
    `is_closed`: nothing else than the choices can be meant."""

    def __init__(
        self,
        told: str,
        choices: Iterable[tuple[str, str]] = (),
        *,
        cell: str | None = None,
        is_needed: bool = False,
        is_closed: bool = False,
    ) -> None:
        super().__init__(told)
        self.told, self.choices, self.cell = told, list(choices), cell
        self.is_needed, self.is_closed = is_needed, is_closed


class LeftOut(Exception):  # noqa: N818 somebody decided so
    """The row does not come in."""


def _text(fact: Fact, cell: str) -> str:
    if MARKUP.search(cell):
        raise Doubt(_("Write plain text, without HTML tags."))
    return cell


def _identifier(fact: Fact, cell: str) -> str:
    return cell if re.fullmatch(r"[a-zA-Z0-9_-]{1,120}", cell) else ""


def _date(fact: Fact, cell: str) -> str:
    found = meanings(cell)
    if len(found) == 1:
        return found[0]
    told = _("“%(cell)s” can mean several days.") if found else _("“%(cell)s” is no date we know.")
    raise Doubt(told % {"cell": cell[:CHARACTERS_SHOWN]}, [(one, one) for one in found])


def _heads(fact: Fact, cell: str) -> list[Any] | None:
    if cell in {"-", "–", "—"}:
        return None
    if found := heads(cell):
        return [found.number, str(found.certainty)]
    raise Doubt(_("“%(cell)s” is no number of people.") % {"cell": cell[:CHARACTERS_SHOWN]})


def _number(fact: Fact, cell: str) -> str:
    plain = cell.replace(",", ".").replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"-?\d{1,3}(?:\.\d+)?", plain):
        whole, _dot, part = plain.partition(".")
        return f"{whole}.{part[:5]}" if part else whole
    raise Doubt(_("“%(cell)s” is no number.") % {"cell": cell[:CHARACTERS_SHOWN]})


def _choice(fact: Fact, cell: str) -> str:
    if value := choice_by_word(fact, cell):
        return value
    choices = [(value, str(label)) for value, label in fact.choices.choices]
    raise Doubt(
        _("“%(cell)s” is no %(fact)s we know.")
        % {"cell": cell[:CHARACTERS_SHOWN], "fact": fact.label},
        choices,
    )


def _country(fact: Fact, cell: str) -> str:
    if code := _countries().get(folded(cell)):
        return code
    raise Doubt(_("“%(cell)s” is no country we know.") % {"cell": cell[:CHARACTERS_SHOWN]})


def _link(fact: Fact, cell: str) -> str:
    address = cell if "://" in cell else f"https://{cell}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        told = _("“%(cell)s” is no address of a website.")
        raise Doubt(told % {"cell": cell[:CHARACTERS_SHOWN]}) from error
    return address


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Codes by their names in all languages (CLDR)."""
    codes = [code for code, _name in countries]
    known = {folded(code): code for code in codes}
    for language in CONTENT_LANGUAGES:
        names = locale_of(language).territories
        known |= {folded(names[code]): code for code in codes if code in names}
    return known


WAYS: dict[Reads, Callable[[Fact, str], Any]] = {
    Reads.ID: _identifier,
    Reads.DATE: _date,
    Reads.HEADS: _heads,
    Reads.NUMBER: _number,
    Reads.CHOICE: _choice,
    Reads.COUNTRY: _country,
    Reads.LINK: _link,
}
"""By what of it a cell is read; any other is a text."""


def read_cell(fact: Fact, cell: str) -> Any:
    """What the register keeps for the cell; Doubt if that is not sure. Names of cities and
    organisations it does not know."""
    return WAYS.get(fact.reads, _text)(fact, cell)
