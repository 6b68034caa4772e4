"""Ratings: a definition that is easy to reckon by hand, and questionnaires of it."""

import json
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from citytocity.cities.models import City
from citytocity.people.models import User
from citytocity.ratings import actions
from citytocity.ratings.bringing import answers_in
from citytocity.ratings.definitions import Definition
from citytocity.ratings.models import Entry, Questionnaire
from citytocity.ratings.reading import read
from citytocity.ratings.sheets import Answer, Sheet, written_down
from citytocity.ratings.shelf import SHELF, shelf

FIGURES = ("I01", "I11")

TOLD: dict[str, Any] = {
    "code": "made-up",
    "name": {"en": "A made-up rating", "ru": "Выдуманный рейтинг"},
    "made_after": {"en": "After nothing.", "ru": "Без образца."},
    "years": [2015, 2020],
    "categories": [
        {"code": "small", "name": {"en": "small"}, "up_to": 50_000},
        {"code": "other", "name": {"en": "other"}},
    ],
    "groups": [
        {
            "code": "ways",
            "name": {"en": "Ways"},
            "weight": 60,
            "indicators": [
                {
                    "code": "visits",
                    "name": {"en": "Visits"},
                    "unit": {"en": "visits"},
                    "source": "typed",
                    "norm": ["per-100000", "min-max"],
                    "weight": 50,
                },
                {
                    "code": "twins",
                    "name": {"en": "Twins"},
                    "unit": {"en": "partnerships"},
                    "source": {"figure": "I01"},
                    "norm": "min-max",
                    "weight": 50,
                },
            ],
        },
        {
            "code": "guests",
            "name": {"en": "Guests"},
            "weight": 40,
            "indicators": [
                {
                    "code": "guests",
                    "name": {"en": "Guests"},
                    "unit": {"en": "people"},
                    "source": "typed",
                    "norm": "share",
                    "weight": 25,
                },
                {
                    "code": "waiting",
                    "name": {"en": "Months of waiting"},
                    "unit": {"en": "months"},
                    "source": "typed",
                    "norm": "rank",
                    "better": "less",
                    "weight": 75,
                },
            ],
        },
    ],
}


def told() -> dict[str, Any]:
    """The definition as it is written, to be changed by a test."""
    return deepcopy(TOLD)


def definition(changed: dict[str, Any] | None = None) -> Definition:
    return read(yaml.safe_dump(changed or TOLD), figures=FIGURES)


def on_the_shelf(changed: dict[str, Any] | None = None) -> Path:
    """The definition as an installation's own; who puts it there takes it away."""
    path = SHELF.own_folder / "made-up.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(changed or TOLD, allow_unicode=True))
    return path


def questionnaire(of: City, *, year: int = 2018, **values: Any) -> Questionnaire:
    defaults = {"rating": "made-up", "population": 100_000, "population_source": "Census"}
    return Questionnaire.objects.create(city=of, year=year, **defaults | values)


def entry(of: Questionnaire, **values: Any) -> Entry:
    """A rating on the shelf, handed in without an answer."""
    rating = shelf().definitions[of.rating]
    sheet = Sheet(
        definition=rating,
        city=of.city,
        year=of.year,
        population=of.population,
        population_source=of.population_source,
        answers={code: Answer(one.way) for code, one in rating.indicators.items()},
    )
    defaults = {"told": written_down(sheet), "frozen": timezone.now()}
    return Entry.objects.create(questionnaire=of, **defaults | values)


def answers_of(name: str, **changed: Any) -> dict[str, Any]:
    """A file with another city's answers."""
    written = {
        "rating": "made-up",
        "year": 2018,
        "city": name,
        "population": 200_000,
        "answers": {"visits": {"value": 40, "source": "Office"}, "twins": 1, "guests": 15},
    }
    return written | changed


def filled(of: City, *, by: User) -> Questionnaire:
    """With two answers typed."""
    made = questionnaire(of)
    typed = {"visits": (Decimal(10), "Office"), "guests": (Decimal(5), "Office")}
    actions.fill(made, typed, by=by)
    return made


def brought(name: str = "Borel", **changed: Any) -> Any:
    """Another city's answers, as they are read out of its file."""
    text = json.dumps(answers_of(name, **changed))
    return answers_in(text, definition=shelf().definitions["made-up"], year=2018)
