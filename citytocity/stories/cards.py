"""The card by which a story is passed on where it has no picture of its own."""

import hashlib
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.utils import translation

from citytocity.cities.models import City
from citytocity.design import cards
from citytocity.ledger.presentation import wording
from citytocity.stories.models import StoryPage

SHAPE = "1"  # a new number where the design of cards changes: old ones are drawn anew

UNUSED_AFTER = 30 * 86_400  # seconds


def card_key(page: StoryPage, cities: Sequence[City]) -> str:
    """Names the card as it would be drawn now; part of its address, so that a new title is seen."""
    looks = [(city.look.ink, city.look.sign, city.look.key) for city in cities]
    told = f"{SHAPE}\0{page.title}\0{page.slug}\0{_below(page, cities)}\0{looks}"
    return hashlib.blake2b(told.encode(), digest_size=6).hexdigest()


def card_of(page: StoryPage, cities: Sequence[City]) -> bytes:
    """The card as a PNG: as it was drawn before, or drawn now and kept."""
    file = _shelf() / f"{card_key(page, cities)}.png"
    with suppress(FileNotFoundError):
        kept = file.read_bytes()
        file.touch()  # used: not to be removed yet
        return kept
    drawn = draw(page, cities)
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, suffix=".half", delete=False) as half:
        half.write(drawn)
    Path(half.name).replace(file)  # never half a file under the name in use
    return drawn


def forget_unused_cards() -> int:
    """Removes the cards that nobody asked for in a month, and what a worker that died left half
    written; how many. They are drawn again when they are wanted."""
    before = time.time() - UNUSED_AFTER
    unused = [file for file in _shelf().glob("*") if file.stat().st_mtime < before]
    for file in unused:
        file.unlink(missing_ok=True)
    return len(unused)


def draw(page: StoryPage, cities: Sequence[City]) -> bytes:
    looks = [city.look for city in cities]
    return cards.card(looks, title=page.title, below=_below(page, cities), seed=page.slug)


def _shelf() -> Path:
    return settings.CACHE_DIR / "cards"


def _below(page: StoryPage, cities: Sequence[Any]) -> str:
    """The site and the cities, by their names in the page's language."""
    with translation.override(page.locale.language_code):
        names = ", ".join(wording(city.name).text for city in cities[:4])
    return f"{settings.SITE_NAME} · {names}"
