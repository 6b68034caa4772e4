"""A questionnaire as it stands, or as it was handed in: the same value for pages and files."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

from citytocity.cities.models import City
from citytocity.languages.text import Words
from citytocity.ratings.definitions import WHOLE, Category, Definition, Group, Indicator
from citytocity.ratings.enums import Way
from citytocity.ratings.inhabitants import known_from
from citytocity.ratings.reading import taken
from citytocity.ratings.scoring import Answers, Score


@dataclass(frozen=True)
class Answer:
    """What stands for an indicator, and what it rests on.

    `value` is None where it is missing. `qualifier` says if it, or what it was worked out from, was
    not counted one by one, `records` how many are behind a figure. `register` is what the register
    has where a person's answer goes before it, and `register_qualifier` how sure that is.
    """

    way: Way
    value: Fraction | None = None
    source: str = ""
    qualifier: str = ""
    records: int = 0
    register: Fraction | None = None
    register_qualifier: str = ""


@dataclass(frozen=True)
class Beside:
    """Another city that it was compared with, as it stood then.

    `slug` is that of a city whose entry all could read. One whose entry was closed has no `name`;
    the others came from files.
    """

    name: Words | str
    total: Decimal
    rank: int
    slug: str = ""


@dataclass(frozen=True)
class Standing:
    """What the answers gave, exactly, and among how many cities of the category."""

    category: str
    total: Decimal
    rank: int
    of: int
    points: Mapping[str, Fraction]
    beside: tuple[Beside, ...] = ()

    @classmethod
    def by(cls, score: Score, beside: Iterable[Beside] = ()) -> "Standing":
        points = {one.indicator.code: one.points for one in score.points}
        category = score.category.code
        return cls(category, score.total, score.rank, score.of, points, tuple(beside))


@dataclass(frozen=True)
class Line:
    group: Group
    indicator: Indicator
    answer: Answer
    points: Fraction | None
    share: Fraction

    @property
    def gained(self) -> Fraction | None:
        """What the answer gives of the whole, exactly; None where it was compared with nobody."""
        return None if self.points is None else self.points * self.share / WHOLE


@dataclass(frozen=True)
class Sheet:
    """`standing` is None where there is nothing to compare with; `frozen` while it is open."""

    definition: Definition
    city: City
    year: int
    population: int | None
    population_source: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    standing: Standing | None = None
    frozen: datetime.datetime | None = None

    @property
    def handed_in_on(self) -> datetime.date | None:
        """The day it was where it is read; None while it is open."""
        return timezone.localdate(self.frozen) if self.frozen else None

    @property
    def inhabitants_known_from(self) -> str:
        """Where their number is known from, in the active language if it is the city's record."""
        return known_from(self.population_source)

    @property
    def lines(self) -> Iterator[Line]:
        points = self.standing.points if self.standing else {}
        for group, one, share in self.definition.shares:
            yield Line(group, one, self.answers[one.code], points.get(one.code), share)

    @property
    def missing(self) -> list[Indicator]:
        return [line.indicator for line in self.lines if line.answer.value is None]

    @property
    def category(self) -> Category | None:
        return self.definition.category_of(self.population)

    def as_answers(self, key: str) -> Answers:
        """For scoring: without what is worked out anyway."""
        values = {
            code: one.value for code, one in self.answers.items() if one.way is not Way.FORMULA
        }
        return Answers(key, self.population, values)


def written_down(sheet: Sheet) -> dict[str, Any]:
    """The sheet as JSON, to be kept for good."""
    standing = sheet.standing
    return {
        "definition": sheet.definition.told,
        "population": sheet.population,
        "population_source": sheet.population_source,
        "answers": {code: _written(one) for code, one in sheet.answers.items()},
        "standing": standing
        and {
            "category": standing.category,
            "total": str(standing.total),
            "rank": standing.rank,
            "of": standing.of,
            "points": {code: str(points) for code, points in standing.points.items()},
            "beside": [_beside_written(one) for one in standing.beside],
        },
    }


def taken_up(told: dict[str, Any], *, city: City, year: int, frozen: datetime.datetime) -> Sheet:
    """The sheet that was written down."""
    standing = told["standing"]
    return Sheet(
        definition=taken(told["definition"]),
        city=city,
        year=year,
        population=told["population"],
        population_source=told["population_source"],
        answers={code: _taken_up(one) for code, one in told["answers"].items()},
        standing=standing
        and Standing(
            category=standing["category"],
            total=Decimal(standing["total"]),
            rank=standing["rank"],
            of=standing["of"],
            points={code: Fraction(points) for code, points in standing["points"].items()},
            beside=tuple(_beside_taken_up(one) for one in standing.get("beside", [])),
        ),
        frozen=frozen,
    )


def _written(answer: Answer) -> dict[str, Any]:
    return {
        "way": answer.way.value,
        "value": _exact(answer.value),
        "source": answer.source,
        "qualifier": answer.qualifier,
        "records": answer.records,
        "register": _exact(answer.register),
        "register_qualifier": answer.register_qualifier,
    }


def _taken_up(told: dict[str, Any]) -> Answer:
    return Answer(
        way=Way(told["way"]),
        value=_number(told["value"]),
        source=told["source"],
        qualifier=told["qualifier"],
        records=told["records"],
        register=_number(told["register"]),
        register_qualifier=told.get("register_qualifier", ""),
    )


def _beside_written(one: Beside) -> dict[str, Any]:
    name = dict(one.name.data) if isinstance(one.name, Words) else one.name
    return {"name": name, "total": str(one.total), "rank": one.rank, "slug": one.slug}


def _beside_taken_up(told: dict[str, Any]) -> Beside:
    name = Words(told["name"]) if isinstance(told["name"], dict) else told["name"]
    return Beside(name, Decimal(told["total"]), told["rank"], told["slug"])


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _number(written: str | None) -> Fraction | None:
    return None if written is None else Fraction(written)
