"""Files of a large generated register, the same for the same size, written line by line."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

COUNTRIES = ("RU", "DE", "GB", "IT", "US", "CN", "FR")
THEMES = ("culture", "sport", "youth", "science", "health", "trade")
WORDS = (
    "bridge",
    "river",
    "choir",
    "school",
    "garden",
    "theatre",
    "camp",
    "visit",
    "song",
    "square",
)
KINDS = ("exchange", "visit", "festival", "forum", "exhibition", "sports-event", "meeting")


@dataclass(frozen=True)
class Size:
    cities: int = 2_000
    partnerships: int = 25_000
    activities: int = 100_000
    seed: int = 2018

    @property
    def records(self) -> int:
        return self.cities + self.partnerships + self.activities + len(THEMES)

    @property
    def rows(self) -> int:
        """Records and the rows of their lists: two sides, two groups."""
        return self.records + 2 * (self.partnerships + self.activities)


def write_yaml(path: Path, size: Size) -> None:
    with path.open("w", encoding="utf-8") as file:
        for section, records in _register(size):
            file.write(f"{section}:\n")
            for record in records:
                lines = (f"    {key}: {_yaml(value)}\n" for key, value in record.items())
                file.write("  -" + "".join(lines)[3:])


def write_workbook(path: Path, size: Size) -> None:
    """A sheet for each kind and list, with the keys in row 1, as an export has them."""
    book = Workbook(write_only=True)
    for section, records in _register(size):
        sheet, lists = book.create_sheet(section), {}
        for number, record in enumerate(records):
            flat = dict(_flat(record))
            rows = {key: flat.pop(key) for key in ("sides", "participations") if key in flat}
            if not number:
                sheet.append([f"{section}.id", *list(flat)[1:]])
                sheet.append(list(flat))
            sheet.append(list(flat.values()))
            for key, listed in rows.items():
                if key not in lists:
                    lists[key] = book.create_sheet(key)
                    lists[key].append([f"{section}.{key}.id", *listed[0]])
                    lists[key].append(["", *listed[0]])
                for row in listed:
                    lists[key].append([flat["id"], *row.values()])
    book.save(path)


def _register(size: Size) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    chance = random.Random(size.seed)
    yield "themes", ({"id": one, "name": {"en": one.title()}} for one in THEMES)
    yield (
        "cities",
        (
            {
                "id": f"city-{number}",
                "name": {"en": f"City {number}", "ru": f"Город {number}"},
                "country": COUNTRIES[number % len(COUNTRIES)],
            }
            for number in range(size.cities)
        ),
    )
    yield (
        "partnerships",
        (_partnership(number, size, chance) for number in range(size.partnerships)),
    )
    yield "activities", (_activity(number, size, chance) for number in range(size.activities))


def _partnership(number: int, size: Size, chance: random.Random) -> dict[str, Any]:
    one, other = _two(size, chance)
    return {
        "id": f"partnership-{number}",
        "kind": "twinning",
        "since": str(chance.randint(1950, 2018)),
        "themes": [THEMES[number % len(THEMES)]],
        "sides": [{"city": one, "recognised": "1995"}, {"city": other, "recognised": "1996-05"}],
    }


def _activity(number: int, size: Size, chance: random.Random) -> dict[str, Any]:
    host, guest = _two(size, chance)
    year, month, day = chance.randint(1990, 2018), chance.randint(1, 12), chance.randint(1, 28)
    words = chance.sample(WORDS, 4)
    return {
        "id": f"activity-{number}",
        "kind": chance.choice(KINDS),
        "title": {"en": " ".join(words).capitalize()},
        "when": f"{year}-{month:02}-{day:02}",
        "host": host,
        "attendance": chance.randint(20, 5_000),
        "participations": [
            {"city": host, "role": "host", "people": chance.randint(1, 90)},
            {"city": guest, "role": "guest", "people": chance.randint(1, 90)},
        ],
    }


def _two(size: Size, chance: random.Random) -> list[str]:
    return [f"city-{number}" for number in chance.sample(range(size.cities), 2)]


def _yaml(value: Any, indent: int = 6) -> str:
    """As an export writes it: a line for each fact."""
    before = "\n" + " " * indent
    if isinstance(value, dict):
        return "".join(f"{before}{key}: {_yaml(part, indent + 2)}" for key, part in value.items())
    if isinstance(value, list):
        return "".join(f"{before}- {_yaml(part, indent + 2).lstrip()}" for part in value)
    return f'"{value}"' if isinstance(value, str) and value[0].isdigit() else str(value)


def _flat(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if isinstance(value, dict):
            yield from ((f"{key}:{code}", text) for code, text in value.items())
        elif isinstance(value, list) and isinstance(value[0], str):
            yield key, ", ".join(value)
        else:
            yield key, value
