"""What figures are counted in, and in which chapter of the catalogue they stand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Unit(TextChoices):
    """In what a figure is counted. `records` are those of its list, whatever they are."""

    RECORDS = "records", pgettext_lazy("unit", "records")
    PEOPLE = "people", pgettext_lazy("unit", "people")
    TRIPS = "person-trips", pgettext_lazy("unit", "person-trips")
    NIGHTS = "nights", pgettext_lazy("unit", "guest-nights")
    HOURS = "hours", pgettext_lazy("unit", "hours")
    PERCENT = "percent", pgettext_lazy("unit", "percent")
    MONTHS = "months", pgettext_lazy("unit", "months")
    DAYS = "days", pgettext_lazy("unit", "days")
    MONEY = "money", pgettext_lazy("unit", "in the currency of the city")
    READINGS = "readings", pgettext_lazy("unit", "page views")


class Chapter(TextChoices):
    """The chapters of the catalogue, in their order."""

    LINKS = "links", _("Partnerships and agreements")
    VISITS = "visits", _("Visits both ways")
    PEOPLE = "people", _("Those who took part")
    ACTIVITIES = "activities", _("Activities and fields")
    RESULTS = "results", _("Results and recognitions")
    MONEY = "money", _("Money and volunteers")
    PROTOCOL = "protocol", _("Gifts, promises, honours")
    TOLD = "told", _("Stories and readers")
    HEALTH = "health", _("Health of the links")
