"""Reading and writing the documents that two installations give each other, and their signature.

A signature is over the canonical form (RFC 8785) of the document without its `signature`.
"""

import datetime
import json
import uuid
from collections.abc import Iterator
from typing import Any

import rfc8785
from django.core.exceptions import ValidationError as NotPlainError
from django.utils.translation import gettext as _
from pydantic import ValidationError

from citytocity.confirmation.exchange.faults import (
    DocumentRefusedError,
    Problem,
    place_of,
    told,
)
from citytocity.confirmation.exchange.format import FORMAT, Document
from citytocity.confirmation.exchange.keys import is_signed, key_id, public_key, sign
from citytocity.languages.plain_text import validate_plain

DAYS = 90
"""How long a document may be taken in."""


class Read:
    """A document whose form is right; the signature is still to be looked at."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.document = Document.model_validate({"document": raw}).document

    def is_signed_by(self, public: str) -> bool:
        """Whether the owner of the key signed exactly this."""
        return is_signed(_content(self.raw), self.document.signature, by=public)


def read(content: bytes) -> Read:
    """DocumentRefusedError with every fault of form and its place."""
    try:
        raw = _parsed(content)
        rfc8785.dumps(raw)
        file = Read(raw)
    except ValidationError as error:
        raise DocumentRefusedError(
            [Problem(place_of(fault), told(fault)) for fault in error.errors()]
        ) from error
    except RecursionError as error:
        message = _("Too many lists and mappings stand here one in the other.")
        raise DocumentRefusedError([Problem("", message)]) from error
    except ValueError as error:  # half a character, or a number that JSON has no room for
        message = _("A number or a character in it does not mean the same everywhere.")
        raise DocumentRefusedError([Problem("", message)]) from error
    if problems := [*_not_plain(raw, "")]:
        raise DocumentRefusedError(problems)
    return file


def written(kind: str, body: dict[str, Any], *, issuer: dict[str, str]) -> bytes:
    """A document of ours, signed, as a file that a person can read."""
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    raw: dict[str, Any] = {
        "format": FORMAT,
        "type": kind,
        "id": str(uuid.uuid4()),
        "issued": _moment(now),
        "expires": _moment(now + datetime.timedelta(days=DAYS)),
        "issuer": issuer,
        "key": key_id(public_key()),
    } | body
    raw["signature"] = sign(_content(raw))
    return json.dumps(raw, ensure_ascii=False, indent=2).encode() + b"\n"


def _content(raw: dict[str, Any]) -> bytes:
    return rfc8785.dumps({name: value for name, value in raw.items() if name != "signature"})


def _moment(moment: datetime.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(
            content.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        raise DocumentRefusedError([Problem("", _("This file is not UTF-8 text."))]) from error
    except json.JSONDecodeError as error:
        message = _("This is no JSON: line %(line)d, column %(column)d.")
        told = message % {"line": error.lineno, "column": error.colno}
        raise DocumentRefusedError([Problem("", told)]) from error
    if not isinstance(raw, dict):
        raise DocumentRefusedError([Problem("", _("A mapping is wanted here."))])
    return raw


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice would mean one thing to us and another to others."""
    names = [name for name, _value in pairs]
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        twice = twice.encode(errors="replace").decode()
        message = _("“%(name)s” stands twice in one mapping.") % {"name": twice}
        raise DocumentRefusedError([Problem("", message)])
    return dict(pairs)


def _no_constant(name: str) -> None:
    message = _("“%(name)s” is no number of JSON.") % {"name": name}
    raise DocumentRefusedError([Problem("", message)])


def _not_plain(value: Any, pointer: str) -> Iterator[Problem]:
    """Markup and control characters are in no text that people read."""
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _not_plain(inner, f"{pointer}/{step}")
    elif isinstance(value, str):
        try:
            validate_plain(value)
        except NotPlainError as error:
            yield Problem(pointer, error.messages[0])
