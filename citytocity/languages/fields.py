"""Model fields for short texts in several languages: one JSON object in one column."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from i18nfield import fields as i18n

from citytocity.languages.catalogue import CONTENT_LANGUAGES, LOCAL_NAMES
from citytocity.languages.forms import WordsFormField
from citytocity.languages.text import Words


class _WordsMixin:
    """django-i18nfield's column with readable UTF-8, and the original language first."""

    several_lines = False

    def to_python(self, value: Any) -> Words | None:
        return None if value is None else Words(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Words | None:
        return None if value is None else Words(value)

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        words = Words(value)
        return json.dumps(words.data, ensure_ascii=False) if words else ""

    def value_from_object(self, obj: models.Model) -> Words:
        return Words(getattr(obj, self.attname))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def pre_save(self, model_instance: models.Model, add: bool) -> Words:  # noqa: FBT001
        words = Words(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, words)
        return words

    def validate(self, value: Any, model_instance: models.Model) -> None:
        words = Words(value)
        super().validate(words or "", model_instance)
        for code, text in words.data.items():
            if code not in CONTENT_LANGUAGES:
                raise ValidationError(_("“%(code)s” is no language known here.") % {"code": code})
            if self.max_length and len(text) > self.max_length:
                raise ValidationError(
                    _("%(language)s: %(length)d characters; at most %(limit)d fit.")
                    % {
                        "language": LOCAL_NAMES[code],
                        "length": len(text),
                        "limit": self.max_length,
                    }
                )

    def run_validators(self, value: Any) -> None:
        """Validators written for plain text do not apply; `validate` looks at each language."""

    def formfield(self, **kwargs: Any) -> WordsFormField:
        defaults = {
            "form_class": WordsFormField,
            "widget": None,
            "max_length": self.max_length,
            "several_lines": self.several_lines,
        }
        return super().formfield(**{**defaults, **kwargs})


class I18nCharField(_WordsMixin, i18n.I18nCharField):
    """One line in each language. `max_length` counts characters of one language."""


class I18nTextField(_WordsMixin, i18n.I18nTextField):
    """Some lines of plain text in each language."""

    several_lines = True
