"""Whether a signed file is believed: who signed it, when, and whether it was taken before."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from citytocity.confirmation.exchange.documents import Read, read
from citytocity.confirmation.exchange.faults import DocumentRefusedError, Problem
from citytocity.confirmation.models import Installation, Received

EARLY = datetime.timedelta(days=1)
"""Clocks differ; a document from further ahead is not believed."""


@dataclass(frozen=True)
class Trusted:
    """A document of an installation that we know, signed and in its time."""

    file: Read
    installation: Installation

    @property
    def type(self) -> str:
        return self.file.document.type

    @property
    def issued(self) -> datetime.datetime:
        """The end of the second in which it was signed; clocks differ, but nothing was said later
        than now."""
        now = timezone.now()
        second = _moment(self.file.document.issued) or now
        return min(second.replace(microsecond=999_999), now)

    @property
    def records(self) -> list[dict[str, Any]]:
        return self.file.raw.get("records", [])


def trusted(content: bytes) -> Trusted:
    """The document, if it is whole, ours to read, signed by who may, in time, and not taken yet;
    DocumentRefusedError with every reason."""
    file = read(content)
    document, problems = file.document, []
    now = timezone.now()
    known = [
        one for one in Installation.objects.select_related("city") if one.key_id == document.key
    ]
    if not known:
        message = _("No partner installation with this key is known here: %(key)s.")
        raise DocumentRefusedError([Problem("/key", message % {"key": document.key})])
    installation = known[0]
    if not file.is_signed_by(installation.public_key):
        message = _("The signature is not that of this key, or something was changed since.")
        raise DocumentRefusedError([Problem("/signature", message)])
    if not installation.compared:
        message = _("Compare the fingerprint with %(name)s by phone first.")
        problems.append(Problem("/key", message % {"name": installation}))
    if document.issuer.city != installation.city.slug:
        message = _("This installation speaks for %(city)s and for no other city.")
        problems.append(Problem("/issuer/city", message % {"city": installation.city}))
    issued, expires = _moment(document.issued), _moment(document.expires)
    if issued is None or issued > now + EARLY:
        problems.append(Problem("/issued", _("This day has not come yet.")))
    if expires is None or expires < now:
        problems.append(Problem("/expires", _("The time of this file is over: ask for a new one.")))
    if Received.objects.filter(installation=installation, document=document.id).exists():
        problems.append(Problem("/id", _("This file was taken already: nothing is done twice.")))
    if problems:
        raise DocumentRefusedError(problems)
    return Trusted(file, installation)


def _moment(text: str) -> datetime.datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
