"""An issue that was released: when its letters go, how far it is, what holds it up; and how it is
called back, stopped, tried again or taken out of the archive."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from citytocity.newsletter.actions import archiving, halting, issues
from citytocity.newsletter.actions.issues import ChangedError
from citytocity.newsletter.breaking import Broken, broken_of
from citytocity.newsletter.halting import halt
from citytocity.newsletter.models import Halt, Issue
from citytocity.newsletter.permissions import sender
from citytocity.newsletter.presentation import (
    languages_in_words,
    moment,
    steps_of,
    waves_in_words,
)
from citytocity.newsletter.queries import (
    Progress,
    handed_lately,
    newsletter,
    progress_of,
    waits_now,
)
from citytocity.newsletter.readiness import NotReadyError


def progress(request: HttpRequest, found: Issue) -> HttpResponse:
    """How far it is, how fast, and when it will be done."""
    by_wave = progress_of(found)
    told = sum(by_wave.values(), Progress({}))
    number, seconds = handed_lately(found)
    rate = number / max(seconds, 1.0)
    left = waits_now(found)
    context = {
        "issue": found,
        "told": told,
        "waves": waves_in_words(found, by_wave),
        "released": moment(found.released) if found.released else "",
        "begins": moment(found.begins) if found.begins else "",
        "rate": round(rate, 1),
        "minutes": round(left / rate / 60) if rate and left else None,
        "halt": _in_words(halt()),
        "broken": _broken_in_words(broken_of(found)),
        "steps": steps_of(found),
        "languages": languages_in_words(),
        "newsletter": newsletter(),
    }
    return render(request, "newsletter/admin/progress.html", context)


@require_POST
def call_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, issues.call_back, _("Called back. It is a draft again."))


@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, halting.try_again, _("The mail server is asked within a minute."))


@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    words = _("Taken out of the archive. Letters that went out keep it.")
    return _done(request, pk, archiving.take_out, words)


@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, archiving.put_back, _("It stands in the archive again."))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    by = sender(request.user)
    try:
        number = issues.cancel(issue_of(pk), by=by)
    except ChangedError:
        messages.error(request, _("There is nothing left to be stopped."))
    else:
        words = ngettext(
            "Stopped. %(n)d letter does not go.", "Stopped. %(n)d letters do not go.", number
        )
        messages.success(request, words % {"n": number})
    return redirect("newsletter_admin:issue", pk)


def issue_of(pk: int) -> Issue:
    return get_object_or_404(Issue.objects.select_related("picture"), pk=pk)


def seen_in(request: HttpRequest) -> int:
    """Which version of the issue the page showed."""
    written = request.POST.get("seen", "")
    return int(written) if written.isdecimal() and len(written) < 9 else 0


def changed() -> str:
    return _(
        "Somebody else has saved or sent this issue meanwhile. Open it anew in another window, and "
        "bring over what you changed here."
    )


def _done(request: HttpRequest, pk: int, verb: Callable[..., None], words: str) -> HttpResponse:
    by = sender(request.user)
    try:
        verb(issue_of(pk), by=by)
    except ChangedError:
        messages.error(request, _("It stands otherwise by now."))
    except NotReadyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("newsletter_admin:issue", pk)


def _broken_in_words(found: list[Broken]) -> list[tuple[str, str]]:
    """Of each: how many letters in which language, and what was said."""
    names = dict(languages_in_words())
    return [
        (
            ngettext("%(language)s: %(n)d letter", "%(language)s: %(n)d letters", one.letters)
            % {"language": names.get(one.language, one.language), "n": one.letters},
            one.words,
        )
        for one in found
    ]


def _in_words(found: Halt | None) -> dict[str, Any] | None:
    """What the mail server said, since when, and when it is asked again."""
    if found is None:
        return None
    return {
        "kind": found.kind,
        "title": found.get_kind_display(),
        "said": found.words,
        "since": moment(found.since),
        "heard": moment(found.heard),
        "until": moment(found.until),
    }
