"""The register from files and into files."""

from pathlib import Path

from django.utils.module_loading import import_string

from citytocity.ledger.importing import ImportRefusedError, import_files
from citytocity.ledger.kinds import KINDS
from citytocity.operations.refusals import RefusedError
from citytocity.operations.telling import progress, say

YAML, WORKBOOK = (
    "citytocity.ledger.exporting.write_yaml",
    "citytocity.ledger.workbook.write_workbook",
)
WRITERS = {".yaml": YAML, ".yml": YAML, ".xlsx": WORKBOOK}  # named: a workbook is a slow import


def import_register(*, files: list[Path]) -> None:
    """Reads the files as one; RefusedError lists all that is wrong, and nothing is changed."""
    try:
        with progress("Reading") as told:
            tally = import_files(files, told=told)
    except ImportRefusedError as error:
        count = len(error.problems)
        raise RefusedError(
            f"{count} {'error' if count == 1 else 'errors'}, nothing was changed.\n{error}"
        ) from error
    say(f"{tally.created} made, {tally.changed} changed, {tally.unchanged} as they were.")


def export_register(*, file: Path) -> None:
    """Writes the whole register; the file appears only when it is complete."""
    if file.suffix.lower() not in WRITERS:
        raise RefusedError(f"{file}: name a file that ends in .yaml or .xlsx.")
    if not file.resolve().parent.is_dir():
        raise RefusedError(f"{file}: there is no folder {file.resolve().parent}.")
    if file.is_dir():
        raise RefusedError(f"{file} is a folder: name a file in it.")
    writer = import_string(WRITERS[file.suffix.lower()])
    half = file.with_name(f".{file.name}.half")
    total = sum(kind.model.objects.count() for kind in KINDS.values())
    done = 0
    with progress("Writing") as told:

        def count(more: int) -> None:
            nonlocal done
            done += more
            told(done, total)

        try:
            writer(half, count)
            half.replace(file)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
    say(f"{total} records written to {file}")
