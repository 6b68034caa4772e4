"""The documents that two installations give each other: their form, and their signature.

`docs/reference/exchange-format.json` is the JSON Schema of these classes; a test compares them. A
signature is over the canonical form (RFC 8785) of the document without its `signature`.
"""

import datetime
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

import rfc8785
from django.core.exceptions import ValidationError as NotPlainError
from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from citytocity.confirmation.exchange.keys import is_signed, key_id, public_key, sign
from citytocity.languages.catalogue import CONTENT_LANGUAGES
from citytocity.languages.plain_text import validate_plain


def _known_language(code: str) -> str:
    if code and code not in CONTENT_LANGUAGES:
        words = _("“%(code)s” is no language known here. Codes are such as en, ru, zh-hans.")
        raise ValueError(words % {"code": code})
    return code


FORMAT = "citytocity/1"
DAYS = 90
"""How long a document may be taken in."""

Slug = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]+$", max_length=120)]
Uid = Annotated[str, StringConstraints(pattern=r"^urn:uuid:[0-9a-f-]{36}$")]
Moment = Annotated[
    str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
]  # UTC, RFC 3339
When = Annotated[str, StringConstraints(max_length=60)]  # EDTF
Heads = Annotated[int, Field(ge=0, le=1_000_000_000)]
Language = Annotated[str, AfterValidator(_known_language)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Text(Part):
    """A text by language; `original` is the code of the language it was first written in."""

    original: Language
    texts: dict[Language, str]

    @model_validator(mode="after")
    def original_is_there(self) -> Self:
        if not self.texts.get(self.original, "").strip():
            raise ValueError(_("The text in the language it was first written in is missing."))
        return self


class Group(Part):
    """An activity's people from one city."""

    city: Slug
    role: str
    mode: str | None = None
    people: Heads | None = None
    youth: Heads | None = None
    women: Heads | None = None
    men: Heads | None = None
    nonbinary: Heads | None = None
    certainty: str | None = None
    detail: Text | None = None


class ActivityFacts(Part):
    kind: str
    title: Text
    summary: Text | None = None
    when: When | None = None
    status: str | None = None
    host: Slug | None = None
    place: Text | None = None
    country: str | None = None
    occasion: Text | None = None
    attendance: Heads | None = None
    attendance_certainty: str | None = None
    participations: list[Group] = []


class ResultFacts(Part):
    kind: str
    title: Text
    summary: Text | None = None
    when: When | None = None
    from_city: Slug | None = None
    to_city: Slug | None = None
    value: int | float | None = None
    unit: Text | None = None
    certainty: str | None = None
    still_running: str | None = None


class Signatory(Part):
    name: Text
    office: Text | None = None
    city: Slug | None = None


class AgreementFacts(Part):
    kind: str
    title: Text | None = None
    signed: When | None = None
    place: Text | None = None
    occasion: Text | None = None
    valid: When | None = None
    languages: str | None = None
    signatories: list[Signatory] = []


class Side(Part):
    city: Slug
    recognised: When | None = None


class PartnershipFacts(Part):
    kind: str
    name: Text | None = None
    since: When | None = None
    first_contact: When | None = None
    sides: Annotated[list[Side], Field(min_length=2)]


class RecordOf(Part):
    """`id` is the record's in its own register; `of` is what it belongs to: an agreement's
    partnership, a result's or a group's activity, or a result's partnership."""

    uid: Uid
    id: Slug | None = None
    of: Uid | None = None


class ActivityRecord(RecordOf):
    kind: Literal["activity"]
    facts: ActivityFacts


class ParticipationRecord(RecordOf):
    kind: Literal["participation"]
    facts: Group


class ResultRecord(RecordOf):
    kind: Literal["result"]
    facts: ResultFacts


class AgreementRecord(RecordOf):
    kind: Literal["agreement"]
    facts: AgreementFacts


class PartnershipRecord(RecordOf):
    kind: Literal["partnership"]
    facts: PartnershipFacts


AnyRecord = Annotated[
    ActivityRecord | ParticipationRecord | ResultRecord | AgreementRecord | PartnershipRecord,
    Field(discriminator="kind"),
]
Records = Annotated[list[AnyRecord], Field(min_length=1, max_length=500)]


class GivenAnswer(Part):
    """`fingerprint` is that of the facts as they were asked of; `record` is how the answering
    register has it, where it says otherwise."""

    uid: Uid
    verdict: Literal["confirmed", "corrected", "declined"]
    fingerprint: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    words: Annotated[str, StringConstraints(max_length=2_000)] = ""
    language: Annotated[Language, StringConstraints(max_length=12)] = ""
    record: AnyRecord | None = None


class Issuer(Part):
    name: Annotated[str, StringConstraints(max_length=150)]
    address: Annotated[str, StringConstraints(max_length=300)]
    city: Slug


class Envelope(Part):
    format: Literal["citytocity/1"]
    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]
    issued: Moment
    expires: Moment
    issuer: Issuer
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    signature: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{86}$")]


class RecordDocument(Envelope):
    """Records as the issuer's register has them."""

    type: Literal["record"]
    records: Records


class RequestDocument(Envelope):
    """The issuer asks the city whether the records are right."""

    type: Literal["request"]
    city: Slug
    records: Records


class AnswerDocument(Envelope):
    """What the issuer's city says of records that it was asked about."""

    type: Literal["answer"]
    answers: Annotated[list[GivenAnswer], Field(min_length=1, max_length=500)]


class Document(BaseModel):
    """A file: one of the three."""

    model_config = ConfigDict(title="City to City exchange document, format 1")

    document: Annotated[
        RecordDocument | RequestDocument | AnswerDocument, Field(discriminator="type")
    ]


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: a JSON pointer (RFC 6901)."""

    pointer: str
    message: str

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.message}"


class DocumentRefusedError(Exception):
    """Nothing was taken; `problems` tells every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


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
            [Problem(_place(fault), _told(fault)) for fault in error.errors()]
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


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a document."""
    made = Document.model_json_schema(ref_template="#/$defs/{model}")
    inner = made["properties"]["document"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": made["title"],
        "oneOf": inner["oneOf"],
        "$defs": made["$defs"],
    }


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


def _place(fault: Any) -> str:
    """Where it is; of a kind that is not known, where the kind should stand."""
    pointer = _pointer(fault["loc"])
    if fault["type"] not in {"union_tag_not_found", "union_tag_invalid"}:
        return pointer
    return f"{pointer}/{fault['ctx']['discriminator'].strip(chr(39))}"


def _pointer(steps: tuple[Any, ...]) -> str:
    """Without the names of kinds, by which pydantic tells which form it tried."""
    path: list[str] = []
    kinds = {"record", "request", "answer", "activity", "participation", "result", "agreement",
             "partnership"}  # fmt: skip
    for place, step in enumerate(steps):
        is_kind = isinstance(step, str) and step in kinds
        after = steps[place - 1] if place else None
        if place == 0 or (is_kind and (place == 1 or isinstance(after, int) or after == "record")):
            continue
        path.append(str(step).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{step}" for step in path)


def _told(fault: Any) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    messages = {
        "missing": _("This must be given."),
        "extra_forbidden": _("The format knows nothing of this name."),
        "string_type": _("A text is wanted here."),
        "int_type": _("A whole number is wanted here."),
        "list_type": _("A list is wanted here."),
        "dict_type": _("A mapping is wanted here."),
        "model_type": _("A mapping is wanted here."),
        "model_attributes_type": _("A mapping is wanted here."),
        "string_pattern_mismatch": _("This is not written as the format wants it."),
        "union_tag_not_found": _("This must be given."),
    }
    if kind in messages:
        return messages[kind]
    if kind == "value_error":
        return str(context["error"])
    if kind in {"literal_error", "union_tag_invalid"}:
        known = context.get("expected") or context.get("expected_tags", "")
        return _("This is not known here. Known are: %(known)s.") % {"known": known}
    if kind == "string_too_long":
        return _("At most %(limit)d characters fit.") % {"limit": context["max_length"]}
    if kind in {"too_short", "too_long"}:
        return _("There are too few or too many of them.")
    if kind in {"greater_than_equal", "less_than_equal"}:
        return _("This number is out of bounds.")
    return _("This is not written as the format wants it.")
