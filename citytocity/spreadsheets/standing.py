"""What is on record already, so that a list brought twice does not double it."""

from functools import cached_property
from typing import Any

from citytocity.languages.text import Words
from citytocity.ledger.kinds import KINDS, Kind
from citytocity.ledger.models import PartnershipSide
from citytocity.spreadsheets.enums import Subject
from citytocity.spreadsheets.facts import folded

Mark = tuple[Any, ...]
DATED: dict[str, str] = {Subject.ACTIVITIES: "when", Subject.RESULTS: "when"}


class Standing:
    """The records of one kind, by what tells a row to be one of them: the id that it names; the
    sides of a partnership with its kind; else a title in any language, with the date."""

    def __init__(self, subject: str) -> None:
        self.subject, self.kind = subject, _kind(subject)

    def find(self, values: dict[str, Any]) -> str:
        """The id of the record that the row is already; empty if it is new."""
        if values.get("id") in self.slugs:
            return str(values["id"])
        return next((self.known[mark] for mark in self._marks(values) if mark in self.known), "")

    def mark(self, values: dict[str, Any]) -> Mark:
        """What rows of one record share."""
        return (values["id"],) if values.get("id") else next(iter(self._marks(values)))

    @cached_property
    def slugs(self) -> set[str]:
        return set(self.kind.model.objects.values_list("slug", flat=True))

    @cached_property
    def known(self) -> dict[Mark, str]:
        if self.subject == Subject.PARTNERSHIPS:
            return _partnerships()
        name = "title" if self.subject in DATED else "name"
        dated = DATED.get(self.subject)
        found = self.kind.model.objects.values_list("slug", name, *([dated] if dated else []))
        return {
            (folded(text), *when): slug
            for slug, words, *when in found.iterator(chunk_size=2_000)
            for text in Words(words).data.values()
        }

    def _marks(self, values: dict[str, Any]) -> list[Mark]:
        if self.subject == Subject.PARTNERSHIPS:
            sides = frozenset(side["city"] for side in values["sides"])
            return [(sides, values["kind"])]
        words = values.get("title") or values.get("name") or {}
        dated = DATED.get(self.subject)
        when = [values.get(dated, "")] if dated else []
        return [(folded(text), *when) for text in words.values()]


def _partnerships() -> dict[Mark, str]:
    sides: dict[tuple[str, str], set[str]] = {}
    rows = PartnershipSide.objects.values_list(
        "partnership__slug", "partnership__kind", "city__slug"
    )
    for slug, kind, city in rows.order_by().iterator(chunk_size=2_000):
        sides.setdefault((slug, kind), set()).add(city)
    return {(frozenset(cities), kind): slug for (slug, kind), cities in sides.items()}


def _kind(subject: str) -> Kind:
    return KINDS[str(subject)]
