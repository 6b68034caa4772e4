"""Texts in several languages on a page, marked with their language where it is not the page's."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.languages.catalogue import LOCAL_NAMES, direction, html_code
from citytocity.languages.text import Wording, Words

register = template.Library()


@register.filter
def words(value: Any) -> SafeString | str:
    """The text in the reader's language; another language's words carry their `lang`."""
    wording = _wording(value)
    return _marked(wording, wording.text)


@register.filter
def words_paragraphs(value: Any) -> SafeString:
    """The same, with its empty lines as paragraphs."""
    wording = _wording(value)
    html = mark_safe(linebreaks(wording.text, autoescape=True))  # noqa: S308
    if not wording.is_missing:
        return html
    return format_html(
        '<div lang="{}" dir="{}">{}</div>',
        html_code(wording.language),
        direction(wording.language),
        html,
    )


@register.filter
def words_text(value: Any) -> str:
    """The bare text in the reader's language, for attributes and titles."""
    return _wording(value).text


@register.filter
def words_lang(value: Any) -> str:
    """The language the text is really in, as `lang` wants it."""
    return html_code(_wording(value).language)


@register.simple_tag
def missing_note(value: Any) -> str:
    """A polite sentence if the reader's language has no words yet; else nothing."""
    wording = _wording(value)
    if not wording.is_missing:
        return ""
    return _("Not translated yet. This is the original: %(language)s.") % {
        "language": LOCAL_NAMES.get(wording.language, wording.language)
    }


def _wording(value: Any) -> Wording:
    return Words(value).in_language(get_language() or settings.LANGUAGE_CODE)


def _marked(wording: Wording, html: str) -> SafeString | str:
    if not wording.is_missing:
        return html
    if direction(wording.language) == "rtl":
        return format_html('<span lang="{}" dir="rtl">{}</span>', html_code(wording.language), html)
    return format_html('<span lang="{}">{}</span>', html_code(wording.language), html)
