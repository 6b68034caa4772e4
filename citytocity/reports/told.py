"""What a report tells, in no language: numbers, dates as EDTF, texts in all their languages.

The live page is made of this, and a report that is handed in is this and nothing else, kept as
JSON: it opens in every language, also when its records are gone. Pydantic reads it back, and
refuses what is of another form.
"""

import datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

FORM = 1
"""The form of what is kept. Another one gets another number, and a way to read the older ones."""

Texts = dict[str, str]


class Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TheCity(Told):
    slug: str
    name: Texts
    ink: str = ""


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
    city: str
    state: str = ""
    when: str = ""


class Entry(Told):
    """A record that is listed: `cities` by their slugs, `note` in its languages."""

    ref: Ref
    when: str = ""
    cities: list[str] = []
    kind: str = ""
    state: str = ""
    people: Number | None = None
    number: int | None = None
    sides: list[SideState] = []
    note: Texts = {}


class Part(Told):
    """One part of the report: which figures stand in it, how they are broken down, and its lists
    by name; `cut` names those lists that have no room for all."""

    code: str
    figures: list[str] = []
    breakdowns: dict[str, list[Measured]] = {}
    lists: dict[str, list[Entry]] = {}
    cut: list[str] = []


class TheSource(Told):
    title: str
    publisher: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    path: str = ""


class Behind(Told):
    """A record behind a figure, and the part it has in it; `of` is that of the whole in a share."""

    key: int
    part: Decimal | None = None
    of: Decimal | None = None


class Records(Told):
    """The records behind the figures of the year, each once: the key and its title."""

    model: str
    titles: dict[int, Texts]


class Annual(Told):
    """A whole report. `home` is the city from which it looks.

    What stands `behind` each figure, of which of the `kinds` of `records`, is known of a report
    that was handed in, and of one that is taken along as a workbook.
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
    parts: list[Part]
    sources: list[TheSource] = []
    behind: dict[str, list[Behind]] = {}
    kinds: dict[str, str] = {}
    records: list[Records] = []

    def title_of(self, model: str, key: int) -> Texts:
        """What a record was called; empty if the report does not know it."""
        found = (kind.titles.get(key) for kind in self.records if kind.model == model)
        return next(found, None) or {}
