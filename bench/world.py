"""A generated world: the same for the same config, in the size of a continent's twin cities."""

import datetime
import json
import random
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Page

from bench import newsroom_world
from bench.newsroom_world import BATCH, made
from citytocity.cities.models import City
from citytocity.ledger.enums import ActivityKind, ParticipationRole, PartnershipKind
from citytocity.ledger.models import (
    Activity,
    Participation,
    Partnership,
    PartnershipSide,
    Theme,
)
from citytocity.stories.models import CitiesPage, CityPage, StoryPage
from citytocity.website.founding import found_site

BUSY_CITY = "city-0"
FIRST_STORY = "story-0"
WORDS = (  # noqa: SIM905 read as words
    "bridge river letter choir archive school winter market garden theatre harbour album "
    "festival camp workshop museum tram forest song visit friendship league orchestra square"
).split()
COUNTRIES = ("RU", "DE", "GB", "IT", "US", "CN", "FR")
THEMES = ("culture", "sport", "youth", "science", "health", "trade")


@dataclass(frozen=True)
class Config:
    seed: int = 2018
    cities: int = 2_000
    partnerships: int = 5_000
    activities: int = 50_000
    stories: int = 10_000
    busy: int = 500  # activities of the city that is measured
    waiting: int = 500  # contributions of its inbox, and leads of its wire


SMALL = Config(cities=100, partnerships=250, activities=2_500, stories=500, waiting=100)


@transaction.atomic
def build(config: Config) -> None:
    """Fills an empty installation with the world of the config."""
    chance = random.Random(config.seed)
    found_site()
    cities = _cities(config, chance)
    themes = _themes()
    _partnerships(config, chance, cities)
    activities = _activities(config, chance, cities)
    stories = _stories(config, chance, cities, themes, activities)
    newsroom_world.fill(chance, cities[0], stories, waiting=config.waiting)


def _cities(config: Config, chance: random.Random) -> list[City]:
    return made(
        City(
            slug=f"city-{n}",
            name={"en": f"City {n}", "ru": f"Город {n}"},
            country=COUNTRIES[n % len(COUNTRIES)],
            latitude=Decimal(chance.randint(-55, 65)),
            longitude=Decimal(chance.randint(-179, 179)),
            population=chance.randint(5_000, 2_000_000),
            is_host=n == 0,
        )
        for n in range(config.cities)
    )


def _themes() -> list[Theme]:
    return made(Theme(slug=slug, name={"en": slug.capitalize()}) for slug in THEMES)


def _partnerships(config: Config, chance: random.Random, cities: list[City]) -> None:
    records = made(
        Partnership(
            slug=f"partnership-{n}",
            kind=PartnershipKind.TWINNING,
            since=str(chance.randint(1950, 2018)),
        )
        for n in range(config.partnerships)
    )
    sides = []
    for n, record in enumerate(records):
        pair = [cities[0], cities[n + 1]] if n < 12 else chance.sample(cities[1:], 2)
        sides += [
            PartnershipSide(partnership=record, city=city, sort_order=place)
            for place, city in enumerate(pair)
        ]
    made(sides)


def _activities(config: Config, chance: random.Random, cities: list[City]) -> list[Activity]:
    hosts = [
        cities[0] if n < config.busy else chance.choice(cities[1:])
        for n in range(config.activities)
    ]
    kinds = list(ActivityKind)
    records = made(
        Activity(
            slug=f"activity-{n}",
            title={"en": _title(chance), "ru": f"Событие {n}"},
            summary={"en": _sentence(chance)},
            kind=chance.choice(kinds),
            when=f"{chance.randint(2000, 2018)}-{chance.randint(1, 12):02}",
            host=host,
        )
        for n, host in enumerate(hosts)
    )
    parts = []
    for record, host in zip(records, hosts, strict=True):
        guest = chance.choice([city for city in chance.sample(cities[1:], 2) if city != host])
        for city, role in ((host, ParticipationRole.HOST), (guest, ParticipationRole.GUEST)):
            people = chance.randint(2, 60)
            parts.append(Participation(activity=record, city=city, role=role, people=people))
    made(parts)
    return records


def _stories(
    config: Config,
    chance: random.Random,
    cities: list[City],
    themes: list[Theme],
    activities: list[Activity],
) -> list[StoryPage]:
    locale = Locale.objects.get(language_code="en")
    shelf = CitiesPage.objects.get(locale=locale)
    home = shelf.add_child(instance=CityPage(title="City 0", slug=BUSY_CITY, city=cities[0]))
    first_day = datetime.date(2008, 1, 1)
    stories = []
    for n in range(config.stories):
        story = StoryPage(
            title=_title(chance),
            draft_title="",
            slug=f"story-{n}",
            path=StoryPage._get_path(home.path, home.depth + 1, n + 1),
            depth=home.depth + 1,
            locale=locale,
            url_path=f"{home.url_path}story-{n}/",
            standfirst=_sentence(chance),
            body=json.dumps(_body(chance)),
            dated=first_day + datetime.timedelta(days=chance.randint(0, 4000)),
            **newsroom_world.standing(n),
        )
        story.content_type_id = _content_type(StoryPage)
        stories.append(story)
    pages = made(_page_half(story) for story in stories)
    for story, page in zip(stories, pages, strict=True):
        story.page_ptr_id = story.pk = page.pk
    own = StoryPage._meta.local_concrete_fields
    for start in range(0, len(stories), BATCH):
        StoryPage.objects.all()._insert(stories[start : start + BATCH], fields=own)
    Page.objects.filter(pk=home.pk).update(numchild=len(stories))
    _linked("cities", stories, [[cities[0], chance.choice(cities[1:])] for _ in stories])
    _linked("topics", stories, [[chance.choice(themes)] for _ in stories])
    _linked("activities", stories, [chance.sample(activities, 3) for _ in stories])
    return stories


def _page_half(story: StoryPage) -> Page:
    """The row of the parent table; both are written in bulk, which Django does not do alone."""
    names = [field.attname for field in Page._meta.concrete_fields if field.name != "id"]
    return Page(**{name: getattr(story, name) for name in names})


def _content_type(model: type[Page]) -> int:
    return ContentType.objects.get_for_model(model).pk


def _linked(relation: str, stories: list[StoryPage], records: list[list[Any]]) -> None:
    field: Any = StoryPage._meta.get_field(relation)
    through = field.remote_field.through
    one, other = field.m2m_field_name() + "_id", field.m2m_reverse_field_name() + "_id"
    made(
        through(**{one: story.pk, other: record.pk})
        for story, linked in zip(stories, records, strict=True)
        for record in linked
    )


def _title(chance: random.Random) -> str:
    return " ".join(chance.sample(WORDS, 4)).capitalize()


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=14)).capitalize() + "."


def _body(chance: random.Random) -> list[dict[str, Any]]:
    return [
        {
            "type": "paragraph",
            "value": f"<p>{' '.join(_sentence(chance) for _ in range(5))}</p>",
            "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        }
        for _ in range(8)
    ]
