"""Whoever may publish or keep the register shows a second proof before the admin opens."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from citytocity.people.enums import Act
from citytocity.people.permissions import is_everywhere, may

SEEN = "second-proof-seen"


class SecondProofMiddleware:
    """Leads to the page where an authenticator app or a passkey is set up, and from nowhere else.

    Signing in asks for it from then on (django-allauth); here only those are stopped who have none
    yet. Off where CITYTOCITY_SECOND_PROOF is 0, as on a trial on one's own machine.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_PROOF and request.path.startswith("/admin/") and _lacks_it(request):
            words = _("Your role needs a second proof: an authenticator app, or a passkey.")
            messages.info(request, words)
            return redirect("mfa_index")
        return self.get_response(request)


def _lacks_it(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated or request.session.get(SEEN):
        return False
    if not (is_everywhere(user) or may(user, Act.PUBLISH) or may(user, Act.RECORD)):
        return False
    has_it = is_mfa_enabled(user)
    if has_it:
        request.session[SEEN] = True
    return not has_it
