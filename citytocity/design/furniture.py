"""What every page is furnished with: navigation, languages, head, footer. Plain values, no city.

Texts may be safe strings, for instance names marked with the `lang` of another language.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class NavItem:
    """One of the main ways into the site; at most five."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language, by that language's own name.

    `code` is written as HTML wants it (zh-Hans). `missing` says the page has no words of its own
    there and shows the original.
    """

    name: str
    url: str
    code: str
    current: bool = False
    missing: bool = False


@dataclass(frozen=True)
class FooterColumn:
    title: str
    links: tuple[NavItem, ...] = ()


@dataclass(frozen=True)
class SignUpBox:
    """A line on every page to leave an address in; what it is for is asked where it leads."""

    title: str
    url: str


@dataclass(frozen=True)
class Furniture:
    """What stands around every page; the context processor gives it as `furniture`."""

    site_name: str
    home_url: str
    nav: tuple[NavItem, ...] = ()
    languages: tuple[LanguageLink, ...] = ()
    columns: tuple[FooterColumn, ...] = ()
    claim: str = ""
    closing: str = ""
    search_url: str = ""
    search_words: str = ""
    sign_up: SignUpBox | None = None


@dataclass(frozen=True)
class Crumb:
    """A step on the way from home to this page; the page itself has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Alternate:
    """The page's absolute address in a language (as HTML writes it), or for `x-default`."""

    language: str
    url: str


@dataclass(frozen=True)
class Feed:
    title: str
    url: str
    kind: str = "application/atom+xml"


@dataclass(frozen=True)
class SocialImage:
    """The picture shown where a page is shared; the address is absolute."""

    url: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True)
class PageMeta:
    """The head of one page. Addresses are absolute; `json_ld` holds schema.org objects.

    An empty title leaves the site's name alone, as on the home page.
    """

    title: str = ""
    description: str = ""
    canonical: str = ""
    alternates: tuple[Alternate, ...] = ()
    image: SocialImage | None = None
    kind: str = "website"
    json_ld: tuple[dict[str, Any], ...] = ()
    feeds: tuple[Feed, ...] = ()
    indexed: bool = True
    published: str = ""
    properties: dict[str, str] = field(default_factory=dict)
