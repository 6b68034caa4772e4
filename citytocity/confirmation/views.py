"""The page behind a letter's link, and the public list of what both sides say."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from citytocity.cities.models import City
from citytocity.confirmation import actions
from citytocity.confirmation.actions import NotTakenError, ReplayedError
from citytocity.confirmation.answering import AnswerPage
from citytocity.confirmation.exchange.keys import as_json_web_key
from citytocity.confirmation.exchange.keys import public_key as our_key
from citytocity.confirmation.limits import may_answer_more
from citytocity.confirmation.listing import list_context
from citytocity.confirmation.models import Request
from citytocity.confirmation.permissions import may_ask
from citytocity.confirmation.presentation import day
from citytocity.design.furniture import PageMeta
from citytocity.ledger.models import PartnershipSide
from citytocity.mail.links import LinkError, LinkExpiredError


@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The records in words; what is answered, by POST, comes back with what was typed if anything
    stands in its way."""
    try:
        asked = actions.request_of(token)
    except LinkExpiredError:
        return _closed(request, "confirmation/expired.html", status=410)
    except LinkError:
        return _closed(request, "confirmation/no_link.html", status=404)
    if request.method != "POST":
        return _page(request, AnswerPage(asked))
    page = AnswerPage(asked, request.POST)
    if may_ask(request.user, by_city=asked.by_city):
        note = _("You are signed in for %(city)s, which asks: the other city answers this letter.")
        return _page(request, page, note=note % {"city": asked.by_city}, status=403)
    if not page.sent_key:
        return _page(request, page, note=_("This form is too old. Send it once more."), status=400)
    if not page.answered:
        return _page(request, page, note=_("Choose an answer for one record at least."), status=400)
    if not page.is_right():
        return _page(request, page, status=400)
    if not may_answer_more(request, asked):
        note = _("That is a lot at once. Send it again in an hour: what you typed stays here.")
        return _page(request, page, note=note, status=429)
    return _answered(request, page, token)


def confirmation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All that the sides of a partnership say of each other's records."""
    sides = PartnershipSide.objects.filter(partnership__slug=slug)
    found = list(sides.select_related("partnership", "city"))
    if not found:
        raise Http404
    partnership = found[0].partnership
    partnership.sides = found
    return render(request, "confirmation/list.html", list_context(request, partnership))


def public_key(request: HttpRequest) -> JsonResponse:
    """Whose site this is, and the key it signs with (RFC 8615, RFC 8037)."""
    host = City.objects.filter(is_host=True).first()
    return JsonResponse(
        {
            "format": "citytocity/1",
            "name": settings.SITE_NAME,
            "city": host.slug if host else "",
            "keys": [as_json_web_key(our_key())],
        }
    )


def _answered(request: HttpRequest, page: AnswerPage, token: str) -> HttpResponse:
    said = [part.said() for part in page.answered]
    try:
        actions.answer_by_link(page.request, said, key=page.sent_key)
    except ReplayedError as error:
        note = _("This answer was received already, on %(day)s. Nothing was changed by sending it.")
        fresh = AnswerPage(page.request)
        return _page(request, fresh, note=note % {"day": day(error.given)})
    except NotTakenError as error:
        fresh = AnswerPage(page.request, request.POST)
        fresh.show_what_stands_in_the_way(error)
        return _page(request, fresh, status=409)
    return redirect(f"{reverse('confirmation:answer', args=[token])}?thanks")


def _page(
    request: HttpRequest, page: AnswerPage, *, note: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = page.context(request) | {
        "meta": PageMeta(title=_title(page.request), indexed=False),
        "note": note,
        "thanks": "thanks" in request.GET and request.method != "POST",
        "crumbs": (),
    }
    return _unlisted(render(request, "confirmation/answer.html", context, status=status))


def _title(asked: Request) -> str:
    return _("%(city)s asks you: is this right?") % {"city": asked.by_city}


def _closed(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    meta = PageMeta(title=_("This link opens nothing"), indexed=False)
    return _unlisted(render(request, template, {"meta": meta}, status=status))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Search engines do not list it, and where its links lead nobody hears where one comes from."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
