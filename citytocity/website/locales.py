"""In which language a request is answered."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from citytocity.opendata.doors import UNDER
from citytocity.people.permissions import memberships

OFFICE = "/admin/"


class PersonsLocaleMiddleware(LocaleMiddleware):
    """Django's own, and the language of the person's account under /admin, also where nothing is.

    Nothing of the admin is looked for under the language of a reader: what is not there is said
    by the admin itself.
    """

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        if request.path_info.startswith(OFFICE):
            memberships(request.user)  # which bring the profile along
            profile = getattr(request.user, "wagtail_userprofile", None)
            if profile and profile.preferred_language:
                translation.activate(profile.preferred_language)
                request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith(OFFICE):
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response
        if request.path_info.startswith(UNDER):
            return response  # which says its language itself, and that it is not there
        return super().process_response(request, response)
