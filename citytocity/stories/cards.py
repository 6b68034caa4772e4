"""The card by which a story is passed on where it has no picture of its own."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation

from citytocity.cities.models import City
from citytocity.design import cards
from citytocity.ledger.presentation import wording
from citytocity.stories.models import StoryPage

SHAPE = "1"  # a new number where the design of cards changes: old ones are drawn anew


def card_key(page: StoryPage, cities: Sequence[City]) -> str:
    """Names the card as it would be drawn now; part of its address, so that a new title is seen."""
    looks = [(city.look.ink, city.look.sign, city.look.key) for city in cities]
    told = f"{SHAPE}\0{page.title}\0{page.slug}\0{_below(page, cities)}\0{looks}"
    return hashlib.blake2b(told.encode(), digest_size=6).hexdigest()


def card_of(page: StoryPage, cities: Sequence[City]) -> bytes:
    """The card as a PNG: as it was drawn before, or drawn now and kept."""
    file = settings.CACHE_DIR / "cards" / f"{card_key(page, cities)}.png"
    if file.exists():
        return file.read_bytes()
    drawn = draw(page, cities)
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(f".{id(drawn)}.half")  # never half a file under the name in use
    half.write_bytes(drawn)
    half.replace(file)
    return drawn


def draw(page: StoryPage, cities: Sequence[City]) -> bytes:
    looks = [city.look for city in cities]
    return cards.card(looks, title=page.title, below=_below(page, cities), seed=page.slug)


def _below(page: StoryPage, cities: Sequence[Any]) -> str:
    """The site and the cities, by their names in the page's language."""
    with translation.override(page.locale.language_code):
        names = ", ".join(wording(city.name).text for city in cities[:4])
    return f"{settings.SITE_NAME} · {names}"
