"""The one door of the open data: who may ask how often, in which language, and what may be kept.

It is open to every site (CORS) and knows nobody: cookies and accounts mean nothing here, so
everybody gets what everybody may see.
"""

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import gettext as _

from citytocity.design.memory import HOUR, version_of
from citytocity.languages.catalogue import html_code
from citytocity.ledger.forms import QueryNotUnderstoodError
from citytocity.opendata.enums import Fault
from citytocity.opendata.limits import MINUTE, may_ask
from citytocity.opendata.problems import problem
from citytocity.opendata.wishes import headers_decide, language_wished

Answer = Callable[..., HttpResponse]
UNDER = "/api/"
"""Where the open data is: no page is there, and no language stands in its addresses."""
READING = ("GET", "HEAD")
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Content-Language, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}
BEFOREHAND = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


def opened(view: Answer) -> Answer:
    """The view behind the door."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.user = AnonymousUser()
        with translation.override(_language(request)):
            response = _answered(view, request, *args, **kwargs)
            response.headers.setdefault("Content-Language", html_code(translation.get_language()))
        if headers := headers_decide(request):
            patch_vary_headers(response, headers)
        return _to_all(response)

    answered.csrf_exempt = True  # type: ignore[attr-defined]  # nothing can be changed here
    return answered


def nothing(_request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """What is under no other address."""
    raise Http404


def told_to_all(fault: Fault) -> HttpResponse:
    """Why nothing behind the door could answer."""
    return _to_all(problem(fault))


def changed_last() -> int:
    """When what is told may have changed last, in seconds: pages are new with each change, and with
    each hour, as the page cache has it."""
    now = int(time.time())
    return max(version_of(settings.DATA_DIR).now() // 10**9, now - now % HOUR)


def _to_all(response: HttpResponse) -> HttpResponse:
    for name, value in OPEN.items():
        response[name] = value
    return response


def _language(request: HttpRequest) -> str:
    """Of the address or the headers; the site's for who asks for another, who is told so."""
    try:
        return language_wished(request)
    except QueryNotUnderstoodError:
        return settings.LANGUAGE_CODE


def _answered(view: Answer, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=BEFOREHAND)
    if request.method not in READING:
        response = problem(Fault.READ_ONLY)
        response["Allow"] = "GET, HEAD, OPTIONS"
        return response
    if not may_ask(request):
        response = problem(Fault.TOO_OFTEN, _("Wait a minute, then go on more slowly."))
        response["Retry-After"] = str(MINUTE)
        return response
    is_head, request.method = request.method == "HEAD", "GET"
    try:
        language_wished(request)
        response = view(request, *args, **kwargs)
    except QueryNotUnderstoodError as error:
        return problem(Fault.NOT_UNDERSTOOD, str(error), errors=error.faults)
    except Http404 as error:
        return problem(Fault.NOT_THERE, str(error))
    finally:
        request.method = "HEAD" if is_head else "GET"
    return _may_be_kept(request, response)


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its marks, or that the asker has it already."""
    etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    last = changed_last()
    response["ETag"] = etag
    response["Last-Modified"] = http_date(last)
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    found = get_conditional_response(request, etag=etag, last_modified=last, response=response)
    return found or response
