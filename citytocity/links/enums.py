"""What may be wrong with a link, and what the public asks about it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Matter(TextChoices):
    """What a sign is about; in the order in which an officer would mend them."""

    NO_CONTACT = "no-contact", _("nobody holds the link")
    ENDING = "ending", _("agreement ends")
    VISIT_OWED = "visit-owed", _("visit owed")
    PROMISE_OPEN = "promise-open", _("promise open")
    SILENT = "silent", _("silent")
    NO_PLAN = "no-plan", _("nothing planned")
    UNCONFIRMED = "unconfirmed", _("contact not confirmed")
    NO_SUCCESSOR = "no-successor", _("contact without a deputy")
    NO_VISIT = "no-visit", _("no visit")
    NO_RESULT = "no-result", _("no result")
    DEAD_LINK = "dead-link", _("dead web address")
    ANNIVERSARY = "anniversary", _("anniversary")
    OTHER = "other", _("other")


class Question(TextChoices):
    """The seven questions that citizens ask of their council about its twin cities (a request
    under the law on freedom of information, 2013)."""

    COST = "cost", _("What does it cost each year?")
    BENEFIT = "benefit", _("What has the town gained?")
    WHO_TRAVELS = "who-travels", _("Who goes, and who comes?")
    WHO_DECIDED = "who-decided", _("Who decided on this town?")
    VOTE = "vote", _("What was discussed, and by what vote?")
    COUNCILLORS = "councillors", _("Which councillors travelled at public cost?")
    COUNCILLORS_COST = "councillors-cost", _("What does their travel cost each year?")
