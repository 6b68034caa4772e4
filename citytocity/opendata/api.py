"""What programs ask: the catalogue, figures with the same filters as their pages, their records.

django-ninja reads the addresses off the functions and writes the OpenAPI document; what is asked
is understood by the forms of the pages, not by it: one rule and one message for both.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Path, Query, Router
from ninja.renderers import JSONRenderer

from citytocity.design.heads import absolute
from citytocity.design.memory import remembered
from citytocity.figures.catalogue import UnknownIndicatorError, indicator, indicators
from citytocity.figures.definitions import Indicator
from citytocity.figures.measuring import Figure, breakdowns, of_years
from citytocity.figures.permissions import may_see
from citytocity.figures.presentation import shown
from citytocity.figures.scope import Scope
from citytocity.opendata import exporting, lists, shapes
from citytocity.opendata.enums import Form
from citytocity.opendata.forms import (
    FigureAsked,
    FiguresAsked,
    Question,
    RecordsAsked,
    asked,
    check_names,
)
from citytocity.opendata.paging import following, linked, page_asked
from citytocity.opendata.records import records_told, with_sources
from citytocity.opendata.telling import (
    adding,
    address,
    figure_told,
    indicator_told,
    language,
    licence,
    records_query,
)
from citytocity.opendata.wishes import form_wished

VERSION = "1"
router = Router()


class ReadableRenderer(JSONRenderer):
    """Letters of every script as they are."""

    json_dumps_params = {"ensure_ascii": False}


@router.get("/", response={200: shapes.Room, **shapes.FAULTS}, operation_id="room", url_name="room")
def room(request: HttpRequest, query: Query[shapes.InWhichForm]) -> Any:
    """What there is, and where."""
    check_names(request)
    return shapes.Room(
        name=settings.SITE_NAME,
        languages=[code for code, _name in settings.LANGUAGES],
        licence=licence(),
        cities=address("cities"),
        partnerships=address("partnerships"),
        indicators=address("indicators"),
        figures=address("figures"),
        document=absolute(reverse("api-v1:document")),
        page=absolute(reverse("opendata:page")),
    )


@router.get(
    "/indicators",
    response={200: shapes.Indicators, **shapes.FAULTS},
    operation_id="indicators",
    url_name="indicators",
    openapi_extra=exporting.TABLE,
)
def all_indicators(request: HttpRequest, query: Query[shapes.InWhichTable]) -> Any:
    """The catalogue: what is counted, by what rule, and which filters apply."""
    check_names(request)
    told = [indicator_told(one) for one in _public()]
    if form_wished(request) == Form.CSV:
        return exporting.as_csv(exporting.INDICATORS, told, name="indicators")
    return shapes.Indicators(indicators=told)


@router.get(
    "/indicators/{slug:code}",
    response={200: shapes.Indicator, **shapes.FAULTS},
    operation_id="indicator",
    url_name="indicator",
    openapi_extra=exporting.TABLE,
)
def one_indicator(request: HttpRequest, code: Path[str], query: Query[shapes.InWhichTable]) -> Any:
    """One indicator."""
    check_names(request)
    told = indicator_told(_found(code))
    if form_wished(request) == Form.CSV:
        return exporting.as_csv(exporting.INDICATORS, [told], name=code)
    return told


@router.get(
    "/figures",
    response={200: shapes.Figures, **shapes.FAULTS},
    operation_id="figures",
    url_name="figures",
    openapi_extra=exporting.TABLE,
)
def all_figures(request: HttpRequest, query: Query[shapes.Whose]) -> Any:
    """The figures of all indicators, in one year."""
    question = asked(request, FiguresAsked)
    scope = question.scope
    key = ("open data", language(), question.year, *scope.query.items())
    told = remembered(key, lambda: _all_told(question.year, scope))
    return _answered(request, told, name="figures")


@router.get(
    "/figures/{slug:code}",
    response={200: shapes.Figures, **shapes.FAULTS},
    operation_id="figure",
    url_name="figure",
    openapi_extra=exporting.TABLE,
)
def one_figure(request: HttpRequest, code: Path[str], query: Query[shapes.Several]) -> Any:
    """One figure; with `by` one for each year, or for each value of a filter."""
    question = asked(request, FigureAsked, _found(code))
    told = [figure_told(one) for one in _figures(code, question)]
    return _answered(request, told, name=code)


@router.get(
    "/figures/{slug:code}/records",
    response={200: shapes.Records, **shapes.FAULTS},
    operation_id="records",
    url_name="records",
    openapi_extra=exporting.TABLE,
)
def records(request: HttpRequest, code: Path[str], query: Query[shapes.Paged]) -> Any:
    """The records behind a figure, page by page, each with what it gave to the figure."""
    found = _found(code)
    question = asked(request, RecordsAsked, found)
    if found.measure is None:
        raise Http404(_("Not recorded: the register cannot hold it yet."))
    [counted] = _figures(code, question)
    page = page_asked(
        with_sources(shown(counted.records)),
        page=question.page,
        limit=question.limit,
        number=counted.number_of_records,
    )
    told = records_told(counted, page)
    next_page = following(request, page, "records", code, **records_query(counted))
    if form_wished(request) == Form.CSV:
        answer = exporting.as_csv(exporting.RECORDS, told, name=f"{code}-records-{page.number}")
        return linked(answer, next_page)
    return shapes.Records(
        figure=figure_told(counted),
        adding=adding(found.measure),
        records=told,
        number=page.paginator.count,
        page=page.number,
        pages=page.paginator.num_pages,
        next=next_page,
    )


@router.get("/openapi.json", include_in_schema=False, url_name="document")
def document(request: HttpRequest) -> Any:
    """The OpenAPI document."""
    check_names(request)
    return described()


def described() -> dict[str, Any]:
    """The document: problems have a media type of their own, and the site its address."""
    told: dict[str, Any] = api.get_openapi_schema(path_prefix="")
    for path in told["paths"].values():
        for status, response in path["get"]["responses"].items():
            if status >= 400:
                response["content"] = {
                    "application/problem+json": response["content"]["application/json"]
                }
    for asked_for in shapes.QUESTIONS:  # they stand with each address already
        told["components"]["schemas"].pop(asked_for.__name__, None)
    told["servers"] = [{"url": absolute(reverse("api-v1:room")).removesuffix("/")}]
    if found := licence():
        told["info"]["license"] = {"name": found.name, "url": found.url}
    return told


def _public() -> Iterable[Indicator]:
    return (one for one in indicators().values() if one.is_public)


def _found(code: str) -> Indicator:
    """The indicator, if everybody may see it; else there is none."""
    try:
        found = indicator(code)
    except UnknownIndicatorError:
        found = None
    if found is None or not may_see(AnonymousUser(), found, Scope()):
        raise Http404(_("There is no indicator “%(code)s”.") % {"code": code[:60]})
    return found


def _figures(code: str, question: Question) -> list[Figure]:
    if question.by:
        [parts] = breakdowns(code, by=question.by, year=question.year, scopes=[question.scope])
        return list(parts.values())
    found = of_years([code], question.years, question.scope, where=question.where)
    return [one[code] for one in found.values()]


def _all_told(year: int, scope: Scope) -> list[shapes.Figure]:
    codes = [one.code for one in _public() if one.is_recorded]
    found = of_years(codes, [year], scope)[year]
    return [figure_told(one) for one in found.values()]


def _answered(request: HttpRequest, told: list[shapes.Figure], *, name: str) -> Any:
    if form_wished(request) == Form.CSV:
        return exporting.as_csv(exporting.FIGURES, told, name=name)
    return shapes.Figures(figures=told)


def _at_the_door(_request: HttpRequest, error: Any) -> HttpResponse:
    """What went wrong is told at the door, for all addresses alike."""
    raise error


api = NinjaAPI(
    title=settings.SITE_NAME,
    version=VERSION,
    description="Figures of twinned cities, with the records that each one counts. Read only.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
    renderer=ReadableRenderer(),
)
api.add_router("", router)
api.add_router("", lists.router)
for kind in (Exception, Http404):
    api.add_exception_handler(kind, _at_the_door)
