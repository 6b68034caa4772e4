"""Readers sign up, confirm, choose, leave and come back, all without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from citytocity.contributions.guards import new_stamp
from citytocity.dates.wording import day_in_words
from citytocity.design.components import Pagination, Picture
from citytocity.design.furniture import Crumb, Feed
from citytocity.design.heads import page_meta
from citytocity.design.photographs import picture
from citytocity.ledger.forms import page_of
from citytocity.ledger.presentation import foreign, wording
from citytocity.ledger.views.lists import home_crumb
from citytocity.mail.links import LinkError, LinkExpiredError
from citytocity.newsletter import clicking
from citytocity.newsletter.actions import readers
from citytocity.newsletter.choosing import chosen_items
from citytocity.newsletter.consenting import words_of, words_of_renewal, words_of_return
from citytocity.newsletter.enums import ReaderState
from citytocity.newsletter.forms import PreferencesForm, SignUpForm
from citytocity.newsletter.lacking import gone_in_words
from citytocity.newsletter.limits import is_within
from citytocity.newsletter.models import Issue, Newsletter, Reader
from citytocity.newsletter.own_data import own_data
from citytocity.newsletter.presentation import last_day_of, rows_of
from citytocity.newsletter.printing import sheet_of
from citytocity.newsletter.queries import is_on_its_way_to, issues_out, newsletter
from citytocity.newsletter.rendering import subject_of
from citytocity.newsletter.telling import pieces_of

View = Callable[..., HttpResponse]
A_PAGE = 24


def switched_on() -> Newsletter:
    """The newsletter; Http404 while the office offers none."""
    found = newsletter()
    if not found.is_on:
        raise Http404
    return found


def for_one(view: View) -> View:
    """A page of one reader: kept by no cache, in no search; a link that opens nothing says so."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except LinkExpiredError:
            answer = _said(request, "no_link", status=410)
        except LinkError:
            answer = _said(request, "no_link", status=404)
        answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return answer

    return opened


@csrf_exempt  # the box on every page has no secret of a form: it only opens this one
def sign_up(request: HttpRequest) -> HttpResponse:
    """The form. From the box on other pages the address comes typed in already."""
    if request.method == "POST" and "box" in request.POST:
        form = SignUpForm(initial={"email": request.POST.get("email", "")[:320]})
        return _never_kept(_sign_up_page(request, switched_on(), form))
    return csrf_protect(_sign_up)(request)


def _sign_up(request: HttpRequest) -> HttpResponse:
    told = switched_on()
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _sign_up_page(request, told, form)
    if form.is_valid() and is_within(request, form):
        readers.sign_up(form.choice, page=request.path)
        return redirect("newsletter:asked")
    return _never_kept(_sign_up_page(request, told, form))


def _sign_up_page(request: HttpRequest, told: Newsletter, form: SignUpForm) -> HttpResponse:
    context = {
        "form": form,
        "newsletter": told,
        "stamp": new_stamp().token,
        "consent": words_of(told),
        "meta": page_meta(request, title=str(told), description=str(told.about)),
    }
    return render(request, "newsletter/sign_up.html", context)


@never_cache
def asked(request: HttpRequest) -> HttpResponse:
    switched_on()
    return _said(request, "asked")


@for_one
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, for mail programs open links by themselves."""
    found = readers.asked_by(token)
    if request.method == "POST":
        return redirect("newsletter:choices", readers.confirm(found).token)
    return _said(request, "confirm", words=found.words)


@for_one
def choices(request: HttpRequest, token: str) -> HttpResponse:
    """What she gets, to be changed."""
    reader = readers.reader_of(token)
    if reader.state != ReaderState.READING:
        return _goodbye(request, reader)
    form = PreferencesForm.of(reader, request.POST if request.method == "POST" else None)
    is_saved = request.method == "POST" and form.is_valid()
    if is_saved:
        readers.choose(reader, **form.chosen)
    waits = is_saved and is_on_its_way_to(reader)
    if is_saved:
        reader.refresh_from_db()
    told: dict[str, Any] = {"is_saved": is_saved, "waits": waits, "gone": gone_in_words(reader)}
    return _said(request, "choices", form=form, token=token, **told)


@csrf_exempt  # RFC 8058: mail programs post here, without cookies; the link itself is the secret
@for_one
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """A press, here or in the mail program, ends it at once; opened, it asks for the press."""
    reader = readers.reader_of(token)
    if request.method == "POST":
        readers.leave(reader)
        reader.refresh_from_db()
    if reader.state != ReaderState.READING:
        return _goodbye(request, reader)
    return _said(request, "leave", token=token)


@require_POST
@csrf_exempt
@for_one
def back(request: HttpRequest, token: str) -> HttpResponse:
    """The words that she agrees to stand on the page on which she left."""
    reader = readers.reader_of(token)
    readers.come_back(reader, page=_page(request, token))
    return redirect("newsletter:choices", reader.token)


@for_one
def own(request: HttpRequest, token: str) -> HttpResponse:
    """All that is held of her, as a file."""
    told = own_data(readers.reader_of(token))
    answer = JsonResponse(told, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = 'attachment; filename="newsletter.json"'
    return answer


@for_one
def erase(request: HttpRequest, token: str) -> HttpResponse:
    reader = readers.reader_of(token)
    if request.method != "POST":
        return _said(request, "erase", token=token)
    readers.erase(reader)
    return _said(request, "erased")


@for_one
def still(request: HttpRequest, token: str) -> HttpResponse:
    """Whether somebody wants it still after two silent years: two buttons. Opened, it changes
    nothing."""
    reader = readers.reader_of(token)
    if reader.state != ReaderState.READING:
        return _goodbye(request, reader)
    if request.method == "POST" and "no" in request.POST:
        readers.erase(reader)
        return _said(request, "erased")
    if request.method == "POST" and "yes" in request.POST:
        readers.renew(reader, page=_page(request, token))
        return _said(request, "kept", token=token)
    return _said(request, "still", token=token, words=words_of_renewal(newsletter()))


@require_safe
@for_one
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """From a letter to our own page of an item, counted once; what a program fetches before
    anybody presses, and says so, is not counted."""
    way = clicking.way_of(token)
    path = clicking.where_to(way)
    if request.method == "GET" and not _is_fetched_ahead(request):
        clicking.count(way)
    return redirect(path)


def _is_fetched_ahead(request: HttpRequest) -> bool:
    told = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return "prefetch" in told or "preview" in told


def issue_list(request: HttpRequest) -> HttpResponse:
    """The archive: every issue that went out, the newest first."""
    told = switched_on()
    page = page_of(request, issues_out(), per_page=A_PAGE)
    title = _("%(name)s: all issues") % {"name": told}
    feeds = (Feed(str(told), reverse("newsletter:feed")),)
    meta = page_meta(request, title=title, description=str(told.about), feeds=feeds,
                     page=page.number)  # fmt: skip
    context = {
        "newsletter": told,
        "rows": rows_of(page, told),
        "pagination": Pagination.of(page, request.GET),
        "feeds": feeds,
        "meta": meta,
        "crumbs": [home_crumb(), Crumb(str(told))],
    }
    return render(request, "newsletter/issue_list.html", context)


def issue(request: HttpRequest, number: int) -> HttpResponse:
    """One issue as it stands now, whole and in the reader's language: what was taken back since
    is not told any more."""
    told = switched_on()
    found = get_object_or_404(issues_out().select_related("picture"), number=number)
    pieces = pieces_of(one.matter for one in chosen_items(found, found.items.all()))
    subject = subject_of(found, pieces, told)
    opening = wording(found.opening).text
    context = {
        "issue": found,
        "newsletter": told,
        "subject": subject,
        "day": day_in_words(found.day, get_language() or settings.LANGUAGE_CODE),
        "opening": [part for part in opening.split("\n\n") if part.strip()],
        "opening_lang": foreign(found.opening),
        "picture": _picture(found),
        "pieces": pieces,
        "meta": page_meta(request, title=subject, description=opening[:200], kind="article"),
        "crumbs": [
            home_crumb(),
            Crumb(str(told), reverse("newsletter:issue_list")),
            Crumb(str(found)),
        ],
    }
    return render(request, "newsletter/issue.html", context)


def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """The issue to print and hang up, in the reader's language."""
    told = switched_on()
    found = get_object_or_404(issues_out().select_related("picture"), number=number)
    answer = HttpResponse(sheet_of(found, told), content_type="application/pdf")
    name = f"newsletter-{number}-{get_language()}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _picture(found: Issue) -> Picture | None:
    if found.picture is None:
        return None
    alt, lang = str(found.picture_alt), foreign(found.picture_alt)
    return picture(found.picture, alt=alt, credit=found.picture_credit, lang=lang)


def _page(request: HttpRequest, token: str) -> str:
    """As a proof of consent names it: without her link."""
    return request.path.removesuffix(f"{token}/")


def _goodbye(request: HttpRequest, reader: Reader) -> HttpResponse:
    words = words_of_return(newsletter())
    day = last_day_of(reader)
    return _said(request, "goodbye", token=reader.token, words=words, day=day)


def _said(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    meta = page_meta(request, title="", addresses={}, indexed=False)
    context = {"meta": meta, "newsletter": newsletter()} | context
    return render(request, f"newsletter/{name}.html", context, status=status)


def _never_kept(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
