"""Codes of languages in one column, such as `de, ru`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from citytocity.languages.catalogue import CONTENT_LANGUAGES


def codes_in(written: str) -> list[str]:
    return [code.strip() for code in written.split(",") if code.strip()]


def validate_codes(written: str) -> None:
    if unknown := [code for code in codes_in(written) if code not in CONTENT_LANGUAGES]:
        raise ValidationError(_("Unknown language: %(codes)s.") % {"codes": ", ".join(unknown)})


class LanguagesField(models.CharField):
    """The codes as written; what is no language known here is refused by validation."""

    default_validators = [validate_codes]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("help_text", _("Codes with commas between, such as de, ru."))
        super().__init__(*args, **kwargs)
