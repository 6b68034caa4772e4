"""Where reports are begun, published and handed in, and what is missing for them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder

from citytocity.figures.catalogue import faults
from citytocity.money.models import OpenBooks
from citytocity.people.permissions import signed_in
from citytocity.reports import actions
from citytocity.reports.forms import BeginForm, HandInForm, WordsForm
from citytocity.reports.models import Report
from citytocity.reports.models.report import THERE_ALREADY
from citytocity.reports.people import contacts_of
from citytocity.reports.permissions import kept_by, may_keep, may_report
from citytocity.reports.quality import Lack, lacks
from citytocity.visits.permissions import visits_of

A_PAGE = 40
CITIES_OF = ("participations", "activity__participations", "partnership__sides", "city")
"""The ways from a record to the cities that it touches, by which it is known who may change it."""


def report_list(request: HttpRequest) -> HttpResponse:
    """The reports of one's cities, and the form for another one."""
    if not may_report(request.user):
        raise PermissionDenied
    by = signed_in(request.user)
    last_year = timezone.localdate().year - 1
    form = BeginForm(request.POST or None, by=by, initial={"year": last_year})
    if request.method == "POST" and form.is_valid():
        return _begun(request, form.save(commit=False))
    for fault in faults():
        messages.warning(request, fault)
    page = Paginator(kept_by(by), A_PAGE).get_page(request.GET.get("p"))
    return render(request, "reports/admin/report_list.html", {"reports": page, "form": form})


def _begun(request: HttpRequest, new: Report) -> HttpResponse:
    """The new report; or the one that a second click, or a colleague, has begun in between."""
    try:
        found = actions.write_report(new, by=signed_in(request.user))
        messages.success(request, _("Begun: %(report)s") % {"report": found})
    except actions.ThereAlreadyError as there:
        found = there.report
        messages.warning(request, str(THERE_ALREADY))
    return redirect("reports_admin:report", found.pk)


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: its words, and what can be done with it."""
    found = _kept(request, pk)
    form = WordsForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.write_report(form.save(commit=False), by=signed_in(request.user))
        messages.success(request, _("Saved."))
        return redirect("reports_admin:report", pk)
    return _page(request, found, form, HandInForm())


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    found = _kept(request, pk)
    if request.POST.get("on") == "1":
        actions.publish_report(found, by=signed_in(request.user))
        messages.success(request, _("Everybody can read it now."))
    else:
        actions.withdraw_report(found, by=signed_in(request.user))
        messages.success(request, _("Readers do not see it any more."))
    return redirect("reports_admin:report", pk)


@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    found = _kept(request, pk)
    form = HandInForm(request.POST)
    if not form.is_valid():
        return _page(request, found, WordsForm(instance=found), form)
    frozen = actions.hand_in(found, to=form.cleaned_data["to"], by=signed_in(request.user))
    told = _("Handed in to %(to)s. This state is kept and never changes.")
    messages.success(request, told % {"to": frozen.to})
    return redirect("reports_admin:report", pk)


def quality(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing for the report, each with the form that mends it."""
    found = _kept(request, pk)
    rows = _rows(lacks(found, today=timezone.localdate()), request.user)
    return render(request, "reports/admin/quality.html", {"report": found, "lacks": rows})


patterns = [
    path("", report_list, name="list"),
    path("<int:pk>/", report, name="report"),
    path("<int:pk>/publish/", publish, name="publish"),
    path("<int:pk>/hand-in/", hand_in, name="hand_in"),
    path("<int:pk>/missing/", quality, name="quality"),
]


def _page(
    request: HttpRequest, found: Report, form: WordsForm, handing: HandInForm
) -> HttpResponse:
    context = {
        "report": found,
        "form": form,
        "handing": handing,
        "contacts": contacts_of(found, by=request.user, today=timezone.localdate()),
        "handed_in": found.frozen.defer("told").select_related("handed_in_by"),
    }
    return render(request, "reports/admin/report.html", context)


def _kept(request: HttpRequest, pk: int) -> Report:
    reports = Report.objects.select_related("city", "other", "partnership")
    found = get_object_or_404(reports.prefetch_related("partnership__sides__city"), pk=pk)
    if not may_keep(request.user, found):
        raise PermissionDenied
    return found


def _rows(found: list[Lack], by: Any) -> list[dict[str, Any]]:
    """Each with the addresses of the forms that mend it, where the person may change the record:
    asked once for each kind of record, however many there are."""
    records = [one for lack in found for one in lack.records]
    forms = _forms([one.mended for one in records], by)
    folders = _folders({one.folder for one in records if one.folder}, by)
    return [
        {
            "words": lack.words,
            "told": lack.told,
            "more": lack.number - len(lack.records),
            "records": [
                {
                    "name": one.name,
                    "url": folders.get(one.folder) or forms.get((type(one.mended), one.mended.pk)),
                }
                for one in lack.records
            ],
            "books": _opening_books() if lack.is_in_books else "",
        }
        for lack in found
    ]


def _opening_books() -> str:
    """The form by which a city shows everybody its books of a partnership."""
    return reverse(OpenBooks.snippet_viewset.get_url_name("add"))


def _folders(activities: set[int], by: Any) -> dict[int | None, str]:
    """The folders of these activities that the person keeps."""
    if not activities:
        return {}
    kept = visits_of(by).filter(activity__in=activities).values_list("activity", "pk")
    return {activity: reverse("visits_admin:folder", args=[pk]) for activity, pk in kept}


def _forms(records: list[Any], by: Any) -> dict[tuple[Any, int], str]:
    found: dict[tuple[Any, int], str] = {}
    finder = AdminURLFinder(by)
    for kind in {type(one) for one in records}:
        names = {one.name for one in kind._meta.get_fields()}
        cities = [path for path in CITIES_OF if path.partition("__")[0] in names]
        keys = {one.pk for one in records if type(one) is kind}
        for one in kind._default_manager.filter(pk__in=keys).prefetch_related(*cities):
            found[kind, one.pk] = finder.get_edit_url(one) or ""
    return found
