"""What `citytocity check` says of the sheets for funders of an installation."""

from typing import Any

from django.core.checks import Error, register

from citytocity.funders.shelf import SHELF


@register
def definitions_are_right(**_kwargs: Any) -> list[Error]:
    return SHELF.errors("funders.E001")
