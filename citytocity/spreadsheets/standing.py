"""What is on record already, so that a list brought twice does not double it, and two of the same
name are not taken for one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from citytocity.languages.text import Words
from citytocity.ledger.kinds import KINDS, Kind
from citytocity.ledger.models import PartnershipSide
from citytocity.spreadsheets.enums import Subject
from citytocity.spreadsheets.facts import folded

Mark = tuple[Any, ...]
DATED: dict[str, str] = {Subject.ACTIVITIES: "when", Subject.RESULTS: "when"}
APART: dict[str, tuple[str, ...]] = {
    Subject.ACTIVITIES: ("kind", "host", "place"),
    Subject.RESULTS: ("kind", "from_city", "to_city"),
    Subject.ORGANISATIONS: ("kind", "city"),
    Subject.CITIES: ("country", "region"),
    Subject.PARTNERSHIPS: (),
}
"""What may tell two of the same name apart."""
OF_CITIES = {"host", "from_city", "to_city", "city"}
NEW = "new"
"""The answer that it is another one of the same name; the records that were shown follow."""


class Known(NamedTuple):
    """A record by its id, or a row of the list by its number; with what tells it apart."""

    slug: str
    row: int | None
    apart: tuple[str, ...]

    @property
    def answer(self) -> str:
        return f"row:{self.row}" if self.row else f"on:{self.slug}"


def another_than(slugs: Iterable[str]) -> str:
    """The answer that it is none of these records."""
    return ":".join([NEW, *sorted(slugs)])


def told_apart(answer: Any) -> set[str] | None:
    """The records that it is another one than; None if that was not the answer."""
    said, *slugs = answer.split(":") if isinstance(answer, str) else ("",)
    return set(slugs) if said == NEW else None


class Standing:
    """The records of one kind and the rows read so far, by what tells a row to be one of them: the
    id that it names; the sides of a partnership with its kind; else a title in any language, with
    the date."""

    def __init__(self, subject: str) -> None:
        self.subject, self.kind = subject, _kind(subject)
        self.rows: defaultdict[Mark, list[Known]] = defaultdict(list)
        self.by_id: dict[str, Known] = {}
        self.words: dict[str, str] = {}

    def named(self, values: Mapping[str, Any]) -> Known | None:
        """What has the very id that the row names."""
        slug = str(values.get("id") or "")
        return Known(slug, None, ()) if slug in self.slugs else self.by_id.get(slug)

    def alike(self, values: Mapping[str, Any]) -> list[Known]:
        """The records of the same name; of rows with ids of their own only those without."""
        found = [one for mark in self._marks(values) for one in self.known.get(mark, ())]
        return list(dict.fromkeys(found))

    def alike_above(self, values: Mapping[str, Any]) -> list[Known]:
        """The rows of the same name; those that name ids are told apart by them."""
        found = [one for mark in self._marks(values) for one in self.rows.get(mark, ())]
        return [one for one in dict.fromkeys(found) if not (one.slug and values.get("id"))]

    def add(self, row: int, values: Mapping[str, Any]) -> None:
        """From now on the row stands for a record of its own."""
        known = Known(str(values.get("id") or ""), row, self.apart(values))
        for mark in self._marks(values):
            self.rows[mark].append(known)
        if known.slug:
            self.by_id[known.slug] = known

    def is_same(self, values: Mapping[str, Any], other: Known) -> bool:
        """Whether nothing tells them apart."""
        if values.get("id") and not other.row:
            return False
        return not any(map(_differ, self.apart(values), other.apart))

    def apart(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(_plain(values.get(name)) for name in APART[self.subject])

    def cell(self, values: Mapping[str, Any]) -> str:
        """What is decided on once: the name, with what would tell it apart."""
        words = values.get("title") or values.get("name") or {}
        name = next(iter(words.values()), "") or " – ".join(
            side["city"] for side in values.get("sides", ())
        )
        dated = str(values.get(DATED.get(self.subject, ""), ""))
        parts = (dated, values.get("id", ""), *self.apart(values))
        return " · ".join([name, *filter(None, map(str, parts))]) + " ·"

    def in_words(self, found: Iterable[Known]) -> dict[str, str]:
        """Each record with what tells it apart, by its id; each is asked for once in a list."""
        slugs = {one.slug for one in found if not one.row}
        if unknown := slugs.difference(self.words):
            records = self.kind.model.objects.filter(slug__in=unknown)
            if self.subject == Subject.PARTNERSHIPS:
                records = records.prefetch_related("sides__city")
            records = records.select_related(*OF_CITIES.intersection(APART[self.subject]))
            self.words |= {record.slug: self._in_words(record) for record in records}
        return {slug: self.words[slug] for slug in slugs if slug in self.words}

    def _in_words(self, record: Any) -> str:
        parts = (_worded(record, name) for name in APART[self.subject])
        told = ", ".join([*filter(None, parts), record.slug])
        return f"{record} ({told})"

    @cached_property
    def slugs(self) -> set[str]:
        return set(self.kind.model.objects.values_list("slug", flat=True))

    @cached_property
    def known(self) -> dict[Mark, list[Known]]:
        known: defaultdict[Mark, list[Known]] = defaultdict(list)
        found = _partnerships() if self.subject == Subject.PARTNERSHIPS else self._named()
        for mark, one in found:
            known[mark].append(one)
        return dict(known)

    def _named(self) -> Iterator[tuple[Mark, Known]]:
        name = "title" if self.subject in DATED else "name"
        dated = [DATED[self.subject]] if self.subject in DATED else []
        apart = [f"{one}__slug" if one in OF_CITIES else one for one in APART[self.subject]]
        rows = self.kind.model.objects.order_by().values_list("slug", name, *apart, *dated)
        for slug, words, *rest in rows.iterator(chunk_size=2_000):
            told, when = rest[: len(apart)], rest[len(apart) :]
            one = Known(slug, None, tuple(map(_plain, told)))
            for text in set(map(folded, Words(words).data.values())):
                yield (text, *when), one

    def _marks(self, values: Mapping[str, Any]) -> list[Mark]:
        if self.subject == Subject.PARTNERSHIPS:
            sides = frozenset(side["city"] for side in values["sides"])
            return [(sides, values["kind"])]
        words = values.get("title") or values.get("name") or {}
        dated = DATED.get(self.subject)
        when = [values.get(dated, "")] if dated else []
        return [(folded(text), *when) for text in words.values()]


def _partnerships() -> Iterator[tuple[Mark, Known]]:
    sides: dict[tuple[str, str], set[str]] = {}
    rows = PartnershipSide.objects.values_list(
        "partnership__slug", "partnership__kind", "city__slug"
    )
    for slug, kind, city in rows.order_by().iterator(chunk_size=2_000):
        sides.setdefault((slug, kind), set()).add(city)
    for (slug, kind), cities in sides.items():
        yield (frozenset(cities), kind), Known(slug, None, ())


def _plain(value: Any) -> str:
    """As it is compared: a code, or a text in all its languages."""
    if isinstance(value, dict | Words):
        return "|".join(map(folded, Words(value).data.values()))
    return str(value or "")


def _differ(one: str, other: str) -> bool:
    """Whether both are told, and nothing of them is the same."""
    return bool(one and other) and not set(one.split("|")) & set(other.split("|"))


def _worded(record: Any, name: str) -> str:
    value = getattr(record, name)
    if name == "country":
        return str(value.name)
    shown = getattr(record, f"get_{name}_display", None)
    return str(shown() if shown else value or "")


def _kind(subject: str) -> Kind:
    return KINDS[str(subject)]
