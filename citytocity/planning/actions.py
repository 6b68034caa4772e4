"""From a suggestion, or what somebody planned, to a draft that cites the register."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from citytocity.cities.models import City
from citytocity.ledger.enums import ActivityKind, ActivityStatus
from citytocity.ledger.models import Activity
from citytocity.people.models import User
from citytocity.planning.models import Plan
from citytocity.planning.permissions import may_keep, may_plan, writes_for
from citytocity.planning.presentation import standfirst_of, title_of
from citytocity.planning.queries import Suggestion
from citytocity.sources.models import Source
from citytocity.stories.actions import begin_draft, passage, place_for
from citytocity.stories.enums import StoryKind
from citytocity.stories.models import CityPage, StoryPage
from citytocity.stories.models.story import REGISTER

FACTS = {
    "activities": "activity",
    "results": "result",
    "partnerships": "partnership",
    "recognitions": "recognition",
}
"""The part of a facts block that shows each kind of record."""
CITED_AT_MOST = 8
KINDS = {
    ActivityKind.EXCHANGE: StoryKind.VISIT,
    ActivityKind.VISIT: StoryKind.VISIT,
    ActivityKind.DELEGATION: StoryKind.VISIT,
    ActivityKind.EXHIBITION: StoryKind.EXHIBITION,
}
"""What the story of an activity is; of any other it is news."""


@transaction.atomic
def begin(one: Suggestion, *, city: City, by: User) -> StoryPage:
    """The draft of a suggestion; the one that is there, if it was begun before.

    PermissionDenied for who does not work on the city's stories; `NoPlaceError` of stories if the
    site has no pages in the person's language and the city none at all.
    """
    if not may_plan(by, city):
        raise PermissionDenied
    if one.story:
        return one.story
    place = _place(city, by)
    with translation.override(place.locale.language_code):
        title, standfirst = title_of(one, city), standfirst_of(one, city)
    plan, is_new = Plan.objects.select_for_update().get_or_create(
        city=city, key=one.key, defaults={"title": title[:255], "when": one.when, "who": by}
    )
    if is_new:
        for relation, records in one.about.items():
            getattr(plan, relation).set(records)
    return _draft(plan, place, standfirst, by=by)


@transaction.atomic
def begin_plan(plan: Plan, *, by: User) -> StoryPage:
    """The draft of what somebody planned, in the hands of who is to write it; the one that is
    there, if it was begun before."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("city").get(pk=plan.pk)
    if not may_keep(by, plan):
        raise PermissionDenied
    return _draft(plan, _place(plan.city, by), plan.title, by=by)


def _draft(plan: Plan, place: CityPage, standfirst: str, *, by: User) -> StoryPage:
    if plan.story_id:
        return StoryPage.objects.get(pk=plan.story_id)
    about = {relation: list(getattr(plan, relation).all()) for relation in REGISTER}
    if plan.city not in about["cities"]:
        about["cities"].insert(0, plan.city)
    author = plan.who if plan.who and writes_for(plan.who, plan.city) else by
    with translation.override(place.locale.language_code):
        body = list(_body(about))
    plan.story = begin_draft(
        place,
        title=plan.title,
        standfirst=standfirst,
        body=body,
        by=by,
        owner=author,
        author=author.get_full_name(),
        about=about,
        kind=_kind(about),
    )
    plan.save()
    log(plan.story, "planning.begin", user=by)
    return plan.story


def _kind(about: dict[str, list[Any]]) -> str:
    """What a story about one activity, or one result, will be; open where it is about more, or
    about something else: the author chooses."""
    match about["activities"], about["results"]:
        case [Activity(status=ActivityStatus.PLANNED)], []:
            return StoryKind.ANNOUNCEMENT
        case [activity], []:
            return KINDS.get(activity.kind, StoryKind.NEWS)
        case [], [_result]:
            return StoryKind.PRACTICE
    return ""


def _place(city: City, by: User) -> CityPage:
    """Where the draft stands: in the person's language if the city has a page there, or in the
    language the city writes in."""
    pages = CityPage.objects.filter(city=city).select_related("locale", "city")
    own = pages.filter(locale__language_code=by.language).first()
    return (
        own or pages.order_by("-live", "pk").first() or place_for(city, language=by.language, by=by)
    )


def _body(about: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """A paragraph to write in, the facts of each record, and where these are known from."""
    yield passage("paragraph", "<p></p>")
    cited = [(noun, record) for relation, noun in FACTS.items() for record in about[relation]][
        :CITED_AT_MOST
    ]
    for noun, record in cited:
        yield passage("facts", dict.fromkeys(FACTS.values()) | {noun: record.pk})
    if sources := _sources([record for _noun, record in cited]):
        yield passage("heading", _("Sources"))
        yield passage("paragraph", _listed(sources))


def _sources(records: Iterable[Any]) -> list[Source]:
    """The sources of the records, each once; of an activity those of its results, too."""
    told: list[Any] = []
    for record in records:
        told += [record, *(record.results.all() if isinstance(record, Activity) else ())]
    found = [
        citation.source for record in told for citation in record.citations.select_related("source")
    ]
    return list({source.pk: source for source in found}.values())


def _listed(sources: list[Source]) -> SafeString:
    lines = [_line(source) for source in sources]
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((x,) for x in lines)))


def _line(source: Source) -> SafeString:
    if source.url:
        return format_html('<a href="{}">{}</a>', source.url, source)
    return format_html("{}", source)
