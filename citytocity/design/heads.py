"""The head of a page: its address in every language, and what search engines and feeds read."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext as _

from citytocity.design.furniture import Alternate, Feed, PageMeta, SocialImage
from citytocity.languages.catalogue import html_code


def page_meta(
    request: HttpRequest,
    *,
    title: str,
    description: str = "",
    canonical: str = "",
    addresses: dict[str, str] | None = None,
    json_ld: Iterable[dict[str, Any]] = (),
    feeds: Iterable[Feed] = (),
    image: SocialImage | None = None,
    kind: str = "website",
    published: str = "",
    page: int = 1,
    indexed: bool = True,
) -> PageMeta:
    """The head for this request. `addresses` are the page's paths by language code, where it has
    others than the same path under each prefix; `canonical` a path, where it is not this one.

    Each `page` of a list is a page of its own. What is not `indexed` (a filtered list, an error)
    names no address: neither a true one nor those in other languages.
    """
    query = f"?page={page}" if page > 1 else ""
    paths = same_page(request) if addresses is None else addresses
    return PageMeta(
        title=title,
        description=description,
        canonical=absolute(f"{canonical or request.path}{query}") if indexed else "",
        alternates=_alternates(paths, query) if indexed else (),
        json_ld=tuple(json_ld),
        feeds=tuple(feeds),
        image=image or site_card(),
        kind=kind,
        published=published,
        indexed=indexed,
    )


def site_card() -> SocialImage:
    """The picture of the site in general, for a page that has none of its own to be shared with.

    It is `drawings.cover` of a river and an arch, eight tiles by 4.2, in the colours of the site.
    """
    return SocialImage(
        url=absolute(static("design/icons/card.png")),
        width=1200,
        height=630,
        alt=_("The patterns of two cities meet; on them two drops in conversation."),
    )


def addressed(request: HttpRequest, addresses: dict[str, str]) -> None:
    """Tells the frame around this page where it has other paths than under each prefix the same."""
    request.addresses = addresses  # type: ignore[attr-defined]


def same_page(request: HttpRequest) -> dict[str, str]:
    """This page's path in each content language; nothing for one without a prefix."""
    codes = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    prefix, _slash, rest = request.path.removeprefix("/").partition("/")
    if prefix not in codes:
        return {}
    return {code: f"/{code}/{rest}" for code in codes} | getattr(request, "addresses", {})


def absolute(path: str) -> str:
    """The full address of a path of this site."""
    return f"{settings.BASE_URL}{path}"


def _alternates(paths: dict[str, str], query: str) -> tuple[Alternate, ...]:
    named = {html_code(code): path for code, path in paths.items()}
    if default := paths.get(settings.LANGUAGE_CODE):
        named["x-default"] = default
    return tuple(Alternate(name, absolute(f"{path}{query}")) for name, path in named.items())
