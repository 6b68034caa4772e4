"""The register from files and into files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save
from django.utils.module_loading import import_string

from citytocity.ledger.importing import ImportRefusedError, Tally, import_files
from citytocity.ledger.kinds import KINDS
from citytocity.ledger.signals import brought
from citytocity.operations.refusals import RefusedError
from citytocity.operations.telling import progress, say

YAML, WORKBOOK = (
    "citytocity.ledger.exporting.write_yaml",
    "citytocity.ledger.workbook.write_workbook",
)
WRITERS = {".yaml": YAML, ".yml": YAML, ".xlsx": WORKBOOK}  # named: a workbook is a slow import


def import_register(*, files: list[Path], dry_run: bool = False) -> None:
    """Reads the files as one; RefusedError lists all that is wrong, and nothing is changed.

    A dry run does the same, says which records would be other ones, and keeps nothing.
    """
    if dry_run:
        _try_import(files)
        return
    tally = _import(files)
    say(f"{tally.created} made, {tally.changed} changed, {tally.unchanged} as they were.")


def _try_import(files: list[Path]) -> None:
    with transaction.atomic(), _seeing_what_is_saved() as saved:
        tally = _import(files)
        transaction.set_rollback(True)
    for (section, slug), is_new in saved.items():
        say(f"{'make' if is_new else 'change'} {section}: {slug}")
    say(
        f"{tally.created} would be made, {tally.changed} changed, {tally.unchanged} stay as "
        "they are. Nothing was kept."
    )


def _import(files: list[Path]) -> Tally:
    try:
        with progress("Reading") as told:
            return import_files(files, told=told)
    except ImportRefusedError as error:
        count = len(error.problems)
        raise RefusedError(
            f"{count} {'error' if count == 1 else 'errors'}, nothing was changed.\n{error}"
        ) from error


@contextmanager
def _seeing_what_is_saved() -> Iterator[dict[tuple[str, str], bool]]:
    """Section and id of each record that is saved, in their order, and whether it is new."""
    sections = {kind.model: key for key, kind in KINDS.items()}
    saved: dict[tuple[str, str], bool] = {}

    def see(sender: type[Model], instance: Any, created: bool, **kwargs: Any) -> None:  # noqa: FBT001 Django calls it
        if sender in sections:
            name = (sections[sender], instance.slug)
            saved[name] = saved.get(name, False) or created

    def see_many(sender: type[Model], records: list[Any], **kwargs: Any) -> None:
        for record in records:
            see(sender, record, created=True)

    post_save.connect(see)
    brought.connect(see_many)
    try:
        yield saved
    finally:
        post_save.disconnect(see)
        brought.disconnect(see_many)


def export_register(*, file: Path, closed: bool = False) -> None:
    """Writes what readers see of the register, or with the `closed` records and columns all of it;
    the file appears only when it is complete."""
    if file.suffix.lower() not in WRITERS:
        raise RefusedError(f"{file}: name a file that ends in .yaml or .xlsx.")
    if not file.resolve().parent.is_dir():
        raise RefusedError(f"{file}: there is no folder {file.resolve().parent}.")
    if file.is_dir():
        raise RefusedError(f"{file} is a folder: name a file in it.")
    writer = import_string(WRITERS[file.suffix.lower()])
    half = file.with_name(f".{file.name}.half")
    total = sum(kind.records(closed=closed).count() for kind in KINDS.values())
    done = 0
    with progress("Writing") as told:

        def count(more: int) -> None:
            nonlocal done
            done += more
            told(done, total)

        try:
            writer(half, count, closed=closed)
            half.replace(file)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
    say(f"{total} records written to {file}")
