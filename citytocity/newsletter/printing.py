"""An issue as a sheet to print: A4 in two columns, for notice boards and libraries."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.dates.wording import day_in_words
from citytocity.design.heads import absolute
from citytocity.design.memory import version_of
from citytocity.languages.catalogue import html_code
from citytocity.ledger.presentation import foreign, wording
from citytocity.newsletter.choosing import chosen_items
from citytocity.newsletter.enums import ItemKind
from citytocity.newsletter.gathering import Matter
from citytocity.newsletter.models import Issue, Newsletter
from citytocity.newsletter.rendering import photograph_of
from citytocity.newsletter.telling import pieces_of
from citytocity.papers.codes import code_of
from citytocity.papers.making import pdf

PAPER = Path(__file__).with_name("typst") / "sheet.typ"
LARGE, SMALL = (f"fill-{size}|format-jpeg|jpegquality-80" for size in ("1240x500", "600x300"))
A_DAY = 24 * 3600


def sheet_of(issue: Issue, newsletter: Newsletter) -> bytes:
    """The PDF in the active language, made once until anything that pages show changes."""
    if connection.in_atomic_block:  # what may still be undone is kept for nobody
        return pdf(PAPER, on_paper(issue, newsletter))
    name = f"newsletter-sheet-{issue.pk}-{get_language()}-{version_of(settings.DATA_DIR).now()}"
    kept: bytes | None = cache.get(name)
    if kept is None:
        kept = pdf(PAPER, on_paper(issue, newsletter))
        cache.set(name, kept, A_DAY)
    return kept


def on_paper(issue: Issue, newsletter: Newsletter) -> dict[str, Any]:
    """What the template is told, in the active language."""
    language = get_language() or settings.LANGUAGE_CODE
    matters = [one.matter for one in chosen_items(issue, issue.items.all())]
    cities = City.objects.in_bulk({key for one in matters for key in one.cities})
    online = absolute(issue.get_absolute_url())
    sign_up = absolute(reverse("newsletter:sign_up"))
    opening = wording(issue.opening)
    return {
        "lang": html_code(language),
        "name": str(newsletter),
        "issue": str(issue),
        "day": day_in_words(issue.day, language),
        "cities": _names(cities, matters),
        "opening": [
            _said(" ".join(part.split()), foreign(issue.opening))
            for part in opening.text.split("\n\n")
            if part.strip()
        ],
        "picture": _photograph(issue),
        "pieces": [
            {
                "above": piece.above,
                "title": _said(piece.title, piece.lang),
                "words": _said(piece.words, piece.lang),
                "url": piece.url,
                "cities": _names(cities, [one]),
                "picture": _picture(one),
            }
            for one, piece in zip(matters, pieces_of(matters), strict=True)
        ],
        "code": code_of(online),
        "code-alt": _("QR code that leads to %(address)s") % {"address": online},
        "code-words": _("This issue on the site"),
        "sign-up": _("Get it by e-mail"),
        "sign-up-url": sign_up,
        "sign-up-shown": sign_up.partition("://")[2],
        "imprint": str(newsletter.imprint).splitlines(),
    }


def _names(cities: dict[int, City], matters: Iterable[Matter]) -> str:
    """Of the matters' cities, the host before the others."""
    keys = {key for one in matters for key in one.cities}
    found = sorted(
        (city for key, city in cities.items() if key in keys),
        key=lambda city: (not city.is_host, str(city)),
    )
    return " · ".join(map(str, found))


def _said(words: str, lang: str) -> dict[str, str]:
    return {"text": words, "lang": lang or html_code(get_language() or settings.LANGUAGE_CODE)}


def _photograph(issue: Issue) -> dict[str, Any] | None:
    """With the words that the letter has beside it."""
    shown = photograph_of(issue)
    if issue.picture is None or shown is None:
        return None
    return _shot(issue.picture, LARGE, shown.alt or str(issue)) | {"credit": shown.credit}


def _picture(one: Matter) -> dict[str, Any] | None:
    """A story's photograph; none of the covers that are drawn, which print badly."""
    if one.kind != ItemKind.STORY or one.record.picture is None:
        return None
    return _shot(one.record.picture, SMALL, one.record.picture_alt or one.record.title)


def _shot(image: Any, size: str, alt: str) -> dict[str, Any]:
    with image.get_rendition(size).file.open() as file:
        return {"content": list(file.read()), "alt": alt}
