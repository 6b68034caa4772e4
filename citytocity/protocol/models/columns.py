"""Columns that several kinds have: who stands behind a record, its occasion, its paper."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City, Organisation
from citytocity.languages.fields import I18nCharField, NameField
from citytocity.ledger.models import Activity

OFFICE_HOLDERS = _("Office holders only; private persons are not named.")
NAMED_BY_OFFICE = _("Say which office the person holds; private persons are not named.")
THE_SAME_CITY = _("These are two cities, not one.")


def city(name: Any, **options: Any) -> models.ForeignKey:
    return _record(City, name, **options)


def body(name: Any, **options: Any) -> models.ForeignKey:
    return _record(Organisation, name, null=True, blank=True, **options)


def activity(name: Any) -> models.ForeignKey:
    return _record(Activity, name, null=True, blank=True)


def document(name: Any) -> models.ForeignKey:
    return _record("wagtaildocs.Document", name, null=True, blank=True)


def picture(name: Any) -> models.ForeignKey:
    return _record("wagtailimages.Image", name, null=True, blank=True)


def person(name: Any, **options: Any) -> NameField:
    options = {"help_text": OFFICE_HOLDERS} | options
    return NameField(name, max_length=200, blank=True, **options)


def office(name: Any, **options: Any) -> I18nCharField:
    return I18nCharField(name, max_length=200, blank=True, **options)


def public(help_text: Any) -> models.BooleanField:
    return models.BooleanField(_("shown to everybody"), default=False, help_text=help_text)


def named_with_office(person: str, office: str, *, name: str) -> models.CheckConstraint:
    """Whoever is named by name holds an office."""
    return models.CheckConstraint(
        condition=Q(**{person: ""}) | ~Q(**{office: ""}),
        name=name,
        violation_error_message=NAMED_BY_OFFICE,
    )


def _record(model: Any, name: Any, **options: Any) -> models.ForeignKey:
    """Named by rows of ours, and not the other way: the rooms below know nothing of this one."""
    return models.ForeignKey(
        model, on_delete=models.PROTECT, related_name="+", verbose_name=name, **options
    )
