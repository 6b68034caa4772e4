"""Columns for dates that are only partly known: the text, and the days it is sorted by."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from citytocity.dates.edtf import DateNotUnderstood, parse
from citytocity.dates.usual import meanings


def validate_edtf(text: str) -> None:
    try:
        parse(text)
    except DateNotUnderstood as error:
        raise ValidationError(str(error), code="date") from error


class UsualDateField(forms.CharField):
    """Takes a date as people write it, as lists do, and gives it in the Extended Date/Time Format.

    What can mean several days is refused with all of them; what means none is given as it is, for
    the column to say what is wrong.
    """

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        found = meanings(text or "")
        if len(found) > 1:
            raise ValidationError(
                _("“%(text)s” can mean several days. Write it as one of these: %(days)s."),
                code="several",
                params={"text": text, "days": ", ".join(found)},
            )
        return found[0] if found else text


class EDTFField(models.CharField):
    """The date as written, in the Extended Date/Time Format; empty if not known.

    A text that is a date is kept without its spaces; what is none is refused by validation.
    """

    default_validators = [validate_edtf]
    description = _("Date in the Extended Date/Time Format")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        return value if value is None else _tidy(str(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001
        text = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, text)
        return text

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.setdefault("form_class", UsualDateField)
        kwargs.setdefault(
            "help_text",
            self.help_text or _("2018, 2018-09, 2018-09-14, 2018-09-19/2018-09-23; ~ means about."),
        )
        return super().formfield(**kwargs)


class _DayField(models.DateField):
    """A day worked out from an EDTFField of the same model whenever the row is saved.

    `save(update_fields=…)` and `update()` write only what they are told: name both columns there.
    """

    end = "first"

    def __init__(self, of: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(**{"null": True, "editable": False, "db_index": True, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, [self.of, *args], kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> datetime.date | None:  # noqa: FBT001
        text = getattr(model_instance, self.of)
        day = getattr(parse(text), self.end) if text else None
        setattr(model_instance, self.attname, day)
        return day


class FirstDayField(_DayField):
    """The first day that the named EDTFField can mean."""


class LastDayField(_DayField):
    """The last day that the named EDTFField can mean; null if its end is open."""

    end = "last"


def _tidy(text: str) -> str:
    try:
        return parse(text).text
    except DateNotUnderstood:
        return text.strip()
