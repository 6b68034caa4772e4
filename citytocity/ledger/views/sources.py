"""How do we know this: the sources of a record, and the records that rest on a source."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from citytocity.cities.models import City, Organisation
from citytocity.design.components import Fact, Link, Pagination
from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.languages.catalogue import html_code
from citytocity.ledger.forms import QueryNotUnderstoodError, page_of
from citytocity.ledger.kinds import KINDS as KINDS_IN_FILES
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Partnership,
    PartnershipSide,
    Programme,
    Recognition,
    Result,
)
from citytocity.ledger.presentation import (
    as_written,
    fact_name,
    knowledge,
    named,
    sentence,
    when_in_words,
)
from citytocity.ledger.queries import citing_models, totals
from citytocity.ledger.sections import sections
from citytocity.ledger.views.lists import home_crumb
from citytocity.sources.models import Citation, Source

NOUNS: dict[str, Any] = {
    "cities": City,
    "organisations": Organisation,
    "partnerships": Partnership,
    "activities": Activity,
    "programmes": Programme,
    "results": Result,
    "recognitions": Recognition,
}
KINDS = {model: noun for noun, model in NOUNS.items()} | {Agreement: "agreements"}
SIDES = PartnershipSide.objects.select_related("city")
BESIDE: dict[Any, Any] = {
    Agreement: ("record__partnership", Prefetch("record__partnership__sides", SIDES)),
    Partnership: (Prefetch("record__sides", SIDES),),
}
"""What the names of records without one of their own are made of."""
AT_MOST = 60


def record_sources(request: HttpRequest, noun: str, slug: str) -> HttpResponse:
    records = _records_of(noun).prefetch_related("citations__source")
    record = get_object_or_404(records, slug=slug)
    name = named(record)
    title = sentence(_("How do we know this? %(record)s"), record=name)
    return render(
        request,
        "ledger/record_sources.html",
        {
            "record": record,
            "name": name,
            "crumbs": [
                home_crumb(),
                Crumb(name, record.get_absolute_url()),
                Crumb(_("Sources")),
            ],
            "title": title,
            "meta": page_meta(request, title=title),
            "knowledge": knowledge(record, noun),
        },
    )


def source(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known from the source, kind by kind; `kind` shows one of them whole."""
    record = get_object_or_404(Source, slug=slug)
    only = request.GET.get("kind", "")
    if only and only not in _kinds().values():
        raise QueryNotUnderstoodError(_("There is no kind “%(kind)s”.") % {"kind": only[:60]})
    kinds = [_resting_on(model, record, request, only=only) for model in _citing(record)]
    return render(
        request,
        "ledger/source.html",
        {
            "source": record,
            "lang": html_code(record.language),
            "crumbs": [home_crumb(), Crumb(_("Sources")), Crumb(as_written(record, record.title))],
            "meta": page_meta(
                request, title=record.title, description=record.publisher, indexed=not only
            ),
            "facts": _facts(record),
            "kinds": [kind for kind in kinds if kind],
            "whole_url": record.get_absolute_url() if only else "",
            "sections": sections("source", request, record),
        },
    )


def _records_of(noun: str) -> QuerySet:
    """Those that readers see; Http404 where there are no such records."""
    if noun in NOUNS:
        return NOUNS[noun].objects.all()
    kind = KINDS_IN_FILES.get(noun)
    if kind is None or kind.shown is None:
        raise Http404
    return kind.shown()


def _kinds() -> dict[Any, str]:
    """The words for kinds of records in addresses; those of rooms above among them."""
    return KINDS | {kind.model: kind.key for kind in KINDS_IN_FILES.values() if kind.shown}


def _seen_by_all(noun: str) -> dict[str, Any]:
    """What a citation must have so that readers see its record; nothing where they see all."""
    kind = KINDS_IN_FILES.get(noun)
    return {"record__in": kind.shown().order_by()} if kind and kind.shown else {}


def _facts(record: Source) -> list[Fact]:
    unknown = _("not recorded")
    facts = [
        Fact(_("Publisher"), as_written(record, record.publisher) or unknown),
        Fact(_("Published"), when_in_words(record.published) or unknown),
    ]
    if record.accessed:
        facts.append(Fact(_("Read on"), when_in_words(record.accessed.isoformat())))
    if record.photo_credit:
        facts.append(Fact(_("Photo"), record.photo_credit))
    return facts


def _citing(source: Source) -> list[type[Citation]]:
    """Those tables in which records that readers see cite the source, found in one query."""
    tables = {_noun(model): model for model in citing_models()}
    found = totals({noun: _citations(model, source) for noun, model in tables.items()})
    return [model for noun, model in tables.items() if found[noun]]


def _noun(model: type[Citation]) -> str:
    """The word for the kind of record that such citations belong to."""
    return _kinds()[model._meta.get_field("record").related_model]


def _citations(model: type[Citation], source: Source) -> QuerySet:
    return model.objects.filter(source=source, **_seen_by_all(_noun(model)))


def _resting_on(
    model: type[Citation], source: Source, request: HttpRequest, *, only: str
) -> dict[str, Any] | None:
    """The records of one kind that cite the source, page by page or as many as stand beside other
    kinds; None if there are none, or others are asked for."""
    cited = model._meta.get_field("record").related_model
    noun = _noun(model)
    if only and noun != only:
        return None
    citations = (
        _citations(model, source)
        .select_related("record")
        .prefetch_related(*BESIDE.get(cited, ()))
        .order_by("record__slug", "about", "pk")
    )
    page = page_of(request, citations, per_page=AT_MOST) if only else None
    shown = list(page or citations[: AT_MOST + 1])
    if not shown:
        return None
    return {
        "heading": str(cited._meta.verbose_name_plural),
        "links": _links(shown[:AT_MOST]),
        "pagination": Pagination.of(page, request.GET) if page else None,
        "more_url": f"?kind={noun}" if len(shown) > AT_MOST else "",
    }


def _links(citations: list[Citation]) -> list[Link]:
    """Each record once, with the fact if it is cited for one."""
    links: dict[str, Link] = {}
    for citation in citations:
        record = citation.record
        words = named(record)
        if citation.about:
            words = format_html("{} ({})", words, fact_name(record, citation.about))
        url = record.get_absolute_url()
        links.setdefault(url + citation.about, Link(words, url))
    return list(links.values())
