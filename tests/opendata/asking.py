"""Asking the open data as a program does: an address, and what comes of it."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client


def path_of(address: str) -> str:
    """The address without the host, as the test's client wants it."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def answer(address: str, **headers: str) -> HttpResponse:
    return Client().get(path_of(address), headers=headers)


def told(address: str) -> Any:
    found = answer(address)
    assert found.status_code == 200, found.text
    return found.json()


def figures(address: str) -> list[dict[str, Any]]:
    return told(address)["figures"]


def pages(address: str) -> Iterator[dict[str, Any]]:
    """The page of records, and all that follow it."""
    following: str | None = address
    while following:
        page = told(following)
        yield page
        following = page["next"]


def added_up(pages: list[dict[str, Any]]) -> Decimal | None:
    """The figure again out of the answers alone, as the page of the open data says it is made."""
    parts = [record["part"] for page in pages for record in page["records"]]
    known = [part for part in parts if part["value"] is not None]
    numbers = [_exact(part["value"]) for part in known]
    groups = {part["group"] for part in known if part["group"] is not None}
    match pages[0]["adding"]["value"]:
        case "sum":
            return sum(numbers, Decimal(0)) if numbers or not parts else None
        case "different":
            return Decimal(len(groups))
        case "share":
            both = [part for part in known if part["of"] is not None]
            whole = sum(_exact(part["of"]) for part in both)
            part = sum(_exact(part["value"]) for part in both)
            return _rounded(part * 100 / whole) if whole else None
        case "mean":
            return _rounded(sum(numbers) / len(groups)) if groups else None
        case "least":
            return min(numbers, default=None)
    raise AssertionError(pages[0]["adding"])


def as_number(value: Any) -> Decimal | None:
    return None if value is None else _exact(value)


def _exact(value: Any) -> Decimal:
    return Decimal(str(value))


def _rounded(value: Decimal | int) -> Decimal:
    return Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)
