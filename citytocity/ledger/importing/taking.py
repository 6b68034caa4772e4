"""The records of the files, some at a time: what each is to become, and whether it can."""

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from citytocity.languages.plain_text import UNPRINTABLE
from citytocity.ledger.importing.checks import Checks
from citytocity.ledger.importing.ids import Ids
from citytocity.ledger.importing.problems import Problems
from citytocity.ledger.importing.rows import Rows, row_items
from citytocity.ledger.importing.values import TRUE, Values
from citytocity.ledger.keeping import (
    Draft,
    keep_new,
    keep_rows,
    other_lists,
    row_changes,
    values_of,
)
from citytocity.ledger.kinds import KINDS, Kind
from citytocity.ledger.models import Partnership
from citytocity.ledger.traces import Kept
from citytocity.ledger.written import PORTION, Item, Written

Told = Callable[[int, int], None]


@dataclass
class Tally:
    """How many records an import made, changed and found as they were."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


class Taking:
    """Takes what is written into the register, within a transaction of the caller's."""

    def __init__(self, written: Written, told: Told) -> None:
        self.written = written
        self.told = told
        self.tally = Tally()
        self.problems = Problems()
        self.ids = Ids()
        self.values = Values(self.ids, self.problems)
        self.checks = Checks(self.ids, self.problems)
        self.rows = Rows(self.values, self.checks, self.problems)

    def run(self) -> None:
        """Takes as much as can be taken; where there are `problems`, nothing of it may stay."""
        for position, message in self.written.problems:
            self.problems.refuse(position, message)
        self.ids.learn(self.written, self.problems)
        total = sum(len(items) for items in self.written.sections.values())
        done = 0
        for key, kind in KINDS.items():
            kept = Kept(kind)
            for portion in _portions(kind, self.written.sections.get(key, [])):
                self.checks.begin()
                self._take(kind, portion, kept)
                gc.collect()
                for _item in portion:
                    done += 1
                    self.told(done, total)
            self.values.later.join(self.ids, self.problems)
            if not self.problems:
                kept.stand()

    def _take(self, kind: Kind, items: list[Item], kept: Kept) -> None:
        ids = (item.text("id") for item in items)
        slugs = [slug for slug in ids if not UNPRINTABLE.search(slug)]  # no database takes all
        known = {record.slug: record for record in kind.with_lists().filter(slug__in=slugs)}
        new: dict[str, Draft] = {}
        for item in items:
            draft = self._draft(kind, item, known)
            if draft and draft.before is None:
                new.setdefault(draft.record.slug, draft)
            elif draft:
                self._keep_known(kept, draft)  # at once: the next one is measured by it
        if new:
            self._keep_new(kept, list(new.values()))

    def _draft(self, kind: Kind, item: Item, known: dict[str, Any]) -> Draft | None:
        """The record as the file wants it; None if it cannot be kept, for itself or for others."""
        slug = item.text("id")
        if not self._is_slug(item, slug):
            return None
        faults = len(self.problems)
        self.values.begin()
        record = known.get(slug) or kind.model(slug=slug)
        before = values_of(kind.columns, record) if record.pk else None
        many = self.values.assign(kind.columns, record, item, besides={"id", *kind.nested})
        rows = {
            key: self.rows.of(nested, record, item)
            for key, nested in kind.nested.items()
            if key in item.values
        }
        self.checks.validate(record, item, kind.columns)
        if isinstance(record, Partnership):
            self.rows.check_sides(record, item, rows)
        draft = Draft(record, item, before, many, rows, moves=self.values.moves)
        if len(self.problems) > faults:
            return None
        if self.values.waits:
            self._tell_all_faults(kind, draft)
            return None
        return draft

    def _keep_new(self, kept: Kept, drafts: list[Draft]) -> None:
        """All of them in a few questions. What the database refuses is looked at one by one."""
        try:
            with transaction.atomic():
                keep_new(kept, drafts)
        except IntegrityError:
            found = len(self.problems)
            for draft in drafts:
                draft.record.pk, draft.record._state.adding = None, True
                self._tell_all_faults(kept.kind, draft)
            if len(self.problems) == found:
                raise
            return
        self.tally.created += len(drafts)
        for draft in drafts:
            self.ids.keep(draft.record)

    def _keep_known(self, kept: Kept, draft: Draft) -> None:
        kind, record = kept.kind, draft.record
        others = other_lists(record, draft.many)
        changes = {
            key: row_changes(kind.nested[key], record, new) for key, new in draft.rows.items()
        }
        is_as_before = draft.before == values_of(kind.columns, record) and not draft.moves
        if is_as_before and not others and not any(changes.values()):
            self.tally.unchanged += 1
            return
        for name, ids in others.items():
            related = kind.model._meta.get_field(name).related_model
            setattr(record, name, related.objects.filter(pk__in=ids))
        record.save()
        for key, change in changes.items():
            keep_rows(kind.nested[key], record, change)
        self.tally.changed += 1
        kept.changed.append(record.pk)

    def _tell_all_faults(self, kind: Kind, draft: Draft) -> None:
        """Also what only the database knows: what stands twice, and what its checks refuse."""
        self.checks.validate_whole(draft.record, draft.item, kind.columns)
        for key, rows in draft.rows.items():
            nested = kind.nested[key]
            for row, item in zip(rows, row_items(nested, draft.item), strict=False):
                self.checks.validate_whole(row, item, nested.columns, besides={nested.parent})

    def _is_slug(self, item: Item, slug: str) -> bool:
        if not slug:
            self.problems.refuse(item.at("id"), _("A record needs an id, such as “perm-oxford”."))
            return False
        try:
            validate_slug(slug)
        except ValidationError:
            message = _("“%(id)s” cannot be an id: use Latin letters, digits and hyphens.")
            self.problems.refuse(item.at("id"), message % {"id": slug})
            return False
        return True


def _portions(kind: Kind, items: Iterable[Item]) -> Iterator[list[Item]]:
    """The records of a kind, some at a time, in the order in which they can be kept."""
    has_office = "host" in kind.columns and not kind.columns["host"].is_reference
    ordered = sorted(items, key=_takes_office) if has_office else items
    waiting = iter(ordered)
    while portion := list(islice(waiting, PORTION)):
        yield portion


def _takes_office(item: Item) -> bool:
    """Who takes the host office comes after who gives it away: there is one at any time."""
    return item.text("host").lower() in TRUE
