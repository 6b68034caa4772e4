"""Questionnaires in the admin: fill in, compare, hand in, give out as files."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from citytocity.people.enums import Act
from citytocity.people.permissions import cities_held, cities_where, is_everywhere, signed_in
from citytocity.ratings import actions
from citytocity.ratings.actions import ChangedMeanwhileError, HandedInError
from citytocity.ratings.comparing import comparison, doubt_in_words
from citytocity.ratings.exporting import answers_file
from citytocity.ratings.forms import AnswersForm, BeginForm, BringForm, RecognitionsForm
from citytocity.ratings.models import BroughtAnswers, Entry, Questionnaire
from citytocity.ratings.paper import paper
from citytocity.ratings.permissions import may_fill, questionnaires_of
from citytocity.ratings.presentation import (
    answered_in_words,
    rounded_in_words,
    standing_in_words,
)
from citytocity.ratings.queries import (
    NoSuchRatingError,
    definition_of,
    recognitions_for,
    sheet_of,
)
from citytocity.ratings.rows import groups_of
from citytocity.ratings.sheets import Sheet
from citytocity.ratings.shelf import shelf
from citytocity.ratings.whose import doubts

A_PAGE = 40


def _workbook(sheet: Sheet) -> bytes:
    from citytocity.ratings.workbook import workbook  # slow import

    return workbook(sheet)


FILES: dict[str, tuple[Callable[[Sheet], Any], str]] = {
    "yaml": (answers_file, "application/yaml; charset=utf-8"),
    "xlsx": (_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": (paper, "application/pdf"),
}


def index(request: HttpRequest) -> HttpResponse:
    """The questionnaires of one's cities, the ratings there are, and the form to begin with."""
    if not may_fill(request.user):
        raise PermissionDenied
    known = shelf()
    form = BeginForm(
        request.POST or None,
        definitions=known.definitions.values(),
        cities=cities_where(request.user, Act.RECORD),
        initial={
            "city": next(iter(cities_held(request.user, Act.RECORD)), None),
            "year": timezone.localdate().year - 1,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin(
                form.cleaned_data["city"],
                known.definitions[form.cleaned_data["rating"]],
                form.cleaned_data["year"],
                by=signed_in(request.user),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("ratings_admin:questionnaire", made.pk)
    page = Paginator(questionnaires_of(request.user), A_PAGE).get_page(request.GET.get("p"))
    return render(
        request,
        "ratings/admin/index.html",
        {
            "form": form,
            "page": page,
            "rows": [_row(one, known.definitions) for one in page],
            "definitions": known.definitions.values(),
            "faults": known.faults if is_everywhere(request.user) else {},
        },
    )


def _or_gone(view: Callable[[HttpRequest, int], HttpResponse]) -> Any:
    """The page that says so, where the definition of the questionnaire is gone."""

    @wraps(view)
    def seen(request: HttpRequest, pk: int) -> HttpResponse:
        try:
            return view(request, pk)
        except NoSuchRatingError:
            if request.method == "POST":
                words = _(
                    "This was not saved. "
                    "What you typed just now stands on the page before this one."
                )
                messages.error(request, words)
            context = {"questionnaire": _questionnaire(request, pk)}
            return render(request, "ratings/admin/gone.html", context)

    return seen


@_or_gone
def questionnaire(request: HttpRequest, pk: int) -> HttpResponse:
    """What is answered and what is missing, and how it stands beside others."""
    asked = _questionnaire(request, pk)
    if request.method != "POST":
        return _page(request, asked)
    if _entry(asked):
        messages.error(request, str(HandedInError()))
        return _page(request, asked)
    form = _answers_form(request, asked)
    if not form.is_valid():
        messages.error(request, _("Not saved yet: please correct what is marked."))
        return _page(request, asked, form=form)
    try:
        actions.fill(
            asked,
            form.answers,
            inhabitants=form.inhabitants,
            seen=form.seen,
            by=signed_in(request.user),
        )
    except HandedInError as error:
        messages.error(request, str(error))
    except ChangedMeanwhileError as error:
        form.meanwhile(error.stands)
        messages.error(request, _("Not saved yet: somebody else changed what is marked."))
        return _page(request, asked, form=form)
    else:
        messages.success(request, _("Saved."))
    return redirect("ratings_admin:questionnaire", pk)


@require_POST
@_or_gone
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _questionnaire(request, pk)
    form = _bring_form(asked, request.POST, request.FILES)
    if form.is_valid():
        try:
            made = actions.compare_with(
                asked, form.cleaned_data["file"], by=signed_in(request.user)
            )
        except ValidationError as error:
            form.add_error("file", error)
        except HandedInError as error:
            form.add_error(None, str(error))
        else:
            _tell_whose(request, made)
            return redirect("ratings_admin:questionnaire", pk)
    messages.error(request, _("Nothing was brought: below it is told what is in the way."))
    return _page(request, asked, bring_form=form)


@require_POST
def rename(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Corrects whose answers a file has."""
    asked = _questionnaire(request, pk)
    brought = get_object_or_404(BroughtAnswers, pk=other, questionnaire=asked)
    name = " ".join(request.POST.get("city", "").split())
    try:
        made = actions.rename(brought, name, by=signed_in(request.user))
    except BroughtAnswers.DoesNotExist as error:
        raise Http404 from error
    except HandedInError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        _tell_whose(request, made)
    return redirect("ratings_admin:questionnaire", pk)


@require_POST
def leave_out(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    asked = _questionnaire(request, pk)
    brought = get_object_or_404(BroughtAnswers, pk=other, questionnaire=asked)
    return _done(
        request,
        asked,
        lambda by: actions.leave_out(brought, by=by),
        _("Left out: %(city)s") % {"city": brought.city_name},
    )


@require_POST
@_or_gone
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _questionnaire(request, pk)
    told = _("Handed in. From now on it does not change.")
    return _done(request, asked, lambda by: actions.hand_in(asked, by=by), told)


@require_POST
def open_to_all(request: HttpRequest, pk: int) -> HttpResponse:
    entry, is_public = _handed_in(request, pk), request.POST.get("open") == "1"
    actions.open_to_all(entry, is_public=is_public, by=signed_in(request.user))
    told = _public_in_words(is_public=is_public)
    messages.success(request, told)
    return redirect("ratings_admin:questionnaire", pk)


@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _handed_in(request, pk)
    form = _recognitions_form(entry, request.POST)
    if not form.is_valid():
        return _page(request, entry.questionnaire, recognitions_form=form)
    actions.link(entry, form.cleaned_data["recognitions"], by=signed_in(request.user))
    messages.success(request, _("Saved."))
    return redirect("ratings_admin:questionnaire", pk)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _questionnaire(request, pk)
    try:
        actions.delete(asked, by=signed_in(request.user))
    except HandedInError as error:
        messages.error(request, str(error))
        return redirect("ratings_admin:questionnaire", pk)
    messages.success(request, _("Deleted: %(title)s") % {"title": asked})
    return redirect("ratings_admin:index")


def file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The questionnaire as a file: answers for another office, a workbook, a paper."""
    asked = _questionnaire(request, pk)
    if kind not in FILES:
        raise Http404
    try:
        sheet = sheet_of(asked, by=request.user)
    except NoSuchRatingError as error:
        raise Http404 from error
    makes, content_type = FILES[kind]
    name = slugify(f"{asked.rating}-{asked.year}-{asked.city.slug}")
    return HttpResponse(
        makes(sheet),
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "Cache-Control": "no-store",
        },
    )


patterns = [
    path("", index, name="index"),
    path("<int:pk>/", questionnaire, name="questionnaire"),
    path("<int:pk>/bring/", bring, name="bring"),
    path("<int:pk>/rename/<int:other>/", rename, name="rename"),
    path("<int:pk>/leave-out/<int:other>/", leave_out, name="leave_out"),
    path("<int:pk>/hand-in/", hand_in, name="hand_in"),
    path("<int:pk>/open/", open_to_all, name="open"),
    path("<int:pk>/recognitions/", link, name="link"),
    path("<int:pk>/delete/", delete, name="delete"),
    path("<int:pk>/file/<slug:kind>/", file, name="file"),
]


def _tell_whose(request: HttpRequest, made: BroughtAnswers) -> None:
    """With whom it is compared now; and that the name may be a slip, where it may."""
    messages.success(request, _("Compared with %(city)s.") % {"city": made.city_name})
    if doubt := doubts(made.questionnaire.brought.all()).get(made.pk):
        messages.warning(request, f"{doubt.name}: {doubt_in_words(doubt)}")


def _public_in_words(*, is_public: bool) -> str:
    if is_public:
        return pgettext("questionnaire", "Readers see it now.")
    return pgettext("questionnaire", "Readers do not see it any more.")


def _page(
    request: HttpRequest,
    asked: Questionnaire,
    *,
    form: AnswersForm | None = None,
    bring_form: BringForm | None = None,
    recognitions_form: RecognitionsForm | None = None,
) -> HttpResponse:
    entry = _entry(asked)
    sheet = sheet_of(asked, by=request.user)
    context = {
        "questionnaire": asked,
        "sheet": sheet,
        "entry": entry,
        "answered": answered_in_words(sheet),
        "standing": standing_in_words(sheet),
        "files": FILES,
        "rounded": rounded_in_words(),
        "not_named": _("a city whose entry was closed"),
    }
    if entry:
        context |= {
            "groups": groups_of(sheet),
            "recognitions_form": recognitions_form or _recognitions_form(entry),
        }
    else:
        form = form or _answers_form(request, asked)
        context |= {
            "form": form,
            "groups": groups_of(sheet, form=form),
            "comparison": comparison(sheet, asked, by=request.user),
            "bring_form": bring_form or _bring_form(asked),
        }
    return render(request, "ratings/admin/questionnaire.html", context)


def _row(asked: Questionnaire, definitions: dict[str, Any]) -> dict[str, Any]:
    definition = definitions.get(asked.rating)
    return {
        "questionnaire": asked,
        "name": definition.name if definition else asked.rating,
        "entry": _entry(asked),
    }


def _questionnaire(request: HttpRequest, pk: int) -> Questionnaire:
    found = get_object_or_404(Questionnaire.objects.select_related("city", "entry"), pk=pk)
    if not may_fill(request.user, found.city):
        raise PermissionDenied
    return found


def _entry(asked: Questionnaire) -> Entry | None:
    return getattr(asked, "entry", None)


def _handed_in(request: HttpRequest, pk: int) -> Entry:
    entry = _entry(_questionnaire(request, pk))
    if entry is None:
        raise Http404
    return entry


def _answers_form(request: HttpRequest, asked: Questionnaire) -> AnswersForm:
    sent = request.POST if request.method == "POST" and "population" in request.POST else None
    return AnswersForm(sent, questionnaire=asked, definition=definition_of(asked))


def _bring_form(asked: Questionnaire, *sent: Any) -> BringForm:
    return BringForm(*sent, definition=definition_of(asked), year=asked.year)


def _recognitions_form(entry: Entry, *sent: Any) -> RecognitionsForm:
    return RecognitionsForm(
        *sent,
        recognitions=recognitions_for(entry.questionnaire.city),
        initial={"recognitions": entry.recognitions.all()},
    )


def _done(
    request: HttpRequest, asked: Questionnaire, does: Callable[[Any], Any], told: str
) -> HttpResponse:
    """Does it, or says what is in the way, and goes back to the questionnaire."""
    try:
        does(signed_in(request.user))
    except HandedInError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, told)
    return redirect("ratings_admin:questionnaire", asked.pk)
