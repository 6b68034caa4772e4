"""How a reader wants to read: size, colours, pictures, spacing and face, kept in one cookie.

The page cache stands before Django and varies by `ReadingSettings.cache_key`, so whatever a cookie
holds is first read into one of the 270 known combinations.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

COOKIE = "reading"
COOKIE_AGE = 365 * 24 * 60 * 60

# The order is the order of the digits in the cookie; a new value goes to the end of its row.
CHOICES: dict[str, tuple[str, ...]] = {
    "size": ("usual", "large", "largest"),
    "colours": ("site", "night", "white", "black", "sky"),
    "pictures": ("on", "grey", "off"),
    "spacing": ("usual", "wide", "widest"),
    "face": ("site", "plain"),
}


@dataclass(frozen=True)
class ReadingSettings:
    """One way of reading the site; without arguments the usual one."""

    size: str = "usual"
    colours: str = "site"
    pictures: str = "on"
    spacing: str = "usual"
    face: str = "site"

    @classmethod
    def from_cookie(cls, text: str | None) -> "ReadingSettings":
        """The settings five digits stand for; whatever is not understood is as usual."""
        digits = text or ""
        return cls(
            **{
                name: _chosen(values, digits[place : place + 1])
                for place, (name, values) in enumerate(CHOICES.items())
            }
        )

    @property
    def cache_key(self) -> str:
        """Five digits, one for each setting: the cookie's text and the part of a page's key."""
        return "".join(str(CHOICES[name].index(value)) for name, value in asdict(self).items())

    @property
    def is_usual(self) -> bool:
        return self == ReadingSettings()

    @property
    def shows_pictures(self) -> bool:
        return self.pictures != "off"

    def changed(self, choices: Mapping[str, str]) -> "ReadingSettings":
        """The settings with the known ones among the choices; unknown names and values are left."""
        known = {name: value for name, value in choices.items() if value in CHOICES.get(name, ())}
        return replace(self, **known)


class ReadingSettingsMiddleware:
    """Gives every request its `reading`, and tells caches that pages depend on it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.reading = reading_of(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response


def reading_of(request: HttpRequest) -> ReadingSettings:
    """The settings in the request's cookie."""
    return ReadingSettings.from_cookie(request.COOKIES.get(COOKIE))


def remember(response: HttpResponse, settings: ReadingSettings, *, secure: bool) -> None:
    """Keeps the settings for a year in the reader's browser, or forgets them if they are usual."""
    if settings.is_usual:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        settings.cache_key,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=secure,
    )


def _chosen(values: tuple[str, ...], digit: str) -> str:
    known = digit.isascii() and digit.isdigit() and int(digit) < len(values)
    return values[int(digit)] if known else values[0]
