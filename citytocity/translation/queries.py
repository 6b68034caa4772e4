"""What waits for whom."""

from typing import Any

from django.db.models import Q

from citytocity.people.enums import Act
from citytocity.people.permissions import city_keys, is_everywhere, memberships
from citytocity.translation.models import Job
from citytocity.translation.models.job import JobQuerySet


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
