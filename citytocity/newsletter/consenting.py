"""What a reader agrees to. The words that she read are kept with her consent."""

from django.utils.translation import gettext as _

from citytocity.newsletter.models import Newsletter

CONFIRM_DAYS = 7
KEPT_DAYS = 30


def words_of(newsletter: Newsletter) -> str:
    """The text in the reader's language, one paragraph."""
    return _(
        "I want to get “%(name)s” by e-mail. My address is used for this alone, shown to nobody "
        "but the office that sends it, and it is not noted what I open or click. Every letter has "
        "a link that ends it at once; my address is deleted %(days)d days later."
    ) % {"name": newsletter, "days": KEPT_DAYS}


def words_of_return(newsletter: Newsletter) -> str:
    """What stands above the button by which somebody takes back that she left."""
    return _("I want to go on getting “%(name)s” by e-mail.") % {"name": newsletter}
