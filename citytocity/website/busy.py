"""A page for who has to wait until somebody else has written.

SQLite lets one write at a time; others wait for five seconds. A list of 50,000 rows is taken over
in one piece, and that takes longer.
"""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]
SECONDS = 30
LOCKED = "locked"


class BusyMiddleware:
    """Says that nothing is lost, and how to send it once more; all else is still a fault."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except OperationalError as error:
            if LOCKED not in str(error):
                raise
            return busy(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        is_locked = isinstance(error, OperationalError) and LOCKED in str(error)
        return busy(request) if is_locked else None


def busy(request: HttpRequest) -> HttpResponse:
    """Stands on its own: nothing may be written now, not even who was here."""
    answer = render(request, "website/busy.html", status=503)
    answer["Retry-After"] = str(SECONDS)
    return answer
