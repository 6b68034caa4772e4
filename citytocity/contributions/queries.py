"""What an editor asks across models: who else said the same, and which corrections wait."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from citytocity.cities.models import City, Organisation
from citytocity.contributions import likeness
from citytocity.contributions.enums import Kind, State
from citytocity.contributions.models import Contribution, Trace
from citytocity.ledger.models import Activity, Partnership, Programme, Recognition, Result
from citytocity.ledger.permissions import cities_touched
from citytocity.sources.models import Source
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import city_of
from citytocity.stories.queries import is_private

ALIKE_FROM = 30  # percent
ABOUT: dict[str, type[Model]] = {
    "activity": Activity,
    "city": City,
    "organisation": Organisation,
    "partnership": Partnership,
    "programme": Programme,
    "recognition": Recognition,
    "result": Result,
    "source": Source,
    "story": StoryPage,
}
"""What can be corrected, by the noun that stands in the address of the form."""


@dataclass(frozen=True)
class Alike:
    """Another text that says the same, and how much of it, in percent."""

    share: int
    contribution: int | None = None
    story: int | None = None


def about_of(address: str) -> Model | None:
    """The public record or story that `noun/id` names; None if there is none."""
    noun, _slash, key = address.partition("/")
    if noun not in ABOUT:
        return None
    if noun == "story":
        stories = StoryPage.objects.live().filter(~is_private()).select_related("locale")
        return stories.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 12 else None
    return ABOUT[noun]._default_manager.filter(slug=key).first()


def address_of(record: Model) -> str:
    """The record as `about_of` reads it."""
    noun = record._meta.model_name or ""
    if isinstance(record, StoryPage):
        return f"story/{record.pk}"
    return f"{noun}/{record.slug}"  # type: ignore[attr-defined]


def cities_concerned(record: Model) -> set[int]:
    """The keys of the cities whose editors hear of a correction to the record."""
    if isinstance(record, StoryPage):
        city = city_of(record)
        return {city.pk} if city else set()
    return cities_touched(record)


def alike(contributions: Iterable[Contribution]) -> dict[int, list[Alike]]:
    """What says the same as each of them, most alike first; in two questions for all together."""
    own: dict[int, set[int]] = defaultdict(set)
    keys = [contribution.pk for contribution in contributions]
    for key, mark in Trace.objects.filter(contribution__in=keys).values_list(
        "contribution", "mark"
    ):
        own[key].add(mark)
    everywhere = set().union(*own.values())
    holders: dict[tuple[int | None, int | None], set[int]] = defaultdict(set)
    for contribution, story, mark in Trace.objects.filter(mark__in=everywhere).values_list(
        "contribution", "story", "mark"
    ):
        holders[contribution, story].add(mark)
    return {key: _alike(key, marks, holders) for key, marks in own.items()}


def _alike(key: int, own: set[int], holders: dict[tuple[Any, Any], set[int]]) -> list[Alike]:
    common = Counter(
        {
            holder: len(own & marks)
            for holder, marks in holders.items()
            if holder != (key, None) and own & marks
        }
    )
    found = [
        Alike(likeness.share(count, len(own)), *holder) for holder, count in common.most_common(9)
    ]
    return [other for other in found if other.share >= ALIKE_FROM]


def waiting_corrections(record: Model) -> QuerySet[Contribution]:
    """Accepted corrections of the record that nobody has carried out yet."""
    return Contribution.objects.filter(
        kind=Kind.CORRECTION,
        state=State.ACCEPTED,
        about_type=ContentType.objects.get_for_model(record),
        about_key=record.pk,
    )
