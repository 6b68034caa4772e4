"""The translator of this site, if it has one."""

from django.conf import settings

from citytocity.machines.deepl import DeepL
from citytocity.machines.libretranslate import LibreTranslate
from citytocity.machines.translator import Translator


def translator() -> Translator | None:
    """The one that CITYTOCITY_TRANSLATOR names; None where the site has none."""
    if settings.TRANSLATOR == "libretranslate":
        return LibreTranslate(settings.TRANSLATOR_URL, settings.TRANSLATOR_KEY)
    if settings.TRANSLATOR == "deepl":
        return DeepL(settings.TRANSLATOR_URL, settings.TRANSLATOR_KEY)
    return None
