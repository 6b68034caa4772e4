"""The board of each city, and what is done from it."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citytocity.cities.models import City
from citytocity.dates.wording import moment_in_words
from citytocity.languages.catalogue import LOCAL_NAMES, html_code
from citytocity.languages.numbers import number_in_words
from citytocity.newsroom import actions
from citytocity.newsroom.actions import NotNowError
from citytocity.newsroom.enums import CheckState
from citytocity.newsroom.forms import (
    AskForm,
    CorrectionForm,
    EmbargoForm,
    ReasonForm,
    ReminderForm,
)
from citytocity.newsroom.models import Check, Correction, Reminder
from citytocity.newsroom.permissions import may_check, may_see_story
from citytocity.newsroom.queries import Line, checks_for, lines, on_the_board, with_pages
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import cities_held, may, signed_in
from citytocity.readings.queries import readings_of
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import city_of, may_edit, may_publish
from citytocity.stories.queries import paths_of
from citytocity.translation.models import Job

A_PAGE = 40


def board(request: HttpRequest) -> HttpResponse:
    """One city's stories in work and lately published, with who waits for whom."""
    cities = cities_held(request.user, Act.READ_DRAFTS)
    if not cities:
        raise PermissionDenied
    asked = request.GET.get("city")
    city = next((city for city in cities if city.slug == asked), None if asked else cities[0])
    if city is None:
        raise PermissionDenied
    written = with_pages(cities)
    page = Paginator(on_the_board(city), A_PAGE).get_page(request.GET.get("p"))
    shown = [_row(line, city) for line in lines(list(page))]
    return render(
        request,
        "newsroom/board.html",
        {
            "city": city,
            "cities": written,
            "rows": shown,
            "page": page,
            "may_check": may(request.user, Act.CHECK),
        },
    )


def checks(request: HttpRequest) -> HttpResponse:
    """The drafts that wait for this person's check, those that wait longest first."""
    if not may(request.user, Act.CHECK):
        raise PermissionDenied
    page = Paginator(checks_for(signed_in(request.user)), A_PAGE).get_page(request.GET.get("p"))
    return render(request, "newsroom/checks.html", {"rows": _by_story(page), "page": page})


def story(request: HttpRequest, pk: int) -> HttpResponse:
    """All that the newsroom knows of a story: checks, translations, its day, corrections."""
    return _shown(request, _story(request, pk))


def _shown(
    request: HttpRequest,
    found: StoryPage,
    *,
    embargo_form: EmbargoForm | None = None,
    correction_form: CorrectionForm | None = None,
) -> HttpResponse:
    """The story's page; a form that could not be taken stands there with its faults."""
    (line,) = lines([found])
    return render(
        request,
        "newsroom/story.html",
        {
            "line": line,
            "row": _row(line, city_of(found)),
            "ask_form": AskForm(),
            "reason_form": ReasonForm(),
            "correction_form": correction_form or CorrectionForm(),
            "embargo_form": embargo_form or EmbargoForm(cities=_cities(found)),
            "read": _read_in_words(found),
            "may_embargo": not found.live or found.has_unpublished_changes,
            "corrections": Correction.objects.filter(story_key=found.translation_key),
            "may_edit": may_edit(request.user, found),
            "may_check": may_check(request.user, found),
            "may_publish": may_publish(request.user, found),
        },
    )


def readings(request: HttpRequest, pk: int) -> HttpResponse:
    """How often a story was read, by day and language: the list behind its figure."""
    found = _story(request, pk)
    read = readings_of(paths_of(found))
    codes = sorted({code for _day, code, _times in read})
    by_day: dict[datetime.date, dict[str, int]] = {}
    for day, code, times in read:
        by_day.setdefault(day, {})[code] = times
    rows = [
        {"day": day, "times": [told.get(code, 0) for code in codes], "total": sum(told.values())}
        for day, told in by_day.items()
    ]
    names = [LOCAL_NAMES.get(code, code) for code in codes]
    return render(request, "newsroom/readings.html", {"story": found, "rows": rows, "names": names})


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
def embargo(request: HttpRequest, pk: int) -> HttpResponse:
    """The story has its minute; a form that cannot be read comes back with what was typed."""
    found = _story(request, pk)
    form = EmbargoForm(request.POST, cities=_cities(found))
    if not form.is_valid():
        return _shown(request, found, embargo_form=form)
    until = form.cleaned_data["until"]
    return _done(request, pk, lambda story, by: actions.embargo(story, until=until, by=by))


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, lambda story, by: actions.lift(story, by=by))


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A dated note; a form that cannot be read comes back with what was typed."""
    found = _story(request, pk)
    if not may_publish(request.user, found):
        raise PermissionDenied
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, correction_form=form)
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
    path("checks/", checks, name="checks"),
    path("reminder/", reminder, name="reminder"),
    path("story/<int:pk>/", story, name="story"),
    path("story/<int:pk>/readings/", readings, name="readings"),
    path("story/<int:pk>/ask/", ask, name="ask"),
    path("story/<int:pk>/embargo/", embargo, name="embargo"),
    path("story/<int:pk>/lift/", lift, name="lift"),
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
    if not may_see_story(request.user, found):
        raise PermissionDenied
    return found


def _read_in_words(found: StoryPage) -> str:
    """How often readers opened it lately; nothing of what was never out."""
    if not found.first_published_at:
        return ""
    total = sum(times for _day, _code, times in readings_of(paths_of(found)))
    words = ngettext(
        "read %(n)s time in the last 30 days", "read %(n)s times in the last 30 days", total
    )
    return words % {"n": number_in_words(total)}


def _cities(found: StoryPage) -> list[City]:
    """Those whose clocks the story may go by: its own first, then those it tells of."""
    own = city_of(found)
    others = [city for city in found.cities.all() if city != own]
    return [own, *others] if own else others


def _by_story(waiting: Iterable[Check]) -> list[dict[str, Any]]:
    """The checks of one story in one row, in their order."""
    rows: dict[int, dict[str, Any]] = {}
    for check in waiting:
        row = rows.setdefault(check.story_id, {"first": check, "kinds": []})
        row["kinds"].append(check.get_kind_display())
        code = check.story.locale.language_code
        row |= {"lang": html_code(code), "language": LOCAL_NAMES[code]}
    return list(rows.values())


def _row(line: Line, city: City | None) -> dict[str, Any]:
    return {
        "story": line.story,
        "lang": html_code(line.story.locale.language_code),
        "language": LOCAL_NAMES[line.story.locale.language_code],
        "stage": line.stage.label,
        "checks": [_mark(check) for check in line.checks],
        "comments": line.comments,
        "jobs": [_progress(job) for job in line.jobs],
        "waits": _waits(line),
        "out": line.out and _moment(line.out, city),
    }


def _moment(moment: datetime.datetime, city: City | None) -> str:
    """By the clocks of the city, in the person's language."""
    zone = city.zone if city else ZoneInfo(settings.TIME_ZONE)
    return moment_in_words(moment, zone, get_language() or settings.LANGUAGE_CODE)


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
