"""Annual reports: the live page, those handed in, and the files to take along."""

import datetime
from collections.abc import Callable
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.dates.wording import day_in_words
from citytocity.design.components import Pagination, Row
from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.design.memory import remembered, version_of
from citytocity.figures.presentation import figure_component, in_words
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.forms import page_of
from citytocity.ledger.presentation import named, said, sentence
from citytocity.ledger.views.lists import home_crumb
from citytocity.reports import exporting, pictures, presentation, wording
from citytocity.reports.behind import Behind, behind
from citytocity.reports.files import made_once
from citytocity.reports.gathering import gathered
from citytocity.reports.kept import are_as_they_were, kept_figure, records_of, rows_behind
from citytocity.reports.models import Frozen, Report
from citytocity.reports.naming import bare_path
from citytocity.reports.permissions import may_keep, may_read, may_see
from citytocity.reports.presentation import opening_kept_records, reading
from citytocity.reports.since import Since, Some, closed, model_named, since
from citytocity.reports.told import Annual, Measured, narrowed

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WITH_PICTURES = ("pdf", "docx")


def report_list(request: HttpRequest) -> HttpResponse:
    """Those that are published, the newest year first."""
    page = page_of(request, _reports().filter(published__isnull=False))
    title = _("Annual reports")
    description = _("What came of our twinnings, year by year, counted from the register.")
    return render(
        request,
        "reports/report_list.html",
        {
            "crumbs": [home_crumb(), Crumb(title)],
            "title": title,
            "lead": description,
            "meta": page_meta(request, title=title, description=description, page=page.number),
            "rows": [_row(one) for one in page],
            "pagination": Pagination.of(page, request.GET),
        },
    )


def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as the register tells it now."""
    found, handed_in = _with_handed_in(request, slug)
    told = _told(found)
    page = render(
        request,
        "reports/report.html",
        {
            **_context(request, found, reading(told, pictures=pictures.for_a_page(told))),
            "report": found,
            "may_keep": may_keep(request.user, found),
            "handed_in": [_handed_in(one) for one in handed_in],
            "files": _files("reports:file", found.slug),
        },
    )
    return _kept_by_nobody(page, unless=found.published is not None)


def report_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    found = _found(request, slug)

    def make() -> bytes:
        if kind != "xlsx":
            return _content(kind, _told(found))
        told, year = gathered(found, today=timezone.localdate())
        return _workbook(told, behind(year.figures))

    version = version_of(settings.DATA_DIR).now(), timezone.localdate()
    file = _file(kind, found.slug, (found.pk, *version), make)
    return _kept_by_nobody(file, unless=found.published is not None)


def frozen_report(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The report as it was handed in, and what has changed since. Of what is no longer open to
    readers those alone see the words who keep the books or the stories it is from."""
    found = _found(request, slug)
    frozen = _frozen(found, number)
    changes = _since(frozen)
    told = frozen.annual.without(_hidden_from(request.user, changes.closed))
    shown = reading(_opening(frozen, told), pictures=pictures.for_a_page(told))
    context = _context(request, found, shown)
    page = render(
        request,
        "reports/frozen.html",
        {
            **context,
            "crumbs": [*context["crumbs"][:-1], _crumb(found), Crumb(_("as handed in"))],
            "report": found,
            "frozen": frozen,
            "handed_in": _handed_in(frozen),
            "is_the_same": changes.is_the_same,
            "is_as_it_was": frozen.is_as_it_was,
            "differences": [
                {
                    "name": _of_year(said(Words(one.name)), one.year, told.year),
                    "then": wording.in_words(told.measured[one.code], one.then),
                    "now": in_words(one.now),
                    "url": one.now.address,
                    "component": figure_component(one.now),
                }
                for one in changes.figures
            ],
            "gone": _changed(changes.gone),
            "edited": _changed(changes.edited),
            "closed": _closed(changes),
            "files": _files("reports:frozen_file", found.slug, number),
        },
    )
    return _kept_by_nobody(page, unless=found.published is not None and request.user.is_anonymous)


def frozen_file(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """What everybody gets: without the words of what is no longer open to readers."""
    found = _found(request, slug)
    frozen = _frozen(found, number)
    away = closed(frozen)
    told = _opening(frozen, frozen.annual.without(away))
    note = _handed_in(frozen)["words"]

    def make() -> bytes:
        if kind == "xlsx":
            return _workbook(told, records_of(frozen), away)
        return _content(kind, told, note)

    left = sorted((name, sorted(keys)) for name, keys in away.items())
    shots = sorted(pictures.there(told)) if kind in WITH_PICTURES else []
    file = _file(kind, f"{found.slug}-{number}", (frozen.digest, note, left, shots), make)
    return _kept_by_nobody(file, unless=found.published is not None)


def frozen_figure(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """The records that a figure was counted from when the report was handed in; with `year` that
    of a year before, with `theme` and the like a part of it."""
    found = _found(request, slug)
    frozen = _frozen(found, number)
    one, year, key = _asked_for(request, frozen.annual, code)
    kept = kept_figure(frozen, key)
    page = page_of(request, kept.parts if kept else [])
    noun = presentation.noun_of(one)
    title = sentence(_("%(figure)s: %(about)s"), figure=noun, about=str(year))
    answer = render(
        request,
        "reports/frozen_figure.html",
        {
            "crumbs": [
                home_crumb(),
                Crumb(_("Annual reports"), reverse("reports:list")),
                _crumb(found),
                Crumb(_("as handed in"), frozen.get_absolute_url()),
                Crumb(noun),
            ],
            "title": title,
            "meta": page_meta(request, title=title, indexed=False),
            "figure": presentation.figure_of(one, year, noun=noun),
            "handed_in": _handed_in(frozen),
            "is_as_it_was": frozen.is_as_it_was and are_as_they_were(frozen, key, kept),
            "rows": rows_behind(frozen, one, year, kept, list(page), user=request.user)
            if kept
            else [],
            "pagination": Pagination.of(page, request.GET),
        },
    )
    return _kept_by_nobody(answer, unless=found.published is not None and request.user.is_anonymous)


def _asked_for(request: HttpRequest, told: Annual, code: str) -> tuple[Measured, int, str]:
    """A figure of the report, its year, and what its list is kept by; 404 if it has none such."""
    broken = chain.from_iterable(found for part in told.parts for found in part.breakdowns.values())
    if parts := [one for one in broken if one.code == code and one.by in request.GET]:
        part = next((one for one in parts if request.GET[one.by] == one.value), None)
        if part is None:
            raise Http404
        return part, told.year, narrowed(code, part.by, part.value)
    asked = request.GET.get("year", str(told.year))
    numbers = told.measured[code].numbers if code in told.measured else {}
    year = next((year for year in numbers if str(year) == asked), None)
    if year is None:
        raise Http404
    return told.measured[code], year, code if year == told.year else narrowed(code, "year", year)


def _reports() -> Any:
    return Report.objects.select_related("city", "other", "partnership").prefetch_related(
        "partnership__sides__city"
    )


def _found(request: HttpRequest, slug: str) -> Report:
    found = get_object_or_404(_reports(), slug=slug)
    if not may_see(request.user, found):
        raise Http404
    return found


def _with_handed_in(request: HttpRequest, slug: str) -> tuple[Report, list[Frozen]]:
    """The report, and what was handed in of it, the last first, without what it tells."""
    names = ("number", "to", "handed_in", "digest")
    columns = {f"frozen_{name}": F(f"frozen__{name}") for name in names}
    rows = list(_reports().filter(slug=slug).annotate(**columns).order_by("-frozen_number"))
    if not rows or not may_see(request.user, rows[0]):
        raise Http404
    found = rows[0]
    return found, [
        Frozen(report=found, **{name: getattr(row, f"frozen_{name}") for name in names})
        for row in rows
        if row.frozen_number is not None
    ]


def _frozen(found: Report, number: int) -> Frozen:
    frozen = get_object_or_404(Frozen, report=found, number=number)
    frozen.report = found
    return frozen


def _opening(frozen: Frozen, told: Annual) -> Annual:
    return opening_kept_records(told, bare_path(frozen.get_absolute_url()))


def _told(found: Report) -> Annual:
    """What the register tells now: the page and its files ask for it once until something changes,
    and once a day, for the figures are as of a day."""
    today = timezone.localdate()
    key = ("annual report", found.pk, today)
    return remembered(key, lambda: gathered(found, today=today)[0])


def _since(frozen: Frozen) -> Since:
    """Asked once until something changes, and once a day."""
    today = timezone.localdate()
    return remembered(("since", frozen.pk, today), lambda: since(frozen, today=today))


def _context(request: HttpRequest, found: Report, shown: presentation.Reading) -> dict[str, Any]:
    description = _("Every number on this page opens the records it was counted from.")
    is_public = found.published is not None
    return {
        "crumbs": [
            home_crumb(),
            Crumb(_("Annual reports"), reverse("reports:list")),
            Crumb(shown.title),
        ],
        "annual": shown,
        "meta": page_meta(request, title=shown.title, description=description, indexed=is_public),
        "is_public": is_public,
    }


def _crumb(found: Report) -> Crumb:
    return Crumb(_of(found), found.get_absolute_url())


def _of(found: Report) -> str:
    """Whom it is of and its year, in the reader's language."""
    if found.partnership is not None:
        return sentence("%(of)s, %(year)s", of=named(found.partnership), year=str(found.year))
    names = " – ".join(str(city.name) for city in (found.city, found.other) if city)
    return f"{names}, {found.year}"


def _row(found: Report) -> Row:
    day = timezone.localdate(found.published) if found.published else None
    return Row(
        title=_of(found),
        url=found.get_absolute_url(),
        when=str(found.year),
        datetime=str(found.year),
        detail=_("published on %(day)s") % {"day": _day(day)} if day else "",
    )


def _handed_in(frozen: Frozen) -> dict[str, str]:
    day = _day(timezone.localdate(frozen.handed_in))
    told = {"to": frozen.to, "day": day}
    return {
        "words": _("Handed in to %(to)s on %(day)s") % told,
        "url": frozen.get_absolute_url(),
        "digest": frozen.digest,
    }


def _files(view: str, *args: Any) -> dict[str, str]:
    return {kind: reverse(view, args=[*args, kind]) for kind in KINDS}


def _file(
    kind: str, name: str, version: tuple[object, ...], make: Callable[[], bytes]
) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    content = made_once((name, kind, wording.language(), *version), make)
    answer = HttpResponse(content, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _kept_by_nobody(answer: HttpResponse, *, unless: bool) -> HttpResponse:
    """What not everybody may read stays in no cache, neither on its way nor of a browser."""
    if not unless:
        patch_cache_control(answer, private=True, no_store=True)
    return answer


def _content(kind: str, told: Annual, note: str = "") -> bytes:
    if kind == "csv":
        return exporting.as_csv(told)
    photographs = pictures.for_the_paper(told)
    if kind == "docx":
        from citytocity.reports.document import as_docx  # slow import

        return as_docx(told, note=note, photographs=photographs)
    return exporting.as_pdf(told, note=note, photographs=photographs)


def _workbook(told: Annual, records: Behind, away: dict[str, set[int]] | None = None) -> bytes:
    from citytocity.reports.workbook import as_workbook  # slow import

    return as_workbook(told, records, closed=away)


def _changed(some: Some) -> dict[str, Any]:
    """The first of the records, called as they were then, and how many more there are."""
    rows = [
        {
            "title": said(Words(one.title)),
            "url": wording.address(one.path),
            "when": _day(one.changed) if one.changed else "",
        }
        for one in some.records
    ]
    return {"rows": rows, "more": some.number - len(rows)}


def _of_year(name: str, year: int, own: int) -> str:
    return name if year == own else sentence("%(of)s, %(year)s", of=name, year=str(year))


def _hidden_from(user: Any, closed: dict[str, set[int]]) -> dict[str, set[int]]:
    """Those of the closed records that the person may not see either."""
    return {kind: keys - may_read(user, model_named(kind), keys) for kind, keys in closed.items()}


def _closed(changes: Since) -> list[str]:
    """How many of each kind."""
    names = {name: str(model_named(name)._meta.verbose_name_plural) for name in changes.closed}
    return [
        f"{capfirst(name)}: {number_in_words(len(changes.closed[kind]))}"
        for kind, name in sorted(names.items())
    ]


def _day(day: datetime.date) -> str:
    return day_in_words(day, wording.language())
