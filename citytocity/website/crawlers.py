"""What search engines and browsers ask for: robots.txt, the site map, the manifest."""

from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.ledger.models import Activity, Partnership, Programme, Recognition, Result
from citytocity.stories.models import StoryPage
from citytocity.stories.presentation import story_path


class RegisterMap(Sitemap):
    """The pages of one kind of record, in every language, each naming the others."""

    i18n = True
    alternates = True
    x_default = True
    limit = 1000

    def __init__(self, model: Any) -> None:
        self.model = model

    def items(self) -> QuerySet:
        return self.model.objects.order_by("pk").only("slug", "updated_at")

    def lastmod(self, item: object) -> object:
        return item.updated_at  # type: ignore[attr-defined]


class ListMap(Sitemap):
    """The lists and the home pages."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> list[str]:
        lists = ("city", "partnership", "activity", "programme", "result", "recognition")
        return ["stories:story_list", "stories:topic_list", *(f"ledger:{n}_list" for n in lists)]

    def location(self, item: str) -> str:
        return reverse(item)


class StoryMap(Sitemap):
    """Every story in the languages it is told in."""

    limit = 5000

    def items(self) -> QuerySet[StoryPage]:
        return StoryPage.objects.live().public().order_by("pk").select_related("locale")

    def location(self, item: StoryPage) -> str:
        return story_path(item, item.locale.language_code)

    def lastmod(self, item: StoryPage) -> object:
        return item.last_published_at


SECTIONS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "lists": ListMap(),
    "stories": StoryMap(),
    "cities": RegisterMap(City),
    "partnerships": RegisterMap(Partnership),
    "activities": RegisterMap(Activity),
    "programmes": RegisterMap(Programme),
    "results": RegisterMap(Result),
    "recognitions": RegisterMap(Recognition),
}


def sitemap_index(request: HttpRequest) -> HttpResponse:
    return views.index(request, SECTIONS, sitemap_url_name="sitemap")


def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, SECTIONS, section=section)


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /*/search/", ""]
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
