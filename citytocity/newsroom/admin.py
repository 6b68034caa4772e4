"""The board of each city, and what is done from it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citytocity.languages.catalogue import LOCAL_NAMES, html_code
from citytocity.newsroom import actions
from citytocity.newsroom.actions import NotNowError
from citytocity.newsroom.enums import CheckState
from citytocity.newsroom.forms import AskForm, CorrectionForm, ReasonForm, ReminderForm
from citytocity.newsroom.models import Check, Correction, Reminder
from citytocity.newsroom.permissions import may_check, may_edit, may_publish, may_see_board
from citytocity.newsroom.queries import Line, lines, on_the_board, with_pages
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import cities_where, signed_in
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import city_of
from citytocity.translation.models import Job

A_PAGE = 40


def board(request: HttpRequest) -> HttpResponse:
    """One city's stories in work and lately published, with who waits for whom."""
    cities = list(cities_where(request.user, Act.READ_DRAFTS))
    if not cities:
        raise PermissionDenied
    asked = request.GET.get("city")
    city = next((city for city in cities if city.slug == asked), None if asked else cities[0])
    if city is None:
        raise PermissionDenied
    written = with_pages(cities)
    page = Paginator(on_the_board(city), A_PAGE).get_page(request.GET.get("p"))
    shown = [_row(line) for line in lines(list(page))]
    return render(
        request,
        "newsroom/board.html",
        {"city": city, "cities": written, "rows": shown, "page": page},
    )


def story(request: HttpRequest, pk: int) -> HttpResponse:
    """All that the newsroom knows of a story: checks, translations, corrections."""
    found = _story(request, pk)
    (line,) = lines([found])
    return render(
        request,
        "newsroom/story.html",
        {
            "line": line,
            "row": _row(line),
            "ask_form": AskForm(),
            "reason_form": ReasonForm(),
            "correction_form": CorrectionForm(),
            "corrections": Correction.objects.filter(story_key=found.translation_key),
            "may_edit": may_edit(request.user, found),
            "may_check": may_check(request.user, found),
            "may_publish": may_publish(request.user, found),
        },
    )


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    form = AskForm(request.POST)
    kinds = form.cleaned_data["kinds"] if form.is_valid() else []
    return _done(request, pk, lambda story, by: actions.ask_for_checks(story, kinds=kinds, by=by))


@require_POST
def translate(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, lambda story, by: actions.give_to_translators(story, by=by))


@require_POST
def decide(request: HttpRequest, pk: int, answer: str) -> HttpResponse:
    """The check is confirmed, or there is an objection with its reason."""
    check = get_object_or_404(Check.objects.select_related("story"), pk=pk)
    _story(request, check.story_id)
    if answer == "confirm":
        return _done(request, check.story_id, lambda _s, by: actions.confirm(check, by=by))
    note = request.POST.get("note", "")
    return _done(request, check.story_id, lambda _s, by: actions.object_to(check, note=note, by=by))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _done(request, pk, lambda story, by: actions.withdraw(story, reason=reason, by=by))


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    _story(request, pk)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect("newsroom:story", pk)
    return _done(request, pk, lambda story, by: actions.correct(story, by=by, **form.cleaned_data))


def reminder(request: HttpRequest) -> HttpResponse:
    """How often one is told what waits."""
    kept, _is_new = Reminder.objects.get_or_create(user=signed_in(request.user))
    form = ReminderForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("newsroom:reminder")
    return render(request, "newsroom/reminder.html", {"form": form})


patterns = [
    path("", board, name="board"),
    path("reminder/", reminder, name="reminder"),
    path("story/<int:pk>/", story, name="story"),
    path("story/<int:pk>/ask/", ask, name="ask"),
    path("story/<int:pk>/translate/", translate, name="translate"),
    path("story/<int:pk>/withdraw/", withdraw, name="withdraw"),
    path("story/<int:pk>/correct/", correct, name="correct"),
    path("check/<int:pk>/<str:answer>/", decide, name="decide"),
]


def _done(request: HttpRequest, pk: int, does: Callable[[StoryPage, User], Any]) -> HttpResponse:
    """Does it, tells how it went, and leads back to the story."""
    found = _story(request, pk)
    try:
        does(found, signed_in(request.user))
    except NotNowError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Done."))
    return redirect("newsroom:story", pk)


def _story(request: HttpRequest, pk: int) -> StoryPage:
    found = get_object_or_404(StoryPage.objects.select_related("locale", "owner"), pk=pk)
    if not (may_see_board(request.user, city_of(found)) or may_edit(request.user, found)):
        raise PermissionDenied
    return found


def _row(line: Line) -> dict[str, Any]:
    return {
        "story": line.story,
        "lang": html_code(line.story.locale.language_code),
        "language": LOCAL_NAMES[line.story.locale.language_code],
        "stage": line.stage.label,
        "checks": [_mark(check) for check in line.checks],
        "jobs": [_progress(job) for job in line.jobs],
        "waits": _waits(line),
    }


def _mark(check: Check) -> str:
    sign = {CheckState.CONFIRMED: "✓", CheckState.OBJECTED: "!"}.get(CheckState(check.state), "○")
    return f"{sign} {check.get_kind_display()}"


def _progress(job: Job) -> dict[str, Any]:
    return {"job": job, "name": LOCAL_NAMES[job.language], "done": job.done, "total": job.total}


def _waits(line: Line) -> list[str]:
    """Who waits for whom, in words."""
    waits = [
        _("for the author: %(what)s") % {"what": check.get_kind_display()}
        if check.state == CheckState.OBJECTED
        else _("for a check: %(what)s") % {"what": check.get_kind_display()}
        for check in line.open_checks
    ]
    if line.stage == "ready":
        waits.append(_("for an editor to publish it"))
    return waits
