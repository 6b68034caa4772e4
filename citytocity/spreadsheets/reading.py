"""Rows of a spreadsheet as facts of records, each with its doubts.

Nothing is guessed silently. What is surely known is taken; what may be known is a doubt with what
it may mean; one answer to it counts for all rows that have the same cell. An answer is the value,
`EMPTY` (the row comes without the fact), `OUT` (the row is left out), or what else a doubt offers.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from citytocity.cities.models import City, Organisation
from citytocity.cities.recognising import Names, Recognised, city_names, organisation_names
from citytocity.dates.usual import meanings
from citytocity.spreadsheets.enums import Outcome, Subject
from citytocity.spreadsheets.facts import Fact, Reads, fact_by_heading, facts_of
from citytocity.spreadsheets.making import MAKE, cities_named, groups, sides_of
from citytocity.spreadsheets.models import Spreadsheet
from citytocity.spreadsheets.standing import Known, Standing, another_than, told_apart
from citytocity.spreadsheets.tables import Row
from citytocity.spreadsheets.values import CHARACTERS_SHOWN, Doubt, LeftOut, read_cell

EMPTY, OUT, FIRST = "-", "!", "1st"
SEVERAL = re.compile(r"\s*(?:[;\n/+]|,(?!\s*\d)|\s(?:and|und|и|e|et|with)\s)\s*", re.IGNORECASE)
NAMED: dict[str, str] = {
    Subject.ACTIVITIES: "title",
    Subject.RESULTS: "title",
    Subject.ORGANISATIONS: "name",
    Subject.CITIES: "name",
}
MOST_ALIKE = 8
FIGURES = (Reads.HEADS, Reads.NUMBER)
GROUP = ("cities", "organisation", "role", "people", "youth")
OF_LINES = frozenset({"summary"})
"""Texts of several lines; a line break in a cell of any other is a gap between words."""


@dataclass
class Reading:
    """What a row gives."""

    outcome: Outcome
    values: dict[str, Any] = field(default_factory=dict)
    doubts: list[dict[str, Any]] = field(default_factory=list)
    first: int | None = None
    record: str = ""


class Above(NamedTuple):
    """What became of the last row that is more than a group, and the row that it is part of."""

    first: int
    outcome: Outcome


class Reader:
    """Reads the rows of one spreadsheet, in their order. `keys` are those of the cities that the
    officer keeps the register of; None for all."""

    def __init__(self, sheet: Spreadsheet, *, keys: set[int] | None) -> None:
        self.sheet, self.facts = sheet, facts_of(sheet.subject)
        self.columns = {int(place): said for place, said in sheet.columns.items()}
        self.slugs = None if keys is None else _slugs(keys)
        self.standing = Standing(sheet.subject)
        self.above: Above | None = None
        self.ways: dict[Reads, Callable[[Fact, str], Any]] = {
            Reads.CITY: self._city,
            Reads.CITIES: self._cities,
            Reads.ORGANISATION: self._organisation,
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
        except LeftOut:
            reading = Reading(Outcome.LEFT)
        else:
            if row.number == self.sheet.heading_row or not (said or doubts):
                return Reading(Outcome.LEFT)
            reading = self._continued(said, doubts) or self._of_its_own(row, said, doubts)
        if self._is_more_than_a_group(row):
            self.above = Above(reading.first or row.number, reading.outcome)
        return reading

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
                value = self._value_in(row, place, fact, cell)
            except Doubt as doubt:
                doubts.append(_as_data(fact, cell, doubt))
                continue
            if value in (None, "", []):
                continue
            if fact.has_language:
                value = value if key in OF_LINES else " ".join(value.split())
                said.setdefault(key, {}).setdefault(language or self.sheet.language, value)
            else:
                said[key] = value
        if said or doubts:
            for key, value in self.sheet.common.items():
                said.setdefault(key, value)
        return said

    def _value_in(self, row: Row, place: int, fact: Fact, cell: str) -> Any:
        if fault := row.faults.get(place):
            return self._decided(fact, cell or fault, partial(_refuse_cell, fault))
        if not cell:
            return None
        if fact.reads in FIGURES and place in row.spans:
            return self._merged(fact, cell, row, *row.spans[place])
        return self._decided(fact, cell, self._way(fact))

    def _merged(self, fact: Fact, cell: str, row: Row, top: int, bottom: int) -> Any:
        """A figure that stands in several rows counts once, in the first, if somebody says so."""
        if row.number > top:
            return None
        spanned = f"{cell} ({top}–{bottom})"
        answer = self.sheet.decisions.get(doubt_key(fact, spanned))
        if answer != FIRST:
            return self._decided(fact, spanned, partial(_refuse_merged, row.number))
        return self._decided(fact, cell, self._way(fact))

    def _way(self, fact: Fact) -> Callable[[Fact, str], Any]:
        return self.ways.get(fact.reads, read_cell)

    def _decided(self, fact: Fact, cell: str, way: Callable[[Fact, str], Any]) -> Any:
        """What was decided on the cell, else what it says."""
        answer = self.sheet.decisions.get(doubt_key(fact, cell))
        if answer == OUT:
            raise LeftOut
        if answer == EMPTY:
            return None
        if answer is not None:
            return _fitting(fact, answer)
        try:
            return way(fact, cell)
        except Doubt as doubt:
            doubt.cell = cell if doubt.cell is None else doubt.cell
            raise

    # --- what belongs together ---

    def _is_more_than_a_group(self, row: Row) -> bool:
        """Whether groups below it may belong to it, whatever becomes of it."""
        own = (place for place, written in self.columns.items() if written not in GROUP)
        return any(place in row.faults or any(row.cells[place : place + 1]) for place in own)

    def _continued(self, said: dict[str, Any], doubts: list[dict[str, Any]]) -> Reading | None:
        """One more group of the activity above, whose lot it shares; None if the row is something
        else, or stands below what is on record, or would make a foreign activity the officer's."""
        asked = {doubt["fact"] for doubt in doubts}
        own = (set(said) | asked) - set(self.sheet.common) - set(GROUP)
        is_group = self.sheet.subject == Subject.ACTIVITIES and "cities" in set(said) | asked
        if own or not is_group or not self.above or self.above.outcome == Outcome.THERE:
            return None
        first, outcome = self.above
        if doubts:
            return Reading(Outcome.DOUBT, said, doubts, first=first)
        if outcome in (Outcome.NEW, Outcome.PART):
            return self._part(said, first)
        values = {"participations": groups(said)}
        if outcome == Outcome.FOREIGN and self._touches_own(values):
            return None
        return Reading(outcome, values, first=first)

    def _of_its_own(self, row: Row, said: dict[str, Any], doubts: list[dict[str, Any]]) -> Reading:
        try:
            self._ask_for_what_is_missing(said, doubts)
        except LeftOut:
            return Reading(Outcome.LEFT)
        if doubts:
            return Reading(Outcome.DOUBT, said, doubts)
        return self._placed(row, said)

    def _touches_own(self, values: dict[str, Any]) -> bool:
        return self.slugs is None or bool(cities_named(self.sheet.subject, values) & self.slugs)

    def _part(self, said: dict[str, Any], first: int) -> Reading:
        return Reading(Outcome.PART, {"participations": groups(said)}, first=first)

    def _placed(self, row: Row, said: dict[str, Any]) -> Reading:
        values = MAKE[self.sheet.subject](said)
        try:
            same = self._same(values)
        except LeftOut:
            return Reading(Outcome.LEFT)
        except Doubt as doubt:
            fact = self.facts[NAMED.get(self.sheet.subject, "kind")]
            return Reading(Outcome.DOUBT, values, [_as_data(fact, "", doubt)])
        if same and not same.row:
            return Reading(Outcome.THERE, values, record=same.slug)
        if same and same.row and self.sheet.subject == Subject.ACTIVITIES:
            return self._part(said, same.row)
        if same:
            return Reading(Outcome.THERE, values, first=same.row)
        if not self._touches_own(values):
            return Reading(Outcome.FOREIGN, values)
        self.standing.add(row.number, values)
        return Reading(Outcome.NEW, values)

    def _same(self, values: dict[str, Any]) -> Known | None:
        """The record, or the row above, that the row is one with; None if it is new. Doubt if there
        are several of that name, or one that something tells apart."""
        if named := self.standing.named(values):
            return named
        alike = [*self.standing.alike(values), *self.standing.alike_above(values)]
        if not alike:
            return None
        cell = self.standing.cell(values)
        answer = self.sheet.decisions.get(same_key(self.sheet.subject, cell))
        if answer == OUT:
            raise LeftOut
        others = told_apart(answer)
        unseen = [one for one in alike if not one.row and one.slug not in (others or ())]
        if others is not None and not unseen:
            same = [one for one in alike if one.row and one.apart == self.standing.apart(values)]
            return same[0] if same else None
        if chosen := next((one for one in alike if one.answer == answer), None):
            return chosen
        same = [one for one in alike if self.standing.is_same(values, one)]
        if others is None and len(same) == 1:
            return same[0]
        raise Doubt(
            _("There is another one of this name: %(cell)s") % {"cell": cell[:CHARACTERS_SHOWN]},
            self._which(alike, others=others or set()),
            cell=cell,
            is_needed=True,
            is_closed=True,
        )

    def _which(self, alike: list[Known], *, others: set[str]) -> Iterator[tuple[str, str]]:
        """Those first that nobody was asked about yet; the last answer keeps which were shown."""
        shown = sorted(alike, key=lambda one: one.slug in others)[:MOST_ALIKE]
        words = self.standing.in_words(shown)
        for one in shown:
            told = _("it is the one in row %(row)d") if one.row else _("it is %(record)s")
            yield one.answer, told % {"row": one.row, "record": words.get(one.slug, one.slug)}
        others = others.union(one.slug for one in shown if not one.row)
        yield another_than(others), _("it is another one, of the same name")

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
            self._ask_for_a_second_city(said, doubts)

    def _ask_for_a_second_city(self, said: dict[str, Any], doubts: list[dict[str, Any]]) -> None:
        """The answer is the partner of all rows that name the same one city, or none."""
        fact, sides = self.facts["partner"], sides_of(said)
        if len(sides) > 1:
            return
        cell = " + ".join([*sides, "?"])
        try:
            partner = self._decided(fact, cell, lambda _f, _cell: _refuse_one_city())
            if partner in (None, *sides):
                _refuse_one_city()
        except Doubt as doubt:
            doubts.append(_as_data(fact, cell, doubt))
        else:
            said["partner"] = partner

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
            doubt.cell = part
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


def same_key(subject: str, cell: str) -> str:
    """By what it is decided whether a row is one with another of the same name."""
    return doubt_key(facts_of(subject)[NAMED.get(subject, "kind")], cell)


def doubt_key(fact: Fact, cell: str) -> str:
    """By what a doubt is decided once for all rows: cities are the same in every column."""
    way = {Reads.CITY: "city", Reads.CITIES: "city"}.get(fact.reads, fact.key)
    return f"{way}|{cell[:300]}"


def _slugs(keys: set[int]) -> set[str]:
    return set(City.objects.filter(pk__in=keys).values_list("slug", flat=True))


def _as_data(fact: Fact, cell: str, doubt: Doubt) -> dict[str, Any]:
    part = cell if doubt.cell is None else doubt.cell
    return {
        "fact": fact.key,
        "key": doubt_key(fact, part),
        "cell": part[:300],
        "told": doubt.told,
        "choices": doubt.choices,
        "needed": fact.is_needed or doubt.is_needed,
        "closed": doubt.is_closed,
    }


def _refuse_cell(told: str, fact: Fact, cell: str) -> Any:
    raise Doubt(told)


def _refuse_merged(row: int, fact: Fact, spanned: str) -> Any:
    told = _("This number stands in one cell for several rows: %(cell)s. It may count only once.")
    alone = _("it is of row %(row)d alone") % {"row": row}
    raise Doubt(told % {"cell": spanned[:CHARACTERS_SHOWN]}, [(FIRST, alone)])


def _refuse_one_city() -> Any:
    raise Doubt(_("Two cities are needed."), is_needed=True)


def _refuse_missing(fact: Fact) -> Any:
    choices = fact.choices.choices if fact.choices else ()
    raise Doubt(
        _("Nothing stands under “%(fact)s”, which is needed.") % {"fact": fact.label},
        [(value, str(label)) for value, label in choices],
    )


def _full_name(record: City | Organisation) -> str:
    country = getattr(record, "country", None)
    return f"{record} ({country.name})" if country else str(record)


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
