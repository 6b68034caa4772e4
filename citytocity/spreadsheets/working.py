"""What the worker does with a spreadsheet: reads its rows, takes them over whole, undoes it.

A spreadsheet that is at work is given back by whoever did it; if the officer took it from the
worker meanwhile, nothing of that work stays.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from anyascii import anyascii
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django_tasks import task
from modelcluster.fields import ParentalKey
from wagtail import hooks
from wagtail.log_actions import LogContext
from wagtail.models import ModelLogEntry

from citytocity.cities.models import City
from citytocity.ledger.importing import ImportRefusedError, import_written
from citytocity.ledger.kinds import KINDS, Kind
from citytocity.ledger.models import DeletedRecord
from citytocity.ledger.permissions import named_for
from citytocity.ledger.removing import remove
from citytocity.ledger.written import Item, Pile, Position, Written
from citytocity.people.enums import Act
from citytocity.people.permissions import may
from citytocity.spreadsheets import progress
from citytocity.spreadsheets.enums import Outcome, State, Subject
from citytocity.spreadsheets.making import cities_named
from citytocity.spreadsheets.models import Line, Spreadsheet
from citytocity.spreadsheets.permissions import keys_kept, may_bring
from citytocity.spreadsheets.reading import Reader, same_key
from citytocity.spreadsheets.standing import Standing, told_apart
from citytocity.spreadsheets.tables import UnusableFileError, row_count, rows

PORTION = 500
MOST_FAULTS = 100
MOST_NAMED = 20
LISTS = ("participations", "sides")
HELD = "ledger_records_held"


class TakenAwayError(Exception):
    """The officer took the spreadsheet from the worker."""


@task(backend="jobs")
def read(pk: int, turn: int | None = None) -> None:
    """Reads the rows anew, with the decisions there are by now."""
    _do(pk, turn, State.READING, read_rows, after=State.READ, otherwise=State.BROUGHT)


@task(backend="jobs")
def take(pk: int, turn: int | None = None) -> None:
    """All rows or none."""
    _do(pk, turn, State.TAKING, take_rows, after=State.TAKEN, otherwise=State.READ)


@task(backend="jobs")
def undo(pk: int, turn: int | None = None) -> None:
    _do(pk, turn, State.UNDOING, undo_rows, after=State.UNDONE, otherwise=State.TAKEN)


def _do(
    pk: int, turn: int | None, state: State, does: Any, *, after: State, otherwise: State
) -> None:
    """A job of an earlier turn finds nothing to do; one from before there were turns has none."""
    found = Spreadsheet.objects.select_related("owner").filter(pk=pk, state=state)
    sheet = (found if turn is None else found.filter(turn=turn)).first()
    if sheet is None:
        return
    progress.forget(sheet)
    faults: list[str] = []
    with translation.override(sheet.owner.language):
        try:
            if not may_bring(sheet.owner):
                raise UnusableFileError(_("You keep no register any more."))
            does(sheet)
        except TakenAwayError:
            return
        except UnusableFileError as error:
            faults = [str(error)]
        except ImportRefusedError as error:
            faults = [str(problem) for problem in error.problems]
        except Exception:
            _give_back(sheet, state, otherwise, [_("Something went wrong. Try it once more.")])
            raise
    _give_back(sheet, state, otherwise if faults else after, faults)


def _give_back(sheet: Spreadsheet, state: State, to: State, faults: list[str]) -> None:
    more = len(faults) - MOST_FAULTS
    told = faults[:MOST_FAULTS]
    if more > 0:
        told.append(_("and %(count)d more") % {"count": more})
    held = Spreadsheet.objects.filter(pk=sheet.pk, turn=sheet.turn, state__in=[state, to])
    held.update(state=to, faults=told)


# --- reading ---


def read_rows(sheet: Spreadsheet) -> None:
    """Each row with what becomes of it, a portion at a time; UnusableFileError if there is none."""
    path = Path(sheet.file.path)
    with transaction.atomic():
        _hold(sheet, State.READING)
        sheet.lines.all().delete()
    of = row_count(path, sheet.sheet)
    reader = Reader(sheet, keys=keys_kept(sheet.owner))
    found = rows(path, sheet=sheet.sheet, encoding=sheet.encoding)
    below = (row for row in found if row.number > sheet.heading_row)
    done = 0
    while portion := list(islice(below, PORTION)):
        lines = []
        for row in portion:
            said = reader.read(row)
            lines.append(
                Line(
                    spreadsheet=sheet,
                    number=row.number,
                    cells=row.cells,
                    values=said.values,
                    doubts=said.doubts,
                    outcome=said.outcome,
                    first=said.first,
                    record=said.record,
                )
            )
        with transaction.atomic():
            _hold(sheet, State.READING)
            Line.objects.bulk_create(lines)
        done += len(portion)
        progress.tell(sheet, done, max(of, done))
    if not done:
        raise UnusableFileError(_("Below the row with the headings there is nothing."))


def _hold(sheet: Spreadsheet, at: State, **values: Any) -> None:
    """Keeps it from everybody else until the transaction ends; TakenAwayError if somebody has it
    already, or has had it since."""
    held = Spreadsheet.objects.filter(pk=sheet.pk, turn=sheet.turn, state=at)
    if not held.update(**(values or {"state": at})):
        raise TakenAwayError


# --- taking over ---


def take_rows(sheet: Spreadsheet) -> None:
    """Makes the new records in one transaction; ImportRefusedError lists every row that cannot.
    A row that is on record by now, though it was not when it was read, changes nothing there."""
    kind = KINDS[sheet.subject]
    _check_rights(sheet)
    written = Written({sheet.subject: Pile()})
    slugs = []
    for item in _items(sheet, kind):
        written.sections[sheet.subject].append(item)
        slugs.append(item.text("id"))
    if not slugs:
        raise UnusableFileError(_("There is no new record in it."))
    with LogContext(user=sheet.owner), transaction.atomic():
        _check_new(sheet)
        tally = import_written(written, told=lambda done, of: progress.tell(sheet, done, of))
        if tally.created != len(slugs):
            raise UnusableFileError(_("Something went wrong. Try it once more."))
        made = [
            pk
            for start in range(0, len(slugs), PORTION)
            for pk in kind.model.objects.filter(
                slug__in=slugs[start : start + PORTION]
            ).values_list("pk", flat=True)
        ]
        _hold(sheet, State.TAKING, state=State.TAKEN, made=sorted(made), taken=timezone.now())


def _check_rights(sheet: Spreadsheet) -> None:
    """As they are now: what was read may be older."""
    if sheet.subject == Subject.CITIES and not may(sheet.owner, Act.KEEP):
        raise UnusableFileError(_("Cities belong to all: the host office adds them."))
    keys = keys_kept(sheet.owner)
    if keys is None:
        return
    own = set(City.objects.filter(pk__in=keys).values_list("slug", flat=True))
    foreign = [
        line.number
        for line in sheet.lines.filter(outcome=Outcome.NEW).iterator()
        if not cities_named(sheet.subject, line.values) & own
    ]
    if foreign:
        rows = ", ".join(map(str, foreign[:MOST_NAMED]))
        told = _("These rows touch no city whose register you keep: %(rows)s.")
        raise UnusableFileError(told % {"rows": rows})


def _check_new(sheet: Spreadsheet) -> None:
    """As the register is now: somebody may have written down the same since it was read."""
    standing = Standing(sheet.subject)
    there = [
        line.number
        for line in sheet.lines.filter(outcome=Outcome.NEW).iterator(chunk_size=PORTION)
        if standing.named(line.values) or not _is_another(sheet, standing, line)
    ]
    if there:
        rows = ", ".join(map(str, there[:MOST_NAMED]))
        told = _("These rows are on record by now: %(rows)s. Have the list read once more.")
        raise UnusableFileError(told % {"rows": rows})


def _is_another(sheet: Spreadsheet, standing: Standing, line: Line) -> bool:
    """Whether it is of no record's name, or somebody saw all of them and decided so."""
    answer = sheet.decisions.get(same_key(sheet.subject, standing.cell(line.values)))
    others = told_apart(answer) or set()
    return all(one.slug in others for one in standing.alike(line.values))


def _items(sheet: Spreadsheet, kind: Kind) -> Iterator[Item]:
    """The new records as files have them; rows that belong to one above are among its groups."""
    more: dict[int, list[Line]] = {}
    for line in sheet.lines.filter(outcome=Outcome.PART):
        more.setdefault(line.first or 0, []).append(line)
    slugs = set(kind.model.objects.values_list("slug", flat=True))
    for line in sheet.lines.filter(outcome=Outcome.NEW).iterator(chunk_size=PORTION):
        values = dict(line.values)
        values["id"] = values.get("id") or _free_slug(values, kind, slugs)
        slugs.add(values["id"])
        item = _item(sheet, line, values)
        for part in more.get(line.number, ()):
            for group in part.values.get("participations", ()):
                item.values["participations"].append(_item(sheet, part, group))
        yield item


def _item(sheet: Spreadsheet, line: Line, values: dict[str, Any]) -> Item:
    from openpyxl.utils import get_column_letter  # slow import

    column = get_column_letter(min(map(int, sheet.columns), default=0) + 1)
    at = Position(sheet.name, line.number, f"{sheet.sheet}!{column}{line.number}".lstrip("!"))
    item = Item(at)
    for key, value in values.items():
        if key in LISTS:
            item.values[key] = [_item(sheet, line, row) for row in value]
        elif isinstance(value, dict):
            item.values[key] = Item(at, dict(value))
        else:
            item.values[key] = value if value is None else str(value)
    return item


def _free_slug(values: dict[str, Any], kind: Kind, taken: set[str]) -> str:
    words = values.get("title") or values.get("name") or {}
    name = words.get("en") or next(iter(words.values()), "")
    if not name:
        name = " ".join(side["city"] for side in values.get("sides", ()))
    year = str(values.get("when", ""))[:4]
    base = slugify(anyascii(name))[:80].strip("-") or kind.model._meta.model_name
    if year.isdigit() and year not in base:
        base = f"{base}-{year}"
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


# --- undoing ---


def undo_rows(sheet: Spreadsheet) -> None:
    """Takes out what came of it; UnusableFileError names what was changed since, or is named by
    other records: then all stays."""
    kind = KINDS[sheet.subject]
    with LogContext(user=sheet.owner), transaction.atomic():
        if held := list(islice(_held_fast(sheet, kind), MOST_NAMED)):
            told = _("This has been changed or linked since, so all stays as it is: %(records)s.")
            raise UnusableFileError(told % {"records": "; ".join(dict.fromkeys(held))})
        done = 0
        for keys in _portions(sheet.made):
            remove(kind, keys)
            done += len(keys)
            progress.tell(sheet, done, len(sheet.made))
        _hold(sheet, State.UNDOING, state=State.UNDONE, made=[])


def _held_fast(sheet: Spreadsheet, kind: Kind) -> Iterator[str]:
    """What would be lost: the records that somebody changed, and those that others name. From now
    on nobody can, until the transaction ends."""
    made = set(sheet.made)
    for keys in _portions(sheet.made):
        records = kind.model.objects.select_for_update(of=("self",)).filter(pk__in=keys)
        found = {record.pk: record for record in records}
        touched = _touched(sheet, kind, keys)
        for record in found.values():
            if record.updated_at > sheet.taken or record.pk in touched:
                yield str(record)
        for relation, path in _relations(kind):
            for other in relation.related_model._base_manager.filter(**{path: keys}).distinct():
                if not _goes_too(other, kind, made):
                    yield named_for(sheet.owner, other)


def _touched(sheet: Spreadsheet, kind: Kind, keys: list[int]) -> set[int]:
    """Those of which a part was changed, as their history tells, or which another room holds."""
    of_one = ContentType.objects.get_for_model(kind.model)
    lines = ModelLogEntry.objects.filter(content_type=of_one, object_id__in=map(str, keys))
    changed = lines.filter(content_changed=True, timestamp__gt=sheet.taken)
    touched = {int(key) for key in changed.values_list("object_id", flat=True)}
    return touched.union(*(hook(kind.model, keys) for hook in hooks.get_hooks(HELD)))


def _goes_too(other: Any, kind: Kind, made: set[int]) -> bool:
    """Whether it is of the same list, or nothing but what another room keeps of one of it."""
    if isinstance(other, kind.model):
        return other.pk in made
    of_one = ContentType.objects.get_for_model(kind.model)
    return any(
        getattr(other, field.ct_field) == of_one and getattr(other, field.fk_field) in made
        for field in other._meta.private_fields
        if isinstance(field, GenericForeignKey)
    )


def _relations(kind: Kind) -> Iterator[tuple[Any, str]]:
    """By what other records name one of this kind or a row of its lists, those without a name for
    the way back too; not its own lists, nor the tables between many and many, nor what was deleted:
    that loses a city which is gone."""
    rows = [(nested.model, f"__{nested.parent}__in") for nested in kind.nested.values()]
    for model, of_one in ((kind.model, "__in"), *rows):
        for relation in model._meta.get_fields(include_hidden=True):
            is_reverse = relation.auto_created and not relation.concrete
            other = relation.related_model
            if not is_reverse or other._meta.auto_created or other is DeletedRecord:
                continue
            if not isinstance(relation.field, ParentalKey):
                yield relation, f"{relation.field.name}{of_one}"


def _portions(keys: Iterable[int]) -> Iterator[list[int]]:
    waiting = iter(keys)
    while portion := list(islice(waiting, PORTION)):
        yield portion
