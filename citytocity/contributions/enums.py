"""What comes in, where it stands, and what is declared of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    STORY = "story", _("story")
    CORRECTION = "correction", _("correction")
    MEMORY = "memory", _("memory")


class State(TextChoices):
    """Draft and sent are the sender's own; the inbox has it from `new` on."""

    DRAFT = "draft", _("being written")
    SENT = "sent", _("waits for the e-mail to be confirmed")
    NEW = "new", _("new")
    TAKEN = "taken", _("taken on")
    ASKED = "asked", _("asked back")
    ACCEPTED = "accepted", _("accepted")
    DONE = "done", _("published or corrected")
    REFUSED = "refused", _("refused")
    SPAM = "spam", _("spam")


WITH_SENDER = (State.DRAFT, State.SENT)
"""States that no editor sees."""
EDITABLE = (State.DRAFT, State.ASKED)
"""States in which the sender may write on."""
OPEN = (State.NEW, State.TAKEN, State.ASKED)
"""States in which an editor decides."""


class Claim(TextChoices):
    """By what right somebody gives a picture."""

    OWN = "own", _("I made it myself")
    PERMISSION = "permission", _("whoever made it gave me permission")
    ARCHIVE = "archive", _("it comes from an archive or a family album, and may be shown")


class Shown(TextChoices):
    """Who is to be recognised on a picture, and whether they agreed."""

    NOBODY = "nobody", _("nobody can be recognised")
    AGREED = "agreed", _("grown-ups, and all of them agreed")
    MINORS = "minors", _("also people under 18, and their parents or guardians agreed too")


class Reason(TextChoices):
    """Why something is not taken. The letter says it as `REASONS_IN_LETTERS` has it."""

    SUBJECT = "subject", _("does not fit what this site is about")
    KNOWN = "known", _("has been told already")
    UNSURE = "unsure", _("cannot be confirmed")
    RIGHTS = "rights", _("rights or consent are not clear")
    OTHER = "other", _("another reason")


REASONS_IN_LETTERS = {
    Reason.SUBJECT: _("It does not fit what this site is about: what twinned cities do together."),
    Reason.KNOWN: _("It has been told here already."),
    Reason.UNSURE: _("We could not confirm what it says, and we print only what we can."),
    Reason.RIGHTS: _("We could not make sure of the rights, or of the consent of those shown."),
    Reason.OTHER: "",
}
