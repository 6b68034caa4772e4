"""Compiles the translations of the interface: .po files that people edit to .mo files we read.

`python -m citytocity.operations.messages`; needs no gettext tools on the machine.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent


def compile_messages(package: Path = PACKAGE) -> int:
    """Compiles what has changed since it was last compiled; gives the number of files."""
    stale = [source for source in package.glob("*/locale/*/LC_MESSAGES/*.po") if _is_stale(source)]
    for source in stale:
        _compile(source)
    return len(stale)


def _is_stale(source: Path) -> bool:
    """Whether the words are newer than what was compiled of them, or the way to compile is."""
    compiled = source.with_suffix(".mo")
    newest = max(path.stat().st_mtime_ns for path in (source, Path(__file__)))
    return not compiled.exists() or compiled.stat().st_mtime_ns < newest


def _compile(source: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parts[-3])  # it knows how the language counts
    half = source.with_suffix(f".{os.getpid()}.mo")  # never half a file under the name in use
    with half.open("wb") as file:
        write_mo(file, Compiled(catalogue))
    half.replace(source.with_suffix(".mo"))


class Compiled(Catalog):
    """A catalogue in which a noun that has a plural is found alone, too: `gift` beside `gifts`.

    Python looks for it there only since 3.12.
    """

    def __init__(self, catalogue: Catalog) -> None:
        super().__init__(locale=catalogue.locale, charset=catalogue.charset)
        self.catalogue = catalogue

    def __iter__(self) -> Iterator[Message]:
        for message in self.catalogue:
            yield message
            is_noun = message.pluralizable and "%" not in message.id[0] and not message.fuzzy
            if is_noun and message.string:
                yield Message(message.id[0], message.string[0], context=message.context)


if __name__ == "__main__":
    compiled = compile_messages()
    if compiled:
        sys.stderr.write(f"{compiled} translations compiled.\n")
