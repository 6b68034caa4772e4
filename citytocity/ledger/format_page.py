"""The reference of the register's files, docs/reference/register-format.md, from the models.

Always in English, the language of the reference.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.text import capfirst

from citytocity.dates.fields import EDTFField
from citytocity.languages.fields import I18nCharField, I18nTextField, NameField
from citytocity.ledger.kinds import KINDS, Column, Kind, Nested

MOST_VALUES = 40
"""Longer lists of values, such as those of countries, are named by their standard instead."""

INTRODUCTION = """\
# The register in files

This page is written from the models by
`docs/reference/write_register_format.py`.

The whole register goes into a YAML file or an Excel workbook, and comes back from it:

```sh
citytocity export register.yaml     # or register.xlsx
citytocity import register.yaml     # several files are read as one
```

An export has what readers of the site see. Records that are not shown to everybody, such as closed
letters, and the keys marked *closed* below go out only with `citytocity export --closed`: keep such
a file to yourself. An import takes either, and what is not in the file stays as it is.

An import is all or nothing. Every error is listed with its line or cell, and then nothing has
changed. Importing the same file twice changes nothing the second time. Records are known by their
`id`: a new id makes a record, a known one changes it. An import deletes no record.

The folders of visits are left out on purpose: they are papers of an office with persons in them,
and these files go from hand to hand. What a visit was stands in its activity. So are the books
(money, hours of volunteers) and the people who hold a link.

What other cities say of records is left out too, for a line that anybody may write proves nothing.
An import into the site that it came from keeps every confirmation; where it changes the facts, the
page says *changed since*. Into another site none comes along: to move a site, copy its data folder,
and between two sites confirmations go as [signed files](exchange-format.md).

| In the file | What it means |
|---|---|
| A key or column that is not there | The fact stays as it is. |
| An empty value or cell | The fact is emptied. |
| A list | It replaces the whole list; rows that were in it already keep their history. |

## Values

- **Text in languages**: by the code of the language, the original first:
  `title: {ru: Джаз, en: Jazz}`. Plain text without HTML.
- **Name of a person**: by language, as each writes it; or in one form, `name: Igor Shubin`, which
  is taken to be in the site's own language.
- **Date**: as much of it as is known, in the Extended Date/Time Format: `2018`, `2018-09`,
  `2018-09-14`, `2018-09-19/2018-09-23` from and to, `2018-09~` about, `../2019-06-14` up to,
  `[2018-03,2019-03]` one of them, `XXXX-10-12` on this day of every year. Quote it in YAML.
- **Id**: Latin letters, digits and hyphens. A record may name records of the same files, in any
  order of the files; sections are read in the order of this page.
- **Yes or no**: `true` or `false`; in a workbook `yes` or `no`.
- **File**: the name of a document or picture that has been uploaded to the site.
- **Sources**: the id of a source is enough, `sources: [city-news-2018]`; or a mapping, where a
  source is for one fact, or says something else than the record.

## In a workbook

Each kind has a sheet, and so has each list inside a kind. Row 1 is hidden and holds the keys, row 2
the headings; records begin in row 3. Cell A1 says which sheet it is, such as `activities.id` or
`activities.participations.id`, so a sheet may have any name. A text has a column for each language,
`title:en`, and `title:original` for the code of the language it was first written in. Several ids
stand in one cell with commas between.

One language of a text without a column stays as it is. In the sheet of a list the first column is
the id of the record. The sheet replaces the whole list of every record that stands in it, and of
every record that stands in the sheet of its kind: there, no rows mean an empty list. Without the
sheet the lists stay as they are. Dates and numbers that Excel has made of a text are taken as they
were meant; of formulas the value is read, and one that has none yet is refused.
"""


def format_page() -> str:
    """The page in Markdown."""
    with translation.override("en"):
        return "\n".join([INTRODUCTION, *(line for k in KINDS.values() for line in _kind(k))])


def _kind(kind: Kind) -> Iterator[str]:
    yield f"## {kind.key}\n"
    yield f"{_first_line(kind.model)}\n"
    yield from _table(kind.columns, first="| `id` | id | yes | |", office=kind.office)
    for nested in kind.nested.values():
        yield from _nested(kind, nested)


def _nested(kind: Kind, nested: Nested) -> Iterator[str]:
    yield f"### {kind.key}: `{nested.key}`\n"
    if nested.short_key:
        facts = ", ".join(f"`{fact}`" for fact in kind.model.citable)
        yield f"The record's sources. `about` is one of: {facts}.\n"
    else:
        yield f"{_first_line(nested.model)}\n"
    yield from _table(nested.columns)


def _table(
    columns: dict[str, Column], first: str = "", office: frozenset[str] = frozenset()
) -> Iterator[str]:
    yield "| Key | Value | Needed | What it is |"
    yield "|---|---|---|---|"
    if first:
        yield first
    for column in columns.values():
        needed = "yes" if column.required else ""
        meaning = _meaning(column) + (" *closed*" if column.key in office else "")
        yield f"| `{column.key}` | {_value(column)} | {needed} | {meaning} |"
    yield ""


def _value(column: Column) -> str:
    field = column.field
    if column.is_reference:
        return _reference(column)
    if field.choices:
        return _choices(field)
    if isinstance(field, I18nCharField | I18nTextField):
        kind = "name of a person" if isinstance(field, NameField) else "text in languages"
        limit = f", at most {field.max_length} characters" if field.max_length else ""
        return f"{kind}{limit}"
    return _plain(field)


def _reference(column: Column) -> str:
    model = column.field.related_model
    key = next((key for key, kind in KINDS.items() if kind.model is model), None)
    if key is None:
        return "file"
    one = "list of ids" if column.is_list else "id"
    return f"{one} of [{key}](#{key})"


def _choices(field: Any) -> str:
    values = [str(value) for value, _label in field.flatchoices if value]
    if len(values) > MOST_VALUES:
        return "code of ISO 3166-1, such as `DE`"
    default = f"; otherwise `{field.get_default()}`" if field.has_default() else ""
    return ", ".join(f"`{value}`" for value in values) + default


def _plain(field: models.Field) -> str:
    if isinstance(field, EDTFField):
        return "date, as much as is known"
    if isinstance(field, models.DateField):
        return "day: `2018-09-14`"
    if isinstance(field, models.BooleanField):
        return "yes or no"
    if isinstance(field, models.IntegerField):
        return "whole number"
    if isinstance(field, models.DecimalField):
        return f"number, at most {field.decimal_places} decimals"
    kind = "web address" if isinstance(field, models.URLField) else "text"
    return f"{kind}, at most {field.max_length} characters"


def _meaning(column: Column) -> str:
    name = capfirst(str(column.field.verbose_name))
    return f"{name}. {column.field.help_text}".strip() if column.field.help_text else f"{name}."


def _first_line(model: Any) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]
