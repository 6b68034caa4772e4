"""The parts of an annual report, in the order in which councils ask for them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PartOf(TextChoices):
    PARTNERSHIPS = "partnerships", _("Our partnerships")
    VISITS = "visits", _("Who came, who went")
    FIELDS = "fields", _("What it was about")
    PEOPLE = "people", _("Those who took part")
    RESULTS = "results", _("What came of it")
    MONEY = "money", _("Money and volunteers")
    GIFTS = "gifts", _("Gifts and promises")
    MEDIA = "media", _("What was told")
    AWARDS = "awards", _("Awards and honours")
    PLAN = "plan", _("What comes next")


FIGURES: dict[str, tuple[str, ...]] = {
    PartOf.PARTNERSHIPS: ("I01", "I01-active", "I01-suspended", "I02"),
    PartOf.VISITS: ("I04-in", "I04-out", "I05-in", "I05-out", "I06", "I07-made", "I07-owed"),
    PartOf.FIELDS: ("I11", "I11-events", "I12"),
    PartOf.PEOPLE: (
        "I08",
        "I08-women",
        "I08-men",
        "I08-nonbinary",
        "I09-youth",
        "I09-young",
        "I10-international",
        "I08-first",
    ),
    PartOf.RESULTS: ("I17", "I17-evidenced", "I17-claimed", "I17-confirmed", "I18", "I18-running"),
    PartOf.MONEY: ("I19", "I19-city", "I13", "I13-hours"),
    PartOf.GIFTS: ("P01-given", "P01-received", "I28-kept", "I28-open"),
    PartOf.MEDIA: ("I21", "I21-everywhere", "I24"),
    PartOf.AWARDS: ("R01", "P03"),
    PartOf.PLAN: ("I02-ending",),
}
"""Which figures of the catalogue stand in which part."""

LEADING = ("I11", "I04-in", "I04-out", "I05-in", "I05-out", "I08", "I17", "R01")
"""Those that are set against the years before."""

FIRST = ("I11", "I04-in", "I04-out", "I08", "I17", "R01")
"""Those at the head of the report."""
