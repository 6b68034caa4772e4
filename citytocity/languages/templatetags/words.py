"""Texts in several languages on a page, marked with their language where it is not the page's."""

from typing import Any

from django import template
from django.conf import settings
from django.template.defaultfilters import linebreaks_filter
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from citytocity.languages.catalogue import LOCAL_NAMES, direction, html_code
from citytocity.languages.text import Wording, Words

register = template.Library()


@register.filter
def words(value: Any) -> SafeString | str:
    """The text in the reader's language; another language's words carry their `lang`."""
    wording = _wording(value)
    return _marked(wording) if wording.is_missing else wording.text


@register.filter
def words_paragraphs(value: Any) -> SafeString:
    """The same in paragraphs, parted where the text has an empty line."""
    wording = _wording(value)
    if not wording.text:
        return SafeString()
    html = linebreaks_filter(wording.text, autoescape=True)
    if not wording.is_missing:
        return html
    return format_html("<div {}>{}</div>", _language_attributes(wording.language), html)


@register.filter
def words_text(value: Any) -> str:
    """The bare text in the reader's language, for attributes and titles."""
    return _wording(value).text


@register.filter
def words_lang(value: Any) -> str:
    """The language the text is really in, as `lang` wants it."""
    return html_code(_wording(value).language)


@register.simple_tag
def missing_note(value: Any) -> SafeString | str:
    """A polite sentence if the reader's language has no words yet; else nothing."""
    wording = _wording(value)
    if not wording.is_missing:
        return ""
    name = LOCAL_NAMES.get(wording.language, wording.language)
    language = _marked(Wording(name, wording.language, is_missing=True))
    if wording.language == Words(value).original:
        return format_html(
            _("Not translated yet. You are reading the original: {language}."), language=language
        )
    return format_html(
        _("Not translated yet. You are reading a translation: {language}."), language=language
    )


def _wording(value: Any) -> Wording:
    """Plain text counts as the reader's own language."""
    if isinstance(value, dict | LazyI18nString):
        return Words(value).in_language(_language())
    return Wording(str(value or ""), _language(), is_missing=False)


def _marked(wording: Wording) -> SafeString:
    return format_html("<span {}>{}</span>", _language_attributes(wording.language), wording.text)


def _language_attributes(code: str) -> SafeString:
    """`lang`, and `dir` too where the page itself is written the other way."""
    if direction(code) == direction(_language()):
        return format_html('lang="{}"', html_code(code))
    return format_html('lang="{}" dir="{}"', html_code(code), direction(code))


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
