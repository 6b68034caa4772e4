"""The roles people have, and the acts that roles allow."""

from enum import Enum, auto

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody does for a city; the host office does it for all of them."""

    HOST = "host", _("host office")
    EDITOR = "editor", _("city editor")
    AUTHOR = "author", _("author")
    TRANSLATOR = "translator", _("translator")
    CHECKER = "checker", _("fact-checker")
    REGISTRAR = "registrar", _("registrar")


class Act(Enum):
    """What may be allowed or not. `people.permissions.MAY` says to whom."""

    WRITE = auto()
    """Begin a story of the city, and work on one's own."""
    READ_DRAFTS = auto()
    """See the city's stories before they are out, and the board."""
    EDIT = auto()
    """Work on every story of the city."""
    CHECK = auto()
    """Confirm facts, rights of pictures and consent."""
    PUBLISH = auto()
    """Bring stories out, plan when, and take them back with a reason."""
    SORT = auto()
    """Take in or turn away what comes without an account."""
    TRANSLATE = auto()
    """Claim and translate texts, in the language pair of the membership."""
    APPROVE = auto()
    """Say that a translation is good, in the language pair of the membership."""
    PROPOSE = auto()
    """Propose changes of register records that touch the city."""
    RECORD = auto()
    """Change register records that touch the city, and decide on proposals."""
    KEEP_VISITS = auto()
    """Keep the folders of visits in which the city takes part, and the personal data in them."""
    KEEP = auto()
    """Keep what belongs to no single city: cities themselves, sources, themes, programmes."""
    INVITE = auto()
    """Invite people to roles for the city, and end their memberships."""
    SEND = auto()
    """Make and send the newsletter, and keep the addresses of its readers."""
