"""How a reader wants to read: kept in one cookie, written on the page by the server."""

from collections.abc import Callable
from dataclasses import dataclass, fields

from django.http import HttpRequest, HttpResponse

COOKIE = "reading"
CHOICES = {
    "size": ("usual", "large", "largest"),
    "colours": ("site", "night", "white", "black", "sky"),
    "pictures": ("on", "grey", "off"),
    "spacing": ("usual", "wide", "widest"),
    "face": ("site", "plain"),
}


@dataclass(frozen=True)
class ReadingSettings:
    """The reader's choices; anything unknown in a cookie counts as the usual."""

    size: str = "usual"
    colours: str = "site"
    pictures: str = "on"
    spacing: str = "usual"
    face: str = "site"

    @classmethod
    def from_cookie(cls, value: str) -> "ReadingSettings":
        given = dict(part.split("-", 1) for part in value.split(".") if part.count("-") == 1)
        return cls(**{k: v for k, v in given.items() if v in CHOICES.get(k, ())})

    def as_cookie(self) -> str:
        """Only what differs from the usual, always in the same order: the page cache's key."""
        return ".".join(
            f"{field.name}-{getattr(self, field.name)}"
            for field in fields(self)
            if getattr(self, field.name) != field.default
        )


class ReadingSettingsMiddleware:
    """Puts `request.reading` there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reading = ReadingSettings.from_cookie(request.COOKIES.get(COOKIE, ""))
        return self.get_response(request)
