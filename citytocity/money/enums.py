"""What money is for, whether it is planned or paid, and who pays."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(TextChoices):
    """What town halls and funders ask for, each by itself."""

    TRAVEL = "travel", _("travel")
    LODGING = "lodging", _("lodging")
    HOSPITALITY = "hospitality", _("hospitality")
    INTERPRETER = "interpreter", _("interpreter")
    GIFTS = "gifts", _("gifts")
    PRINTING = "printing", _("printing")
    INSURANCE = "insurance", _("insurance")
    FEES = "fees", _("membership fees")
    STAFF = "staff", _("staff time")
    VENUE = "venue", _("rooms and equipment")
    PROGRAMME = "programme", pgettext_lazy("a cost", "programme")
    GRANT = "grant", _("grant passed on")
    OTHER = "other", pgettext_lazy("a cost", "other")


class Stage(TextChoices):
    PLANNED = "planned", pgettext_lazy("money", "planned")
    ACTUAL = "actual", pgettext_lazy("money", "paid")


class Payer(TextChoices):
    """Kinds of payers; never a person."""

    CITY = "city", pgettext_lazy("who pays", "the city")
    PARTNER = "partner", pgettext_lazy("who pays", "the partner city")
    PARTICIPANTS = "participants", pgettext_lazy("who pays", "participants")
    SPONSOR = "sponsor", pgettext_lazy("who pays", "sponsor")
    GRANT = "grant", pgettext_lazy("who pays", "grant")
