from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rhythm(TextChoices):
    """How often somebody reads; the label is what she chooses."""

    EACH = "each", _("Each issue")
    MONTHLY = "monthly", _("Once a month, all of the month together")
    INVITATIONS = "invitations", _("Only invitations to take part")


class ReaderState(TextChoices):
    READING = "reading", _("reading")
    LEFT = "left", pgettext_lazy("of a reader", "left")
    STOPPED = "stopped", _("the address takes no mail")


class Way(TextChoices):
    """How somebody came to read it."""

    SIGN_UP = "sign-up", _("signed up on the site")
    IMPORT = "import", _("brought from another list")
    BACK = "back", _("came back by the link in a letter")
    STILL = "still", _("was asked after two years, and wants it still")


class LeftOut(TextChoices):
    """Why somebody of a list that was brought is no reader: by the names of mail's reasons."""

    ASKED = "asked", _("left, was deleted, or asked for no more letters")
    COMPLAINED = "complained", _("called a letter spam")
    BOUNCED = "bounced", _("the address takes no mail")


class Turn(TextChoices):
    """What becomes of readers, as it is counted month by month."""

    CAME = "came", _("came")
    BACK = "back", _("came back")
    LEFT = "left", pgettext_lazy("of readers", "left")
    BOUNCED = "bounced", _("the address took no mail")
    SILENT = "silent", _("taken out after two silent years")
    ERASED = "erased", _("deleted while they read it")


class Asked(TextChoices):
    """How far it is with a reader who was silent for two years."""

    WAITS = "waits", _("silent for two years, not asked yet")
    ASKED = "asked", _("asked whether they want it still, no answer yet")
    REMINDED = "reminded", _("reminded, no answer yet")


class IssueState(TextChoices):
    DRAFT = "draft", _("being made")
    SCHEDULED = "scheduled", _("waits for its hour")
    SENDING = "sending", _("being sent")
    SENT = "sent", pgettext_lazy("of an issue", "sent")
    CANCELLED = "cancelled", _("stopped while it was sent")


class Timing(TextChoices):
    """When the letters of an issue go; the label is what the editor chooses."""

    NOW = "now", _("Now")
    MOMENT = "moment", _("At one moment, for everybody")
    LOCAL = "local", _("At this hour where the reader is")


class Hindrance(TextChoices):
    """Why no letter goes at all; the label says it to the office."""

    STOPPED = "stopped", _("The mail server takes no letters from this site.")
    PUT_OFF = "put-off", _("The mail server asks us to wait.")
    SILENT = "silent", _("The mail server does not answer.")
    SETTINGS = "settings", _("With these settings no letter can be sent.")


class ItemKind(TextChoices):
    """What an item is, as it stands above its title."""

    STORY = "story", _("story")
    INVITATION = "invitation", _("invitation")
    ACTIVITY = "activity", _("activity")
    RESULT = "result", _("result")
    RECOGNITION = "recognition", _("recognition")
    ANNIVERSARY = "anniversary", _("anniversary")


class Unsent(TextChoices):
    """What we ourselves note of a letter, where nothing was said by the mail server; the label is
    for its reader."""

    LEFT = "left before it was sent", _("It did not go, for you had left.")
    SUPPRESSED = (
        "written to no more",
        _("It did not go, for nothing is sent to this address any more."),
    )
    TAKEN_BACK = (
        "taken back before it was sent",
        _("It did not go, for all in it was taken back."),
    )
    STOPPED = "stopped", _("It did not go, for the office stopped the issue.")
    NOT_NOTED = (
        "The worker ended before the answer was noted.",
        _("Our program ended before it noted the answer of your mail server."),
    )


class DeliveryState(TextChoices):
    DUE = "due", _("waits")
    LEASED = "leased", _("in the hands of a worker")
    HANDED = "handed", _("handed over to the mail server")
    REFUSED = "refused", _("refused by the mail server")
    DROPPED = "dropped", _("not sent")
