"""What a reader agrees to. The words that she read are kept with her consent."""

from django.utils.translation import gettext as _

from citytocity.newsletter.models import Newsletter

CONFIRM_DAYS = 7
KEPT_DAYS = 30
SILENT_DAYS = 730
"""After so long without a word of hers a reader is asked whether she wants it still."""
REMIND_DAYS, ANSWER_DAYS, LAST_DAYS = 30, 60, 14
"""After the question: when she is reminded once, by when she may answer; and how much time a
reminder leaves at least, however late it goes."""


def words_of(newsletter: Newsletter) -> str:
    """The text in the reader's language, one paragraph."""
    if newsletter.counts_clicks:
        return _words_where_clicks_are_counted(newsletter)
    return _(
        "I want to get “%(name)s” by e-mail. My address is used for this alone, shown to nobody "
        "but the office that sends it, and it is not noted what I open or click. Every letter has "
        "a link that ends it at once; my address is deleted %(days)d days later."
    ) % {"name": newsletter, "days": KEPT_DAYS}


def _words_where_clicks_are_counted(newsletter: Newsletter) -> str:
    return _(
        "I want to get “%(name)s” by e-mail. My address is used for this alone, and shown to "
        "nobody but the office that sends it. How often the links of a letter are followed is "
        "counted for all readers together; it is not noted what I open or click. Every letter has "
        "a link that ends it at once; my address is deleted %(days)d days later."
    ) % {"name": newsletter, "days": KEPT_DAYS}


def words_of_return(newsletter: Newsletter) -> str:
    """What stands above the button by which somebody takes back that she left."""
    return _("I want to go on getting “%(name)s” by e-mail.") % {"name": newsletter}


def words_of_renewal(newsletter: Newsletter) -> str:
    """What stands above the button by which a silent reader says that she wants it still."""
    return _(
        "I still want to get “%(name)s” by e-mail. Every letter has a link that ends it at once; "
        "my address is deleted %(days)d days later."
    ) % {"name": newsletter, "days": KEPT_DAYS}
