"""Small random registers, with the texts that file formats like to misread."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from citytocity.ledger.importing import import_written
from citytocity.ledger.kinds import KINDS
from citytocity.ledger.models import Activity
from citytocity.ledger.written import Item, Position, Written

TRICKY = [
    "=1+1", "+7 342", "-", "~", "007", "1e5", "2018", "2018-09-01", "yes", "null", "TRUE", "#N/A",
    "a: b", "- a", "# note", "'quoted'", '"quoted"', " led by a space", "two\nlines", "of\r\nold",
    "a, b", "город", "城市", "{en: x}", "[a]", "_x_", "&amp; <3", "😀",
    "_x000D_", "_x005F_x000D_x000A_", "a\u2028b", "a\u2029b", "\ufeffmark", "\u00a0", "tab\there",
]  # fmt: skip
WITH_FILES = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # to shrink an example takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
LETTERS = st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="<")
TEXTS = st.sampled_from(TRICKY) | st.text(LETTERS, min_size=1, max_size=12)
CODES = st.sampled_from(["en", "ru", "de", "zh-hans", "fi"])
DATES = st.sampled_from(
    ["", "2018", "2018-09", "2018-09-14", "2018-09~", "XXXX-10-12", "../2019-06-14",
     "[2018-03,2019-03]", "1950/1969"]
)  # fmt: skip
CERTAINTIES = st.sampled_from(["counted", "estimated", "at-least", "about"])
COUNTS = st.none() | st.integers(0, 100_000)


@st.composite
def words(draw: st.DrawFn) -> Item:
    """A text in one to three languages, whichever comes first being the original."""
    codes = draw(st.lists(CODES, min_size=1, max_size=3, unique=True))
    return _item({code: draw(TEXTS) for code in codes})


@st.composite
def registers(draw: st.DrawFn) -> Written:
    """A register of two cities or three, and what they do."""
    cities = [f"city-{number}" for number in range(draw(st.integers(2, 3)))]
    activities = [f"activity-{number}" for number in range(draw(st.integers(0, 3)))]
    return Written(
        {
            "sources": [draw(_sources())],
            "themes": [_item({"id": slug, "name": draw(words())}) for slug in ("culture", "sport")],
            "cities": [draw(_cities(slug)) for slug in cities],
            "partnerships": [draw(_partnerships(cities))],
            "activities": [draw(_activities(slug, cities)) for slug in activities],
        }
    )


@contextmanager
def filled_with(register: Written) -> Iterator[dict[str, int]]:
    """The database with the register in it, and afterwards as it was."""
    with transaction.atomic():
        yield vars(import_written(register))
        transaction.set_rollback(True)


def empty_register() -> None:
    Activity.objects.update(part_of=None)
    for kind in reversed(KINDS.values()):
        kind.model.objects.all().delete()


def with_originals(value: Any) -> Any:
    """Data in which the order of a mapping's keys counts as far as it means something."""
    if isinstance(value, dict):
        parts = {key: with_originals(part) for key, part in value.items()}
        is_words = set(value) <= {"en", "ru", "de", "zh-hans", "fi"}
        return (next(iter(value)), parts) if is_words else parts
    return [with_originals(part) for part in value] if isinstance(value, list) else value


@st.composite
def _cities(draw: st.DrawFn, slug: str) -> Item:
    place = draw(
        st.none() | st.tuples(st.decimals(-90, 90, places=5), st.decimals(-180, 180, places=5))
    )
    return _item(
        {
            "id": slug,
            "name": draw(words()),
            "country": draw(st.sampled_from(["RU", "GB", "NA"])),
            "population": draw(COUNTS),
            "latitude": place and place[0],
            "longitude": place and place[1],
            "host": "yes" if slug == "city-0" and draw(st.booleans()) else None,
            "sources": draw(st.lists(_citations("founded"), max_size=2)),
        }
    )


@st.composite
def _sources(draw: st.DrawFn) -> Item:
    publisher = draw(st.sampled_from(["", "   "]) | TEXTS)
    title = draw(TEXTS.filter(str.strip))
    published = draw(DATES)
    return _item({"id": "paper", "title": title, "publisher": publisher, "published": published})


@st.composite
def _partnerships(draw: st.DrawFn, cities: list[str]) -> Item:
    return _item(
        {
            "id": "twins",
            "kind": "twinning",
            "since": draw(DATES),
            "origin": draw(st.none() | words()),
            "themes": draw(st.lists(st.sampled_from(["culture", "sport"]), unique=True)),
            "sides": [_item({"city": slug, "recognised": draw(DATES)}) for slug in cities],
        }
    )


@st.composite
def _activities(draw: st.DrawFn, slug: str, cities: list[str]) -> Item:
    guests = draw(st.lists(st.sampled_from(cities), unique=True))
    return _item(
        {
            "id": slug,
            "kind": "festival",
            "title": draw(words()),
            "when": draw(DATES),
            "part_of": "activity-0" if slug != "activity-0" and draw(st.booleans()) else None,
            "attendance": draw(COUNTS),
            "attendance_certainty": draw(CERTAINTIES),
            "recurring": draw(st.sampled_from(["yes", "no"])),
            "sources": draw(st.lists(_citations("when"), max_size=2)),
            "participations": [draw(_participations(city)) for city in guests],
        }
    )


@st.composite
def _participations(draw: st.DrawFn, city: str) -> Item:
    role = draw(st.sampled_from(["host", "guest", "partner"]))
    return _item(
        {
            "city": city,
            "role": role,
            "people": draw(COUNTS),
            "certainty": draw(CERTAINTIES),
            "detail": draw(st.none() | words()),
        }
    )


@st.composite
def _citations(draw: st.DrawFn, about: str) -> Item:
    says = draw(st.none() | TEXTS)
    return _item(
        {
            "source": "paper",
            "about": about if says else None,
            "states": says,
            "note": draw(st.none() | words()),
        }
    )


def _item(values: dict[str, Any]) -> Item:
    return Item(Position("made up"), values)
