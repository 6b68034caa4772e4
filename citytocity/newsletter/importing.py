"""Readers of another list, from CSV or XLSX: all of them or none, with every error and its row.

A row without a day of consent and without what proves it is refused: nobody gets letters who did
not ask for them, and the office must be able to show it (GDPR, article 7).
"""

import datetime
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.languages.plain_text import validate_plain
from citytocity.ledger.models import Theme
from citytocity.mail.addresses import key_of
from citytocity.mail.enums import Reason
from citytocity.mail.queries import all_reasons
from citytocity.newsletter.actions.passing import note_brought
from citytocity.newsletter.actions.readers import Choice, Listed, bring
from citytocity.newsletter.actions.setting_up import set_up
from citytocity.newsletter.addresses import normalised
from citytocity.newsletter.enums import LeftOut, ReaderState, Rhythm
from citytocity.newsletter.exporting import COLUMNS, KEPT_A_TEXT
from citytocity.newsletter.lacking import GONE
from citytocity.newsletter.models import Newsletter, Wish
from citytocity.newsletter.queries import readers_ended, reading
from citytocity.people.models import User
from citytocity.spreadsheets.tables import Row, likely_encoding, rows, sheet_names

NEEDED = ("email", "language", "consent_given", "consent_proof")
EARLIEST = datetime.date(1995, 1, 1)
LONGEST_PROOF = 500
MOST_ERRORS = 200


@dataclass(frozen=True)
class Brought:
    """The rows of the list: who is a new reader, who was one already, who is left out and why."""

    new: tuple[int, ...] = ()
    known: tuple[int, ...] = ()
    left_out: Mapping[LeftOut, tuple[int, ...]] = field(default_factory=dict)


class ListRefusedError(Exception):
    """Nothing of the list was brought; `errors` says why, row by row."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass
class _List:
    """What was read so far."""

    columns: dict[str, int]
    cities: dict[str, City]
    topics: dict[str, Theme]
    against: Mapping[str, Reason]
    ended: Mapping[str, str]
    reading: Container[str]
    listed: list[Listed] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    wishes: dict[tuple[tuple[int, ...], tuple[int, ...]], Wish] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    left_out: dict[LeftOut, list[int]] = field(default_factory=dict)


@transaction.atomic
def bring_list(path: Path, *, by: User) -> Brought:
    """Brings the first sheet of the file. ListRefusedError with every error; UnusableFileError
    (of `spreadsheets`) for a file that cannot be read at all.

    Addresses that were erased, left or bounced are left out without an error, and why is told: the
    person's wish goes before the list's. The log keeps how many it was.
    """
    found = rows(path, sheet=sheet_names(path)[0], encoding=likely_encoding(path))
    head = next(found, None)
    read = _List(
        columns=_columns(head),
        cities=_by_name(City.objects.all()),
        topics=_by_name(Theme.objects.all()),
        against=all_reasons(),
        ended=dict(readers_ended().values_list("email", "state")),
        reading=frozenset(reading().values_list("email", flat=True)),
    )
    for row in found:
        _read(read, row)
    if not read.seen and not read.errors:
        read.errors.append(_("There are no rows under the first one."))
    if read.errors:
        raise ListRefusedError(_at_most(read.errors))
    new = bring(read.listed, by=by)
    emails = [one.choice.email for one in read.listed]
    brought = Brought(
        new=tuple(read.seen[email] for email in emails if email in new),
        known=tuple(read.seen[email] for email in emails if email not in new),
        left_out={why: tuple(read.left_out[why]) for why in LeftOut if why in read.left_out},
    )
    left_out = sum(map(len, brought.left_out.values()))
    note_brought(len(brought.new), known=len(brought.known), left_out=left_out, by=by)
    return brought


def _columns(head: Row | None) -> dict[str, int]:
    """Where each column stands. ListRefusedError names those that are needed and missing."""
    names = [cell.strip().strip("'").casefold() for cell in head.cells] if head else []
    missing = [name for name in NEEDED if name not in names]
    if missing:
        words = _("The first row must name the columns. Missing: %(missing)s.")
        raise ListRefusedError([words % {"missing": ", ".join(missing)}])
    return {name: names.index(name) for name in COLUMNS if name in names}


def _read(read: _List, row: Row) -> None:
    faults = [*row.faults.values()]
    told = {name: _cell(row, place) for name, place in read.columns.items()}
    try:
        email = normalised(told["email"])
    except ValidationError as error:
        email = ""
        faults += error.messages
    if email and (before := read.seen.get(email)):
        faults.append(_("The same address stands in row %(row)d.") % {"row": before})
    read.seen.setdefault(email or f"?{row.number}", row.number)
    language, rhythm = told["language"].casefold(), told.get("rhythm", "").casefold()
    if language not in settings.CONTENT_CODES:
        words = _("“%(code)s” is no language of this site: %(known)s.")
        faults.append(words % {"code": language, "known": ", ".join(settings.CONTENT_CODES)})
    if rhythm and rhythm not in Rhythm.values:
        words = _("“%(typed)s” is none of: %(known)s.")
        faults.append(words % {"typed": rhythm, "known": ", ".join(Rhythm.values)})
    why = _why_not(read, email) if email else None
    is_new = not why and email not in read.reading  # for all others the list chooses nothing
    wanted = {part: _names(told.get(part, "")) for part in ("cities", "topics")}
    if not is_new:
        wanted = {part: [one for one in names if one != GONE] for part, names in wanted.items()}
    cities = list(_chosen(wanted["cities"], read.cities, faults))
    topics = list(_chosen(wanted["topics"], read.topics, faults))
    given = _day(told["consent_given"], faults)
    proof = _proof(told["consent_proof"], faults)
    if faults or given is None:
        words = _("Row %(row)d: %(fault)s")
        read.errors += [words % {"row": row.number, "fault": fault} for fault in faults]
        return
    if why:
        read.left_out.setdefault(why, []).append(row.number)
        return
    wish = _wish(read, cities, topics)
    choice = Choice(email=email, language=language, wish=wish, rhythm=rhythm or Rhythm.EACH)
    read.listed.append(Listed(choice, given, proof))


def _why_not(read: _List, email: str) -> LeftOut | None:
    """Why nothing goes to the address, whatever the list says."""
    if state := read.ended.get(email):
        return LeftOut.ASKED if state == ReaderState.LEFT else LeftOut.BOUNCED
    reason = read.against.get(key_of(email))
    return LeftOut(reason) if reason else None


def _cell(row: Row, place: int) -> str:
    """Without the apostrophe that our own file puts before what looks like a formula."""
    text = row.cells[place].strip() if place < len(row.cells) else ""
    return text.removeprefix(KEPT_A_TEXT)


def _names(written: str) -> list[str]:
    return [*filter(None, map(str.strip, written.replace(";", ",").split(",")))]


def _chosen(names: Iterable[str], known: dict[str, Any], faults: list[str]) -> Iterator[Any]:
    for name in names:
        if name == GONE:
            faults.append(_("“-” stands for what is not on the register any more. Choose anew."))
        elif name.casefold() in known:
            yield known[name.casefold()]
        else:
            faults.append(_("“%(name)s” is not on the register.") % {"name": name})


def _day(written: str, faults: list[str]) -> datetime.datetime | None:
    """When consent was given, at noon of the day in the installation's time."""
    try:
        day = datetime.date.fromisoformat(written[:10])
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= timezone.localdate():
        words = _("“%(typed)s” is no day of consent. Write it like 2018-09-30.")
        faults.append(
            words % {"typed": written} if written else _("The day of consent is missing.")
        )
        return None
    noon = datetime.datetime.combine(day, datetime.time(12))
    return timezone.make_aware(noon)


def _proof(written: str, faults: list[str]) -> str:
    """What proves it, such as `form at the town hall, folder 12`."""
    if not written:
        faults.append(_("What proves the consent is missing: a form, a letter, a web page."))
    elif len(written) > LONGEST_PROOF:
        words = _("What proves the consent is longer than %(most)d characters.")
        faults.append(words % {"most": LONGEST_PROOF})
    else:
        try:
            validate_plain(written)
        except ValidationError as error:
            faults += error.messages
    return written


def _wish(read: _List, cities: list[City], topics: list[Theme]) -> Wish:
    key = (tuple(sorted(city.pk for city in cities)), tuple(sorted(one.pk for one in topics)))
    if key not in read.wishes:
        read.wishes[key] = Wish.of(set(cities), set(topics))
    return read.wishes[key]


def _by_name(records: Iterable[Any]) -> dict[str, Any]:
    """By key and by every name, in small letters."""
    return {
        name.casefold(): record
        for record in records
        for name in (record.slug, *record.name.data.values())
    }


def _at_most(errors: list[str]) -> list[str]:
    more = len(errors) - MOST_ERRORS
    words = _("and %(more)d more errors") % {"more": more}
    return errors if more <= 0 else [*errors[:MOST_ERRORS], words]


def load_newsletter(path: Path, *, by: User) -> None:
    """What a file in YAML says of the newsletter; ValidationError for what it must not say."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = Newsletter(pk=Newsletter.ONE, **told)
    found.full_clean(validate_unique=False)
    set_up(found, by=by)
