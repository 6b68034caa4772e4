"""The key by which an address is known again, kept in an index beside the address."""

from typing import Any

from django.db import models

from citytocity.mail.addresses import KEY_LENGTH, key_of


class AddressKeyField(models.CharField):  # type: ignore[type-arg]  # none at run time
    """The key of the address in the named field of the same model, made whenever the row is saved.

    Notices of what came back name the key alone: with the column one of a hundred thousand rows is
    found at once. `save(update_fields=…)` and `update()` write only what they are told.
    """

    def __init__(self, of: str, **kwargs: Any) -> None:
        self.of = of
        kept: dict[str, Any] = {
            "max_length": KEY_LENGTH,
            "editable": False,
            "default": "",
            "db_default": "",
        }
        super().__init__(**{"db_index": True, **kept, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.of, *args], kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001
        key = key_of(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, key)
        return key
