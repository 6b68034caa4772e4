from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Measure(TextChoices):
    """What a check of a sheet counts."""

    PEOPLE = "people", _("direct participants")
    INTERNATIONAL = "international", _("international participants")
    COUNTRIES = "countries", _("countries")
    MEMBERS = "members", _("countries that the programme names")
    DAYS = "days", _("days")
    SMALLER_SHARE = "smaller-share", _("share of the smaller group, percent")
    YOUNG_SHARE = "young-share", _("share of people under 30, percent")


class Part(TextChoices):
    """What a sheet is made of, in its own order."""

    IDENTITY = "identity", _("The event")
    GENDERS = "genders", _("Participants by gender")
    COUNTRIES = "countries", _("Participants by country")
    YOUNG = "young", _("Participants by age")
    TOTALS = "totals", _("Totals")
    RESULTS = "results", _("What came of it")
    BLANKS = "blanks", _("To be written in by hand")
    LIST = "list", _("List to be signed")
