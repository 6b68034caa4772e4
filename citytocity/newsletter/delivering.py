"""What releasing writes: the editions of an issue, its waves, and a delivery for each reader."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, F, Value
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from citytocity.newsletter.choosing import (
    ALIKE,
    Alike,
    Chosen,
    chosen_for,
    chosen_items,
    key_of,
    of_the_month,
    readers_alike,
)
from citytocity.newsletter.clicking import as_sent
from citytocity.newsletter.enums import DeliveryState, IssueState
from citytocity.newsletter.models import Delivery, Edition, Issue, Reader, Wave
from citytocity.newsletter.queries import newsletter, reading
from citytocity.newsletter.readiness import NotReadyError
from citytocity.newsletter.rendering import MOST_BYTES
from citytocity.newsletter.waves import Clocks, Due, Plan, due_at


@dataclass(frozen=True)
class Part:
    """One edition of an issue, and those who get it."""

    language: str
    chosen: tuple[Chosen, ...]
    readers: tuple[Alike, ...]

    @property
    def number(self) -> int:
        return sum(one.number for one in self.readers)


@dataclass(frozen=True)
class Coming:
    """A wave of letters before it is written: when, who gets it, and whose clocks say so."""

    due: Due
    readers: tuple[Alike, ...]
    zones: tuple[str, ...]

    @property
    def number(self) -> int:
        return sum(one.number for one in self.readers)


def parts_of(issue: Issue, *, on: datetime.date | None = None) -> list[Part]:
    """The different editions, each with those who get it; a draft's, if it goes `on` the day, or
    today. So much work, however many readers."""
    every = readers_alike()
    return [
        part
        for language in sorted({alike.spoken for alike in every})
        for part in _parts_in(language, issue, [one for one in every if one.spoken == language], on)
    ]


def _parts_in(
    language: str, issue: Issue, every: list[Alike], on: datetime.date | None
) -> list[Part]:
    """The stories of the items are the pages that readers of the language get."""
    with translation.override(language):
        items = chosen_items(issue, issue.items.all())
        month = of_the_month(issue, on=on)
    parts: dict[str, tuple[list[Chosen], list[Alike]]] = {}
    for alike in every:
        if chosen := chosen_for(alike.rhythm, alike.wish, items, month=month):
            parts.setdefault(key_of(chosen), (chosen, []))[1].append(alike)
    return [Part(language, tuple(chosen), tuple(readers)) for chosen, readers in parts.values()]


def waves_of(
    parts: Sequence[Part], plan: Plan, clocks: Clocks, *, now: datetime.datetime
) -> list[Coming]:
    """The first one first."""
    readers: dict[Due, dict[Alike, str]] = {}
    for part in parts:
        for alike in part.readers:
            due, zone = clocks.due(alike, plan, now=now)
            readers.setdefault(due, {})[alike] = zone
    return [
        Coming(due, tuple(found), tuple(sorted(set(found.values()) - {""})))
        for due, found in sorted(readers.items(), key=lambda pair: pair[0].moment)
    ]


def write(kept: Issue, plan: Plan) -> int:
    """The waves, editions and deliveries of an issue that is released; how many letters that is.

    By the first of them it is known when the issue begins. NotReadyError if an edition is too
    large.
    """
    _hold_readers()
    parts = parts_of(kept)
    now = kept.released or timezone.now()
    clocks = Clocks(newsletter(), [alike for part in parts for alike in part.readers])
    wave_of = _waves(kept, parts, plan, clocks)
    number = sum(_deliver(kept, part, wave_of) for part in parts)
    moments = [wave.moment for wave in wave_of.values()]
    kept.begins = min(moments, default=due_at(plan, clocks.default, now=now).moment)
    if kept.begins > now:
        kept.state = IssueState.SCHEDULED
    elif not number:
        kept.state, kept.finished = IssueState.SENT, now
    kept.save()
    return number


def _hold_readers() -> None:
    """Until the end of the transaction nobody changes what she chose: she would be passed over, or
    stand twice, between two statements. SQLite has one writer as it is."""
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Reader._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")


def _waves(kept: Issue, parts: Sequence[Part], plan: Plan, clocks: Clocks) -> dict[Alike, Wave]:
    """The wave of each of the readers alike."""
    told = waves_of(parts, plan, clocks, now=kept.released or timezone.now())
    return {
        alike: wave
        for one in told
        for wave in [
            Wave.objects.create(
                issue=kept, moment=one.due.moment, is_late=one.due.is_late, zones=list(one.zones)
            )
        ]
        for alike in one.readers
    }


def _deliver(issue: Issue, part: Part, waves: Mapping[Alike, Wave]) -> int:
    """Writes the edition and its deliveries. NotReadyError if it is too large for a letter."""
    said = as_sent(issue, part.chosen, language=part.language)
    if said.size > MOST_BYTES:
        words = _("In the language “%(code)s” the letter has %(size)d bytes, %(most)d is the most.")
        told = {"code": part.language, "size": said.size, "most": MOST_BYTES}
        raise NotReadyError([words % told])
    edition = Edition.objects.create(
        issue=issue,
        language=part.language,
        chosen=key_of(part.chosen),
        items=[one.matter.mark for one in part.chosen],
        subject=said.subject,
        text=said.text,
        html=said.html,
    )
    return sum(_write_deliveries(edition, alike, waves[alike]) for alike in part.readers)


def _write_deliveries(edition: Edition, alike: Alike, wave: Wave) -> int:
    """A row for each of the readers, in one statement that no row passes through us for."""
    row: dict[str, Any] = {
        "issue_id": Value(edition.issue_id),
        "edition_id": Value(edition.pk),
        "reader_id": F("pk"),
        "state": Value(DeliveryState.DUE.value),
        "wave_id": Value(wave.pk),
        "not_before": Value(wave.moment, DateTimeField()),
        "lease": Value(""),
        "tries": Value(0),
        "doubts": Value(0),
        "answer": Value(""),
    }
    found = reading().filter(**{column: getattr(alike, column) for column in ALIKE})
    rows, values = found.order_by().values_list(*row.values()).query.sql_with_params()
    table = connection.ops.quote_name(Delivery._meta.db_table)
    columns = ", ".join(map(connection.ops.quote_name, row))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {rows}", values)
        return cursor.rowcount
