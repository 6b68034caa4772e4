"""What may stand in a text: languages we know, plain text, so many characters and no more."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from citytocity.languages.catalogue import CONTENT_LANGUAGES, LOCAL_NAMES
from citytocity.languages.text import Words

MARKUP = re.compile(r"<[a-zA-Z/!]")
# Neither for eyes nor for files: control characters, halves of a character, and two code points
# that are no characters.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def check_words(words: Words, *, max_length: int | None) -> None:
    """ValidationError that tells each language's fault; `max_length` is that of one language."""
    faults = [
        fault for code, text in words.data.items() if (fault := _fault(code, text, max_length))
    ]
    if faults:
        raise ValidationError(faults)


def validate_plain(text: str) -> None:
    """ValidationError if a text that has no language holds markup or a control character."""
    if MARKUP.search(text):
        raise ValidationError(_("Write plain text, without HTML tags."))
    validate_printable(text)


def validate_printable(text: str) -> None:
    """ValidationError if a control character or half a character is in it."""
    if UNPRINTABLE.search(text):
        raise ValidationError(_("Take out the control character in it."))


def tidy(text: str) -> str:
    """The text as a form takes it: without blanks at its ends, its lines parted in one way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _fault(code: str, text: str, max_length: int | None) -> str:
    if code not in CONTENT_LANGUAGES:
        return _("“%(code)s” is no language known here. Codes are such as en, ru, zh-hans.") % {
            "code": code
        }
    language = LOCAL_NAMES[code]
    if MARKUP.search(text):
        return _("%(language)s: Write plain text, without HTML tags.") % {"language": language}
    if UNPRINTABLE.search(text):
        return _("%(language)s: Take out the control character in it.") % {"language": language}
    if max_length and len(text) > max_length:
        return _("%(language)s: %(length)d characters; at most %(limit)d fit.") % {
            "language": language,
            "length": len(text),
            "limit": max_length,
        }
    return ""
