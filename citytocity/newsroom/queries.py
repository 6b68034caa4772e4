"""The board: where each story of a city stands, and who waits for whom."""

import datetime
import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.utils import timezone

from citytocity.cities.models import City
from citytocity.ledger.permissions import proposals_waiting_for
from citytocity.newsroom.enums import CheckKind, CheckState, Matter, Stage
from citytocity.newsroom.models import Check
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import cities_where
from citytocity.review.queries import open_comments
from citytocity.stories.models import CityPage, StoryPage
from citytocity.stories.queries import going_out
from citytocity.translation.models import Job
from citytocity.translation.queries import jobs_for

RECENT = datetime.timedelta(days=30)
EDITORS_OWN = re.compile(r''' data-block-key=\\"[^"]*"''')
"""Names that the editor gives to paragraphs when a story is saved there for the first time."""


@dataclass(frozen=True)
class Line:
    """A story on the board, with its checks and its translations."""

    story: StoryPage
    stage: Stage
    checks: list[Check] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    out: datetime.datetime | None = None
    """When it comes out by itself, if it has its day."""
    comments: int = 0
    """How many comments on its draft are not settled."""

    @property
    def open_checks(self) -> list[Check]:
        return [check for check in self.checks if check.state != CheckState.CONFIRMED]

    @property
    def waiting_jobs(self) -> list[Job]:
        return [job for job in self.jobs if job.done < job.total or job.is_behind]


def originals_of(city: City) -> QuerySet[StoryPage]:
    """The stories written under a city's pages, each in its original language; one query."""
    parent = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - StoryPage.steplen)
    return StoryPage.objects.filter(
        Exists(CityPage.objects.filter(city=city, path=parent)),
        locale__language_code=F("original_language"),
    ).select_related("locale", "owner")


def with_pages(cities: list[City]) -> list[City]:
    """Those of the cities that have a page, and so can have stories."""
    written = set(CityPage.objects.values_list("city", flat=True))
    return [city for city in cities if city.pk in written]


def on_the_board(city: City) -> QuerySet[StoryPage]:
    """What is in work, and what came out in the last month; last touched first."""
    lately = timezone.now() - RECENT
    in_work = Q(live=False) | Q(has_unpublished_changes=True) | Q(last_published_at__gte=lately)
    return (
        originals_of(city)
        .filter(in_work)
        .order_by(F("latest_revision_created_at").desc(nulls_last=True))
    )


def lines(stories: list[StoryPage]) -> list[Line]:
    """The stories with all that the board says of them; six queries for any number."""
    planned, comments = going_out(stories), open_comments(stories)
    checks = defaultdict(list)
    for check in Check.objects.filter(story__in=stories).select_related("decided_by"):
        checks[check.story_id].append(check)
    keys = {story.translation_key for story in stories}
    jobs = defaultdict(list)
    found = Job.objects.filter(text__page__object_id__in=keys)
    for job in found.select_related("text__page", "translator").order_by("language"):
        jobs[job.text.page.object_id if job.text.page else None].append(job)
    return [
        Line(
            story=story,
            stage=stage(story, checks[story.pk], planned=story.pk in planned),
            checks=checks[story.pk],
            jobs=jobs[story.translation_key],
            out=planned.get(story.pk),
            comments=comments.get(story.pk, 0),
        )
        for story in stories
    ]


def stage(story: StoryPage, checks: list[Check], *, planned: bool) -> Stage:
    """Worked out of what is there, so that it cannot be wrong."""
    if story.live and not story.has_unpublished_changes:
        return Stage.OUT
    if planned:
        return Stage.PLANNED
    if not checks:
        return Stage.WRITING
    done = all(check.state == CheckState.CONFIRMED for check in checks)
    return Stage.READY if done else Stage.CHECKING


def is_held_by_original(story: StoryPage) -> bool:
    """Whether the story is a translation whose original is still under embargo."""
    if story.locale.language_code == story.original_language:
        return False
    originals = StoryPage.objects.filter(
        translation_key=story.translation_key,
        locale__language_code=story.original_language,
        live=False,
    )
    return bool(going_out(originals))


def fingerprint(story: StoryPage) -> str:
    """Changes with the words and pictures of the story's newest draft, and with nothing else."""
    newest = story.get_latest_revision_as_object()
    told = [newest.title, newest.standfirst, list(newest.body.raw_data), newest.picture_id]
    written = EDITORS_OWN.sub("", json.dumps(told, sort_keys=True, default=str))
    return hashlib.blake2b(written.encode(), digest_size=16).hexdigest()


def checks_waiting() -> dict[int, int]:
    """How many checks wait in each city, by its key: two queries for all cities."""
    cities = dict(CityPage.objects.values_list("path", "city"))
    waiting: dict[int, int] = defaultdict(int)
    paths = Check.objects.filter(state=CheckState.ASKED).values_list("story__path", flat=True)
    for path in paths:
        if key := cities.get(path[: -StoryPage.steplen]):
            waiting[key] += 1
    return dict(waiting)


def checks_for(user: User) -> QuerySet[Check]:
    """The checks that wait in the person's cities, longest first; not the facts of her own."""
    keys = cities_where(user, Act.CHECK).values("pk")
    under = Q(pk=None)
    for path in CityPage.objects.filter(city__in=keys).values_list("path", flat=True):
        under |= Q(story__path__startswith=path)
    return (
        Check.objects.filter(under, state=CheckState.ASKED)
        .exclude(kind=CheckKind.FACTS, story__owner=user)
        .select_related("story__locale", "story__owner", "asked_by")
        .order_by("asked", "pk")
    )


@dataclass(frozen=True)
class Waiting:
    """How much of a matter waits for a person; checks are those of a city.

    `due` is the first day that one of the translations is wanted by; None where none is.
    """

    matter: Matter
    number: int
    city: City | None = None
    due: datetime.date | None = None


def what_waits(user: User, checks: dict[int, int]) -> list[Waiting]:
    """The checks that wait in the person's cities, the translations in her hands, and what is
    proposed for the registers she keeps."""
    found = [
        Waiting(Matter.CHECKS, checks[city.pk], city)
        for city in cities_where(user, Act.CHECK).filter(pk__in=checks)
    ]
    own = jobs_for(user).waiting().filter(translator=user)
    found.append(Waiting(Matter.TRANSLATIONS, **own.aggregate(number=Count("pk"), due=Min("due"))))
    found.append(Waiting(Matter.PROPOSALS, proposals_waiting_for(user).count()))
    return [waiting for waiting in found if waiting.number]
