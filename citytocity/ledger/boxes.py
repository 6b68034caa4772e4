"""The boxes an officer types days into: what she typed stays until the server has answered."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput


class DayInput(AdminDateInput):
    """Wagtail's calendar writes today's date over what it cannot read; this one leaves it alone."""

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {"validateOnBlur": False}


DAY = {
    "widget": DayInput,
    # none of the locale's own: 02/03/2018 is one day in London and another in New York
    "input_formats": ["%Y-%m-%d", "%d.%m.%Y"],
    "error_messages": {"invalid": _("Write the day like 2018-09-14 or 14.09.2018.")},
}


def take_up() -> None:
    """Puts the boxes into every form of the admin that is made from a model."""
    register_form_field_override(models.DateField, override=DAY)
