"""The sheets of an event in the admin, for who keeps the register of one of its cities."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from citytocity.funders.definitions import Definition
from citytocity.funders.exporting import paper, workbook
from citytocity.funders.sheets import Sheet, sheet_of
from citytocity.funders.shelf import known
from citytocity.funders.words import name_of, state_of
from citytocity.ledger.models import Activity
from citytocity.ledger.permissions import may_record
from citytocity.people.permissions import is_everywhere

FILES: dict[str, tuple[Callable[[Sheet], bytes], str]] = {
    "pdf": (paper, "application/pdf"),
    "xlsx": (workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """All sheets there are for the event, and what each of them still wants."""
    activity, there_are = _activity(request, pk), known()
    found = [sheet_of(activity, definition) for definition in there_are.definitions.values()]
    return render(
        request,
        "funders/sheets.html",
        {
            "activity": activity,
            "sheets": [{"sheet": sheet, "checks": _checks(sheet)} for sheet in found],
            "faults": there_are.faults if is_everywhere(request.user) else {},
        },
    )


def sheet(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    made = sheet_of(_activity(request, pk), _definition(code))
    context = {"activity": made.activity, "sheet": made, "checks": _checks(made)}
    return render(request, "funders/sheet.html", context)


def file(request: HttpRequest, pk: int, code: str, kind: str) -> HttpResponse:
    activity, definition = _activity(request, pk), _definition(code)
    if kind not in FILES:
        raise Http404
    makes, content_type = FILES[kind]
    name = slugify(f"{code}-{activity.slug}")
    return HttpResponse(
        makes(sheet_of(activity, definition)),
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "Cache-Control": "no-store",
        },
    )


patterns = [
    path("<int:pk>/", sheets, name="sheets"),
    path("<int:pk>/<slug:code>/", sheet, name="sheet"),
    path("<int:pk>/<slug:code>/file/<slug:kind>/", file, name="file"),
]


def sheet_buttons(request: HttpRequest, record: Any) -> list[Button]:
    """The way to the sheets, on the form of an activity."""
    if not isinstance(record, Activity) or not may_record(request.user, record):
        return []
    address = reverse("funders:sheets", args=[record.pk])
    return [Button(_("Sheets for funders"), address, icon_name="doc-full", priority=50)]


def _activity(request: HttpRequest, pk: int) -> Activity:
    shown = Activity.objects.select_related("host").prefetch_related("participations__city")
    activity = get_object_or_404(shown, pk=pk)
    if not may_record(request.user, activity):
        raise PermissionDenied
    return activity


def _definition(code: str) -> Definition:
    try:
        return known().definitions[code]
    except KeyError as error:
        raise Http404 from error


def _checks(made: Sheet) -> list[dict[str, Any]]:
    return [
        {"name": name_of(one), "state": state_of(one), "is_met": one.is_met} for one in made.checks
    ]
