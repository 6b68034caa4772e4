"""In which forms answers are given, how parts become a figure, and why there may be no answer."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Form(TextChoices):
    """The form of an answer, and the media type by which it is asked for."""

    JSON = "json", "application/json"
    CSV = "csv", "text/csv"


class Adding(TextChoices):
    """How the parts of the records become the value of the figure. Records whose part is not on
    record are left out; shares and means are rounded to one place after the point."""

    SUM = "sum", _("the sum of the parts")
    DIFFERENT = "different", _("how many different groups the records have")
    SHARE = "share", _("the sum of the parts in percent of the sum of what they are parts of")
    MEAN = "mean", _("the sum of the parts, divided by the number of different groups")
    LEAST = "least", _("the smallest of the parts")


class Fault(TextChoices):
    """Why there is no answer: the type of a problem (RFC 9457)."""

    NOT_UNDERSTOOD = "not-understood", _("The address asks for something that is not there.")
    NOT_THERE = "not-there", _("There is nothing under this address.")
    READ_ONLY = "read-only", _("The open data can only be read.")
    TOO_OFTEN = "too-often", _("Too many questions in a short time.")
    BUSY = "busy", _("A large list is being written just now.")
    BROKEN = (
        "broken",
        _("Something went wrong here. Whoever runs this site finds it written down."),
    )

    @property
    def status(self) -> int:
        return STATUS[self]


STATUS = {
    Fault.NOT_UNDERSTOOD: 400,
    Fault.NOT_THERE: 404,
    Fault.READ_ONLY: 405,
    Fault.TOO_OFTEN: 429,
    Fault.BUSY: 503,
    Fault.BROKEN: 500,
}
