"""Kinds of visits, what was decided, how far a folder has come, and who travels."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citytocity.ledger.enums import ActivityKind

VISITING = (ActivityKind.VISIT, ActivityKind.EXCHANGE, ActivityKind.DELEGATION)
"""The kinds of activities that are journeys from one city to another, and so may have a folder."""


class VisitKind(TextChoices):
    OFFICIAL = "official", _("official")
    YOUTH = "youth", _("young people")
    SCHOOL = "school", pgettext_lazy("kind of visit", "school")
    SPORT = "sport", pgettext_lazy("kind of visit", "sport")
    ARTS = "arts", _("arts")
    EXPERT = "expert", _("experts")
    CITIZENS = "citizens", _("citizens")
    OTHER = "other", pgettext_lazy("kind of visit", "other")


class Decision(TextChoices):
    ACCEPTED = "accepted", pgettext_lazy("of a request", "accepted")
    REFUSED = "refused", pgettext_lazy("of a request", "refused")
    DEFERRED = "deferred", pgettext_lazy("of a request", "put off")


class FolderState(TextChoices):
    """How far it has come: worked out from what is filled, never typed in."""

    ASKED = "asked", pgettext_lazy("state of a visit", "asked")
    DEFERRED = "deferred", pgettext_lazy("state of a visit", "put off")
    DECIDED = "decided", pgettext_lazy("state of a visit", "decided")
    PLANNED = "planned", pgettext_lazy("state of a visit", "planned")
    UNDER_WAY = "under-way", pgettext_lazy("state of a visit", "under way")
    DONE = "done", pgettext_lazy("state of a visit", "done")
    REPORTED = "reported", pgettext_lazy("state of a visit", "reported")
    REFUSED = "refused", pgettext_lazy("state of a visit", "refused")
    CANCELLED = "cancelled", pgettext_lazy("state of a visit", "cancelled")


class Direction(TextChoices):
    """Seen from one city: who came to it, who went from it."""

    INCOMING = "incoming", _("coming to us")
    OUTGOING = "outgoing", _("going from us")


class TravellerRole(TextChoices):
    HEAD = "head", _("head of the delegation")
    MEMBER = "member", _("member")
    INTERPRETER = "interpreter", _("interpreter")
    GUEST = "guest", pgettext_lazy("traveller", "guest")


class Gender(TextChoices):
    FEMALE = "f", _("female")
    MALE = "m", _("male")
    NONBINARY = "x", _("non-binary")


class Forgettable(TextChoices):
    """Personal data that goes when its time is over."""

    TRAVELLERS = "travellers", _("travellers")
    CONTACT = "contact", _("contact of the request")
    ATTENDS = "attends", _("who attends")
    STAY = "stay", _("lodging and transport")
