"""What stands around every page: the ways in, the languages, the foot."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.design.furniture import FooterColumn, Furniture, LanguageLink, NavItem, SignUpBox
from citytocity.design.heads import same_page
from citytocity.languages.catalogue import LOCAL_NAMES, html_code
from citytocity.newsletter.announcing import announced


def page_furniture(request: HttpRequest) -> dict[str, Any]:
    """The context processor of the public pages; the admin's need the site's name alone."""
    if request.path.startswith("/admin/"):
        return {"branding": settings.SITE_NAME}
    return {"furniture": furniture(request)}


def furniture(request: HttpRequest) -> Furniture:
    sign_up = _sign_up()
    return Furniture(
        site_name=settings.SITE_NAME,
        home_url=_home(),
        nav=_nav(request.path),
        languages=_languages(request),
        columns=_columns(sign_up),
        claim=_("What twinned cities do together, told in their languages, with the sources."),
        search_url=reverse("website:search"),
        search_words=request.GET.get("q", "")[:200] if request.path == _search() else "",
        sign_up=None if sign_up and request.path.startswith(sign_up.url) else sign_up,
    )


def _sign_up() -> SignUpBox | None:
    """The box of the newsletter, where there is one; its own pages do not show it."""
    name = announced()
    return SignUpBox(str(name), reverse("newsletter:sign_up")) if name else None


def _home() -> str:
    return f"/{get_language() or settings.LANGUAGE_CODE}/"


def _search() -> str:
    return reverse("website:search")


def _nav(path: str) -> tuple[NavItem, ...]:
    items = (
        (_("Stories"), "stories:story_list"),
        (_("Cities"), "ledger:city_list"),
        (_("Together"), "ledger:activity_list"),
        (_("Results"), "ledger:result_list"),
        (_("Partnerships"), "ledger:partnership_list"),
    )
    current = _current(path)
    return tuple(NavItem(label, reverse(name), name == current) for label, name in items)


def _current(path: str) -> str:
    """The way in that a page belongs to; stories have their place under the city they tell of, and
    so has the page of its sources, which is the city's own."""
    ways = ("stories:story_list", "ledger:activity_list", "ledger:result_list",
            "ledger:partnership_list")  # fmt: skip
    if path.startswith(reverse("ledger:practice_list")):
        return "ledger:result_list"
    cities = reverse("ledger:city_list")
    if path.startswith(cities):
        below = path[len(cities) :].strip("/").split("/")
        is_of_the_city = below[1:] in ([], ["sources"])
        return "ledger:city_list" if is_of_the_city else "stories:story_list"
    return next((way for way in ways if path.startswith(reverse(way))), "")


def _languages(request: HttpRequest) -> tuple[LanguageLink, ...]:
    """The same page in every language; the query of a list goes along."""
    active = get_language()
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    homes = {code: f"/{code}/" for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES}
    paths = same_page(request) or homes
    return tuple(
        LanguageLink(LOCAL_NAMES[code], f"{path}{query}", html_code(code), code == active)
        for code, path in paths.items()
    )


def _columns(letter: SignUpBox | None) -> tuple[FooterColumn, ...]:
    return (
        FooterColumn(
            _("Read"),
            (
                NavItem(_("Stories"), reverse("stories:story_list")),
                NavItem(_("Topics"), reverse("stories:topic_list")),
                NavItem(_("Feed of stories"), reverse("stories:feed")),
                NavItem(_("Search"), _search()),
            ),
        ),
        FooterColumn(
            _("On record"),
            (
                NavItem(_("Partnerships"), reverse("ledger:partnership_list")),
                NavItem(_("Activities"), reverse("ledger:activity_list")),
                NavItem(_("Programmes"), reverse("ledger:programme_list")),
                NavItem(_("Who took part"), reverse("ledger:participation_list")),
                NavItem(_("Results"), reverse("ledger:result_list")),
                NavItem(_("Recognitions"), reverse("ledger:recognition_list")),
                NavItem(_("Annual reports"), reverse("reports:list")),
                NavItem(_("How we count"), reverse("figures:catalogue")),
                NavItem(_("Open data"), reverse("opendata:page")),
                NavItem(_("Gifts of the twins"), reverse("protocol:gift_list")),
                NavItem(_("Letters"), reverse("protocol:letter_list")),
            ),
        ),
        FooterColumn(
            _("Join in"),
            (
                NavItem(_("Write for us"), reverse("contributions:story")),
                NavItem(_("Share a memory or a photo"), reverse("contributions:memory")),
                *([NavItem(letter.title, letter.url)] if letter else ()),
            ),
        ),
        FooterColumn(
            _("About"),
            (
                NavItem(_("About this site"), reverse("website:about")),
                NavItem(_("For editors"), reverse("wagtailadmin_home")),
            ),
        ),
    )
