"""Signed files in the admin: taking records along, bringing those of partner installations."""

import base64
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from citytocity.cities.models import City
from citytocity.confirmation import exporting
from citytocity.confirmation.enums import Verdict
from citytocity.confirmation.exchange.faults import DocumentRefusedError
from citytocity.confirmation.exchange.keys import public_key, read_aloud
from citytocity.confirmation.facts import fingerprint_of, records_of
from citytocity.confirmation.forms import DocumentForm
from citytocity.confirmation.importing.recognising import Brought, brought
from citytocity.confirmation.importing.taking import Taken, take_in
from citytocity.confirmation.importing.trusting import Trusted, trusted
from citytocity.confirmation.models import Request
from citytocity.confirmation.permissions import (
    may_answer,
    may_ask,
    may_exchange,
    may_handle,
    statements_of,
)
from citytocity.people.permissions import signed_in


def bring(request: HttpRequest) -> HttpResponse:
    """A file is looked at first: who signed it, and what would come of each record."""
    if not may_exchange(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _first_page(request, DocumentForm())
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _first_page(request, form, status=400)
    content = form.cleaned_data["document"]
    try:
        document = trusted(content)
    except DocumentRefusedError as error:
        return _first_page(request, form, problems=error.problems, status=400)
    return _preview(request, document, content)


@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """All of it, or nothing with every reason."""
    if not may_exchange(request.user):
        raise PermissionDenied
    content = _carried(request)
    try:
        document = trusted(content)
    except DocumentRefusedError as error:
        return _first_page(request, DocumentForm(), problems=error.problems, status=400)
    if document.type == "request":
        return _answer(request, document)
    same = {
        int(name.removeprefix("same-")): int(str(value))
        for name, value in request.POST.items()
        if name.startswith("same-") and str(value).isdecimal() and name[5:].isdecimal()
    }
    try:
        taken = take_in(document, same=same, by=signed_in(request.user))
    except DocumentRefusedError as error:
        return _preview(request, document, content, problems=error.problems, status=400)
    messages.success(request, _what_came(taken))
    return redirect("statement:index")


def request_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What a letter asks, for the other city's installation."""
    asked = get_object_or_404(Request.objects.select_related("by_city", "city"), pk=pk)
    if not may_handle(request.user, asked):
        raise PermissionDenied
    return exporting.signed_file(exporting.request_file(asked), f"request-{asked.pk}")


def record_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The record, signed for the city that recorded it, by who keeps that city's register."""
    statement = get_object_or_404(statements_of(request.user).select_related("by_city"), pk=pk)
    if not may_ask(request.user, by_city=statement.by_city):
        raise PermissionDenied
    records = list(records_of([statement]).values())
    if not records:
        raise PermissionDenied
    return exporting.signed_file(
        exporting.records_file(records, city=statement.by_city), f"record-{pk}"
    )


def _answer(request: HttpRequest, document: Trusted) -> HttpResponse:
    """The file of answers to a file that asks, signed for the own city."""
    city = get_object_or_404(City, slug=document.file.raw["city"])
    if not may_answer(request.user, city=city):
        message = _("Only who keeps the register of %(city)s answers for it.") % {"city": city}
        messages.error(request, message)
        return redirect("confirmation_admin:files")
    answers = [given for one in brought(document) if (given := _given(request, one)) is not None]
    if not answers:
        messages.error(request, _("Choose an answer for one record at least."))
        return _preview(request, document, _carried(request), status=400)
    return exporting.signed_file(exporting.answers_file(answers, city=city), f"answers-{city.slug}")


def _given(request: HttpRequest, one: Brought) -> dict[str, Any] | None:
    verdict = request.POST.get(f"verdict-{one.place}", "")
    words = request.POST.get(f"words-{one.place}", "").strip()[:2_000]
    if verdict not in Verdict.values or (verdict == Verdict.DECLINED and not words):
        return None
    given = {
        "uid": one.told["uid"],
        "verdict": verdict,
        "fingerprint": fingerprint_of(one.told["facts"]),
        "words": words,
        "language": request.LANGUAGE_CODE,
    }
    if verdict == Verdict.CORRECTED and one.known is not None:
        given["record"] = exporting.told_record(one.known) | {"uid": one.told["uid"]}
    return given


def _first_page(
    request: HttpRequest, form: DocumentForm, *, problems: Any = (), status: int = 200
) -> HttpResponse:
    key = public_key()
    context = {
        "form": form,
        "problems": problems,
        "key": key,
        "fingerprint": read_aloud(key),
    }
    return render(request, "confirmation/admin/files.html", context, status=status)


def _preview(
    request: HttpRequest,
    document: Trusted,
    content: bytes,
    *,
    problems: Any = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "document": document,
        "installation": document.installation,
        "brought": brought(document),
        "answers": document.file.raw.get("answers", []),
        "verdicts": Verdict.choices,
        "problems": problems,
        "content": base64.b64encode(content).decode(),
    }
    return render(request, "confirmation/admin/preview.html", context, status=status)


def _carried(request: HttpRequest) -> bytes:
    """The file that the page carried; its signature is looked at again, so nobody changes it."""
    try:
        return base64.b64decode(request.POST.get("content", ""), validate=True)
    except ValueError:
        return b""


def _what_came(taken: Taken) -> str:
    parts = [
        ngettext("%(n)d new record", "%(n)d new records", len(taken.new)) % {"n": len(taken.new)},
        ngettext("%(n)d confirmed", "%(n)d confirmed", len(taken.confirmed))
        % {"n": len(taken.confirmed)},
        ngettext("%(n)d that differs", "%(n)d that differ", len(taken.differ))
        % {"n": len(taken.differ)},
    ]
    if taken.overtaken:
        older = ngettext(
            "%(n)d older than what is known, kept and not counted",
            "%(n)d older than what is known, kept and not counted",
            len(taken.overtaken),
        )
        parts.append(older % {"n": len(taken.overtaken)})
    return _("Taken: %(what)s.") % {"what": ", ".join(parts)}
