from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CreditRole(TextChoices):
    AUTHOR = "author", _("author")
    TRANSLATOR = "translator", _("translator")
    PHOTOGRAPHER = "photographer", _("photographer")
    EDITOR = "editor", _("editor")
    CHECKER = "checker", _("fact-checker")


class StoryKind(TextChoices):
    """What sort of story it is. `stories.guides` says what each is for and how it is made."""

    NEWS = "news", _("news")
    INTERVIEW = "interview", _("interview")
    COMPARISON = "comparison", _("comparison")
    PRACTICE = "practice", _("idea that travelled")
    VISIT = "visit", _("report of a visit")
    PERSON = "person", _("portrait of a person")
    PLACE = "place", _("portrait of a place")
    PHOTOS = "photos", _("photo story")
    EXHIBITION = "exhibition", _("exhibition")
    LETTER = "letter", _("letter")
    ANNOUNCEMENT = "announcement", _("announcement")
    OPINION = "opinion", _("opinion")
    CHILDREN = "children", _("recipe, song, children’s page")


SCHEMA_TYPES = {
    StoryKind.NEWS: "NewsArticle",
    StoryKind.INTERVIEW: "NewsArticle",
    StoryKind.VISIT: "ReportageNewsArticle",
    StoryKind.ANNOUNCEMENT: "NewsArticle",
    StoryKind.OPINION: "OpinionNewsArticle",
}
"""What schema.org calls a kind; the others are an Article. A story without a kind is news."""


class PassageMark(TextChoices):
    """What a reader of two languages is told of a passage; the label is the sentence."""

    MISSING = "missing", _("Not translated yet: this is the original.")
    CHANGED = "changed", _("The original of this passage has changed since.")
    UNREAD = "unread", _("Translated by a machine; nobody has read it yet.")
    MACHINE = "machine", _("Translated by a machine, read by a person.")


class Rights(TextChoices):
    """What a reader may do with a picture; the addresses are those of the statements."""

    ALL_RESERVED = "reserved", _("all rights reserved")
    CC_BY = "cc-by", _("CC BY 4.0")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA 4.0")
    CC0 = "cc0", _("CC0, no rights reserved")
    PUBLIC_DOMAIN = "public-domain", _("public domain")


RIGHTS_ADDRESSES = {
    Rights.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Rights.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Rights.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Rights.PUBLIC_DOMAIN: "https://creativecommons.org/publicdomain/mark/1.0/",
}
