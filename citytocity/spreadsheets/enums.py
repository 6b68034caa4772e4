from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(TextChoices):
    """What the rows of a spreadsheet are."""

    ACTIVITIES = "activities", _("activities, with who took part")
    PARTNERSHIPS = "partnerships", _("partnerships")
    RESULTS = "results", _("results")
    ORGANISATIONS = "organisations", _("organisations")
    CITIES = "cities", _("cities")


class State(TextChoices):
    """How far a spreadsheet is; two of them are the worker's."""

    BROUGHT = "brought", _("brought")
    READING = "reading", _("is being read")
    READ = "read", _("read")
    TAKING = "taking", _("is being taken over")
    TAKEN = "taken", _("taken over")
    UNDOING = "undoing", _("is being undone")
    UNDONE = "undone", _("undone")


AT_WORK = (State.READING, State.TAKING, State.UNDOING)


class Outcome(TextChoices):
    """What becomes of a row."""

    NEW = "new", pgettext_lazy("of a row", "new record")
    PART = "part", _("belongs to a row above")
    THERE = "there", _("is on record already")
    DOUBT = "doubt", _("in doubt")
    FOREIGN = "foreign", _("touches none of your cities")
    LEFT = "left", _("left out")
