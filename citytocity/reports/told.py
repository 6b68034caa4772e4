"""What a report tells, in no language: numbers, dates as EDTF, texts in all their languages.

The live page is made of this, and a report that is handed in is this and nothing else, kept as
JSON: it opens in every language, also when its records are gone. Pydantic reads it back, and
refuses what is of another form.
"""

import datetime
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.utils.http import urlencode
from pydantic import BaseModel, ConfigDict

FORM = 2
"""The form of what is kept. Another one gets another number, and a way to read the older ones."""

Texts = dict[str, str]
MONEY_LINE = "moneyline"
"""The kind of record of which the costs of an entry are the sum."""


class Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TheCity(Told):
    slug: str
    name: Texts
    ink: str = ""
    sign: str = ""
    latitude: float | None = None
    longitude: float | None = None


class Place(Told):
    """Where some of the year's activities were: in the city, or at a place without a host."""

    city: str = ""
    name: Texts = {}
    latitude: float
    longitude: float


class Ref(Told):
    """A record by its kind and key; the path stands without its language."""

    model: str
    key: int
    title: Texts
    path: str


class Number(Told):
    """The value of a figure, None where it is not recorded, and how sure it is."""

    value: Decimal | None = None
    certainty: str = "counted"
    unknown: int = 0
    records: int = 0
    currency: str = ""


class Measured(Told):
    """A figure of some years; `label` is what it is narrowed to, where it is a part of one."""

    code: str
    name: Texts
    unit: str
    path: str
    by: str = ""
    value: str = ""
    label: Texts = {}
    numbers: dict[int, Number]


class SideState(Told):
    """How a city sees a partnership, and which office and association keep it there."""

    city: str
    state: str = ""
    when: str = ""
    office: Texts = {}
    association: Texts = {}


class Sum(Told):
    """What was paid, as it was paid; sums in several currencies do not add up."""

    amount: Decimal
    currency: str


class Shot(Told):
    """A picture by its key and mark in the library, with what must stand beside it, and in which
    language that is: in the story's own where none is named. The picture itself is not kept: who
    has it taken out of the library, has it taken out of all reports."""

    key: int
    mark: str = ""
    alt: str = ""
    credit: str = ""
    language: str = ""


class Version(Told):
    """A story in a language it was not written in: a page of its own."""

    key: int
    title: str
    path: str
    note: str = ""
    picture: Shot | None = None


class Entry(Told):
    """A record that is listed: `cities` by their slugs, `guests` those of them that came to the
    first; `note` in its languages, `versions` of a story by theirs. What it cost is known where
    the books are open to all."""

    ref: Ref
    when: str = ""
    cities: list[str] = []
    guests: list[str] = []
    kind: str = ""
    state: str = ""
    people: Number | None = None
    number: int | None = None
    sides: list[SideState] = []
    note: Texts = {}
    cost: list[Sum] = []
    payers: list[str] = []
    picture: Shot | None = None
    versions: dict[str, Version] = {}

    @property
    def emptied(self) -> "Entry":
        """The same without a word of what it was, or where."""
        ref = self.ref.model_copy(update={"title": {}, "path": ""})
        nothing: dict[str, Any] = {"note": {}, "picture": None, "cities": [], "versions": {}}
        return self.model_copy(update={"ref": ref, **nothing})

    def in_language(self, code: str) -> "Entry":
        """The same as its version in the language tells it; as it was written, if there is none.
        Which language that was, stays."""
        one = self.versions.get(code)
        if one is None:
            return self
        ref = self.ref.model_copy(update={"title": {code: one.title}, "path": one.path})
        told = {"note": {code: one.note}, "picture": one.picture or self.picture}
        return self.model_copy(update={"ref": ref, **told})


class Part(Told):
    """One part of the report: which figures stand in it, how they are broken down, and its lists
    by name; `cut` names those lists that have no room for all."""

    code: str
    figures: list[str] = []
    breakdowns: dict[str, list[Measured]] = {}
    lists: dict[str, list[Entry]] = {}
    cut: list[str] = []

    def without(self, closed: Mapping[str, set[int]]) -> "Part":
        """Where lines of money are closed, no entry says any more what it cost, and who paid."""
        hides_costs = bool(closed.get(MONEY_LINE))
        lists = {
            name: [
                _shown(entry, closed.get(entry.ref.model, ()), hides_costs=hides_costs)
                for entry in entries
            ]
            for name, entries in self.lists.items()
        }
        return self.model_copy(update={"lists": lists})

    def in_language(self, code: str) -> "Part":
        lists = {
            name: [entry.in_language(code) for entry in entries]
            for name, entries in self.lists.items()
        }
        return self.model_copy(update={"lists": lists})


def _shown(entry: Entry, closed: Collection[int], *, hides_costs: bool) -> Entry:
    found = entry.emptied if entry.ref.key in closed else _without_versions(entry, closed)
    return found.model_copy(update={"cost": [], "payers": []}) if hides_costs else found


def _without_versions(entry: Entry, closed: Collection[int]) -> Entry:
    versions = {code: one for code, one in entry.versions.items() if one.key not in closed}
    return entry.model_copy(update={"versions": versions})


class TheSource(Told):
    title: str
    publisher: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    path: str = ""


class Annual(Told):
    """A whole report. `home` is the city from which it looks.

    Of one that was handed in, `marks` are those of the records behind it, which are kept beside it,
    and `versions` tell which of these are a story, by its key, in another language.
    """

    form: int = FORM
    year: int
    before: list[int]
    as_of: datetime.date
    home: str
    cities: list[TheCity]
    partnership: Ref | None = None
    is_between: bool = False
    foreword: Texts = {}
    outlook: Texts = {}
    measured: dict[str, Measured]
    months: dict[int, int] = {}
    undated: int = 0
    places: list[Place] = []
    parts: list[Part]
    sources: list[TheSource] = []
    marks: dict[str, str] = {}
    versions: dict[int, dict[str, int]] = {}

    @property
    def kinds(self) -> list[str]:
        """The kinds of records that were kept."""
        return [key for key in self.marks if key.partition("?")[0] not in self.measured]

    @property
    def keeps_all_lists(self) -> bool:
        """Whether the records of the years before, and of the parts of figures, were kept too."""
        return any("?" in key for key in self.marks)

    def without(self, closed: Mapping[str, set[int]]) -> "Annual":
        """The report without the words of what readers may not see any more; its numbers stay."""
        return self.model_copy(update={"parts": [one.without(closed) for one in self.parts]})

    def in_language(self, code: str) -> "Annual":
        """The same with each story as its version in the language tells it, where there is one."""
        return self.model_copy(update={"parts": [one.in_language(code) for one in self.parts]})


def narrowed(code: str, name: str, value: str | int) -> str:
    """What the list of a figure of another year, or of a part of one, is kept by: `I11?year=2015`,
    as in its address."""
    return f"{code}?{urlencode({name: value})}"
