"""A text at the desk: the original on the left, the translation on the right."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from citytocity.languages.catalogue import LOCAL_NAMES, direction, html_code
from citytocity.people.models import User
from citytocity.people.permissions import signed_in
from citytocity.translation import actions, drafting
from citytocity.translation.actions import NotNowError
from citytocity.translation.beside import beside
from citytocity.translation.engines import segments
from citytocity.translation.enums import JobState
from citytocity.translation.exchange.bringing import (
    FORMS,
    Weighed,
    bring_in,
    save_unsure,
    sheet_for,
    weighed,
)
from citytocity.translation.exchange.sheets import LARGEST, UnusableFileError
from citytocity.translation.forms import DueForm, NoteForm, Typed, brought, passages, typed, unsure
from citytocity.translation.memory import suggestions
from citytocity.translation.models import Job
from citytocity.translation.permissions import may_approve, may_publish, may_see, may_translate

ACTS: dict[str, Callable[..., Job]] = {
    "claim": actions.claim,
    "release": actions.release,
    "hand_in": actions.hand_in,
    "review": actions.review,
    "approve": actions.approve,
    "publish": actions.publish,
    "draft": drafting.ask_for_draft,
}


def job(request: HttpRequest, pk: int) -> HttpResponse:
    """The job's page; a POST keeps what was typed, and then goes the step that was pressed."""
    found = _job(request, pk)
    if request.method != "POST":
        return _page(request, found)
    by = signed_in(request.user)
    words, seen = typed(request.POST, segments(found))
    doubtful = unsure(request.POST, words)
    if "take" in request.POST:
        unsaved = Typed(words, seen, unsure=doubtful)
        return _page(request, found, _with_suggestion(request, found, unsaved))
    meant = request.POST.getlist("meant")
    try:
        errors = save_unsure(found, words, seen=seen, unsure=set(doubtful), meant=meant, by=by)
        drafting.mark_read(found, _ticked(request), by=by)
        found = _job(request, pk)
        if not errors:
            _go_on(request, found, by)
    except NotNowError as error:
        messages.error(request, str(error))
        found = _job(request, pk)
        return _page(request, found, replace(_unsaved(found, words, error), unsure=doubtful))
    if errors:
        messages.error(request, _("Not everything could be saved: see the marked passages."))
        unsaved_words = {key: words[key] for key in errors if key in words}
        return _page(request, found, Typed(unsaved_words, errors=errors, unsure=doubtful))
    messages.success(request, _("Saved."))
    return redirect("translation:job", pk)


def _go_on(request: HttpRequest, found: Job, by: User) -> None:
    """The step whose button was pressed; what was typed is saved by then."""
    for name in ("hand_in", "claim", "draft"):
        if name in request.POST:
            ACTS[name](found, by=by)


@require_POST
def want_by(request: HttpRequest, pk: int) -> HttpResponse:
    """Says by which day the job is wanted, or the text in all its languages."""
    found, form = _job(request, pk), DueForm(request.POST)
    if not form.is_valid():
        return _page(request, found, due_form=form)
    jobs = found.text.jobs.all() if form.cleaned_data["everywhere"] else [found]
    actions.want_by(jobs, day=form.cleaned_data["day"], by=signed_in(request.user))
    messages.success(request, _("Saved."))
    return redirect("translation:job", pk)


@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step of the job: claim it, give it back, review, approve, publish."""
    if name not in ACTS:
        raise Http404
    found = _job(request, pk)
    try:
        ACTS[name](found, by=signed_in(request.user))
    except NotNowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done: %(title)s") % {"title": found})
    return redirect("translation:job", pk)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _job(request, pk), NoteForm(request.POST)
    try:
        note = form.cleaned_data["note"] if form.is_valid() else ""
        actions.send_back(found, note=note, by=signed_in(request.user))
    except NotNowError as error:
        messages.error(request, str(error))
    return redirect("translation:job", pk)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Who reads a translation over ticks what the machine wrote."""
    count = drafting.mark_read(_job(request, pk), _ticked(request), by=signed_in(request.user))
    words = ngettext("%(count)s passage is read.", "%(count)s passages are read.", count)
    messages.success(request, words % {"count": count})
    return redirect("translation:job", pk)


def _ticked(request: HttpRequest) -> set[str]:
    return set(request.POST.getlist("read"))


@require_safe
def download(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The job as a file for a translator's own program."""
    found = _job(request, pk)
    if name not in FORMS:
        raise Http404
    file_of, form = FORMS[name]
    sheet = sheet_for(found)
    answer = HttpResponse(file_of(sheet), content_type=f"{form.MEDIA_TYPE}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{sheet.name}.{form.SUFFIX}"'
    return answer


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes in a file whole, or shows why not; where a person has to look, nothing is saved yet."""
    found, file = _job(request, pk), request.FILES.get("file")
    if not may_translate(request.user, found):
        raise PermissionDenied
    if file is None:
        return _page(request, found, file_faults=[_("Choose a file.")])
    try:
        weight = weighed(found, file.name or "", file.read(LARGEST + 1))
        if weight.clashes:
            told = _("Nothing is saved yet. Look at the marked passages, then save.")
            messages.warning(request, told)
            return _page(request, found, weight=weight)
        count = bring_in(found, weight, by=signed_in(request.user))
    except UnusableFileError as error:
        return _page(request, found, file_faults=list(map(str, error.faults)))
    except NotNowError as error:
        return _page(request, found, file_faults=[str(error)])
    words = ngettext(
        "%(count)s passage is brought in.", "%(count)s passages are brought in.", count
    )
    messages.success(request, words % {"count": count})
    return redirect("translation:job", pk)


def _with_suggestion(request: HttpRequest, found: Job, unsaved: Typed) -> Typed:
    """What was typed, and in one passage the translation that was taken over; nothing is saved."""
    key, _colon, mark = request.POST["take"].partition(":")
    made = suggestions(found, segments(found), by=signed_in(request.user)).get(key, [])
    taken = next((one.words for one in made if one.mark == mark), None)
    if taken is None:
        messages.error(request, _("This translation is not there any more. Nothing is saved yet."))
        return unsaved
    messages.info(request, _("Taken over into its box. Nothing is saved yet."))
    return replace(unsaved, words=unsaved.words | {key: taken})


def _unsaved(found: Job, words: dict[str, str], error: Exception) -> Typed:
    """The passages that were typed and are not kept: nothing that somebody wrote is lost."""
    unsaved = {
        segment.key: words[segment.key]
        for segment in segments(found)
        if words.get(segment.key, segment.words).strip() != segment.words
    }
    return Typed(unsaved, errors=dict.fromkeys(unsaved, error))


def _job(request: HttpRequest, pk: int) -> Job:
    jobs = Job.objects.select_related("text__city", "text__kind", "text__page", "translator")
    found = get_object_or_404(jobs, pk=pk)
    if not may_see(request.user, found):
        raise PermissionDenied
    return found


def _page(
    request: HttpRequest,
    found: Job,
    unsaved: Typed = Typed(),  # noqa: B008 frozen, and empty
    *,
    due_form: DueForm | None = None,
    file_faults: Sequence[str] = (),
    weight: Weighed | None = None,
) -> HttpResponse:
    """The job's page; with what a file brings and is not saved yet, if it was weighed."""
    source, target = found.text.language, found.language
    rights, told = _rights(request.user, found), segments(found)
    helps = beside(found, told, by=signed_in(request.user), writes=rights["may_write"])
    shown = passages(told, unsaved, helps)
    return render(
        request,
        "translation/job.html",
        {
            "job": found,
            "passages": brought(shown, weight) if weight else shown,
            "file_faults": file_faults,
            "has_unread": any(segment.is_machine for segment in told),
            "lost": [clash.unit for clash in weight.clashes if not clash.segment] if weight else [],
            "note_form": NoteForm(),
            "due_form": due_form or DueForm(initial={"day": found.due}),
            "source": {"name": LOCAL_NAMES[source], **_attributes(source)},
            "target": {"name": LOCAL_NAMES[target], **_attributes(target)},
            **rights,
        },
    )


def _attributes(code: str) -> dict[str, str]:
    return {"lang": html_code(code), "dir": direction(code)}


def _rights(user: Any, found: Job) -> dict[str, bool]:
    """Which buttons the page shows; the acts themselves ask again."""
    mine = found.translator_id == user.pk
    translates = may_translate(user, found)
    reviews = may_approve(user, found)
    waits = found.state in (JobState.TRANSLATED, JobState.IN_REVIEW)
    return {
        "may_write": translates and (mine or found.state in _FREE) and not waits,
        "may_draft": translates
        and (mine or found.state in _FREE)
        and not waits
        and drafting.may_draft(found),
        "may_read": translates or reviews,
        "may_claim": translates and found.state in _FREE and not (mine and _at_it(found)),
        "may_release": mine and _at_it(found),
        "may_review": reviews and found.state == JobState.TRANSLATED,
        "may_approve": reviews and waits,
        "may_want": may_publish(user, found),
    }


_FREE = (JobState.OPEN, JobState.APPROVED, JobState.PUBLISHED)


def _at_it(found: Job) -> bool:
    return found.state == JobState.CLAIMED
