"""Model fields for short texts in several languages: one JSON object in one column."""

import json
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute
from i18nfield import fields as i18n

from citytocity.languages.forms import WordsFormField
from citytocity.languages.plain_text import check_words
from citytocity.languages.text import Words

MOST_IN_A_CELL = 32_000
"""Excel cuts off what is longer than 32,767 characters."""


class WordsAttribute(DeferredAttribute):
    """The attribute is always Words, whatever was assigned: a mapping, JSON, plain text, None."""

    field: models.Field

    def __set__(self, instance: models.Model, value: Any) -> None:
        is_ready = isinstance(value, Words) or hasattr(value, "resolve_expression")
        instance.__dict__[self.field.attname] = value if is_ready else Words(value)


class _WordsField(models.TextField):
    """django-i18nfield's column with readable UTF-8, and the original language first."""

    _pyi_private_set_type: Any  # what django-stubs asks for the types of the attribute
    _pyi_private_get_type: Words

    descriptor_class = WordsAttribute
    several_lines = False

    def to_python(self, value: Any) -> Words:
        return value if isinstance(value, Words) else Words(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Words:
        return Words(value)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return self.to_python(value).as_json()

    def value_to_string(self, obj: models.Model) -> str:
        return self.to_python(self.value_from_object(obj)).as_json()

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        words = self.to_python(value)
        super().validate(words or "", model_instance)
        check_words(words, max_length=self.max_length)

    def run_validators(self, value: Any) -> None:
        """Validators written for plain text do not apply; `validate` looks at each language."""

    def formfield(self, **kwargs: Any) -> Any:
        defaults = {
            "form_class": WordsFormField,
            "widget": None,
            "max_length": self.max_length,
            "several_lines": self.several_lines,
        }
        return super().formfield(**{**defaults, **kwargs})


class I18nCharField(_WordsField, i18n.I18nCharField):
    """One line in each language. `max_length` counts characters of one language."""


class NameField(I18nCharField):
    """A person's name as each language writes it; where files give one form, the site's own."""


class I18nTextField(_WordsField, i18n.I18nTextField):
    """Some lines of plain text in each language, as many as the cell of a workbook takes."""

    several_lines = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": MOST_IN_A_CELL, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("max_length") == MOST_IN_A_CELL:
            del kwargs["max_length"]
        return name, path, args, kwargs


class KeptJSONField(models.TextField):
    """Something as JSON, read back exactly as it was written.

    A text in several languages is in its first one originally, and PostgreSQL's own column for
    JSON sorts the keys: so it is kept as text. No question looks into it.
    """

    _pyi_private_set_type: Any  # what django-stubs asks for the types of the attribute
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        return value

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else as_kept(value)

    def value_to_string(self, obj: models.Model) -> str:
        return as_kept(self.value_from_object(obj))


def as_kept(value: Any) -> str:
    """The text that the column holds."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
