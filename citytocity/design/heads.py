"""The head of a page: its address in every language, and what search engines and feeds read."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest

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
) -> PageMeta:
    """The head for this request. `addresses` are the page's paths by language code, where it has
    others than the same path under each prefix; `canonical` a path, where it is not this one."""
    paths = addresses or same_page(request)
    alternates = [Alternate(html_code(code), absolute(path)) for code, path in paths.items()]
    if default := paths.get(settings.LANGUAGE_CODE):
        alternates.append(Alternate("x-default", absolute(default)))
    return PageMeta(
        title=title,
        description=description,
        canonical=absolute(canonical or request.path),
        alternates=tuple(alternates),
        json_ld=tuple(json_ld),
        feeds=tuple(feeds),
        image=image,
        kind=kind,
        published=published,
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
