"""Pages for what went wrong, in the reader's language, with a way out."""

import sys

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from citytocity.design.heads import page_meta
from citytocity.ledger.forms import QueryNotUnderstoodError
from citytocity.opendata.doors import UNDER, told_to_all
from citytocity.opendata.enums import Fault
from citytocity.website.busy import busy, is_locked
from citytocity.website.navigation import furniture


def bad_request(request: HttpRequest, exception: BadRequest) -> HttpResponse:
    """What cannot be answered as it was asked; a session that could not be kept is such, too."""
    if is_locked(exception):
        return busy(request)
    message = str(exception) if isinstance(exception, QueryNotUnderstoodError) else ""
    return _page(request, 400, _("This address asks for something that is not there."), message)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, _("This page is not open to you."), "")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("It may have moved, or the address may have a slip in it.")
    return _page(request, 404, _("There is no such page."), text)


def server_error(request: HttpRequest) -> HttpResponse:
    """Stands on its own: the database may be what failed. It may only be busy, too: Django asks
    here while it holds the fault, and nowhere else about one in a middleware."""
    if is_locked(sys.exc_info()[1]):
        return busy(request)
    if request.path.startswith(UNDER):
        return told_to_all(Fault.BROKEN)
    return render(request, "website/fault.html", status=500)


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """In the public frame, under the admin's addresses too: there nothing else brings it."""
    meta = page_meta(request, title=title, indexed=False)
    context = {"title": title, "text": text, "meta": meta, "furniture": furniture(request)}
    return render(request, "website/error.html", context, status=status)
