"""Annual reports: the live page, those handed in, and the files to take along."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.dates.wording import day_in_words
from citytocity.design.components import Pagination, Row
from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.design.memory import remembered
from citytocity.figures.presentation import figure_component, in_words
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.forms import PER_PAGE, page_of
from citytocity.ledger.presentation import named, said, sentence, wording
from citytocity.ledger.views.lists import home_crumb
from citytocity.reports import exporting, presentation
from citytocity.reports.gathering import annual, with_records
from citytocity.reports.models import Frozen, Report
from citytocity.reports.permissions import may_keep, may_see
from citytocity.reports.presentation import reading
from citytocity.reports.since import keys_there, records_for_readers, since
from citytocity.reports.told import Annual, Texts

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


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
    found = _found(request, slug)
    told = _told(found)
    frozen = list(found.frozen.all())
    return render(
        request,
        "reports/report.html",
        {
            **_context(request, found, told, reading(told)),
            "report": found,
            "may_keep": may_keep(request.user, found),
            "handed_in": [_handed_in(one) for one in frozen],
            "files": _files("reports:file", found.slug),
        },
    )


def report_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    found = _found(request, slug)
    told = _told(found)
    if kind == "xlsx":
        told = with_records(told, found.scope, today=timezone.localdate())
    return _file(told, kind, found.slug)


def frozen_report(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The report as it was handed in, and what has changed since."""
    found = _found(request, slug)
    frozen = _frozen(found, number)
    told = frozen.annual
    changes = since(frozen, today=timezone.localdate())
    context = _context(request, found, told, reading(told, records_at=frozen.get_absolute_url()))
    return render(
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
                    "name": said(Words(one.name)),
                    "then": presentation.in_words(told.measured[one.code], one.then),
                    "now": in_words(one.now),
                    "url": one.now.address,
                    "component": figure_component(one.now),
                }
                for one in changes.figures
            ],
            "gone": [said(Words(title)) for title in changes.gone],
            "closed": [said(Words(title)) for title in changes.closed],
            "edited": [_edited(record) for record in changes.edited],
            "files": _files("reports:frozen_file", found.slug, number),
        },
    )


def frozen_file(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    found = _found(request, slug)
    frozen = _frozen(found, number)
    return _file(frozen.annual, kind, f"{found.slug}-{number}", note=_handed_in(frozen)["words"])


def frozen_figure(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """The records that a figure was counted from when the report was handed in."""
    found = _found(request, slug)
    frozen = _frozen(found, number)
    told = frozen.annual
    if code not in told.measured:
        raise Http404
    one = told.measured[code]
    model = told.kinds.get(code, "")
    paginator = Paginator(told.behind.get(code, []), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    keys = [behind.key for behind in page]
    seen = records_for_readers(model, keys, found.scope) if model else {}
    closed = keys_there(model, [key for key in keys if key not in seen]) if model else set()
    title = sentence(_("%(figure)s: %(about)s"), figure=said(Words(one.name)), about=str(told.year))
    return render(
        request,
        "reports/frozen_figure.html",
        {
            "crumbs": [
                home_crumb(),
                Crumb(_("Annual reports"), reverse("reports:list")),
                _crumb(found),
                Crumb(_("as handed in"), frozen.get_absolute_url()),
                Crumb(said(Words(one.name))),
            ],
            "title": title,
            "meta": page_meta(request, title=title, indexed=False),
            "figure": presentation.figure_of(one, told.year),
            "handed_in": _handed_in(frozen),
            "rows": [
                _behind(
                    told.title_of(model, behind.key),
                    behind.part,
                    seen.get(behind.key),
                    is_closed=behind.key in closed,
                )
                for behind in page
            ],
            "pagination": Pagination.of(page, request.GET),
        },
    )


def _reports() -> Any:
    return Report.objects.select_related("city", "other", "partnership").prefetch_related(
        "partnership__sides__city"
    )


def _found(request: HttpRequest, slug: str) -> Report:
    found = get_object_or_404(_reports().prefetch_related("frozen"), slug=slug)
    if not may_see(request.user, found):
        raise Http404
    return found


def _frozen(found: Report, number: int) -> Frozen:
    frozen = get_object_or_404(Frozen, report=found, number=number)
    frozen.report = found
    return frozen


def _told(found: Report) -> Annual:
    """What the register tells now: the page and its files ask for it once until something changes,
    and once a day, for the figures are as of a day."""
    today = timezone.localdate()

    def tell() -> Annual:
        words = {"foreword": found.foreword.data, "outlook": found.outlook.data}
        return annual(found.scope, found.year, today=today, **words)

    return remembered(("annual report", found.pk, today), tell)


def _context(
    request: HttpRequest, found: Report, told: Annual, shown: presentation.Reading
) -> dict[str, Any]:
    description = _("Every number on this page opens the records it was counted from.")
    return {
        "crumbs": [
            home_crumb(),
            Crumb(_("Annual reports"), reverse("reports:list")),
            Crumb(shown.title),
        ],
        "annual": shown,
        "meta": page_meta(
            request,
            title=shown.title,
            description=description,
            indexed=found.published is not None,
        ),
        "is_public": found.published is not None,
        "year": told.year,
    }


def _crumb(found: Report) -> Crumb:
    return Crumb(_of(found), found.get_absolute_url())


def _of(found: Report) -> str:
    """Whom it is of and its year, in the reader's language."""
    if found.partnership is not None:
        return sentence("%(of)s, %(year)s", of=named(found.partnership), year=str(found.year))
    names = " – ".join(wording(city.name).text for city in (found.city, found.other) if city)
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


def _file(told: Annual, kind: str, name: str, *, note: str = "") -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    answer = HttpResponse(_content(told, kind, note), content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _content(told: Annual, kind: str, note: str) -> bytes:
    if kind == "pdf":
        return exporting.as_pdf(told, note=note)
    if kind == "csv":
        return exporting.as_csv(told)
    if kind == "docx":
        from citytocity.reports.document import as_docx  # slow import

        return as_docx(told, note=note)
    from citytocity.reports.workbook import as_workbook  # slow import

    return as_workbook(told)


def _behind(title: Texts, part: Any, record: Any, *, is_closed: bool) -> Row:
    """Called as it was then; without a link unless everybody may still see it."""
    away = _("no longer open to readers") if is_closed else _("no longer on the register")
    return Row(
        title=str(Words(title)),
        url=record.get_absolute_url() if hasattr(record, "get_absolute_url") else "",
        when=number_in_words(part) if part is not None else _("not recorded"),
        detail="" if record is not None else away,
    )


def _edited(record: Any) -> dict[str, str]:
    return {
        "title": str(named(record)),
        "url": record.get_absolute_url(),
        "when": _day(timezone.localdate(record.updated_at)),
    }


def _day(day: datetime.date) -> str:
    return day_in_words(day, get_language() or translation.get_language() or "en")
