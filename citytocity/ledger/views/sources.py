"""How do we know this: the sources of a record, and the records that rest on a source."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from citytocity.cities.models import City, Organisation
from citytocity.design.components import Fact, Link
from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.languages.catalogue import html_code
from citytocity.ledger.models import Activity, Partnership, Programme, Recognition, Result
from citytocity.ledger.presentation import (
    as_written,
    fact_name,
    knowledge,
    named,
    sentence,
    when_in_words,
)
from citytocity.ledger.queries import citing_models
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
AT_MOST = 200


def record_sources(request: HttpRequest, noun: str, slug: str) -> HttpResponse:
    if noun not in NOUNS:
        raise Http404
    record = get_object_or_404(NOUNS[noun].objects.prefetch_related("citations__source"), slug=slug)
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
    record = get_object_or_404(Source, slug=slug)
    return render(
        request,
        "ledger/source.html",
        {
            "source": record,
            "lang": html_code(record.language),
            "crumbs": [home_crumb(), Crumb(_("Sources")), Crumb(as_written(record, record.title))],
            "meta": page_meta(request, title=record.title, description=record.publisher),
            "facts": _facts(record),
            "records": [
                (str(model._meta.get_field("record").related_model._meta.verbose_name_plural), rows)
                for model in citing_models()
                if (rows := _resting_on(model, record))
            ],
        },
    )


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


def _resting_on(model: type[Citation], source: Source) -> list[Link]:
    """The records of one kind that cite the source, each once, with the fact if it is for one."""
    links: dict[str, Link] = {}
    for citation in model.objects.filter(source=source).select_related("record")[:AT_MOST]:
        record = citation.record
        words = named(record)
        if citation.about:
            words = format_html("{} ({})", words, fact_name(record, citation.about))
        url = record.get_absolute_url()
        links.setdefault(url + citation.about, Link(words, url))
    return list(links.values())
