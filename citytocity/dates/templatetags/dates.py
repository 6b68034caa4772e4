"""Partly known dates on a page."""

import datetime

from django import template
from django.conf import settings
from django.utils.translation import get_language

from citytocity.dates import wording

register = template.Library()


@register.filter
def in_words(text: str) -> str:
    """An EDTF date in the reader's language."""
    return wording.in_words(text, get_language() or settings.LANGUAGE_CODE) if text else ""


@register.filter
def day(value: datetime.date | None) -> str:
    """A plain day in the reader's language."""
    return wording.day_in_words(value, get_language() or settings.LANGUAGE_CODE) if value else ""
