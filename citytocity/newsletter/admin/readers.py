"""The readers: how many, of what; a list to answer who writes or calls; in and out as a file."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citytocity.cities.models import City
from citytocity.languages.names import language_name
from citytocity.ledger.models import Theme
from citytocity.newsletter.actions.readers import erase_for
from citytocity.newsletter.addresses import readable
from citytocity.newsletter.admin.narrowing import EVERY, address_of, asked_in, narrowed
from citytocity.newsletter.admin.passing import brought_in_words, passages
from citytocity.newsletter.admin.searching import forget, kept, typed_as
from citytocity.newsletter.enums import Asked, ReaderState, Rhythm
from citytocity.newsletter.exporting import COLUMNS, readers_file, readers_workbook
from citytocity.newsletter.forms import PurposeForm
from citytocity.newsletter.importing import Brought, ListRefusedError, bring_list
from citytocity.newsletter.lacking import chosen_in_words
from citytocity.newsletter.models import Reader
from citytocity.newsletter.permissions import sender
from citytocity.newsletter.presentation import given_up_in_words
from citytocity.newsletter.queries import (
    Counts,
    asked_silent,
    counts,
    reading,
    states_of_readers,
)
from citytocity.spreadsheets.forms import BringForm
from citytocity.spreadsheets.tables import UnusableFileError, is_workbook

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: Mapping[str, tuple[Any, Any, str]] = {
    "csv": (readers_file, StreamingHttpResponse, "text/csv; charset=utf-8"),
    "xlsx": (readers_workbook, FileResponse, XLSX),
}
"""How the list of readers is written and handed over."""
Line = tuple[str, int, str]
"""What is counted, the number, and the address of those whom it counts."""


def index(request: HttpRequest) -> HttpResponse:
    """How many read, by what they chose, and the list of them; never what somebody reads."""
    sender(request.user)
    if request.method == "POST":
        word = kept(request.session, request.POST.get("q", ""))
        return redirect(address_of(**asked_in(request.POST), **({"found": word} if word else {})))
    return _shown(request, PurposeForm())


def _shown(request: HttpRequest, form: PurposeForm) -> HttpResponse:
    word = request.GET.get("found", "")
    typed = typed_as(request.session, word) if word else ""
    narrow = narrowed(request.GET, _active(), typed=typed or "")
    readers = Reader.objects.none() if typed is None else narrow.readers
    found = readers.select_related("wish")
    found = found.prefetch_related("wish__cities", "wish__topics")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("p"))
    counted = counts()
    return render(
        request,
        "newsletter/admin/readers.html",
        {
            "page": page,
            "rows": [_row(reader) for reader in page],
            "typed": typed or "",
            "is_over": typed is None,
            "state": request.GET.get("state", ""),
            "states": ReaderState.choices,
            "narrow": narrow,
            "counted": counted,
            "tables": _tables(counted),
            "given_up": given_up_in_words(counted.by_language),
            "passages": passages(),
            "form": form,
        },
    )


@require_POST
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Those who read it, as CSV or XLSX, for a purpose that is told."""
    by, form = sender(request.user), PurposeForm(request.POST)
    if not form.is_valid():
        return _shown(request, form)
    write, answer, content_type = KINDS[kind]
    name = f"readers-{timezone.localdate().isoformat()}.{kind}"
    return answer(
        write(reading(), by=by, purpose=form.cleaned_data["purpose"]),
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def bring(request: HttpRequest) -> HttpResponse:
    """The list comes in; what became of each of its rows stands on the page that follows."""
    by = sender(request.user)
    form = BringForm(request.POST or None, request.FILES or None)
    errors: list[str] = []
    brought: Brought | None = None
    if request.method == "POST" and form.is_valid():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "readers")
            with path.open("wb") as file:
                file.writelines(form.cleaned_data["file"].chunks())
            if is_workbook(path):  # openpyxl goes by the name
                path = path.rename(path.with_suffix(".xlsx"))
            try:
                brought = bring_list(path, by=by)
            except UnusableFileError as error:
                form.add_error("file", str(error))
            except ListRefusedError as error:
                errors = error.errors
    context = {
        "form": form,
        "errors": errors,
        "columns": COLUMNS,
        "brought": brought_in_words(brought) if brought else [],
    }
    return render(request, "newsletter/admin/bring.html", context)


@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    by = sender(request.user)
    reader = get_object_or_404(Reader, pk=pk)
    erase_for(reader, by=by)
    forget(request.session, reader.email)
    messages.success(request, _("Deleted. No list will bring this address back."))
    return redirect("newsletter_admin:readers")


def _row(reader: Reader) -> dict[str, Any]:
    return {
        "reader": reader,
        "address": readable(reader.email),
        "language": _language(reader.language),
        "chosen": chosen_in_words(reader.wish) or _("all of it"),
    }


def _tables(counted: Counts) -> list[tuple[str, list[Line]]]:
    """What readers chose, each with the number of them, which opens their list; most first."""
    cities, topics = City.objects.in_bulk(), Theme.objects.in_bulk()
    languages = {code: _language(code) for code in counted.by_language}
    states = {key: str(label) for key, label in ReaderState.choices}
    rhythms = {key: str(label) for key, label in Rhythm.choices}
    asked = {key: str(label) for key, label in Asked.choices}
    in_cities = _reading("city", counted.by_city, cities) + _gone(counted.without(cities))
    return [
        (_("Languages"), _reading("language", counted.by_language, languages)),
        (_("How often"), _reading("rhythm", counted.by_rhythm, rhythms)),
        (_("Cities"), in_cities),
        (_("Topics"), _reading("topic", counted.by_topic, topics)),
        (_("State"), _lines("state", states_of_readers(), states)),
        (_("Silent for two years"), _lines("silent", asked_silent(), asked)),
    ]


def _reading(name: str, counted: dict[Any, int], named: dict[Any, Any]) -> list[Line]:
    """Of those who read it now. None stands for those who chose nothing, and get all of it."""
    known = {key: n for key, n in counted.items() if key is None or key in named}
    lines = [
        (
            str(named[key]) if key is not None else _("all of it"),
            number,
            address_of(state=ReaderState.READING, **{name: EVERY if key is None else key}),
        )
        for key, number in known.items()
    ]
    return sorted(lines, key=lambda line: (-line[1], line[0]))


def _gone(number: int) -> list[Line]:
    """Of those who chose a city that was taken out of the register."""
    return [(_("a city that is not on the register any more"), number, "")] if number else []


def _lines(name: str, counted: dict[str, int], named: dict[str, str]) -> list[Line]:
    """In the order that they have; nobody is no list."""
    return [
        (named[key], number, address_of(**{name: key}) if number else "")
        for key, number in counted.items()
    ]


def _language(code: str) -> str:
    return language_name(code, _active())


def _active() -> str:
    return get_language() or settings.LANGUAGE_CODE
