"""Any value of a record as a person reads it: dates in words, names instead of keys, a line for
each language. The public pages know their fields better; this is for lists of changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_countries.fields import Country, CountryField

from citytocity.dates.edtf import DateNotUnderstood
from citytocity.dates.fields import EDTFField
from citytocity.languages.catalogue import LOCAL_NAMES, html_code
from citytocity.languages.text import Words
from citytocity.ledger.presentation import country_name, when_in_words


@dataclass(frozen=True)
class Told:
    """One line of a value; with its language, where it is a text in several."""

    words: str
    lang: str = ""
    language: str = ""


def told(field: Field, value: Any) -> list[Told]:
    """The lines of the value; none for an empty one. Relations may be given by their keys."""
    if isinstance(value, Words):
        return [
            Told(text, html_code(code), LOCAL_NAMES.get(code, code))
            for code, text in value.data.items()
        ]
    if value is None or value == "":
        return []
    if field.is_relation:
        values: Iterable[Any] = value if field.many_to_many else [value]
        return [Told(_name(field, one)) for one in values]
    if isinstance(value, list | tuple):
        return [Told(LOCAL_NAMES.get(str(one), str(one))) for one in value]
    return [Told(_in_words(field, value))]


def _in_words(field: Field, value: Any) -> str:
    if isinstance(field, CountryField):
        country = value if isinstance(value, Country) else Country(value)
        return country_name(country) if country.code else ""
    if field.flatchoices:
        return capfirst(str(dict(field.flatchoices).get(value, value)))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, EDTFField):
        return _date_in_words(str(value))
    return str(localize(value))


def _date_in_words(text: str) -> str:
    try:
        return when_in_words(text)
    except DateNotUnderstood:
        return text


def _name(field: Field, value: Any) -> str:
    if isinstance(value, Model):
        return str(value)
    record = field.related_model._default_manager.filter(pk=value).first()  # type: ignore[union-attr]
    return str(record) if record else _("no longer there")
