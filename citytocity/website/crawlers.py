"""What search engines and browsers ask for: robots.txt, the site map, the manifest."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from citytocity.cities.models import City, Organisation
from citytocity.ledger.models import (
    Activity,
    Partnership,
    Programme,
    Recognition,
    Result,
    Theme,
)
from citytocity.protocol.models import Gift, Honour, Letter, Promise
from citytocity.reports.models import Report
from citytocity.stories.models import StoryPage
from citytocity.stories.presentation import story_path
from citytocity.stories.queries import is_private
from citytocity.website.models import PlainPage

PAGE_COLUMNS = ("url_path", "path", "translation_key", "last_published_at", "locale")


class InEveryLanguage(Sitemap):
    """Pages in several languages, each naming the others as the head of the page does."""

    i18n = True
    alternates = True

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.BASE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme

    def get_urls(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """Django's own x-default has no language, and so is the address of a redirect."""
        pages = super().get_urls(*args, **kwargs)
        for page in pages:
            named = {one["lang_code"]: one for one in page["alternates"]}
            if default := named.get(settings.LANGUAGE_CODE):
                page["alternates"].append(default | {"lang_code": "x-default"})
        return pages


class RegisterMap(InEveryLanguage):
    """The pages of one kind of record; those that readers see, where that is not all of them."""

    limit = 1000

    def __init__(self, model: Any, shown: Callable[[], QuerySet] | None = None) -> None:
        self.shown = shown or model.objects.all

    def items(self) -> QuerySet:
        return self.shown().order_by("pk").only("slug", "updated_at")

    def lastmod(self, item: object) -> object:
        return item.updated_at  # type: ignore[attr-defined]


class ListMap(InEveryLanguage):
    """The home pages and the lists."""

    def items(self) -> list[str]:
        kinds = ("city", "partnership", "activity", "programme", "participation", "result",
                 "practice", "recognition")  # fmt: skip
        return [
            "website:home",
            "stories:story_list",
            "stories:topic_list",
            *(f"ledger:{kind}_list" for kind in kinds),
            *(f"protocol:{kind}_list" for kind in ("gift", "letter", "promise", "honour")),
            "reports:list",
            "figures:catalogue",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class ReportMap(InEveryLanguage):
    """The annual reports that are published."""

    def items(self) -> QuerySet:
        return Report.objects.filter(published__isnull=False).order_by("pk")

    def lastmod(self, item: object) -> object:
        return item.changed  # type: ignore[attr-defined]


class TopicMap(InEveryLanguage):
    """The themes of the register, with what was done and told about them."""

    def items(self) -> list[str]:
        return list(Theme.objects.order_by("pk").values_list("slug", flat=True))

    def location(self, item: str) -> str:
        return reverse("stories:topic", args=[item])


class PageMap(InEveryLanguage):
    """What is written page by page, in the languages in which everybody may read it."""

    limit = 5000

    def __init__(self, model: type[Page]) -> None:
        self.model = model

    def items(self) -> list[dict[str, Page]]:
        pages = self.model.objects.live().filter(~is_private()).order_by("pk")
        told: dict[Any, dict[str, Page]] = defaultdict(dict)
        for page in pages.select_related("locale").only(*PAGE_COLUMNS):
            told[page.translation_key][page.locale.language_code] = page
        return list(told.values())

    def get_languages_for_item(self, item: dict[str, Page]) -> list[str]:
        return [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code in item]

    def location(self, item: dict[str, Page]) -> str:
        code = get_language() or settings.LANGUAGE_CODE
        return story_path(item[code], code)

    def lastmod(self, item: dict[str, Page]) -> object:
        published = [page.last_published_at for page in item.values() if page.last_published_at]
        return max(published, default=None)


SECTIONS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "lists": ListMap(),
    "pages": PageMap(PlainPage),
    "stories": PageMap(StoryPage),
    "topics": TopicMap(),
    "cities": RegisterMap(City),
    "organisations": RegisterMap(Organisation),
    "partnerships": RegisterMap(Partnership),
    "activities": RegisterMap(Activity),
    "programmes": RegisterMap(Programme),
    "results": RegisterMap(Result),
    "recognitions": RegisterMap(Recognition),
    "reports": ReportMap(),
    "gifts": RegisterMap(Gift, Gift.objects.seen_by_all),
    "promises": RegisterMap(Promise, Promise.objects.seen_by_all),
    "letters": RegisterMap(Letter, Letter.objects.seen_by_all),
    "honours": RegisterMap(Honour, Honour.objects.seen_by_all),
}


def sitemap_index(request: HttpRequest) -> HttpResponse:
    return views.index(request, SECTIONS, sitemap_url_name="sitemap")


def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, SECTIONS, section=section)


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /api/", "Disallow: /*/search/", ""]
    lines.append(f"Sitemap: {settings.BASE_URL}{reverse('sitemap_index')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest: name, colours and icons."""
    icons = [
        {"src": static("design/icons/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
        *(
            {
                "src": static(f"design/icons/icon-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
            }
            for size in (180, 192, 512)
        ),
    ]
    return JsonResponse(
        {
            "name": settings.SITE_NAME,
            "short_name": settings.SITE_NAME,
            "description": _("What twinned cities do together, told in their languages."),
            "start_url": "/",
            "display": "browser",
            "background_color": "#fdfcfa",
            "theme_color": "#f3f0ea",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )
