"""Stories: read, read in two languages side by side, listed; topics; a city's own words."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.views import serve_chain

from citytocity.dates.wording import day_in_words
from citytocity.design.access import reading_of
from citytocity.design.components import Link, Pagination, View
from citytocity.design.furniture import Crumb, Feed, SocialImage
from citytocity.design.heads import absolute, addressed, page_meta
from citytocity.design.memory import remembered
from citytocity.languages.catalogue import LOCAL_NAMES, html_code
from citytocity.languages.names import language_name
from citytocity.ledger.forms import page_of
from citytocity.ledger.models import Activity, Theme
from citytocity.ledger.presentation import (
    activity_row,
    city_marks,
    foreign,
    list_url,
    wording,
)
from citytocity.ledger.sections import sections
from citytocity.ledger.views import cities as city_views
from citytocity.ledger.views.lists import (
    choice_field,
    city_field,
    home_crumb,
    list_filter,
    list_meta,
    theme_field,
)
from citytocity.stories.additions import additions
from citytocity.stories.cards import card_of
from citytocity.stories.enums import SCHEMA_TYPES, CreditRole, StoryKind
from citytocity.stories.forms import StoryFilter
from citytocity.stories.models import CityPage, StoryCredit, StoryPage, TopicPage
from citytocity.stories.presentation import (
    SOCIAL,
    about_in_words,
    beside_path,
    choose_path,
    kind_in_words,
    narrowed_path,
    record_row,
    social_image,
    story_card,
    story_feed,
    story_path,
    story_picture,
    topic_link,
)
from citytocity.stories.queries import (
    CITIES,
    home_paths,
    in_order,
    is_private,
    public,
    records_of,
    related_stories,
    stories_in,
    versions,
    with_marks,
)
from citytocity.stories.sections import words_to_show

RELATED = 3
CARD_AGE = "public, max-age=86400"


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The page at the path; where the language has none, another language's page with a note.

    A story that everybody may read is put together once and remembered with its readers' language.
    """
    if request.method in ("GET", "HEAD"):
        asked = ("story", path, _language(), reading_of(request).shows_pictures)
        if told := remembered(asked, lambda: _public_story(request, path)):
            if "moved" in told:
                return redirect(told["moved"])
            addressed(request, told["addresses"])
            return render(request, "stories/story.html", told)
    page = story_at(path)[0] or _page_at(path)
    if page is None:
        raise Http404
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(page, request, [], {})
        if isinstance(answer, HttpResponse):
            return answer
    return _answer_of(page, request)


def show_story(request: HttpRequest, page: StoryPage) -> HttpResponse:
    """A story in one language, as an editor previews it and as those get it who may read it."""
    pages = public(versions(StoryPage.objects.filter(pk=page.pk)))
    told = _told(request, page, pages if page in pages else [page])
    addressed(request, told["addresses"])
    return render(request, "stories/story.html", told)


def card(request: HttpRequest, city: str, story: str) -> HttpResponse:
    """The picture by which a story that everybody may read is passed on."""
    page, _pages = story_at(f"cities/{city}/{story}/")
    if page is None or page.private:
        raise Http404
    if page.picture is not None:
        return redirect(page.picture.get_rendition(SOCIAL).url)
    cities = in_order(page.cities.all())
    if not cities:
        raise Http404
    drawn = card_of(page, cities)
    return HttpResponse(drawn, "image/png", headers={"Cache-Control": CARD_AGE})


def story_list(request: HttpRequest) -> HttpResponse:
    asked = StoryFilter.asked(request)
    language = _language()
    stories = stories_in(language)
    if "city" in asked:
        stories = stories.filter(cities=asked["city"])
    if "topic" in asked:
        stories = stories.filter(topics=asked["topic"])
    if "kind" in asked:
        stories = stories.filter(kind=asked["kind"])
    page = page_of(request, with_marks(stories), per_page=12)
    about = about_in_words(asked)
    title = _("Stories: %(about)s") % {"about": about} if about else _("Stories")
    feeds = (Feed(title, narrowed_path("stories:feed", asked)),)
    return render(
        request,
        "stories/story_list.html",
        {
            "crumbs": [home_crumb(), Crumb(_("Stories"))],
            "title": title,
            "meta": list_meta(
                request,
                asked,
                page,
                title=title,
                description=_("What is unique in each city, and what the cities do together."),
                feeds=feeds,
            ),
            "feeds": feeds,
            "filter": list_filter(
                request,
                asked,
                city_field(asked),
                _topic_field(asked),
                choice_field("kind", pgettext("of a story", "Kind"), StoryKind.choices, asked),
            ),
            "cards": [story_card(story, language) for story in page],
            "pagination": Pagination.of(page, request.GET),
        },
    )


def topic_list(request: HttpRequest, _page: Page | None = None) -> HttpResponse:
    language = _language()
    intros = {
        topic.theme_id: topic
        for topic in TopicPage.objects.live().filter(~is_private(), locale__language_code=language)
    }
    topics = [
        {
            "link": Link(
                wording(theme.name).text,
                f"/{language}/topics/{theme.slug}/",
                foreign(theme.name),
            ),
            "intro": intros[theme.pk].intro if theme.pk in intros else "",
        }
        for theme in Theme.objects.all()
    ]
    return render(
        request,
        "stories/topic_list.html",
        {
            "crumbs": [home_crumb(), Crumb(_("Topics"))],
            "meta": page_meta(request, title=_("Topics")),
            "topics": sorted(topics, key=lambda topic: topic["link"].words.casefold()),
        },
    )


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A theme's page, with the introduction of its topic page in the reader's language if any."""
    theme = get_object_or_404(Theme, slug=slug)
    pages = TopicPage.objects.live().filter(~is_private(), theme=theme).select_related("locale")
    found = {page.locale.language_code: page for page in pages}
    return _topic(request, theme, found.get(_language()) or next(iter(found.values()), None))


def show_topic(request: HttpRequest, page: TopicPage) -> HttpResponse:
    return _topic(request, page.theme, page)


def show_city(request: HttpRequest, page: CityPage) -> HttpResponse:
    """The register's page of the city with this page's words, which may be a draft's."""
    words_to_show(request, page)
    return city_views.city(request, page.city.slug)


def show_cities(request: HttpRequest, _page: Page) -> HttpResponse:
    return city_views.city_list(request)


def _topic(request: HttpRequest, theme: Theme, page: TopicPage | None) -> HttpResponse:
    language = _language()
    name = wording(theme.name).text
    shown = page_of(request, with_marks(stories_in(language).filter(topics=theme)), per_page=12)
    feeds = [story_feed(_("Stories: %(about)s") % {"about": name}, topic=theme)] if shown else []
    activities = Activity.objects.filter(themes=theme).newest_first().shown()[:12]
    return render(
        request,
        "stories/topic.html",
        {
            "theme": theme,
            "page": page,
            "page_lang": _page_lang(page),
            "crumbs": [
                home_crumb(),
                Crumb(_("Topics"), reverse("stories:topic_list")),
                Crumb(name),
            ],
            "meta": page_meta(
                request,
                title=name,
                description=page.intro if page else "",
                feeds=feeds,
                page=shown.number,
            ),
            "feeds": feeds,
            "cards": [story_card(story, language) for story in shown],
            "pagination": Pagination.of(shown, request.GET),
            "rows": [activity_row(activity) for activity in activities],
            "activities_url": list_url("activity_list", theme=theme.slug),
        },
    )


def _answer_of(page: Page, request: HttpRequest) -> HttpResponse:
    """The page's answer, once everybody has looked who may stand before it, as Wagtail's own view
    does: pages that are for some readers only ask for a password or a sign-in here."""
    chain: Callable[..., HttpResponse] = serve_chain
    for guard in reversed(hooks.get_hooks("on_serve_page")):
        chain = guard(chain)
    return chain(page, request, [], {})


def _public_story(request: HttpRequest, path: str) -> dict[str, Any] | None:
    """The story at the path as everybody may read it, or where it has moved to in the reader's
    language; nothing where there is no such story."""
    page, pages = story_at(path)
    if page is None or page.private:
        return None
    own = story_path(page, _language())
    return _told(request, page, pages) if own == f"/{_language()}/{path}" else {"moved": own}


def _told(request: HttpRequest, page: StoryPage, pages: list[StoryPage]) -> dict[str, Any]:
    """What a story's page adds to the frame that stands around every page."""
    context = story_context(request, page, pages)
    main = render_to_string("stories/_story.html", context, request)
    return {"main": main} | {name: context[name] for name in ("crumbs", "meta", "addresses")}


def story_at(path: str) -> tuple[Any, list[StoryPage]]:
    """The story to show at the path, with its public pages in all languages.

    The page that has this very address in the reader's language is shown to those who may read it.
    Else everybody gets the story's page in her language, wherever that is, or its original.
    """
    language = _language()
    places = {f"{home}{path}": code for code, home in home_paths().items()}
    stories = versions(StoryPage.objects.filter(url_path__in=places))
    here = [story for story in stories if story.url_path in places]
    if not here:
        return None, []
    told = min(here, key=lambda page: _preference(page, places[page.url_path], language))
    pages = [p for p in public(stories) if p.translation_key == told.translation_key]
    if places[told.url_path] == language or not pages:
        return told, pages
    return next((p for p in pages if p.locale.language_code == language), pages[0]), pages


def _page_at(path: str) -> Page | None:
    """The page to show at the path that is no story: the reader's language, then the site's."""
    places = {f"{home}{path}": code for code, home in home_paths().items()}
    pages = Page.objects.live().filter(url_path__in=places).select_related("locale").specific()
    return min(
        pages,
        key=lambda page: _preference(page, places[page.url_path], _language()),
        default=None,
    )


def story_context(
    request: HttpRequest, page: StoryPage, pages: list[StoryPage], *, neighbours: int = RELATED
) -> dict[str, Any]:
    """All that a story's page shows of the story: its words, and what stands around them, with so
    many other stories at most."""
    language = _language()
    code = page.locale.language_code
    addresses = {p.locale.language_code: story_path(p, p.locale.language_code) for p in pages}
    related = list(related_stories(page, language)[:neighbours])
    saved = [page] if page.pk else []
    prefetch_related_objects([*saved, *related], CITIES)
    cities = list(page.cities.all())
    made_by = list(page.credits.all())
    image = social_image(page, cities)
    topics = [topic_link(theme.slug, theme.name) for theme in page.topics.all()]
    return {
        "page": page,
        "page_lang": _page_lang(page),
        "addresses": addresses,
        "not_translated": code != language,
        "original_name": language_name(code, language),
        "crumbs": [
            home_crumb(),
            Crumb(_("Stories"), reverse("stories:story_list")),
            Crumb(page.title),
        ],
        "meta": page_meta(
            request,
            title=page.title,
            description=page.search_description or page.standfirst,
            canonical=story_path(page, code),
            addresses=addresses,
            json_ld=[_article(page, made_by, image)],
            image=image,
            kind="article",
            published=page.dated.isoformat(),
        ),
        "cities": city_marks(cities),
        "looks": [city.look for city in cities],
        "topic": topics[0] if topics else None,
        "topics": topics,
        "kind": kind_in_words(page),
        "when": day_in_words(page.dated, language),
        "picture": story_picture(page, lang=_page_lang(page)),
        "credits": made_by,
        "additions": additions(page),
        "views": ways_to_read(page, pages),
        "records": [record_row(record) for record in records_of(page)],
        "related": [story_card(story, language) for story in related],
        "sections": sections("story", request, page),
    }


def ways_to_read(
    page: StoryPage, pages: list[StoryPage], *, pair: tuple[str, str] | None = None
) -> list[View]:
    """This language, side by side with each other one, and a choice where there are more.

    `pair` are the languages that are read now; None where it is one.
    """
    language = _language()
    own = next((p for p in pages if p.locale.language_code == language), pages[0])
    code = own.locale.language_code
    views = [View(LOCAL_NAMES[code], story_path(own, language), not pair, html_code(code))]
    for version in pages:
        second = version.locale.language_code
        if second != code:
            address = beside_path(own, code, second, language)
            views.append(View(two_names(code, second), address, set(pair or ()) == {code, second}))
    if pair and code not in pair:
        views.append(View(two_names(*pair), beside_path(own, *pair, language), current=True))
    if len(pages) > 2:
        views.append(View(_("two others"), choose_path(own, language)))
    return views if len(pages) > 1 else []


def two_names(first: str, second: str) -> str:
    """`English + Russian`, in the reader's language."""
    return capfirst(" + ".join(language_name(code, _language()) for code in (first, second)))


def _article(
    page: StoryPage, made_by: list[StoryCredit], image: SocialImage | None
) -> dict[str, Any]:
    """The schema.org article that fits the story's kind."""
    article: dict[str, Any] = {
        "@type": SCHEMA_TYPES.get(StoryKind(page.kind), "Article") if page.kind else "NewsArticle",
        "headline": page.title[:110],
        "description": page.standfirst,
        "image": image.url if image else "",
        "inLanguage": html_code(page.locale.language_code),
        "datePublished": page.dated.isoformat(),
        "url": absolute(story_path(page, page.locale.language_code)),
        "author": [_author(credit.name) for credit in made_by if credit.role == CreditRole.AUTHOR],
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME},
    }
    return {key: value for key, value in article.items() if value}


def _author(name: str) -> dict[str, str]:
    """Authors are people, unless the site signs its own work ("The City to City team")."""
    kind = "Organization" if settings.SITE_NAME in name else "Person"
    return {"@type": kind, "name": name}


def _topic_field(asked: dict[str, Any]) -> Any:
    field = theme_field({"theme": asked["topic"]} if "topic" in asked else {})
    return type(field)("topic", _("Topic"), field.options)


def _page_lang(page: Page | None) -> str:
    """The `lang` of a page that is not in the reader's language; empty if it is."""
    if page is None or page.locale.language_code == _language():
        return ""
    return html_code(page.locale.language_code)


def _preference(page: Page, code: str, language: str) -> tuple[bool, bool]:
    """Smaller is better: the reader's language, then the original."""
    return code != language, code != getattr(page, "original_language", settings.LANGUAGE_CODE)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
