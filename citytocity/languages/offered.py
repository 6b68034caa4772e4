"""Languages that the site offers, and those that it gave up."""

from django.conf import settings


def is_offered(code: str) -> bool:
    return code in settings.CONTENT_CODES


def offered(code: str) -> str:
    """The language itself; that of the site in place of one that it gave up, or never had.

    Its pages are gone with it: a letter in it would lead nowhere.
    """
    return code if is_offered(code) else settings.LANGUAGE_CODE
