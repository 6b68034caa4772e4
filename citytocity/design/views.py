"""The one form that stands on every page: how I read."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from citytocity.design.access import ReadingSettings, reading_of, remember


@csrf_exempt  # pages are cached and carry no token; the browser's own headers are asked instead
@require_POST
def save_reading_settings(request: HttpRequest) -> HttpResponse:
    """Keeps the one setting the reader pressed and leads back to the page she came from."""
    if not _comes_from_here(request):
        return HttpResponseForbidden(_("These settings can only be changed on this site."))
    chosen = ReadingSettings()
    if "usual" not in request.POST:
        chosen = reading_of(request).changed(request.POST.dict())
    response = HttpResponseRedirect(f"{_local(request.POST.get('back', ''))}#settings")
    response.headers["Cache-Control"] = "no-store"
    remember(response, chosen, secure=request.is_secure())
    return response


def _comes_from_here(request: HttpRequest) -> bool:
    """Whether the form stood on our own page, as far as the browser says anything."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def _local(address: str) -> str:
    """The path and query of an address on this site; the home page for any other."""
    is_local = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts=None
    )
    return address.partition("#")[0] if is_local else "/"
