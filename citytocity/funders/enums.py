from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class About(TextChoices):
    """What a sheet tells of."""

    EVENT = "event", _("an event")
    CITY = "city", _("a city in a year")
    PARTNERSHIP = "partnership", _("a partnership in a year")


class Measure(TextChoices):
    """What a check of an event counts."""

    PEOPLE = "people", _("direct participants")
    INTERNATIONAL = "international", _("international participants")
    COUNTRIES = "countries", _("countries")
    MEMBERS = "members", _("countries that the programme names")
    DAYS = "days", _("days")
    SMALLER_SHARE = "smaller-share", _("share of the smaller group, percent")
    YOUNG_SHARE = "young-share", _("share of people under 30, percent")


class Part(TextChoices):
    """What a sheet is made of, in its own order; `PARTS` says which of them stand in which."""

    IDENTITY = "identity", _("The event")
    GENDERS = "genders", _("Participants by gender")
    COUNTRIES = "countries", _("Participants by country")
    YOUNG = "young", _("Participants by age")
    TOTALS = "totals", _("Totals")
    CITY = "city", _("The city")
    PARTNERSHIP = "partnership", pgettext_lazy("part of a sheet", "The partnership")
    ACTORS = "actors", _("Main actors")
    THEMES = "themes", _("Themes")
    PROJECTS = "projects", _("Joint projects")
    RESULTS = "results", _("What came of it")
    BLANKS = "blanks", _("To be written in by hand")
    LIST = "list", _("List to be signed")


class TableOf(TextChoices):
    """What the rows of a table are."""

    PARTNERSHIPS = "partnerships", _("partnerships")
    JOURNEYS = "journeys", _("journeys")
    SPENT = "spent", _("money paid")
    FIELDS = "fields", _("fields")


class Column(TextChoices):
    """Of a table; `COLUMNS` says which of them stand in which."""

    PARTNER = "partner", _("Partner")
    REGION = "region", _("Region")
    COUNTRY = "country", _("Country")
    KIND = "kind", _("Kind")
    CATEGORY = "category", pgettext_lazy("of a partnership", "Category")
    SINCE = "since", _("Since")
    SIGNED = "signed", _("Agreement signed")
    APPROVED = "approved", _("Recognised by the councils")
    DECIDED = "decided", _("Decisions")
    FIELDS = "fields", _("Fields of the year")
    ACTIVITIES = "activities", _("Activities")
    VISITS_IN = "visits-in", _("Visits received")
    VISITS_OUT = "visits-out", _("Visits made")
    ANNIVERSARY = "anniversary", _("Anniversary")
    WHEN = "when", _("When")
    ACTIVITY = "activity", _("Activity")
    FROM = "from", pgettext_lazy("of a journey", "From")
    TO = "to", pgettext_lazy("of a journey", "To")
    PEOPLE = "people", _("People")
    OFFICES = "offices", _("Offices and bodies")
    PAID = "paid", _("Paid by the city")
    TRAVEL = "travel", _("Of it travel")
    LODGING = "lodging", _("Of it lodging")
    GRANTS = "grants", _("Paid out of grants")
    FIELD = "field", _("Field")


PARTS: dict[About, tuple[Part, ...]] = {
    About.EVENT: (
        *(Part.IDENTITY, Part.GENDERS, Part.COUNTRIES, Part.YOUNG, Part.TOTALS),
        *(Part.RESULTS, Part.BLANKS, Part.LIST),
    ),
    About.CITY: (Part.CITY, Part.RESULTS, Part.BLANKS),
    About.PARTNERSHIP: (
        *(Part.PARTNERSHIP, Part.ACTORS, Part.THEMES, Part.PROJECTS),
        *(Part.RESULTS, Part.BLANKS),
    ),
}
TABLES: dict[About, tuple[TableOf, ...]] = {
    About.EVENT: (),
    About.CITY: tuple(TableOf),
    About.PARTNERSHIP: (TableOf.JOURNEYS, TableOf.FIELDS),
}
COLUMNS: dict[TableOf, tuple[Column, ...]] = {
    TableOf.PARTNERSHIPS: (
        *(Column.PARTNER, Column.REGION, Column.COUNTRY, Column.KIND, Column.CATEGORY),
        *(Column.SINCE, Column.SIGNED, Column.APPROVED, Column.DECIDED, Column.FIELDS),
        *(Column.ACTIVITIES, Column.VISITS_IN, Column.VISITS_OUT, Column.ANNIVERSARY),
    ),
    TableOf.JOURNEYS: (
        *(Column.WHEN, Column.ACTIVITY, Column.FROM, Column.TO, Column.PEOPLE),
        *(Column.OFFICES, Column.PAID),
    ),
    TableOf.SPENT: (*(Column.PARTNER, Column.PAID, Column.TRAVEL, Column.LODGING, Column.GRANTS),),
    TableOf.FIELDS: (Column.FIELD, Column.ACTIVITIES),
}
