"""What `citytocity check` says of the ratings of an installation."""

from typing import Any

from django.core.checks import Error, register

from citytocity.ratings.shelf import SHELF


@register
def definitions_are_right(**_kwargs: Any) -> list[Error]:
    return SHELF.errors("ratings.E001")
