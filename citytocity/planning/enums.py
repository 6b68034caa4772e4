from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """Why there might be a story."""

    ACTIVITY = "activity", _("activity without a story")
    ANNIVERSARY = "anniversary", _("anniversary")
    DAY = "day", _("day to know")
    TOPIC = "topic", _("topic")
    PAIR = "pair", _("partnership")
    CITY = "city", _("city")


class Which(IntegerChoices):
    """Which of the month's days of that name."""

    FIRST = 1, _("the first")
    SECOND = 2, _("the second")
    THIRD = 3, _("the third")
    FOURTH = 4, _("the fourth")
    LAST = -1, _("the last")


class Weekday(IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")
