"""The folders of visits in the admin: list, folder, the forms of its parts, its papers."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from citytocity.ledger.choosing import begun_among, is_key
from citytocity.ledger.models import Activity
from citytocity.ledger.permissions import may_record
from citytocity.ledger.presentation import when_in_words
from citytocity.ledger.telling import told
from citytocity.people.enums import Act
from citytocity.people.permissions import may, signed_in
from citytocity.visits import actions
from citytocity.visits.actions import NotAVisitError, NotEmptyError, SeveralGroupsError
from citytocity.visits.calendars import calendar
from citytocity.visits.exchanged import exchanged
from citytocity.visits.forms import (
    BriefForm,
    DecisionForm,
    OpenForm,
    PartForm,
    PrintForm,
    ReportForm,
    RequestForm,
    ReturnForm,
    StayForm,
    VisitFilterSet,
    people_formset,
    programme_formset,
)
from citytocity.visits.models import ProgrammeItem, Visit
from citytocity.visits.models.languages import LanguagesField
from citytocity.visits.permissions import may_keep, visits_of
from citytocity.visits.presentation import days_of, hours, route, spoken_in_words
from citytocity.visits.prints import PAPERS, paper
from citytocity.visits.queries import counts, newest_answer, overlapping_items


@dataclass(frozen=True)
class Part:
    """One section of a folder with a form of its own; where it stands among the others."""

    key: str
    heading: Any
    form: type[PartForm]

    @property
    def fields(self) -> list[str]:
        return list(self.form._meta.fields)


BEFORE = (
    Part("request", gettext_lazy("The request"), RequestForm),
    Part("decision", gettext_lazy("The decision"), DecisionForm),
    Part("return", gettext_lazy("Visit and return visit"), ReturnForm),
)
AFTER = (
    Part("stay", gettext_lazy("Lodging, transport, interpreters"), StayForm),
    Part("brief", gettext_lazy("For the mayor"), BriefForm),
)
LAST = (Part("report", gettext_lazy("Press and report"), ReportForm),)
PARTS = {part.key: part for part in (*BEFORE, *AFTER, *LAST)}


# --- the list ---

BY_DAY = "activity__when_first"


class VisitsView(generic.IndexView):
    page_title = gettext_lazy("Visits")
    any_permission_required = ["view"]
    add_item_label = gettext_lazy("Open a folder")
    default_ordering = f"-{BY_DAY}"

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return gettext("Nothing matches.")
        return gettext("No folder is open yet. Open one for a visit that is on the register.")

    def get_add_url(self) -> str:
        return reverse("visits_admin:open")

    def get_base_queryset(self) -> Any:
        kept: Any = visits_of(self.request.user)
        return kept.with_state(timezone.localdate()).with_owed().shown()

    def order_queryset(self, queryset: Any) -> Any:
        """Visits without a day stand at the end, whichever database sorts."""
        if self.ordering.lstrip("-") != BY_DAY:
            return super().order_queryset(queryset)
        day = F(BY_DAY)
        down = self.ordering.startswith("-")
        first = day.desc(nulls_last=True) if down else day.asc(nulls_last=True)
        return queryset.order_by(first, "-pk")

    def search_queryset(self, queryset: Any) -> Any:
        if not self.is_searching:
            return queryset
        found = begun_among(Activity.objects.all(), self.search_query)
        return queryset.filter(activity__in=found.order_by())


def _owed_in_words(visit: Any) -> str:
    """Until when, of a visit that is still owed one in return; `is_owed` is worked out."""
    if not visit.is_owed:
        return ""
    return when_in_words(visit.return_until.isoformat()) if visit.return_until else gettext("yes")


class VisitViewSet(ModelViewSet):
    """There is nothing here but the list: a folder has pages of its own."""

    model = Visit
    icon = "folder-open-1"
    menu_label = gettext_lazy("Visits")
    menu_hook = "ledger_register_menu"
    menu_order = 20
    add_to_reference_index = False
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    index_view_class = VisitsView
    filterset_class = VisitFilterSet
    search_fields = ["activity__slug"]
    list_per_page = 30
    list_display = [
        TitleColumn("title", label=gettext_lazy("Visit"), accessor=str,
                    url_name="visits_admin:folder"),
        Column("route", label=gettext_lazy("From and to"), accessor=route),
        Column("when", label=gettext_lazy("When"), sort_key=BY_DAY,
               accessor=lambda visit: when_in_words(visit.activity.when)),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column("owed", label=gettext_lazy("Owed until"), accessor=_owed_in_words),
    ]  # fmt: skip

    def get_urlpatterns(self) -> list:
        kept = {"index", "index_results"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in kept]


# --- one folder ---


@never_cache
def folder(request: HttpRequest, pk: int) -> HttpResponse:
    """All parts in their order, each with the way to its form."""
    visit = _visit(request, pk)
    items, travellers = _items(visit), list(visit.travellers.select_related("city"))
    return render(
        request,
        "visits/folder.html",
        {
            "visit": visit,
            "state": visit.get_state_display(),
            "when": when_in_words(visit.activity.when),
            "route": route(visit),
            "before": [_shown(visit, part) for part in BEFORE],
            "after": [_shown(visit, part) for part in AFTER],
            "last": [_shown(visit, part) for part in LAST],
            "days": _days(items),
            "overlaps": _overlaps(items),
            "travellers": travellers,
            "counts": counts(visit, travellers),
            "may_record": may_record(request.user, visit.activity),
            "forgotten": visit.forgotten.select_related("city"),
            "answered_by": _answers_to(visit, request),
            "return_url": _return_url(visit),
            "answer_url": _answer_url(visit),
            "exchanged": exchanged(visit, by=request.user),
            "papers": PAPERS,
            "is_empty": actions.is_empty(visit),
            "print_form": PrintForm(initial=_languages_of(visit)),
        },
    )


@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Opens the folder of the activity that is named, which may answer another visit."""
    if not may(request.user, Act.KEEP_VISITS):
        raise PermissionDenied
    answers = _named(request, visits_of(request.user).select_related("activity__host"))
    chosen = newest_answer(answers) if answers else request.GET.get("activity")
    form = OpenForm(request.POST or None, initial={"activity": chosen})
    if request.method == "POST" and form.is_valid():
        activity, by = form.cleaned_data["activity"], signed_in(request.user)
        try:
            visit = actions.open_folder(activity, answers=answers, by=by)
        except NotAVisitError as error:
            form.add_error("activity", str(error))
        except ValidationError as error:
            form.add_error("activity", error.messages)
        except PermissionDenied:
            told = _("Your city takes no part in it: its folder is kept by those that do.")
            form.add_error("activity", told)
        else:
            return redirect(visit)
    return render(request, "visits/open.html", {"form": form, "answers": answers})


@never_cache
def part(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The form of one part."""
    visit, shown = _visit(request, pk), PARTS[name]
    form = shown.form(
        request.POST or None, request.FILES or None, instance=visit, for_user=request.user
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_part(form.save(commit=False), part=name, by=signed_in(request.user))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return _back(visit, name)
    return render(request, "visits/part.html", {"visit": visit, "part": shown, "form": form})


@never_cache
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Hour by hour. What overlaps is told and kept: two groups may be at two places."""
    visit = _visit(request, pk)
    formset = programme_formset(visit, _items(visit), request.POST or None)
    if request.method == "POST" and formset.is_valid():
        formset.save(commit=False)
        gone = formset.deleted_objects
        written = [row.instance for row in formset.forms if row.has_changed()]
        actions.keep_programme(
            visit, items=_but(written, formset), gone=gone, by=signed_in(request.user)
        )
        messages.success(request, _("Saved."))
        for words in _overlaps(_items(visit)):
            messages.warning(request, words)
        return _after_rows(request, visit, "programme")
    zones = sorted({city.zone.key for city in visit.sides})
    return render(
        request, "visits/programme.html", {"visit": visit, "formset": formset, "zones": zones}
    )


@never_cache
def people(request: HttpRequest, pk: int) -> HttpResponse:
    visit = _visit(request, pk)
    formset = people_formset(visit, request.POST or None)
    if request.method == "POST" and formset.is_valid():
        formset.save(commit=False)
        gone = formset.deleted_objects
        kept = [row.instance for row in formset.forms if row.instance.pk or row.has_changed()]
        replaced = actions.keep_travellers(
            visit, travellers=_but(kept, formset), gone=gone, by=signed_in(request.user)
        )
        messages.success(request, _("Saved."))
        words = _("%(name)s was noted meanwhile as head of the delegation of %(city)s, and is a "
                  "member now that you name another head: please see to the roles.")  # fmt: skip
        for one in replaced:
            messages.warning(request, words % {"name": one.passport_name, "city": one.city})
        return _after_rows(request, visit, "people")
    return render(request, "visits/people.html", {"visit": visit, "formset": formset})


@require_POST
def take_counts(request: HttpRequest, pk: int) -> HttpResponse:
    visit = _visit(request, pk)
    try:
        actions.take_counts_over(visit, by=signed_in(request.user))
    except SeveralGroupsError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The register tells these numbers now."))
    return _back(visit, "people")


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    visit = _visit(request, pk)
    try:
        actions.discard(visit, by=signed_in(request.user))
    except NotEmptyError as error:
        messages.error(request, str(error))
        return redirect(visit)
    messages.success(request, _("The empty folder is gone; the activity stays."))
    return redirect("visit:index")


@never_cache
def printed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A paper as PDF. Made at once: typst takes a fifth of a second for any of them."""
    visit, form = _visit(request, pk), PrintForm(request.GET)
    if not form.is_valid():
        messages.error(request, _("Choose the language of the paper."))
        return _back(visit, "papers")
    made = paper(name, visit, form.languages, by=request.user)
    return _file(made, "application/pdf", f"{name}-{_slug(visit)}.pdf")


@never_cache
def programme_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole programme for calendars, in the person's language."""
    visit = _visit(request, pk)
    return _file(calendar(visit, _items(visit)), "text/calendar", f"{_slug(visit)}.ics")


patterns = [
    path("open/", begin, name="open"),
    path("<int:pk>/", folder, name="folder"),
    path("<int:pk>/programme/", programme, name="programme"),
    path("<int:pk>/people/", people, name="people"),
    path("<int:pk>/counts/", take_counts, name="counts"),
    path("<int:pk>/discard/", discard, name="discard"),
    path("<int:pk>/programme.ics", programme_file, name="calendar"),
    *(path(f"<int:pk>/{name}/", part, {"name": name}, name=name) for name in PARTS),
    *(
        path(f"<int:pk>/print/{name}.pdf", printed, {"name": name}, name=f"print-{name}")
        for name in PAPERS
    ),
]


def _visit(request: HttpRequest, pk: int) -> Visit:
    found = get_object_or_404(
        Visit.objects.with_state(timezone.localdate())
        .shown()
        .select_related("activity__host", "asked_by", "paper", "answers__activity"),
        pk=pk,
    )
    if not may_keep(request.user, found):
        raise PermissionDenied
    return found


def _named(request: HttpRequest, among: Any) -> Visit | None:
    """The visit that the one to be opened answers; None if the address names none of these."""
    key = request.GET.get("answers", "")
    return among.filter(pk=key).first() if is_key(key) else None


def _shown(visit: Visit, part: Part) -> dict[str, Any]:
    """What is filled, each with what it is called, as a person reads it."""
    facts = []
    for name in part.fields:
        field: Any = visit._meta.get_field(name)
        value = getattr(visit, name)
        if isinstance(field, LanguagesField):
            value = capfirst(spoken_in_words(value))
        if value and (lines := told(field, value)):
            facts.append((capfirst(str(field.verbose_name)), lines))
    return {"key": part.key, "heading": part.heading, "facts": facts}


def _items(visit: Visit) -> list[ProgrammeItem]:
    return list(visit.items.all())


def _days(items: list[ProgrammeItem]) -> list[dict[str, Any]]:
    return [
        {"words": day.words, "rows": [{"item": item, "hours": hours(item)} for item in day.items]}
        for day in days_of(items)
    ]


def _overlaps(items: list[ProgrammeItem]) -> list[str]:
    words = _("“%(second)s” begins before “%(first)s” is over.")
    return [
        words % {"first": one.title, "second": other.title}
        for one, other in overlapping_items(items)
    ]


def _answers_to(visit: Visit, request: HttpRequest) -> list[Visit]:
    """With their state: one that was cancelled or refused is no answer, and says so."""
    kept: Any = visits_of(request.user).filter(answers=visit).select_related("activity")
    return list(kept.with_state(timezone.localdate()))


def _return_url(visit: Visit) -> str:
    """Where the visit in return gets its activity, at the one who came, and after that its folder;
    empty if none is owed."""
    if not Visit.objects.owed().filter(pk=visit.pk).exists():
        return ""
    guests = list(visit.guests)
    host = {"host": guests[0]} if len(guests) == 1 else {}
    address = reverse("wagtailsnippets_ledger_activity:add")
    return f"{address}?{urlencode(host | {'next': _answer_url(visit)})}"


def _answer_url(visit: Visit) -> str:
    """Where a folder is opened for the answer to this visit."""
    return f"{reverse('visits_admin:open')}?{urlencode({'answers': visit.pk})}"


def _languages_of(visit: Visit) -> dict[str, str]:
    """The person's own language, and one that the guests read."""
    own = get_language() or "en"
    spoken = [code for code in visit.interpreting.replace(" ", "").split(",") if code != own]
    return {"first": own, "second": next(iter(spoken), "ru" if own == "en" else "en")}


def _but(rows: list[Any], formset: Any) -> list[Any]:
    """Those that are to stay, in their order."""
    gone = [form.instance for form in formset.deleted_forms]
    return [row for row in rows if not any(row is one for one in gone)]


def _after_rows(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    if "more" in request.POST:
        return redirect(f"{reverse(f'visits_admin:{name}', args=[visit.pk])}#next")
    return _back(visit, name)


def _back(visit: Visit, name: str) -> HttpResponse:
    return redirect(f"{visit.get_absolute_url()}#{name}")


def _slug(visit: Visit) -> str:
    return visit.activity.slug


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
