"""Draws the sections that rooms above add to a record's page."""

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from citytocity.ledger.sections import Section

register = template.Library()


@register.simple_tag(takes_context=True)
def show_section(context: Context, section: Section) -> SafeString:
    """The section's template with its own context, and the page's request."""
    return render_to_string(section.template, section.context, request=context.get("request"))
