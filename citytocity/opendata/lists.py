"""Of whom there are figures: the cities and the partnerships, with the ids that questions name."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from citytocity.cities.models import City
from citytocity.design.heads import absolute
from citytocity.ledger.models import Partnership
from citytocity.ledger.presentation import named, when_in_words
from citytocity.opendata import exporting, shapes
from citytocity.opendata.enums import Form
from citytocity.opendata.forms import CitiesAsked, PartnershipsAsked, check_names
from citytocity.opendata.paging import USUAL, following, linked, page_asked
from citytocity.opendata.telling import city_told, number, plain_text, text
from citytocity.opendata.wishes import form_wished

router = Router()


@router.get(
    "/cities",
    response={200: shapes.Cities, **shapes.FAULTS},
    operation_id="cities",
    url_name="cities",
    openapi_extra=exporting.TABLE,
)
def cities(request: HttpRequest, query: Query[shapes.OfAList]) -> Any:
    """The cities, the host first."""
    check_names(request, *CitiesAsked.base_fields)
    asked = CitiesAsked.asked(request)
    page = _page(City.objects.order_by("-is_host", "slug"), asked)
    told = [_city(city) for city in page]
    next_page = following(request, page, "cities")
    if form_wished(request) == Form.CSV:
        answer = exporting.as_csv(exporting.CITIES, told, name=f"cities-{page.number}")
        return linked(answer, next_page)
    return shapes.Cities(
        cities=told,
        number=page.paginator.count,
        page=page.number,
        pages=page.paginator.num_pages,
        next=next_page,
    )


@router.get(
    "/partnerships",
    response={200: shapes.Partnerships, **shapes.FAULTS},
    operation_id="partnerships",
    url_name="partnerships",
    openapi_extra=exporting.TABLE,
)
def partnerships(request: HttpRequest, query: Query[shapes.WhichPartnerships]) -> Any:
    """The partnerships, the oldest first."""
    check_names(request, *PartnershipsAsked.base_fields)
    asked = PartnershipsAsked.asked(request)
    found: Any = Partnership.objects.with_sides()
    kept: dict[str, str] = {}
    if city := asked.get("city"):
        found, kept = found.of_city(city), {"city": city.slug}
    if kind := asked.get("kind"):
        found, kept = found.filter(kind=kind), kept | {"kind": kind}
    page = _page(found.order_by("since_first", "slug"), asked)
    told = [_partnership(partnership) for partnership in page]
    next_page = following(request, page, "partnerships", **kept)
    if form_wished(request) == Form.CSV:
        answer = exporting.as_csv(exporting.PARTNERSHIPS, told, name=f"partnerships-{page.number}")
        return linked(answer, next_page)
    return shapes.Partnerships(
        partnerships=told,
        number=page.paginator.count,
        page=page.number,
        pages=page.paginator.num_pages,
        next=next_page,
    )


def _page(rows: Any, asked: dict[str, Any]) -> Any:
    return page_asked(rows, page=asked.get("page", 1), limit=asked.get("limit", USUAL))


def _city(city: City) -> shapes.City:
    return shapes.City(
        id=city.slug,
        name=text(city.name),
        country=str(city.country),
        latitude=number(city.latitude),
        longitude=number(city.longitude),
        wikidata=city.wikidata or None,
        is_host=city.is_host,
        page=absolute(city.get_absolute_url()),
    )


def _partnership(partnership: Partnership) -> shapes.Partnership:
    kind = shapes.Choice(value=partnership.kind, name=str(partnership.get_kind_display()))
    return shapes.Partnership(
        id=partnership.slug,
        name=plain_text(named(partnership)),
        kind=kind,
        since=shapes.When(edtf=partnership.since, words=when_in_words(partnership.since)),
        cities=[city_told(city) for city in partnership.cities],
        page=absolute(partnership.get_absolute_url()),
    )
