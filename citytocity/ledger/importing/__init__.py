"""The register from files: all or nothing, every error listed with its line and its mend.

A record is known by its id: a new id makes a record, a known one changes it. A key that a file
leaves out stays as it is; an empty value empties it; a list replaces the list.
"""

from citytocity.ledger.importing.files import import_files, import_written
from citytocity.ledger.importing.problems import ImportRefusedError, Problem
from citytocity.ledger.importing.taking import Tally

__all__ = ["ImportRefusedError", "Problem", "Tally", "import_files", "import_written"]
