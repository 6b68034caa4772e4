"""The register from files: all or nothing, every error listed with its line and its mend.

A record is known by its id: a new id makes a record, a known one changes it. A key that a file
leaves out stays as it is; an empty value empties it; a list replaces the list.
"""

import difflib
import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from citytocity.languages.catalogue import CONTENT_LANGUAGES
from citytocity.languages.fields import I18nCharField, I18nTextField, NameField
from citytocity.languages.plain_text import UNPRINTABLE, tidy, validate_printable
from citytocity.languages.text import Words
from citytocity.ledger.keeping import (
    Draft,
    keep_new,
    keep_rows,
    other_lists,
    row_changes,
    values_of,
)
from citytocity.ledger.kinds import KINDS, Column, Kind, Nested
from citytocity.ledger.models import Participation, Partnership, check_sides, repeated_groups
from citytocity.ledger.signals import announce, once_on_commit
from citytocity.ledger.traces import Kept, usage_told_later
from citytocity.ledger.written import (
    PORTION,
    Item,
    Position,
    SomeLanguages,
    Written,
    read_yaml,
)

Told = Callable[[int, int], None]

OF_OTHERS = (models.FileField, models.JSONField)
TRUE, FALSE = {"true", "yes", "1"}, {"false", "no", "0"}
READABLE = 30
"""How many values a message lists; there are more countries than anybody reads."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file, where, and what would be right."""

    position: Position
    message: str

    def __str__(self) -> str:
        return f"{self.position}: {self.message}"


class ImportRefusedError(Exception):
    """Nothing was changed; `problems` tells every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class UnusableValueError(Exception):
    """A value that cannot be taken; the message says what would be right."""


@dataclass
class Tally:
    """How many records an import made, changed and found as they were."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


def import_files(paths: list[Path], *, told: Told = lambda _done, _of: None) -> Tally:
    """Reads the files into the register as one; ImportRefusedError if anything is wrong.

    `told` hears how many of how many records are done.
    """
    with _without_rubbish():
        written = Written()
        for path in paths:
            written.add(_read(path))
        return import_written(written, told=told)


def import_written(written: Written, *, told: Told = lambda _done, _of: None) -> Tally:
    """As `import_files`, from what has been read already."""
    work = _Import(written, told)
    with transaction.atomic(), usage_told_later(), _without_rubbish():
        work.run()
        if work.problems:
            raise ImportRefusedError(
                sorted(work.problems, key=lambda problem: problem.position.order)
            )
        once_on_commit(announce)
    return work.tally


@contextmanager
def _without_rubbish() -> Iterator[None]:
    """Python looks through all that there is whenever many things were made: here it looks once
    for each portion, and only through what is new. Within itself it does nothing more."""
    if not gc.isenabled():
        yield
        return
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _read(path: Path) -> Written:
    if path.suffix.lower() in {".yaml", ".yml"}:
        return read_yaml(path)
    if path.suffix.lower() == ".xlsx":
        from citytocity.ledger.workbook_reading import read_workbook

        return read_workbook(path)
    message = _("This file is neither YAML (.yaml) nor a workbook (.xlsx).")
    raise ImportRefusedError([Problem(Position(path.name), message)])


class Taken:
    """Values that fields have taken before, so that none looks at the same one twice: most fields
    are empty, or hold one of a few known values."""

    def __init__(self) -> None:
        self.values: dict[models.Field, set[Any]] = defaultdict(set)

    def of(self, record: Any) -> set[str]:
        """The fields of the record whose values are such."""
        here, model = record.__dict__, cast("Any", type(record))
        return {
            name
            for column, name, attname in _of_their_own(model)
            if here[attname] in self.values[column]
        }

    def learn(self, record: Any, besides: set[str]) -> None:
        """Keeps the values that have just been looked at; not those of the fields left out."""
        here, model = record.__dict__, cast("Any", type(record))
        for column, name, attname in _of_their_own(model):
            if name not in besides:
                self.values[column].add(here[attname])


@lru_cache(maxsize=200)
def _of_their_own(model: Any) -> list[tuple[Any, str, str]]:
    """Fields that look at nothing but their value: no other record, no file."""
    return [
        (one, one.name, one.attname)
        for one in model._meta.fields
        if not (one.is_relation or one.primary_key or isinstance(one, OF_OTHERS))
    ]


@dataclass
class _Import:
    written: Written
    told: Told
    problems: list[Problem] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    known: dict[Any, dict[str, int | None]] = field(default_factory=dict)
    later: list[tuple[Any, Column, str, Position]] = field(default_factory=list)
    taken: Taken = field(default_factory=Taken)
    waits: bool = False
    moves: bool = False

    def run(self) -> None:
        self.problems += [Problem(at, message) for at, message in self.written.problems]
        self._learn_ids()
        total = sum(len(items) for items in self.written.sections.values())
        done = 0
        for key, kind in KINDS.items():
            kept = Kept(kind)
            for portion in _portions(kind, self.written.sections.get(key, [])):
                self.taken = Taken()
                self._take(kind, portion, kept)
                gc.collect()
                for _item in portion:
                    done += 1
                    self.told(done, total)
            self._join_later()
            if not self.problems:
                kept.stand()

    def _learn_ids(self) -> None:
        """Ids that may be named: those of the register, and those these files bring."""
        for key, kind in KINDS.items():
            ids = dict(kind.model.objects.values_list("slug", "pk"))
            first_seen: dict[str, Position] = {}
            items = self.written.sections.get(key, [])
            for item in getattr(items, "bare", items):
                slug = item.text("id")
                if slug in first_seen:
                    message = _("The id “%(id)s” is there twice; first in %(where)s.")
                    self._refuse(item.at("id"), message % {"id": slug, "where": first_seen[slug]})
                first_seen.setdefault(slug, item.at("id"))
                ids.setdefault(slug, None)
            self.known[kind.model] = ids

    # --- some records at once ---

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
        self.waits = self.moves = False
        record = known.get(slug) or kind.model(slug=slug)
        before = values_of(kind.columns, record) if record.pk else None
        many = self._assign(kind.columns, record, item, besides={"id", *kind.nested})
        rows = {
            key: self._rows(nested, record, item)
            for key, nested in kind.nested.items()
            if key in item.values
        }
        self._validate(record, item, kind.columns)
        if isinstance(record, Partnership):
            self._check_sides(record, item, rows)
        draft = Draft(record, item, before, many, rows, moves=self.moves)
        if len(self.problems) > faults:
            return None
        if self.waits:
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
            self.known[kept.kind.model][draft.record.slug] = draft.record.pk

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
        self._validate_whole(draft.record, draft.item, kind.columns)
        for key, rows in draft.rows.items():
            nested = kind.nested[key]
            for row, item in zip(rows, _row_items(nested, draft.item), strict=False):
                self._validate_whole(row, item, nested.columns, besides={nested.parent})

    def _is_slug(self, item: Item, slug: str) -> bool:
        if not slug:
            self._refuse(item.at("id"), _("A record needs an id, such as “perm-oxford”."))
            return False
        try:
            validate_slug(slug)
        except ValidationError:
            message = _("“%(id)s” cannot be an id: use Latin letters, digits and hyphens.")
            self._refuse(item.at("id"), message % {"id": slug})
            return False
        return True

    # --- its values ---

    def _assign(
        self, columns: dict[str, Column], record: Any, item: Item, besides: set[str]
    ) -> dict[str, list[int]]:
        """Sets the plain values; returns the ids for each list of references."""
        many: dict[str, list[int]] = {}
        for key, value in item.values.items():
            if key in besides:
                continue
            if key not in columns:
                self._refuse(item.at(key), _unknown_key(key, [*columns, *sorted(besides - {"id"})]))
                continue
            column = columns[key]
            try:
                if column.is_list:
                    many[column.field.name] = self._ids(column, value)
                else:
                    self._set(column, record, value, item.at(key))
            except UnusableValueError as error:
                item.refused.add(key)
                self._refuse(item.at(key), f"{key}: {error}")
        return many

    def _set(self, column: Column, record: Any, value: Any, position: Position) -> None:
        name = column.field.name
        if isinstance(value, str):
            value = tidy(value)
            try:
                validate_printable(value)
            except ValidationError as error:
                raise UnusableValueError(" ".join(error.messages)) from error
        if column.is_reference:
            self._set_reference(column, record, value, position)
        elif value and isinstance(value, str) and isinstance(column.field, NameField):
            setattr(record, name, Words(value))
        elif value is None or value == "":
            setattr(record, name, None if column.field.null else column.field.get_default())
        elif isinstance(column.field, I18nCharField | I18nTextField):
            setattr(record, name, _as_words(value, before=getattr(record, name)))
        elif isinstance(value, Item | list):
            raise UnusableValueError(_("One value is wanted here, not a list or a mapping."))
        else:
            try:
                setattr(record, name, column.field.to_python(_as_flag(column.field, value)))
            except ValidationError as error:
                raise UnusableValueError(" ".join(error.messages)) from error

    def _set_reference(self, column: Column, record: Any, value: Any, position: Position) -> None:
        model = column.field.related_model
        if value is None or value == "":
            setattr(record, column.field.name, None)
        elif model not in self.known:
            setattr(record, column.field.name, _file_named(model, str(value)))
        elif model is not type(record):
            pk = self._pk(model, value)
            setattr(record, column.field.attname, pk)
            self.waits |= pk is None
        elif (pk := self._pk(model, value)) is None or pk != getattr(record, column.field.attname):
            self.later.append((record, column, str(value), position))
            self.moves = True

    def _pk(self, model: Any, slug: Any) -> int | None:
        """The key of the record with this id; None if it comes with these files, not kept yet."""
        if isinstance(slug, Item | list):
            raise UnusableValueError(_("Write the id of a record here."))
        ids = self.known[model]
        if str(slug) not in ids:
            raise UnusableValueError(_unknown_id(model, str(slug), list(ids)))
        return ids[str(slug)]

    def _ids(self, column: Column, value: Any) -> list[int]:
        if value is None:
            return []
        if not isinstance(value, list):
            raise UnusableValueError(_("Write a list of ids, such as [culture, youth]."))
        pks = [self._pk(column.field.related_model, slug) for slug in value]
        self.waits |= None in pks
        return [pk for pk in pks if pk is not None]

    def _join_later(self) -> None:
        """References among records of one kind, which may name one further down.

        First those that were there are let go, so that only what these files say can be a circle.
        """
        if not self.problems:
            for record, column, _slug, _position in self.later:
                self._rows_of(record).update(**{column.field.name: None})
            for record, column, slug, position in self.later:
                self._join(record, column, self.known[type(record)][slug], position)
        self.later.clear()

    def _join(self, record: Any, column: Column, key: int | None, position: Position) -> None:
        joined = self._rows_of(record).get()
        setattr(joined, column.field.attname, key)
        try:
            joined.clean()
        except ValidationError as error:
            self._refuse(position, f"{column.key}: {' '.join(error.messages)}")
        else:
            self._rows_of(record).update(**{column.field.name: key})

    def _rows_of(self, record: Any) -> models.QuerySet:
        return type(record)._default_manager.filter(pk=record.pk)

    # --- its lists ---

    def _rows(self, nested: Nested, record: Any, item: Item) -> list[Any]:
        written = item.values[nested.key]
        if written is None:
            return []
        if not isinstance(written, list):
            message = _("%(key)s: Write a list, one entry a line beginning with “-”.")
            self._refuse(item.at(nested.key), message % {"key": nested.key})
            return []
        if nested.model is Participation:
            self._check_groups(_items(item, nested.key))
        return [
            row for value in written if (row := self._row(nested, record, item, value)) is not None
        ]

    def _check_groups(self, items: list[Item]) -> None:
        groups = [(item.text("city"), item.text("organisation")) for item in items]
        for place, message in repeated_groups(groups).items():
            self._refuse(items[place].at("city"), str(message))

    def _row(self, nested: Nested, record: Any, item: Item, value: Any) -> Any:
        value = _as_row(nested, item, value)
        if not isinstance(value, Item):
            message = _("%(key)s: Write a mapping with: %(columns)s.")
            columns = ", ".join(nested.columns)
            self._refuse(item.at(nested.key), message % {"key": nested.key, "columns": columns})
            return None
        row = nested.model()
        setattr(row, nested.parent, record)
        self._assign(nested.columns, row, value, besides=set())
        validate = self._validate_whole if record.pk else self._validate
        validate(row, value, nested.columns, besides={nested.parent})
        return row

    def _check_sides(self, record: Any, item: Item, rows: dict[str, list[Any]]) -> None:
        if not self.problems and _are_sides(rows):
            return
        sides = rows.get("sides", list(record.sides.all()) if record.pk else [])
        states = rows.get("states", list(record.states.all()) if record.pk else [])
        if self.problems:
            self._check_named_sides(record, item)
            return
        try:
            check_sides([side.city for side in sides], [state.city for state in states])
        except ValidationError as error:
            self._refuse(item.at("sides"), " ".join(error.messages))

    def _check_named_sides(self, record: models.Model, item: Item) -> None:
        """As far as can be told while other things are wrong and cities may not be kept yet."""
        names = [str(side.values.get("city")) for side in _items(item, "sides")]
        if len(set(names)) != len(names):
            self._refuse(item.at("sides"), _("A city cannot be in partnership with itself."))
        elif len(names) < 2 and ("sides" in item.values or not record.pk):
            self._refuse(item.at("sides"), _("A partnership needs two cities or more."))

    # --- what is wrong ---

    def _validate(
        self,
        record: Any,
        item: Item,
        columns: dict[str, Column],
        besides: frozenset[str] | set[str] = frozenset(),
    ) -> None:
        """What the model itself refuses, said at the key it is about. Of a new record the
        database looks at its constraints when it is kept: that is no question for each."""
        if record.pk:
            self._validate_whole(record, item, columns, besides)
            return
        settled = {
            column.field.name
            for column in columns.values()
            if column.is_reference
            and not column.is_list
            and getattr(record, column.field.attname) is not None
        }
        exclude = {*besides, *settled, *self._left_out(item, columns)}
        exclude |= self.taken.of(record)
        try:
            record.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
        except ValidationError:
            self._validate_whole(record, item, columns, besides)
        else:
            self.taken.learn(record, exclude)

    def _validate_whole(
        self,
        record: Any,
        item: Item,
        columns: dict[str, Column],
        besides: frozenset[str] | set[str] = frozenset(),
    ) -> None:
        try:
            record.full_clean(exclude={*besides, *self._left_out(item, columns)})
        except ValidationError as error:
            keys = {"slug": "id"} | {column.field.name: key for key, column in columns.items()}
            for name, faults in error.error_dict.items():
                key = keys.get(name, name)
                for fault in faults if key not in item.refused else ():
                    message = _as_told(fault, columns.get(key))
                    says = message if name == NON_FIELD_ERRORS else f"{key}: {message}"
                    self._refuse(item.at(key), says)

    def _left_out(self, item: Item, columns: dict[str, Column]) -> set[str]:
        """What was told already, and references to records that are not kept yet."""
        pending = {
            column.field.name
            for key, column in columns.items()
            if column.is_reference and not column.is_list and self._is_pending(column, item, key)
        }
        return pending | {columns[key].field.name for key in item.refused if key in columns}

    def _is_pending(self, column: Column, item: Item, key: str) -> bool:
        """Whether the reference names a record of these files that is not kept yet."""
        ids = self.known.get(column.field.related_model, {})
        value = item.values.get(key)
        return isinstance(value, str) and value in ids and ids[value] is None

    def _refuse(self, position: Position, message: str) -> None:
        self.problems.append(Problem(position, message))


def _portions(kind: Kind, items: Iterable[Item]) -> Iterator[list[Item]]:
    """The records of a kind, some at a time, in the order in which they can be kept."""
    has_office = "host" in kind.columns and not kind.columns["host"].is_reference
    ordered = sorted(items, key=_takes_office) if has_office else items
    waiting = iter(ordered)
    while portion := list(islice(waiting, PORTION)):
        yield portion


def _as_row(nested: Nested, item: Item, value: Any) -> Any:
    """The row as written; a bare id stands for a row that says no more."""
    if nested.short_key and not isinstance(value, Item | list):
        return Item(item.at(nested.key), {nested.short_key: value})
    return value


def _row_items(nested: Nested, item: Item) -> list[Item]:
    rows = (_as_row(nested, item, value) for value in item.values[nested.key] or ())
    return [row for row in rows if isinstance(row, Item)]


def _items(item: Item, key: str) -> list[Item]:
    value = item.values.get(key)
    return [row for row in value if isinstance(row, Item)] if isinstance(value, list) else []


def _are_sides(rows: dict[str, list[Any]]) -> bool:
    """Whether the rows are surely those of a partnership; told from the keys of cities alone."""
    sides = [side.city_id for side in rows.get("sides", ())]
    is_whole = None not in sides and len(set(sides)) == len(sides) > 1
    return is_whole and {state.city_id for state in rows.get("states", ())} <= set(sides)


def _as_words(value: Any, *, before: Words) -> Words:
    if not isinstance(value, Item):
        raise UnusableValueError(_("Write it by language, such as {en: …, ru: …}."))
    original = value.original if isinstance(value, SomeLanguages) else ""
    codes = [*value.values, original] if original else [*value.values]
    if unknown := [code for code in codes if code not in CONTENT_LANGUAGES]:
        message = _("Unknown language: %(codes)s. Codes are such as en, ru, zh-hans.")
        raise UnusableValueError(message % {"codes": ", ".join(unknown)})
    if any(isinstance(text, Item | list) for text in value.values.values()):
        message = _("In each language stands a text, not a list or a mapping.")
        raise UnusableValueError(message)
    texts = {code: tidy(str(text)) for code, text in value.values.items() if text is not None}
    if not isinstance(value, SomeLanguages):
        return Words(texts)
    stays = {code: text for code, text in before.data.items() if code not in value.values}
    first = original or before.original
    together = stays | texts
    return Words({code: together[code] for code in sorted(together, key=lambda c: c != first)})


def _as_flag(column: models.Field, value: Any) -> Any:
    if not isinstance(column, models.BooleanField):
        return value
    said = str(value).lower()
    return said in TRUE if said in TRUE | FALSE else value


def _takes_office(item: Item) -> bool:
    """Who takes the host office comes after who gives it away: there is one at any time."""
    return item.text("host").lower() in TRUE


def _file_named(model: Any, name: str) -> Any:
    found = model.objects.filter(file__endswith=f"/{name}").first()
    if found is None:
        raise UnusableValueError(_("There is no file “%(name)s” on this site.") % {"name": name})
    return found


def _unknown_id(model: Any, slug: str, known: list[str]) -> str:
    kind = model._meta.verbose_name
    near = difflib.get_close_matches(slug, known, n=1)
    if near:
        message = _("There is no %(kind)s “%(id)s”. Did you mean “%(near)s”?")
        return message % {"kind": kind, "id": slug, "near": near[0]}
    return _("There is no %(kind)s “%(id)s”, neither here nor in the register.") % {
        "kind": kind,
        "id": slug,
    }


def _as_told(fault: ValidationError, column: Column | None) -> str:
    """The model's own words, or better ones where something is missing or is no known value."""
    if column is not None and fault.code in {"null", "blank"}:
        return _("This must be given.")
    if column is None or fault.code != "invalid_choice" or not column.field.choices:
        return " ".join(fault.messages)
    known = [str(value) for value, _name in column.field.flatchoices if value]
    return _unknown_value(str((fault.params or {}).get("value", "")), known)


def _unknown_value(value: str, known: list[str]) -> str:
    if near := difflib.get_close_matches(value, known, n=1):
        message = _("“%(value)s” is not known here. Did you mean “%(near)s”?")
        return message % {"value": value, "near": near[0]}
    if len(known) > READABLE:
        message = _("“%(value)s” is not known here. Write one such as %(known)s.")
        return message % {"value": value, "known": ", ".join(known[:3])}
    message = _("“%(value)s” is not known here. Known are: %(known)s.")
    return message % {"value": value, "known": ", ".join(known)}


def _unknown_key(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    if near:
        message = _("There is no “%(key)s” here. Did you mean “%(near)s”?")
        return message % {"key": key, "near": near[0]}
    return _("There is no “%(key)s” here. Known are: %(known)s.") % {
        "key": key,
        "known": ", ".join(known),
    }
