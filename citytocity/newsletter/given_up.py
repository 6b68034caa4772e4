"""Addresses that letters carry in a language that the site gave up since.

Mails lie in mailboxes for years; who wants to end the newsletter, or to change what she gets, must
find the page whatever has become of the language.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, path, resolve
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from citytocity.languages.catalogue import CONTENT_LANGUAGES
from citytocity.languages.offered import is_offered


@never_cache
@csrf_exempt  # as `views.leave` is, and nothing else is answered here
def opened(request: HttpRequest, language: str, rest: str) -> HttpResponseBase:
    """The same page in the language of the site. The press that ends it, which mail programs send
    and after which they follow nothing (RFC 8058, 3.1), counts here."""
    if language not in CONTENT_LANGUAGES or is_offered(language):
        raise Http404
    there = f"/{settings.LANGUAGE_CODE}/newsletter/{rest}"
    with translation.override(settings.LANGUAGE_CODE):
        found = _found(there)
        if request.method == "POST" and found.view_name == "newsletter:leave":
            return found.func(request, *found.args, **found.kwargs)
    return redirect(there)


def _found(there: str) -> ResolverMatch:
    try:
        found = resolve(there)
    except Resolver404 as error:
        raise Http404 from error
    if found.app_name != "newsletter":
        raise Http404
    return found


urlpatterns = [path("<slug:language>/newsletter/<path:rest>", opened)]
