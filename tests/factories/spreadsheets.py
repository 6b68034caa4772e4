"""Spreadsheets as officers bring them."""

import io
from typing import Any

from django.core.files.base import ContentFile
from openpyxl import Workbook

from citytocity.people.models import User
from citytocity.spreadsheets import actions, working
from citytocity.spreadsheets.models import Spreadsheet


def workbook(*rows: list[Any], title: str = "List") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def spreadsheet(content: bytes, *, by: User, name: str = "list.xlsx", **values: Any) -> Spreadsheet:
    """One that was brought; nothing is said of it yet but what the test says."""
    made = actions.bring(ContentFile(content, name), name=name, by=by)
    Spreadsheet.objects.filter(pk=made.pk).update(
        **{"sheet": "List" if name.endswith(".xlsx") else ""} | values
    )
    made.refresh_from_db()
    return made


def read(
    content: bytes,
    *,
    by: User,
    columns: dict[int, str],
    subject: str = "activities",
    common: dict[str, Any] | None = None,
    **values: Any,
) -> Spreadsheet:
    """One whose rows are read, by what its columns hold."""
    said = {"subject": subject, "language": "en", "heading_row": 1} | values
    made = spreadsheet(content, by=by, **said)
    made = actions.map_columns(made, columns=columns, common=common or {}, by=by)
    working.read.func(made.pk)
    made.refresh_from_db()
    return made


def decided(sheet: Spreadsheet, **answers: Any) -> Spreadsheet:
    """With answers to doubts, by their keys."""
    actions.decide(sheet, answers=answers, by=sheet.owner)
    working.read.func(sheet.pk)
    sheet.refresh_from_db()
    return sheet


def taken(sheet: Spreadsheet) -> Spreadsheet:
    actions.take_over(sheet, by=sheet.owner)
    working.take.func(sheet.pk)
    sheet.refresh_from_db()
    return sheet


def undone(sheet: Spreadsheet) -> Spreadsheet:
    actions.undo(sheet, by=sheet.owner)
    working.undo.func(sheet.pk)
    sheet.refresh_from_db()
    return sheet
