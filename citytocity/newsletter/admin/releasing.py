"""The page on which an issue is looked at, sent back or released, now or at an hour."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citytocity.newsletter.actions import issues, looking
from citytocity.newsletter.actions.issues import ChangedError, OtherWordsError
from citytocity.newsletter.admin.issues import lines_of, lines_of_month
from citytocity.newsletter.admin.progress import changed, issue_of, seen_in
from citytocity.newsletter.delivering import Part, parts_of, waves_of
from citytocity.newsletter.fingerprints import fingerprint
from citytocity.newsletter.forms import NoteForm, PlanForm, RemarksForm
from citytocity.newsletter.models import Issue
from citytocity.newsletter.permissions import sender
from citytocity.newsletter.presentation import (
    coming_in_words,
    given_up_in_words,
    languages_in_words,
    moment,
    steps_of,
)
from citytocity.newsletter.queries import newsletter
from citytocity.newsletter.readiness import (
    NotReadyError,
    faults_of,
    faults_of_look,
    faults_of_plan,
)
from citytocity.newsletter.waves import Clocks, Plan
from citytocity.people.models import User

HANDED_OVER = "newsletter.hand_over"


def release(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters in each language, who gets them and when, what is in the way; and the press that
    sends them."""
    by, found = sender(request.user), issue_of(pk)
    if not found.is_draft:
        return redirect("newsletter_admin:issue", pk)
    form = _plan_form(request)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        shown = request.POST.get("shown", "")
        try:
            issues.release(found, seen=seen_in(request), shown=shown, plan=form.plan, by=by)
        except OtherWordsError:
            faults.append(_other_words())
        except ChangedError:
            messages.error(request, changed())
            return redirect("newsletter_admin:issue", pk)
        except NotReadyError as error:
            faults += error.faults
        else:
            messages.success(request, _("It is released."))
            return redirect("newsletter_admin:issue", pk)
    return render(request, "newsletter/admin/release.html", _context(found, form, faults, by))


@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    by, form = sender(request.user), NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors.get("note", []))))
        return redirect("newsletter_admin:release", pk)
    try:
        looking.hand_over(
            issue_of(pk), seen=seen_in(request), note=form.cleaned_data["note"], by=by
        )
    except ChangedError:
        messages.error(request, changed())
    except NotReadyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Handed over. The others who send it are asked by letter."))
    return redirect("newsletter_admin:issue", pk)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    by, found, form = sender(request.user), issue_of(pk), RemarksForm(request.POST)
    if not form.is_valid() and found.is_draft:
        context = _context(found, PlanForm(), [], by) | {"remarks": form}
        return render(request, "newsletter/admin/release.html", context)
    try:
        looking.send_back(found, remarks=form.cleaned_data.get("remarks", ""), by=by)
    except (ChangedError, NotReadyError):
        messages.error(request, changed())
    else:
        messages.success(request, _("Sent back. Whoever handed it over is told."))
    return redirect("newsletter_admin:issue", pk)


def _plan_form(request: HttpRequest) -> PlanForm:
    """The plan is chosen by asking the page anew, and comes back with the press."""
    if request.method == "POST":
        return PlanForm(request.POST)
    return PlanForm(request.GET if "timing" in request.GET else None)


def _context(found: Issue, form: PlanForm, faults: list[str], by: User) -> dict[str, Any]:
    plan = form.plan if form.is_bound and form.is_valid() else Plan()
    is_wrong = form.is_bound and not form.is_valid()
    faults = list(dict.fromkeys([*faults, *faults_of(found)]))
    look = [] if faults else faults_of_look(found, by=by)
    over = [] if faults or is_wrong else faults_of_plan(plan)
    parts = [] if faults else parts_of(found, on=plan.day)
    steps = steps_of(found)
    return {
        "issue": found,
        "faults": faults,
        "look": look,
        "over": over,
        "plan": plan,
        "form": form,
        "may_release": not (faults or look or over or is_wrong),
        "shown": fingerprint(found, on=plan.day),
        "number": sum(part.number for part in parts),
        "rows": _by_language(parts),
        "given_up": given_up_in_words(_by_chosen_language(parts)),
        "waves": coming_in_words(_waves(parts, plan)),
        "lines": [line for line in lines_of(found) if line.missing],
        "month": lines_of_month(found, on=plan.day),
        "languages": languages_in_words(),
        "handed": moment(found.handed) if found.handed else "",
        "words": next((one.words for one in steps if one.action == HANDED_OVER), ""),
        "note": NoteForm(),
        "remarks": RemarksForm(),
        "steps": steps,
    }


def _waves(parts: list[Part], plan: Plan) -> Any:
    every = [alike for part in parts for alike in part.readers]
    return waves_of(parts, plan, Clocks(newsletter(), every), now=timezone.now())


def _by_language(parts: list[Part]) -> list[tuple[str, int, int]]:
    names = dict(languages_in_words())
    counted: dict[str, list[int]] = {}
    for part in parts:
        counted.setdefault(names.get(part.language, part.language), []).append(part.number)
    return [(name, len(numbers), sum(numbers)) for name, numbers in counted.items()]


def _by_chosen_language(parts: list[Part]) -> dict[str, int]:
    """How many readers chose each, whether or not the site offers it."""
    counted: dict[str, int] = {}
    for alike in (one for part in parts for one in part.readers):
        counted[alike.language] = counted.get(alike.language, 0) + alike.number
    return counted


def _other_words() -> str:
    return _(
        "A story in it, a record or the settings of the newsletter were changed while this page "
        "was open. Look at the letters again: they are shown as they are now."
    )
