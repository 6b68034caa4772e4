"""The yearly question to a contact: a signed link, no account, an answer by a button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from citytocity.contacts import actions
from citytocity.contacts.enums import Answer
from citytocity.contacts.forms import AnswerForm
from citytocity.contacts.models import ContactPoint
from citytocity.design.furniture import PageMeta
from citytocity.ledger.presentation import named, said
from citytocity.mail.links import LinkError, LinkExpiredError


@never_cache
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """Asks whether it is still the person; the answer is taken as often as the link holds."""
    try:
        contact = actions.contact_of(token)
    except LinkExpiredError:
        return _closed(request, status=410)
    except LinkError:
        return _closed(request, status=404)
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            actions.take_answer(contact, Answer(given["answer"]), words=given["words"])
        except LinkError:
            return _closed(request, status=404)
        return redirect(request.path)
    return _unlisted(
        render(
            request,
            "contacts/asked.html",
            _context(contact, form),
            status=400 if form.is_bound else 200,
        )
    )


def _context(contact: ContactPoint, form: AnswerForm) -> dict[str, object]:
    return {
        "contact": contact,
        "office": said(contact.office),
        "partnership": named(contact.partnership),
        "form": form,
        "fault": " ".join(map(str, form.errors.get("words", []))) if form.is_bound else "",
        "typed": form.data.get("words", "") if form.is_bound else "",
        "meta": PageMeta(title=_("Is it still you?"), indexed=False),
    }


def _closed(request: HttpRequest, *, status: int) -> HttpResponse:
    meta = PageMeta(title=_("This link opens nothing"), indexed=False)
    return _unlisted(render(request, "contacts/no_link.html", {"meta": meta}, status=status))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Search engines do not list it, and where its links lead nobody hears where one comes from."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
