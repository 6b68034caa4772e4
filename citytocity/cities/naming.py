"""All names of a city or organisation, and the cases of them that stems do not tell."""

from collections.abc import Iterator
from typing import Any

from anyascii import anyascii

from citytocity.languages.cases import declined


def names_of(record: Any) -> Iterator[tuple[str, str]]:
    """Each name with the code of its language: those it is called by now, then the other ones."""
    yield from record.name.data.items()
    for language, names in record.other_names.data.items():
        for name in filter(None, map(str.strip, names.splitlines())):
            yield language, name


def is_latin(name: str) -> bool:
    return anyascii(name[:1]).isascii() and name[:1].isalpha() and ord(name[0]) < 0x250


def cases_of(record: Any, name: str, language: str) -> frozenset[str]:
    """For a town in Finland also of a name that stands under another language in Latin letters:
    it is the Finnish one."""
    is_finnish = getattr(record, "country", None) == "FI" and is_latin(name)
    return declined(name, "fi" if is_finnish else language)
