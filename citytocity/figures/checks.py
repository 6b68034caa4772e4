"""What `citytocity check` says of the indicators of an installation."""

from typing import Any

from django.core.checks import Error, register

from citytocity.figures.catalogue import faults


@register
def definitions_are_right(**_kwargs: Any) -> list[Error]:
    """A fault for each thing to mend in the files."""
    hint = "Mend the file in the folder `indicators` of the data folder, then start again."
    return [Error(fault, hint=hint, id="figures.E001") for fault in faults()]
