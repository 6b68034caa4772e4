"""The readers: how many, of what; a list to answer who writes or calls; in and out as a file."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citytocity.cities.models import City
from citytocity.languages.names import language_name
from citytocity.ledger.models import Theme
from citytocity.newsletter.actions.readers import erase_for
from citytocity.newsletter.addresses import readable
from citytocity.newsletter.enums import ReaderState, Rhythm
from citytocity.newsletter.exporting import COLUMNS, readers_file
from citytocity.newsletter.importing import ListRefusedError, bring_list
from citytocity.newsletter.models import Reader
from citytocity.newsletter.permissions import sender
from citytocity.newsletter.queries import Counts, counts, reading
from citytocity.spreadsheets.forms import BringForm
from citytocity.spreadsheets.tables import UnusableFileError

A_PAGE = 50


def index(request: HttpRequest) -> HttpResponse:
    """How many read, by what they chose, and the list of them; never what somebody reads."""
    sender(request.user)
    typed = request.GET.get("q", "").strip()
    found = Reader.objects.select_related("wish").prefetch_related("wish__cities", "wish__topics")
    if typed:
        found = found.filter(email__icontains=typed.lower())
    if request.GET.get("state") in ReaderState.values:
        found = found.filter(state=request.GET["state"])
    page = Paginator(found, A_PAGE).get_page(request.GET.get("p"))
    counted = counts()
    return render(
        request,
        "newsletter/admin/readers.html",
        {
            "page": page,
            "rows": [_row(reader) for reader in page],
            "typed": typed,
            "state": request.GET.get("state", ""),
            "states": ReaderState.choices,
            "counted": counted,
            "tables": _tables(counted),
        },
    )


def export(request: HttpRequest) -> StreamingHttpResponse:
    """Those who read it, as CSV."""
    by = sender(request.user)
    name = f"readers-{timezone.localdate().isoformat()}.csv"
    return StreamingHttpResponse(
        readers_file(reading(), by=by),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def bring(request: HttpRequest) -> HttpResponse:
    by = sender(request.user)
    form = BringForm(request.POST or None, request.FILES or None)
    errors: list[str] = []
    if request.method == "POST" and form.is_valid():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "readers")
            with path.open("wb") as file:
                file.writelines(form.cleaned_data["file"].chunks())
            try:
                brought = bring_list(path, by=by)
            except UnusableFileError as error:
                form.add_error("file", str(error))
            except ListRefusedError as error:
                errors = error.errors
            else:
                words = ngettext("%(n)d new reader.", "%(n)d new readers.", brought.new)
                more = _("%(known)d read it already, %(out)d want no mail and were left out.")
                told = {"n": brought.new, "known": brought.known, "out": brought.left_out}
                messages.success(request, f"{words} {more}" % told)
                return redirect("newsletter_admin:readers")
    context = {"form": form, "errors": errors, "columns": COLUMNS}
    return render(request, "newsletter/admin/bring.html", context)


@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    by = sender(request.user)
    erase_for(get_object_or_404(Reader, pk=pk), by=by)
    messages.success(request, _("Deleted. No list will bring this address back."))
    return redirect("newsletter_admin:readers")


def _row(reader: Reader) -> dict[str, Any]:
    chosen = [*reader.wish.cities.all(), *reader.wish.topics.all()]
    return {
        "reader": reader,
        "address": readable(reader.email),
        "language": _language(reader.language),
        "chosen": ", ".join(map(str, chosen)) or _("all of it"),
    }


def _tables(counted: Counts) -> list[tuple[str, list[tuple[str, int]]]]:
    """What readers chose, each with the number of them, most first."""
    cities, topics = City.objects.in_bulk(), Theme.objects.in_bulk()
    rhythms = dict(Rhythm.choices)
    return [
        (_("Languages"), _most({_language(k): n for k, n in counted.by_language.items()})),
        (_("How often"), _most({str(rhythms[k]): n for k, n in counted.by_rhythm.items()})),
        (_("Cities"), _most(_named(counted.by_city, cities))),
        (_("Topics"), _most(_named(counted.by_topic, topics))),
    ]


def _named(counted: dict[int | None, int], records: dict[int, Any]) -> dict[str, int]:
    return {
        str(records[key]) if key else _("all of it"): number
        for key, number in counted.items()
        if key is None or key in records
    }


def _most(counted: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _language(code: str) -> str:
    return language_name(code, get_language() or settings.LANGUAGE_CODE)
