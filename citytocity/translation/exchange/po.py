"""A sheet as a PO file (GNU gettext), by polib: Poedit, Virtaal, Lokalize, OmegaT read it.

Tags stand in the text as they do at the desk. What no person has read is `fuzzy`.
"""

import re

import polib
from django.utils.translation import gettext as _

from citytocity.languages.catalogue import html_code
from citytocity.translation.exchange.markup import BrokenMarkupError, parsed, written
from citytocity.translation.exchange.sheets import (
    Fault,
    Sheet,
    Unit,
    UnusableFileError,
    plain,
    split_name,
)

SUFFIX, MEDIA_TYPE = "po", "text/x-gettext-translation"
OURS = "X-CityToCity"
PLACE = re.compile(r"line (\d+)")


def file_of(sheet: Sheet) -> bytes:
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": plain(sheet.title).replace("\n", " "),
        "Language": html_code(sheet.target).replace("-", "_"),
        "X-Source-Language": html_code(sheet.source).replace("-", "_"),
        OURS: f"{sheet.job} {sheet.fingerprint}",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    file.extend(_entry(unit) for unit in sheet.units)
    return str(file).encode()


def sheet_of(data: bytes, *, is_html: bool) -> Sheet:
    """What the file says; UnusableFileError if it is no PO file of ours."""
    try:
        text = data.decode("utf-8-sig")
        _refuse_open_quotes(text)
        # A last line end, or polib would take a file's name for the file and open that.
        file = polib.pofile(text + "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnusableFileError(Fault(line, _("The file is not written in UTF-8."))) from error
    except (OSError, ValueError, IndexError, AttributeError) as error:  # all that polib stumbles on
        raise UnusableFileError(Fault(_line(error), _("This is no PO file."))) from error
    told = file.metadata
    job, _space, fingerprint = told.get(OURS, "").partition(" ")
    languages = (told.get("X-Source-Language", ""), told.get("Language", ""))
    source, target = (code.replace("_", "-").lower() for code in languages)
    entries = [entry for entry in file if not entry.obsolete]
    return Sheet(
        job=job,
        source=source,
        target=target,
        fingerprint=fingerprint,
        units=[_unit(entry, is_html=is_html) for entry in entries],
    )


def _entry(unit: Unit) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=unit.name,
        msgid=plain(unit.source),
        msgstr=plain(unit.words),
        comment=plain(unit.label),
        flags=["fuzzy"] if unit.is_sure is False else [],
    )


def _unit(entry: polib.POEntry, *, is_html: bool) -> Unit:
    key, mark = split_name(entry.msgctxt or "", line=entry.linenum)
    words, fault = entry.msgstr, ""
    if is_html:
        try:
            words = written(parsed(words))
        except BrokenMarkupError as error:
            fault = str(error)
    return Unit(
        key=key,
        mark=mark,
        source=entry.msgid,
        words=words,
        is_html=is_html,
        is_sure=not entry.fuzzy,
        line=entry.linenum,
        fault=fault,
    )


def _refuse_open_quotes(text: str) -> None:
    """polib takes the last letter for the quote, so a file that was cut off would lose it."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("msg", '"')) and not line.rstrip().endswith('"'):
            raise UnusableFileError(Fault(number, _("The file breaks off in a text.")))


def _line(error: Exception) -> int:
    found = PLACE.search(str(error))
    return int(found[1]) if found else 0
