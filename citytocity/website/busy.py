"""A page for who has to wait until somebody else has written.

SQLite lets one write at a time; others wait for five seconds. A list of 50,000 rows is taken over,
or undone, in one piece, and that takes minutes.
"""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from citytocity.opendata.doors import UNDER, told_to_all
from citytocity.opendata.enums import Fault

Answer = Callable[[HttpRequest], HttpResponse]
SECONDS = 180
LOCKED = "locked"
API = "wagtailadmin_api"
READING = ("GET", "HEAD")


class BusyMiddleware:
    """Says when to come again if a view could not write, or not read; all else is still a fault.

    Django asks it about views alone; where another middleware could not write, `errors` asks.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return busy(request) if is_locked(error) else None


def is_locked(error: BaseException | None) -> bool:
    """Whether it is that somebody else is writing, or came of that: Django says of a session that
    it could not keep that somebody signed out."""
    while error is not None:
        if isinstance(error, OperationalError) and LOCKED in str(error):
            return True
        error = error.__context__
    return False


def busy(request: HttpRequest) -> HttpResponse:
    """Stands on its own: nothing may be written now, not even who was here.

    A view may have written in more than one transaction, so nobody is told that nothing was kept.
    """
    told = {"title": _("A large list is being written just now."), "words": _words(request)}
    if request.path.startswith(UNDER):
        answer = told_to_all(Fault.BUSY)
    elif _is_by_script(request):
        answer = JsonResponse({"detail": " ".join(told.values())}, status=503)
    else:
        answer = render(request, "website/busy.html", told, status=503)
    answer["Retry-After"] = str(SECONDS)
    return answer


def _words(request: HttpRequest) -> str:
    if request.method in READING:
        return _("This page has to wait for it. Load it again in a few minutes.")
    return _(
        "In a few minutes look in another window whether what you sent is there. "
        "If it is not, load this page again and let your browser send it once more; "
        "or go back, and everything still stands in the form."
    )


def _is_by_script(request: HttpRequest) -> bool:
    found = request.resolver_match
    is_api = found is not None and API in found.namespaces
    return is_api or request.headers.get("X-Requested-With") == "XMLHttpRequest"
