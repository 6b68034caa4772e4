"""What waits for whom."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from citytocity.people.enums import Act
from citytocity.people.permissions import city_keys, is_everywhere, memberships
from citytocity.translation.models import Job
from citytocity.translation.models.job import WAITS, JobQuerySet


def jobs_for(user: Any) -> JobQuerySet:
    """The jobs the person sees: of her language pairs, and of the cities she publishes for."""
    jobs = Job.objects.select_related("text__city", "text__kind", "translator")
    if is_everywhere(user):
        return jobs
    seen = Q(text__city__in=city_keys(user, Act.PUBLISH) or ())
    for held in memberships(user):
        if held.from_language:
            pair = Q(text__language=held.from_language, language=held.to_language)
            seen |= pair & Q(text__city=held.city_id) if held.city_id else pair
    return jobs.filter(seen)


@dataclass(frozen=True)
class Progress:
    """How many of the texts that a person sees are done in one language, and how many late."""

    language: str
    total: int
    done: int
    overdue: int


def progress_for(user: Any) -> list[Progress]:
    """By language, of the person's own list; one query."""
    found = (
        jobs_for(user)
        .order_by()
        .values("language")
        .annotate(
            all=Count("pk"),
            finished=Count("pk", filter=~WAITS),
            late=Count("pk", filter=WAITS & Q(due__lt=timezone.localdate())),
        )
    )
    told = found.values_list("language", "all", "finished", "late").order_by("language")
    return [Progress(*one) for one in told]
