"""Home, plain pages and search."""

import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.dates.wording import day_in_words
from citytocity.design.components import Figure, Link, Row
from citytocity.design.furniture import Crumb, Feed
from citytocity.design.heads import absolute, page_meta
from citytocity.languages.catalogue import html_code
from citytocity.languages.names import language_name
from citytocity.languages.numbers import number_in_words
from citytocity.languages.searching import search_query
from citytocity.languages.text import Words
from citytocity.ledger.enums import ResultKind
from citytocity.ledger.forms import QueryNotUnderstoodError
from citytocity.ledger.models import Partnership, Result
from citytocity.ledger.presentation import (
    activity_row,
    country_name,
    figure,
    foreign,
    list_url,
    result_idea,
    said,
    when_in_words,
    wording,
)
from citytocity.ledger.queries import totals, year_records
from citytocity.ledger.views.lists import home_crumb
from citytocity.ledger.worlds import city_dial, twins
from citytocity.stories.models import StoryPage
from citytocity.stories.presentation import beside_path, side_by_side, story_card, story_path
from citytocity.stories.queries import is_private, stories_in, with_marks
from citytocity.stories.views import serve
from citytocity.website.lately import lately
from citytocity.website.models import HomePage, PlainPage
from citytocity.website.search import KINDS, found

STORIES, IDEAS, ROWS, TWINS = 3, 4, 6, 12
FOUND_OF_A_KIND, FOUND_OF_ONE_KIND = 5, 100


def home(request: HttpRequest) -> HttpResponse:
    """The first page, in the reader's language or else in the site's own."""
    pages = HomePage.objects.live().select_related("locale")
    found = {page.locale.language_code: page for page in pages}
    page = found.get(_language()) or found.get(settings.LANGUAGE_CODE)
    if page is None:
        raise Http404
    return show_home(request, page)


def show_home(request: HttpRequest, page: HomePage) -> HttpResponse:
    language = _language()
    today = datetime.date.today()
    stories = list(with_marks(stories_in(language))[: STORIES + 1])
    lead = next((s for s in stories if s.pk == page.lead_id), stories[0] if stories else None)
    partnerships = _partnerships()
    host = next((c for p in partnerships for c in p.cities if c.is_host), None)
    twin_cities = [city for p in partnerships for city in p.cities if city != host]
    known = lately(twin_cities, language=language, today=today, at_most=ROWS)
    last = known.begun[0].when_first if known.begun else None
    year = (last or today).year
    return render(
        request,
        "website/home.html",
        {
            "page": page,
            "meta": _home_meta(request, page),
            "lead": story_card(lead, language) if lead else None,
            "lead_beside": _beside(lead, language) if lead else None,
            "stories": [story_card(s, language) for s in stories if s != lead][:STORIES],
            "host": said(host.name) if host else "",
            "dial": city_dial(host, twin_cities) if host else "",
            "twins": twins(host, partnerships, newest=known.newest) if host else [],
            "year": year,
            "figures": _figures(year),
            "ideas": [result_idea(r) for r in Result.objects.practices().shown()[:IDEAS]],
            "coming": [activity_row(a) for a in known.ahead],
            "rows": [activity_row(a) for a in known.begun],
            "rows_url": list_url("activity_list", year=year),
        },
    )


def show_plain(request: HttpRequest, page: PlainPage) -> HttpResponse:
    code = page.locale.language_code
    return render(
        request,
        "website/plain.html",
        {
            "page": page,
            "page_lang": "" if code == _language() else html_code(code),
            "original_name": language_name(code, _language()),
            "crumbs": [home_crumb(), Crumb(page.title)],
            "meta": page_meta(request, title=page.title, description=page.search_description),
        },
    )


def about(request: HttpRequest) -> HttpResponse:
    """What an editor wrote about this site; until then, what every site of its kind is for.

    Each page's foot leads here and must not ask the database whether there is such a page.
    """
    try:
        return serve(request, "about/")
    except Http404:
        text = _("What twinned cities do together, told in their languages, with the sources.")
        title = _("About this site")
        meta = page_meta(request, title=title, description=text)
        context = {"title": title, "text": text, "meta": meta}
        return render(request, "website/error.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """What is found, kind by kind; `kind` shows one of them whole."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    only = request.GET.get("kind", "")
    if only and only not in _kind_names():
        raise QueryNotUnderstoodError(_("There is no kind “%(kind)s”.") % {"kind": only[:60]})
    query = search_query(words) if words else None
    limit = FOUND_OF_ONE_KIND if only else FOUND_OF_A_KIND
    kinds = [kind for kind in KINDS if only in ("", kind.name)]
    results = found(query, kinds, language=_language(), at_most=limit + 1) if query else {}
    groups = [
        _group(kind, records, words, limit=limit, whole=bool(only))
        for kind, records in results.items()
        if records
    ]
    title = _("Search: %(words)s") % {"words": words} if words else _("Search")
    return render(
        request,
        "website/search.html",
        {
            "crumbs": [home_crumb(), Crumb(_("Search"))],
            "meta": page_meta(request, title=title, indexed=not (words or only)),
            "words": words,
            "groups": groups,
            "summary": _found(groups) if words else "",
        },
    )


def _group(kind: str, records: list[Any], words: str, *, limit: int, whole: bool) -> dict[str, Any]:
    """One kind's best results. One more than shown was looked for, to know if there are more."""
    has_more = len(records) > limit
    more = urlencode({"q": words, "kind": kind})
    return {
        "heading": _kind_names()[kind],
        "rows": [_row(record) for record in records[:limit]],
        "has_more": has_more,
        "more_url": f"{reverse('website:search')}?{more}" if has_more and not whole else "",
    }


def _found(groups: list[dict[str, Any]]) -> str:
    """How many are shown, and whether there are more than that."""
    shown = sum(len(group["rows"]) for group in groups)
    number = {"number": number_in_words(shown)}
    if any(group["has_more"] for group in groups):
        return ngettext("more than %(number)s found", "more than %(number)s found", shown) % number
    return ngettext("%(number)s found", "%(number)s found", shown) % number


def _kind_names() -> dict[str, str]:
    return {
        "stories": _("Stories"),
        "cities": _("Cities"),
        "partnerships": _("Partnerships"),
        "activities": _("Activities"),
        "results": _("Results"),
        "programmes": _("Programmes"),
        "recognitions": _("Recognitions"),
        "organisations": _("Organisations"),
    }


def _row(record: Any) -> Row:
    """Any record or story as a row of results."""
    if isinstance(record, StoryPage):
        language = _language()
        code = record.locale.language_code
        return Row(
            title=record.title,
            url=story_path(record, language),
            when=day_in_words(record.dated, language),
            datetime=record.dated.isoformat(),
            detail=said(Words({code: record.standfirst})),
            lang="" if code == language else html_code(code),
        )
    if isinstance(record, Partnership):
        return Row(
            title=str(record), url=record.get_absolute_url(), when=when_in_words(record.since)
        )
    name = getattr(record, "title", None) or record.name
    when = getattr(record, "when", "")
    return Row(
        title=wording(name).text,
        url=record.get_absolute_url(),
        when=when_in_words(when),
        detail=country_name(record.country) if isinstance(record, City) else _summary(record),
        lang=foreign(name),
    )


def _summary(record: Any) -> str:
    return said(record.summary) if getattr(record, "summary", None) else ""


def _partnerships() -> list[Partnership]:
    """The host office's partnerships, oldest first; without a host none."""
    of_host = Partnership.objects.filter(sides__city__is_host=True)
    return list(of_host.with_sides().order_by("since_first", "slug")[:TWINS])


def _figures(year: int) -> list[Figure]:
    count = totals(year_records(year))
    return [
        figure(
            count["activities"],
            ngettext("activity in %(year)d", "activities in %(year)d", count["activities"])
            % {"year": year},
            list_url("activity_list", year=year),
        ),
        figure(
            count["journeys"],
            ngettext("journey of a group", "journeys of groups", count["journeys"]),
            list_url("participation_list", year=year, role="guest"),
        ),
        figure(
            count["practices"],
            ngettext("idea that travelled", "ideas that travelled", count["practices"]),
            list_url("result_list", kind=ResultKind.PRACTICE_ADOPTED.value),
        ),
        figure(
            count["recognitions"],
            ngettext("recognition", "recognitions", count["recognitions"]),
            list_url("recognition_list", year=year),
        ),
    ]


def _home_meta(request: HttpRequest, page: HomePage) -> Any:
    return page_meta(
        request,
        title="",
        description=page.search_description or page.claim,
        json_ld=[
            {
                "@type": "WebSite",
                "name": settings.SITE_NAME,
                "url": absolute(request.path),
                "inLanguage": html_code(_language()),
            }
        ],
        feeds=[Feed(_("Stories"), reverse("stories:feed"))],
    )


def _beside(story: StoryPage, language: str) -> Link | None:
    """The lead story side by side with another language it has for everybody."""
    translations = story.get_translations().live().filter(~is_private()).select_related("locale")
    others = [page.locale.language_code for page in translations]
    own = story.locale.language_code
    other = next((code for code in ("ru", "en", *others) if code in others and code != own), None)
    if other is None:
        return None
    return Link(side_by_side(own, other, language), beside_path(story, own, other, language))


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
