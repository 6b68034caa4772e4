"""Signing up in a frame on other sites: the school's, the library's, the town hall's old one.

Without cookies and script. A browser sends a foreign frame no cookies, so that the usual secret
against forged forms (CSRF) cannot be there, and it has nothing to guard: nobody is signed in, and
what a forged form could do, anybody can by typing: have one letter sent to an address, within the
same limits, that makes nobody a reader until its link is pressed. What the form does carry is a
signed stamp of when it was opened, and signed where, which is kept with the consent.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from citytocity.contributions.guards import new_stamp
from citytocity.mail.links import LinkError, signed, unsigned
from citytocity.newsletter.actions import readers
from citytocity.newsletter.consenting import words_of
from citytocity.newsletter.forms import EmbeddedForm
from citytocity.newsletter.limits import is_within
from citytocity.newsletter.views import switched_on

POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors *"
)
"""Any site may show it: what is typed goes to us alone."""
LONGEST_PAGE = 200
SHOWN_ON, SHOWN_DAYS = "newsletter-shown-on", 2


@csrf_exempt
@xframe_options_exempt
@never_cache
def sign_up(request: HttpRequest) -> HttpResponse:
    """The address, and the consent; cities and topics are chosen by the letter's link."""
    told = switched_on()
    form = EmbeddedForm(request.POST if request.method == "POST" else None)
    where = _shown_on(request)
    if request.method == "POST" and form.is_valid() and is_within(request, form):
        readers.sign_up(form.choice, page=f"{where} {request.path}".strip()[:LONGEST_PAGE])
        return _for_frames(redirect("newsletter:embedded_asked"))
    context = {
        "form": form,
        "newsletter": told,
        "consent": words_of(told),
        "stamp": new_stamp().token,
        "shown_on": signed(where, purpose=SHOWN_ON),
    }
    return _for_frames(render(request, "newsletter/embedded.html", context))


@xframe_options_exempt
@never_cache
def asked(request: HttpRequest) -> HttpResponse:
    told = switched_on()
    return _for_frames(render(request, "newsletter/embedded.html", {"newsletter": told}))


def _shown_on(request: HttpRequest) -> str:
    """The page that the frame stands in, as the browser named it when the form was opened, without
    what stands behind its path; empty where it named none."""
    if request.method == "POST":
        try:
            where: str = unsigned(
                request.POST.get("shown_on", ""), purpose=SHOWN_ON, days=SHOWN_DAYS
            )
        except LinkError:
            return ""
        return where
    try:
        named = urlsplit(request.headers.get("Referer", ""))
        is_page = named.scheme in ("http", "https") and named.hostname
    except ValueError:
        return ""
    return f"{named.scheme}://{named.netloc.rpartition('@')[2]}{named.path}" if is_page else ""


def _for_frames(answer: HttpResponse) -> HttpResponse:
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
