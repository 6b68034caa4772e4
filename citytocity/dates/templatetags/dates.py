"""Partly known dates on a page."""

import datetime

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language

from citytocity.dates import wording
from citytocity.dates.edtf import DateNotUnderstood, parse

register = template.Library()


@register.filter
def in_words(text: str) -> str:
    """An EDTF date in the reader's language; empty for an unknown one."""
    return wording.in_words(text, _language()) if text else ""


@register.filter
def day(value: datetime.date | None) -> str:
    """A plain day in the reader's language; empty for an unknown one."""
    return wording.day_in_words(value, _language()) if value else ""


@register.simple_tag
def when(text: str) -> str:
    """The date in a `time` element; bare words where HTML has no machine form for it."""
    words, machine = in_words(text), _machine_form(text)
    return format_html('<time datetime="{}">{}</time>', machine, words) if machine else words


def _machine_form(text: str) -> str:
    try:
        return parse(text).html if text else ""
    except DateNotUnderstood:
        return ""


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
