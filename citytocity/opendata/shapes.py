"""The shapes of the answers. What each value means is said once, here: the OpenAPI document has it
in English, the page for people in every language.
"""

from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field, WithJsonSchema

Number = int | float
Year = Annotated[
    str | None, WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 9990}), Field(None)
]


class Text(Schema):
    """Words, and the language they are really in: the original's, where the reader's has none."""

    text: str
    language: str


class Choice(Schema):
    """A value as addresses have it, and what it is called."""

    value: str
    name: str


class Way(Schema):
    """A filter of the figure. Without a list its values are codes of countries or languages, or the
    ids of themes."""

    name: str
    values: list[Choice] | None


class Ref(Schema):
    """A record of the register: its id, as addresses have it, and its page."""

    id: str
    name: Text
    page: str


class Indicator(Schema):
    """What is counted, and by what rule."""

    code: str = Field(description=_("The code, as addresses have it."))
    chapter: Choice = Field(description=_("The chapter of the catalogue."))
    name: Text = Field(description=_("What is counted."))
    definition: Text = Field(description=_("What it is."))
    rule: Text = Field(description=_("How it is counted."))
    unit: Choice | None = Field(description=_("The unit of the value."))
    adding: Choice | None = Field(description=_("How the parts become the value."))
    narrowed: dict[str, list[str]] = Field(
        description=_("What it counts of its records; always so, whatever is asked for.")
    )
    filters: list[Way] = Field(description=_("By what it can be narrowed and broken down."))
    is_recorded: bool = Field(description=_("Whether the register can hold it yet."))
    page: str | None = Field(description=_("The page with its records."))
    figure: str | None = Field(description=_("The address of the figure here."))


class Behind(Schema):
    """How many records stand behind a figure, and of how many the number is on record."""

    number: int = Field(description=_("How many records stand behind it."))
    known: int = Field(description=_("Of how many of them the number is on record."))
    unknown: int = Field(description=_("Of how many of them it is not on record."))
    address: str = Field(description=_("The address of the records."))


class Figure(Schema):
    """A number of one year, with all that stands behind it."""

    code: str = Field(description=_("The code of the indicator."))
    name: Text = Field(description=_("What is counted."))
    value: Number | None = Field(
        description=_("The number. Nothing where it is not on record: that is never zero.")
    )
    unit: str | None = Field(description=_("The unit of the value."))
    currency: str | None = Field(description=_("The currency, if it is money (ISO 4217)."))
    certainty: str | None = Field(
        description=_(
            "How sure it is: counted, estimated, about, or at-least, if parts are missing."
        )
    )
    in_words: str = Field(description=_("The number in words, as the pages show it."))
    year: int = Field(description=_("The year."))
    first_day: str = Field(description=_("The first day of the period (ISO 8601)."))
    last_day: str = Field(description=_("The last day that is counted; of this year, today."))
    is_complete: bool = Field(description=_("Whether the year is over."))
    city: Ref | None = Field(description=_("The city that it is about; nothing for all."))
    other: Ref | None = Field(description=_("The other city, if it is what two did together."))
    partnership: Ref | None = Field(description=_("The partnership that it is about."))
    home: Ref | None = Field(
        description=_("The city from which the partnership is seen, if that was asked.")
    )
    where: dict[str, list[str]] = Field(description=_("By what it was narrowed."))
    records: Behind | None = Field(description=_("The records behind it."))
    page: str = Field(description=_("The page with its records."))


class Figures(Schema):
    """One figure or several, in the order of what was asked for."""

    figures: list[Figure]


class Indicators(Schema):
    """The catalogue, in its order."""

    indicators: list[Indicator]


class When(Schema):
    """A day or period as far as it is known: as EDTF (ISO 8601-2), and in words."""

    edtf: str
    words: str


class Part(Schema):
    """What a record gave to the figure. Without a value it is not on record."""

    value: Number | None
    of: Number | None
    group: str | None
    currency: str | None
    certainty: str


class Source(Schema):
    """From where the record is known."""

    id: str
    title: Text
    publisher: str
    url: str
    page: str


class Record(Schema):
    """A record behind a figure."""

    kind: str = Field(description=_("The kind of record."))
    id: str | None = Field(description=_("Its id; nothing for what has no page of its own."))
    title: Text = Field(description=_("What it is called."))
    when: When = Field(description=_("When it was."))
    page: str | None = Field(description=_("Its page, or that of what it belongs to."))
    part: Part = Field(
        description=_("What it gave to the figure: the value; of what, in a share; in which group.")
    )
    sources: list[Source] = Field(description=_("From where it is known."))


class OfAPage(Schema):
    """Which page of a list it is, how many rows and pages the list has, and the next one."""

    number: int
    page: int
    pages: int
    next: str | None


class Records(OfAPage):
    """A page of the records behind a figure, in the order of the page that people read."""

    figure: Figure
    adding: Choice
    records: list[Record]


class City(Schema):
    """A city, with the id by which questions name it."""

    id: str = Field(description="The id, as addresses have it.")
    name: Text = Field(description="Its name.")
    country: str = Field(description="The code of its country (ISO 3166-1).")
    latitude: float | None = Field(description="Degrees north.")
    longitude: float | None = Field(description="Degrees east.")
    wikidata: str | None = Field(description="Its item in Wikidata, if the register has it.")
    is_host: bool = Field(description="Whether the site is this city's.")
    page: str = Field(description="Its page.")


class Cities(OfAPage):
    """A page of the cities."""

    cities: list[City]


class Partnership(Schema):
    """A partnership, with the id by which questions name it."""

    id: str = Field(description="The id, as addresses have it.")
    name: Text = Field(description="Its name, or those of its cities.")
    kind: Choice = Field(description="Of what kind it is.")
    since: When = Field(description="Since when it is.")
    cities: list[Ref] = Field(description="Its cities.")
    page: str = Field(description="Its page.")


class Partnerships(OfAPage):
    """A page of the partnerships."""

    partnerships: list[Partnership]


class Licence(Schema):
    """What may be done with the data."""

    name: str
    url: str


class Room(Schema):
    """What there is, and where."""

    name: str
    languages: list[str]
    licence: Licence | None
    cities: str
    partnerships: str
    indicators: str
    figures: str
    document: str
    page: str


class FieldFault(Schema):
    field: str
    message: str


class Problem(Schema):
    """Why there is no answer (RFC 9457); `errors` has a message for each field of the address."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldFault]


class InWhichForm(Schema):
    """What may be asked everywhere."""

    lang: str | None = Field(
        None, description=_("The language of the words; else the header Accept-Language says it.")
    )


class InWhichTable(InWhichForm):
    format: Annotated[
        str | None,
        WithJsonSchema({"type": "string", "enum": ["json", "csv"]}),
        Field(None, description=_("The form: “json” or “csv”; else the header Accept says it.")),
    ]


class Whose(InWhichTable):
    """Whose figures, and of which year."""

    city: str | None = Field(None, description=_("The id of a city; without it all are counted."))
    other: str | None = Field(
        None, description=_("The id of another city: what the two did together.")
    )
    partnership: str | None = Field(
        None, description=_("The id of a partnership, instead of cities.")
    )
    home: str | None = Field(
        None, description=_("The id of the city from which the partnership is seen.")
    )
    year: Annotated[
        Year,
        Field(None, description=_("The year; without it the last in which something happened.")),
    ]


class WhoseRecords(Whose):
    """By what the figure is narrowed; several values stand with commas between."""

    kind: str | None = Field(None, description=_("The kind, as the indicator lists it."))
    theme: str | None = Field(None, description=_("The id of a theme."))
    role: str | None = Field(None, description=_("In which role they took part."))
    mode: str | None = Field(None, description=_("How they took part."))
    country: str | None = Field(None, description=_("The code of a country (ISO 3166-1)."))
    language: str | None = Field(None, description=_("The code of the language of a story."))
    category: str | None = Field(None, description=_("What the money was for."))
    running: str | None = Field(None, description=_("Whether a result still runs."))
    payer: str | None = Field(None, description=_("Who paid."))


class Several(WhoseRecords):
    """More than one figure of an indicator."""

    by: str | None = Field(
        None, description=_("“year”, or a filter of the indicator: one figure for each.")
    )
    from_year: Annotated[Year, Field(None, description=_("The first year of a series."))]
    to_year: Annotated[Year, Field(None, description=_("The last year of a series."))]


class OfAList(InWhichTable):
    """Which part of a list."""

    page: Annotated[
        str | None,
        WithJsonSchema({"type": "integer", "minimum": 1}),
        Field(None, description=_("The page of the list.")),
    ]
    limit: Annotated[
        str | None,
        WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 500}),
        Field(None, description=_("How many records a page has: 100, or up to 500.")),
    ]


class Paged(WhoseRecords, OfAList):
    """Which of the records."""


class WhichPartnerships(OfAList):
    """Those of a city or of a kind."""

    city: str | None = Field(None, description="The id of a city.")
    kind: str | None = Field(None, description="A kind of partnership.")


QUESTIONS = (
    InWhichForm,
    InWhichTable,
    Whose,
    WhoseRecords,
    Several,
    OfAList,
    Paged,
    WhichPartnerships,
)
FAULTS = {400: Problem, 404: Problem, 429: Problem}
"""What each address may answer beside what was asked for."""
