"""Rows of a spreadsheet as facts of records, each with its doubts.

Nothing is guessed silently. What is surely known is taken; what may be known is a doubt with what
it may mean; one answer to it counts for all rows that have the same cell. An answer is the value,
`EMPTY` (the row comes without the fact) or `OUT` (the row is left out).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django_countries import countries

from citytocity.cities.models import City, Organisation
from citytocity.cities.recognising import Names, Recognised, city_names, organisation_names
from citytocity.dates.usual import meanings
from citytocity.languages.catalogue import CONTENT_LANGUAGES
from citytocity.languages.numbers import locale_of
from citytocity.languages.plain_text import MARKUP
from citytocity.ledger.enums import Certainty
from citytocity.spreadsheets.counts import heads
from citytocity.spreadsheets.enums import Outcome, Subject
from citytocity.spreadsheets.facts import (
    Fact,
    Reads,
    choice_by_word,
    fact_by_heading,
    facts_of,
    folded,
)
from citytocity.spreadsheets.models import Spreadsheet
from citytocity.spreadsheets.standing import Standing
from citytocity.spreadsheets.tables import Row

EMPTY, OUT = "-", "!"
SEVERAL = re.compile(r"\s*(?:[;\n/+]|,(?!\s*\d)|\s(?:and|und|и|e|et|with)\s)\s*", re.IGNORECASE)
CHARACTERS_SHOWN = 120
GROUP = ("cities", "organisation", "role", "people", "youth")


class Doubt(Exception):  # noqa: N818 it is told to a person, not an error
    """A cell that a person has to decide on: `choices` are values with what they are called."""

    def __init__(self, told: str, choices: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(told)
        self.told, self.choices = told, list(choices)


class LeftOut(Exception):  # noqa: N818 somebody decided so
    """The row does not come in."""


@dataclass
class Reading:
    """What a row gives."""

    outcome: Outcome
    values: dict[str, Any] = field(default_factory=dict)
    doubts: list[dict[str, Any]] = field(default_factory=list)
    first: int | None = None
    record: str = ""


class Reader:
    """Reads the rows of one spreadsheet, in their order. `keys` are those of the cities that the
    officer keeps the register of; None for all."""

    def __init__(self, sheet: Spreadsheet, *, keys: set[int] | None) -> None:
        self.sheet, self.facts = sheet, facts_of(sheet.subject)
        self.columns = {int(place): said for place, said in sheet.columns.items()}
        self.slugs = None if keys is None else _slugs(keys)
        self.standing = Standing(sheet.subject)
        self.seen: dict[Any, int] = {}
        self.last: int | None = None
        self.ways: dict[Reads, Callable[[Fact, str], Any]] = {
            Reads.ID: _identifier,
            Reads.DATE: _date,
            Reads.HEADS: _heads,
            Reads.NUMBER: _number,
            Reads.CITY: self._city,
            Reads.CITIES: self._cities,
            Reads.ORGANISATION: self._organisation,
            Reads.CHOICE: _choice,
            Reads.COUNTRY: _country,
            Reads.LINK: _link,
        }

    @cached_property
    def cities(self) -> Names:
        return city_names()

    @cached_property
    def organisations(self) -> Names:
        return organisation_names()

    def read(self, row: Row) -> Reading:
        """What becomes of the row; a heading inside the table and a blank one are left out."""
        doubts: list[dict[str, Any]] = []
        try:
            said = self._facts(row, doubts)
            if row.number == self.sheet.heading_row or not said:
                return Reading(Outcome.LEFT)
            if self._continues(said) and not doubts:
                return self._part(said, self.last)
            self._ask_for_what_is_missing(said, doubts)
        except LeftOut:
            return Reading(Outcome.LEFT)
        if doubts:
            return Reading(Outcome.DOUBT, said, doubts)
        return self._placed(row, said)

    def value(self, fact: Fact, written: str) -> Any:
        """What the register keeps for it; Doubt if that is not sure."""
        return self._way(fact)(fact, written.strip())

    def _facts(self, row: Row, doubts: list[dict[str, Any]]) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for place, written in self.columns.items():
            key, _colon, language = written.partition(":")
            fact = self.facts[key]
            cell = row.cells[place] if place < len(row.cells) else ""
            try:
                if fault := row.faults.get(place):
                    cell = cell or fault
                    value = self._decided(fact, cell, partial(_refuse_cell, fault))
                else:
                    value = self._decided(fact, cell, self._way(fact)) if cell else None
            except Doubt as doubt:
                doubts.append(_as_data(fact, cell, doubt))
                continue
            if value in (None, "", []):
                continue
            if fact.has_language:
                said.setdefault(key, {}).setdefault(language or self.sheet.language, value)
            else:
                said[key] = value
        if said or doubts:
            for key, value in self.sheet.common.items():
                said.setdefault(key, value)
        return said

    def _way(self, fact: Fact) -> Callable[[Fact, str], Any]:
        return self.ways.get(fact.reads, _text)

    def _decided(self, fact: Fact, cell: str, way: Callable[[Fact, str], Any]) -> Any:
        """What was decided on the cell, else what it says."""
        answer = self.sheet.decisions.get(doubt_key(fact, cell))
        if answer == OUT:
            raise LeftOut
        if answer == EMPTY:
            return None
        return way(fact, cell) if answer is None else _fitting(fact, answer)

    # --- what belongs together ---

    def _continues(self, said: dict[str, Any]) -> bool:
        """Whether it is one more group of the activity above: such rows have only the group."""
        own = set(said) - set(self.sheet.common) - set(GROUP)
        is_group = self.sheet.subject == Subject.ACTIVITIES and "cities" in said
        return is_group and not own and self.last is not None

    def _part(self, said: dict[str, Any], first: int | None) -> Reading:
        return Reading(Outcome.PART, {"participations": _groups(said)}, first=first)

    def _placed(self, row: Row, said: dict[str, Any]) -> Reading:
        values = MAKE[self.sheet.subject](said)
        if record := self.standing.find(values):
            self.last = None
            return Reading(Outcome.THERE, values, record=record)
        mark = self.standing.mark(values)
        if mark in self.seen:
            if self.sheet.subject == Subject.ACTIVITIES:
                return self._part(said, self.seen[mark])
            return Reading(Outcome.THERE, values, first=self.seen[mark])
        if self.slugs is not None and not cities_named(self.sheet.subject, values) & self.slugs:
            return Reading(Outcome.FOREIGN, values)
        self.seen[mark] = self.last = row.number
        return Reading(Outcome.NEW, values)

    def _ask_for_what_is_missing(self, said: dict[str, Any], doubts: list[dict[str, Any]]) -> None:
        told = {doubt["fact"] for doubt in doubts}
        for fact in self.facts.values():
            if fact.is_needed and not said.get(fact.key) and fact.key not in told:
                try:
                    value = self._decided(fact, "", lambda f, _cell: _refuse_missing(f))
                except Doubt as doubt:
                    doubts.append(_as_data(fact, "", doubt))
                else:
                    said[fact.key] = {self.sheet.language: value} if fact.has_language else value
        if self.sheet.subject == Subject.PARTNERSHIPS and not told & {"cities", "host", "partner"}:
            fact = self.facts["partner"]
            if len(_sides(said)) < 2:
                try:
                    self._decided(fact, "", lambda _f, _cell: _refuse(_("Two cities are needed.")))
                except Doubt as doubt:
                    doubts.append(_as_data(fact, "", doubt))

    # --- who is named ---

    def _city(self, fact: Fact, cell: str) -> str:
        return self._one(self.cities.recognise(cell), cell, _("“%(name)s” is no city on record."))

    def _organisation(self, fact: Fact, cell: str) -> str:
        words = _("“%(name)s” is no organisation on record.")
        return self._one(self.organisations.recognise(cell), cell, words)

    def _cities(self, fact: Fact, cell: str) -> list[str]:
        """One city by its whole name first: some have a comma or an “and” in it."""
        whole = self.cities.recognise(cell)
        if whole.record:
            return [whole.record.slug]
        found = []
        for part in filter(None, SEVERAL.split(cell)):
            answer = self.sheet.decisions.get(doubt_key(fact, part))
            if answer == OUT:
                raise LeftOut
            if answer is None:
                found.append(self._part_named(part))
            elif answer != EMPTY:
                found += answer if isinstance(answer, list) else [answer]
        return list(dict.fromkeys(found))

    def _part_named(self, part: str) -> str:
        try:
            return self._city(self.facts["cities"], part)
        except Doubt as doubt:
            doubt.args = (doubt.told, part)
            raise

    def _one(self, found: Recognised, cell: str, unknown: str) -> str:
        if found.record:
            return found.record.slug
        choices = [(one.slug, _full_name(one)) for one in found.candidates]
        words = _("Which one is “%(name)s”?") if choices else unknown
        raise Doubt(words % {"name": cell[:CHARACTERS_SHOWN]}, choices)


def _fitting(fact: Fact, answer: Any) -> Any:
    """One answer counts for columns of one city and of several."""
    if fact.reads is Reads.CITIES:
        return answer if isinstance(answer, list) else [answer]
    is_list = fact.reads is Reads.CITY and isinstance(answer, list)
    return answer[0] if is_list else answer


def doubt_key(fact: Fact, cell: str) -> str:
    """By what a doubt is decided once for all rows: cities are the same in every column."""
    way = {Reads.CITY: "city", Reads.CITIES: "city"}.get(fact.reads, fact.key)
    return f"{way}|{cell[:300]}"


def cities_named(subject: str, values: dict[str, Any]) -> set[str]:
    """The ids of the cities that a new record would touch."""
    named = [values.get(key) for key in ("host", "from_city", "to_city", "city")]
    groups = [*values.get("participations", ()), *values.get("sides", ())]
    return {slug for slug in (*named, *(group["city"] for group in groups)) if slug}


def _slugs(keys: set[int]) -> set[str]:
    return set(City.objects.filter(pk__in=keys).values_list("slug", flat=True))


def _as_data(fact: Fact, cell: str, doubt: Doubt) -> dict[str, Any]:
    part = doubt.args[1] if len(doubt.args) > 1 else cell
    return {
        "fact": fact.key,
        "key": doubt_key(fact, part),
        "cell": part[:300],
        "told": doubt.told,
        "choices": doubt.choices,
        "needed": fact.is_needed,
    }


def _refuse_cell(told: str, fact: Fact, cell: str) -> Any:
    raise Doubt(told)


def _refuse(told: str) -> Any:
    raise Doubt(told)


def _refuse_missing(fact: Fact) -> Any:
    choices = fact.choices.choices if fact.choices else ()
    raise Doubt(
        _("Nothing stands under “%(fact)s”, which is needed.") % {"fact": fact.label},
        [(value, str(label)) for value, label in choices],
    )


def _full_name(record: City | Organisation) -> str:
    country = getattr(record, "country", None)
    return f"{record} ({country.name})" if country else str(record)


# --- how cells are read ---


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


# --- facts as the register has them ---


def _groups(said: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for each city. A number of people that several cities share is nobody's own."""
    cities = said.get("cities", [])
    is_one = len(cities) == 1
    default = "guest" if said.get("host") else "partner"
    return [
        {
            "city": city,
            "role": said.get("role") or ("host" if city == said.get("host") else default),
            **(
                {"organisation": said["organisation"]}
                if is_one and said.get("organisation")
                else {}
            ),
            **(_counted("people", said.get("people")) if is_one else {}),
            **(_counted("youth", said.get("youth"), sure="") if is_one else {}),
        }
        for city in cities
    ]


def _counted(key: str, found: list[Any] | None, *, sure: str = "certainty") -> dict[str, Any]:
    if not found:
        return {}
    number, certainty = found
    return {key: number} | ({sure: certainty} if sure and certainty != Certainty.COUNTED else {})


def _activity(said: dict[str, Any]) -> dict[str, Any]:
    values = _taken(said, "id", "title", "when", "kind", "status", "host", "place", "occasion",
                    "summary")  # fmt: skip
    first, last = said.get("when_first"), said.get("when_last")
    if not values.get("when") and (first or last):
        values["when"] = first if first == last or not last else f"{first or '..'}/{last}"
    shared = said.get("people") if len(said.get("cities", ())) != 1 else None
    values |= _counted("attendance", said.get("attendance") or shared, sure="attendance_certainty")
    values["participations"] = _groups(said)
    return values


def _sides(said: dict[str, Any]) -> list[str]:
    named = [said.get("host"), *said.get("cities", []), said.get("partner")]
    return list(dict.fromkeys(slug for slug in named if slug))


def _partnership(said: dict[str, Any]) -> dict[str, Any]:
    values = _taken(said, "id", "kind", "since", "first_contact", "name", "origin", "summary")
    return values | {"sides": [{"city": slug} for slug in _sides(said)]}


def _result(said: dict[str, Any]) -> dict[str, Any]:
    values = _taken(said, "id", "title", "kind", "when", "from_city", "to_city", "unit", "summary")
    return values | _counted("value", said.get("value"))


def _organisation(said: dict[str, Any]) -> dict[str, Any]:
    return _taken(said, "id", "name", "other_names", "kind", "city", "website")


def _city(said: dict[str, Any]) -> dict[str, Any]:
    values = _taken(said, "id", "name", "other_names", "country", "region", "latitude", "longitude",
                    "website")  # fmt: skip
    return values | _counted("population", said.get("population"), sure="")


def _taken(said: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: said[key] for key in keys if said.get(key)}


MAKE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    Subject.ACTIVITIES: _activity,
    Subject.PARTNERSHIPS: _partnership,
    Subject.RESULTS: _result,
    Subject.ORGANISATIONS: _organisation,
    Subject.CITIES: _city,
}


def likely_facts(sheet: Spreadsheet, headings: list[str], sample: list[Row]) -> Iterator[str]:
    """For each column what it probably holds: by its heading, else by what stands in it."""
    taken: set[str] = set()
    names = None
    for place, heading in enumerate(headings):
        found = fact_by_heading(sheet.subject, heading) if heading else ""
        if not found and heading:
            names = names or city_names()
            cells = [row.cells[place : place + 1] for row in sample]
            found = _by_content(sheet.subject, cells, names)
        yield found if found and found not in taken else ""
        taken.add(found)


def _by_content(subject: str, cells: list[list[str]], names: Names) -> str:
    filled = [cell[0] for cell in cells if cell and cell[0]]
    if len(filled) < 3:
        return ""
    keys = facts_of(subject)
    if sum(bool(meanings(cell)) for cell in filled) > len(filled) * 0.8:
        return next((key for key in ("when", "since") if key in keys), "")
    if sum(bool(names.recognise(cell).record) for cell in filled) > len(filled) * 0.6:
        return next((key for key in ("cities", "to_city", "city") if key in keys), "")
    return ""
