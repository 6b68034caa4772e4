"""What readers chose and is not there any more: a city, a topic, a language."""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.languages.names import language_name
from citytocity.languages.offered import is_offered
from citytocity.newsletter.models import Reader, Wish

GONE = "-"
"""In a list of readers: a city or topic that was chosen and is not on the register any more."""


def lacks_cities(wish: Wish) -> bool:
    """Whether a city that was chosen is not on the register any more."""
    return len(wish.chosen_cities or ()) > len(wish.cities.all())


def lacks_topics(wish: Wish) -> bool:
    return len(wish.chosen_topics or ()) > len(wish.topics.all())


def chosen_in_words(wish: Wish) -> str:
    """The names, and what is gone; nothing where all of it was chosen."""
    words = [str(one) for one in (*wish.cities.all(), *wish.topics.all())]
    if lacks_cities(wish):
        words.append(_("a city that is not on the register any more"))
    if lacks_topics(wish):
        words.append(_("a topic that is not on the register any more"))
    return ", ".join(words)


def gone_in_words(reader: Reader) -> list[str]:
    """What she should know above her choices."""
    told = []
    if not is_offered(reader.language):
        active = get_language() or settings.LANGUAGE_CODE
        words = _(
            "You chose a language that this site does not offer any more (%(chosen)s). Letters "
            "come in another one: %(instead)s."
        )
        told.append(
            words
            % {
                "chosen": language_name(reader.language, active),
                "instead": language_name(reader.spoken, active),
            }
        )
    if lacks_cities(reader.wish):
        told.append(
            _(
                "A city that you chose is not on the register any more. Letters tell of the other "
                "cities that you chose, if any. Look over your choice: with none ticked you get "
                "all of them."
            )
        )
    if lacks_topics(reader.wish):
        told.append(
            _(
                "A topic that you chose is not on the register any more. Letters tell of the other "
                "topics that you chose, if any. Look over your choice: with none ticked you get "
                "all of them."
            )
        )
    return told
