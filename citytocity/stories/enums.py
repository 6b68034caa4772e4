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
