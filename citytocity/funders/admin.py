"""Sheets in the admin: of events, of cities and partnerships in a year."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from citytocity.cities.models import City
from citytocity.funders.checking import Checked
from citytocity.funders.definitions import Definition
from citytocity.funders.enums import About
from citytocity.funders.exporting import paper, workbook
from citytocity.funders.forms import FIRST_YEAR, LAST_YEAR, AssumedForm, YearForm
from citytocity.funders.permissions import ask_event, ask_subject, cities_for, may_open_any
from citytocity.funders.sheets import Sheet, checks_of_year, sheet_of, sheet_of_year
from citytocity.funders.shelf import known
from citytocity.funders.subjects import Subject, name_of
from citytocity.funders.words import name_of_check, state_of, wanted
from citytocity.ledger.models import Activity, Partnership
from citytocity.ledger.permissions import may_record
from citytocity.people.enums import Act
from citytocity.people.permissions import cities_held, is_everywhere

FILES: dict[str, tuple[Callable[[Sheet], bytes], str]] = {
    "pdf": (paper, "application/pdf"),
    "xlsx": (workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def index(request: HttpRequest) -> HttpResponse:
    """The sheets of a city and its partnerships for a year."""
    cities = cities_for(request.user)
    if not may_open_any(request.user) or not cities:
        raise PermissionDenied
    first = next(iter(cities_held(request.user, Act.RECORD)), None) or cities.first()
    usual: dict[str, Any] = {"city": first, "year": timezone.localdate().year - 1}
    sent = request.GET if "year" in request.GET else None
    form = YearForm(sent, cities=cities, initial=usual)
    there_are = known()
    context: dict[str, Any] = {"form": form}
    if sent is None or form.is_valid():
        asked = usual if sent is None else form.cleaned_data
        context |= _of_city(asked["city"], asked["year"], there_are.definitions)
    faults = there_are.faults if is_everywhere(request.user) else {}
    return render(request, "funders/index.html", context | {"faults": faults})


def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """All sheets there are for the event, and what each of them still wants."""
    activity, there_are = _activity(request, pk), known()
    found = [
        sheet_of(activity, one)
        for one in there_are.definitions.values()
        if one.about is About.EVENT
    ]
    return render(
        request,
        "funders/sheets.html",
        {
            "activity": activity,
            "sheets": [{"sheet": sheet, "checks": _in_words(sheet.checks)} for sheet in found],
            "faults": there_are.faults if is_everywhere(request.user) else {},
        },
    )


def sheet(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    made = sheet_of(_activity(request, pk), _definition(code, About.EVENT))
    files = {kind: reverse("funders:file", args=[pk, code, kind]) for kind in FILES}
    back = reverse("funders:sheets", args=[pk])
    return render(request, "funders/sheet.html", _context(made, files, back))


def file(request: HttpRequest, pk: int, code: str, kind: str) -> HttpResponse:
    activity, definition = _activity(request, pk), _definition(code, About.EVENT)
    return _file(sheet_of(activity, definition), kind, f"{code}-{activity.slug}")


def of_year(request: HttpRequest, about: str, slug: str, year: int, code: str) -> HttpResponse:
    """A sheet of a city or a partnership; what it assumes may be told in the address."""
    subject, definition = _subject(request, about, slug, year), _definition(code, about)
    form = AssumedForm(_told(request, definition), definition=definition)
    made = sheet_of_year(subject, definition, assumed=form.assumed)
    query = f"?{urlencode({code: str(float(one)) for code, one in form.assumed.items()})}"
    files = {
        kind: reverse("funders:year_file", args=[about, slug, year, code, kind])
        + (query if form.assumed else "")
        for kind in FILES
    }
    context = _context(made, files, _back(request, subject))
    return render(request, "funders/sheet.html", context | {"form": form})


def year_file(
    request: HttpRequest, about: str, slug: str, year: int, code: str, kind: str
) -> HttpResponse:
    subject, definition = _subject(request, about, slug, year), _definition(code, about)
    form = AssumedForm(_told(request, definition), definition=definition)
    made = sheet_of_year(subject, definition, assumed=form.assumed)
    return _file(made, kind, f"{code}-{year}-{slug}")


patterns = [
    path("", index, name="index"),
    path("<int:pk>/", sheets, name="sheets"),
    path("<int:pk>/<slug:code>/", sheet, name="sheet"),
    path("<int:pk>/<slug:code>/file/<slug:kind>/", file, name="file"),
    path("<slug:about>/<slug:slug>/<int:year>/<slug:code>/", of_year, name="of_year"),
    path(
        "<slug:about>/<slug:slug>/<int:year>/<slug:code>/file/<slug:kind>/",
        year_file,
        name="year_file",
    ),
]


def sheet_buttons(request: HttpRequest, record: Any) -> list[Button]:
    """The way to the sheets, on the form of an activity."""
    if not isinstance(record, Activity) or not may_record(request.user, record):
        return []
    address = reverse("funders:sheets", args=[record.pk])
    return [Button(_("Sheets for funders"), address, icon_name="doc-full", priority=50)]


def _of_city(city: City, year: int, definitions: dict[str, Definition]) -> dict[str, Any]:
    """The sheets that there are for it, and for each of its partnerships."""
    partnerships = Partnership.objects.of_city(city).with_sides()
    subject = Subject(year, city=city)
    of_partnerships = [one for one in definitions.values() if one.about is About.PARTNERSHIP]
    found = [one for one in definitions.values() if one.about is About.CITY]
    return {
        "subject": subject,
        "sheets": [
            {
                "definition": one,
                "checks": _in_words(checks_of_year(subject, one)),
                "url": _address(subject, one, city.slug),
            }
            for one in found
        ],
        "partnerships": [
            {
                "name": name_of(one),
                "sheets": [
                    {"name": of.name, "url": _address(Subject(year, partnership=one), of, one.slug)}
                    for of in of_partnerships
                ],
            }
            for one in (partnerships if of_partnerships else ())
        ],
    }


def _address(subject: Subject, definition: Definition, slug: str) -> str:
    args = [subject.about.value, slug, subject.year, definition.code]
    return reverse("funders:of_year", args=args)


def _context(made: Sheet, files: dict[str, str], back: str) -> dict[str, Any]:
    return {
        "sheet": made,
        "checks": _in_words(made.checks),
        "wanted": wanted(made),
        "files": files,
        "back": back,
    }


def _back(request: HttpRequest, subject: Subject) -> str:
    """To the list that it stands in, of one of the cities that the person keeps."""
    held = cities_for(request.user)
    city = subject.city or held.filter(sides__partnership=subject.partnership).first()
    query = urlencode({"city": city.slug if city else "", "year": str(subject.year)})
    return f"{reverse('funders:index')}?{query}"


def _told(request: HttpRequest, definition: Definition) -> Any:
    """What the address says of the assumptions; None where it says nothing."""
    return request.GET if definition.assumptions.keys() & request.GET.keys() else None


def _file(made: Sheet, kind: str, name: str) -> HttpResponse:
    if kind not in FILES:
        raise Http404
    makes, content_type = FILES[kind]
    return HttpResponse(
        makes(made),
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{slugify(name)}.{kind}"',
            "Cache-Control": "no-store",
        },
    )


def _activity(request: HttpRequest, pk: int) -> Activity:
    shown = Activity.objects.select_related("host").prefetch_related("participations__city")
    activity = get_object_or_404(shown, pk=pk)
    ask_event(request.user, activity)
    return activity


def _subject(request: HttpRequest, about: str, slug: str, year: int) -> Subject:
    if about not in SUBJECTS or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    found = SUBJECTS[about](slug, year)
    ask_subject(request.user, found)
    return found


def _city(slug: str, year: int) -> Subject:
    return Subject(year, city=get_object_or_404(City, slug=slug))


def _partnership(slug: str, year: int) -> Subject:
    shown = Partnership.objects.with_sides().prefetch_related(
        "states", "themes", "sides__office", "sides__association"
    )
    return Subject(year, partnership=get_object_or_404(shown, slug=slug))


SUBJECTS: dict[str, Callable[[str, int], Subject]] = {
    About.CITY: _city,
    About.PARTNERSHIP: _partnership,
}


def _definition(code: str, about: str) -> Definition:
    found = known().definitions.get(code)
    if found is None or found.about != about:
        raise Http404
    return found


def _in_words(checks: Iterable[Checked]) -> list[dict[str, Any]]:
    return [
        {"name": name_of_check(one), "state": state_of(one), "is_met": one.is_met} for one in checks
    ]
