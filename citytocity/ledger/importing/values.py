"""The values of a record or row as a file has them, set where they belong."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from citytocity.languages.catalogue import CONTENT_LANGUAGES
from citytocity.languages.fields import I18nCharField, I18nTextField, NameField
from citytocity.languages.plain_text import tidy, validate_printable
from citytocity.languages.text import Words
from citytocity.ledger.importing.ids import Ids
from citytocity.ledger.importing.joining import Later
from citytocity.ledger.importing.problems import Problems, UnusableValueError, unknown_key
from citytocity.ledger.kinds import Column
from citytocity.ledger.written import Item, Position, SomeLanguages

TRUE, FALSE = {"true", "yes", "1"}, {"false", "no", "0"}


@dataclass
class Values:
    """Sets values. `waits`: one named a record of these files that is not kept yet; `moves`: one
    named another record of its own kind, which is joined later. Both since `begin`."""

    ids: Ids
    problems: Problems
    later: Later = field(default_factory=Later)
    waits: bool = False
    moves: bool = False

    def begin(self) -> None:
        self.waits = self.moves = False

    def assign(
        self, columns: dict[str, Column], record: Any, item: Item, besides: set[str]
    ) -> dict[str, list[int]]:
        """Sets the plain values; returns the ids for each list of references."""
        many: dict[str, list[int]] = {}
        for key, value in item.values.items():
            if key in besides:
                continue
            if key not in columns:
                known = [*columns, *sorted(besides - {"id"})]
                self.problems.refuse(item.at(key), unknown_key(key, known))
                continue
            column = columns[key]
            try:
                if column.is_list:
                    many[column.field.name] = self._ids(column, value)
                else:
                    self._set(column, record, value, item.at(key))
            except UnusableValueError as error:
                item.refused.add(key)
                self.problems.refuse(item.at(key), f"{key}: {error}")
        return many

    def _set(self, column: Column, record: Any, value: Any, position: Position) -> None:
        name = column.field.name
        if isinstance(value, str):
            value = tidy(value)
            try:
                validate_printable(value)
            except ValidationError as error:
                raise UnusableValueError(" ".join(error.messages)) from error
        if column.is_reference:
            self._set_reference(column, record, value, position)
        elif value and isinstance(value, str) and isinstance(column.field, NameField):
            setattr(record, name, Words(value))
        elif value is None or value == "":
            setattr(record, name, None if column.field.null else column.field.get_default())
        elif isinstance(column.field, I18nCharField | I18nTextField):
            setattr(record, name, _as_words(value, before=getattr(record, name)))
        elif isinstance(value, Item | list):
            raise UnusableValueError(_("One value is wanted here, not a list or a mapping."))
        else:
            try:
                setattr(record, name, column.field.to_python(_as_flag(column.field, value)))
            except ValidationError as error:
                raise UnusableValueError(" ".join(error.messages)) from error

    def _set_reference(self, column: Column, record: Any, value: Any, position: Position) -> None:
        model = column.field.related_model
        if value is None or value == "":
            setattr(record, column.field.name, None)
        elif model not in self.ids:
            setattr(record, column.field.name, _file_named(model, str(value)))
        elif model is not type(record):
            pk = self.ids.pk(model, value)
            setattr(record, column.field.attname, pk)
            self.waits |= pk is None
        else:
            pk = self.ids.pk(model, value)
            if pk is None or pk != getattr(record, column.field.attname):
                self.later.add(record, column, str(value), position)
                self.moves = True

    def _ids(self, column: Column, value: Any) -> list[int]:
        if value is None:
            return []
        if not isinstance(value, list):
            raise UnusableValueError(_("Write a list of ids, such as [culture, youth]."))
        pks = [self.ids.pk(column.field.related_model, slug) for slug in value]
        self.waits |= None in pks
        return [pk for pk in pks if pk is not None]


def _as_words(value: Any, *, before: Words) -> Words:
    if not isinstance(value, Item):
        raise UnusableValueError(_("Write it by language, such as {en: …, ru: …}."))
    original = value.original if isinstance(value, SomeLanguages) else ""
    codes = [*value.values, original] if original else [*value.values]
    if unknown := [code for code in codes if code not in CONTENT_LANGUAGES]:
        message = _("Unknown language: %(codes)s. Codes are such as en, ru, zh-hans.")
        raise UnusableValueError(message % {"codes": ", ".join(unknown)})
    if any(isinstance(text, Item | list) for text in value.values.values()):
        message = _("In each language stands a text, not a list or a mapping.")
        raise UnusableValueError(message)
    texts = {code: tidy(str(text)) for code, text in value.values.items() if text is not None}
    if not isinstance(value, SomeLanguages):
        return Words(texts)
    stays = {code: text for code, text in before.data.items() if code not in value.values}
    first = original or before.original
    together = stays | texts
    return Words({code: together[code] for code in sorted(together, key=lambda c: c != first)})


def _as_flag(column: models.Field, value: Any) -> Any:
    if not isinstance(column, models.BooleanField):
        return value
    said = str(value).lower()
    return said in TRUE if said in TRUE | FALSE else value


def _file_named(model: Any, name: str) -> Any:
    found = model.objects.filter(file__endswith=f"/{name}").first()
    if found is None:
        raise UnusableValueError(_("There is no file “%(name)s” on this site.") % {"name": name})
    return found
