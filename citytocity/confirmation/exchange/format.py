"""The form of the documents that two installations give each other.

`docs/reference/exchange-format.json` is the JSON Schema of these classes; a test compares them.
"""

from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from citytocity.languages.catalogue import CONTENT_LANGUAGES


def _known_language(code: str) -> str:
    if code and code not in CONTENT_LANGUAGES:
        words = _("“%(code)s” is no language known here. Codes are such as en, ru, zh-hans.")
        raise ValueError(words % {"code": code})
    return code


FORMAT = "citytocity/1"

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
