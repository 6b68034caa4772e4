"""Files, or what was read of them already, into the register: the whole of it, or nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from citytocity.ledger.importing.problems import ImportRefusedError, Problem
from citytocity.ledger.importing.taking import Taking, Tally, Told
from citytocity.ledger.signals import announce, once_on_commit
from citytocity.ledger.traces import usage_told_later
from citytocity.ledger.written import Position, Written, read_yaml


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
    work = Taking(written, told)
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
    for each portion, and only through what is new. Within itself it sets aside what came since:
    the rows of a large workbook, which would be looked through for each portion."""
    if not gc.isenabled():
        gc.collect()
        gc.freeze()
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
