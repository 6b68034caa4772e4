"""Boxes for days and numbers: what an officer typed stays until the server has answered."""

import re
from typing import Any

from django.db import models
from django.forms import TextInput
from django.utils.formats import sanitize_separators
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput

COMMA = re.compile(r"[+-]?\d+,\d{1,2}")


class DayInput(AdminDateInput):
    """Wagtail's calendar writes today's date over what it cannot read; this one leaves it alone."""

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {"validateOnBlur": False}


class WholeInput(TextInput):
    """A whole number. A browser sends nothing at all for a box of numbers that it cannot read, and
    so the number that was there would be lost without a word: this one sends what is typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric"} | (attrs or {}))


class DecimalInput(TextInput):
    """The same for a number with a part behind the point, which is a comma where one writes so.

    It asks for no keyboard of digits: those of telephones have no minus, and the west needs one.
    A comma before one or two digits at the end is a point in every language: no thousands end so.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        if isinstance(typed, str) and COMMA.fullmatch(typed.strip()):
            typed = typed.strip().replace(",", ".")
        return sanitize_separators(typed)


DAY: dict[str, Any] = {
    "widget": DayInput,
    # none of the locale's own: 02/03/2018 is one day in London and another in New York
    "input_formats": ["%Y-%m-%d", "%d.%m.%Y"],
    "error_messages": {"invalid": _("Write the day like 2018-09-14 or 14.09.2018.")},
}


def take_up() -> None:
    """Puts the boxes into every form of the admin that is made from a model."""
    register_form_field_override(models.DateField, override=DAY)
    register_form_field_override(models.DecimalField, override={"widget": DecimalInput})
    for field in (models.PositiveIntegerField, models.PositiveSmallIntegerField):
        register_form_field_override(field, override={"widget": WholeInput})
