"""Comments on a draft, as each reader may see them."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone
from wagtail.models import Comment, CommentReply

from citytocity.people.models import User
from citytocity.review.models import Reader
from citytocity.stories.models import StoryPage

AN_HOUR = datetime.timedelta(hours=1)
Moment = tuple[datetime.datetime, int]  # and the key of what happened then


def comments_on(story: StoryPage) -> QuerySet[Comment]:
    """All of them with their answers, oldest first; two queries."""
    replies = CommentReply.objects.select_related("user").order_by("created_at", "pk")
    return (
        Comment.objects.filter(page=story)
        .select_related("user")
        .prefetch_related(Prefetch("replies", replies))
        .order_by("created_at", "pk")
    )


def comments_for(reader: Reader) -> QuerySet[Comment]:
    """Those of the reader alone: what editors say to each other stays with them."""
    return comments_on(reader.story).filter(user=reader.user)


def is_told_of_comment(comment: Comment) -> bool:
    """Whether a letter goes out about it: of what one person says of one story, one an hour."""
    others = Comment.objects.filter(page=comment.page_id, user=comment.user_id)
    moments = others.exclude(pk=comment.pk).values_list("created_at", "pk")
    return _opens_an_hour((comment.created_at, comment.pk), moments)


def is_told_of_settling(comment: Comment, *, to: User) -> bool:
    """Whether a letter goes to the person: of what is settled on one story, one an hour.

    What she commented on, answered or, as its author, is told of counts; not what others talked
    about, nor what she settled herself. Of several settled in one saving the first is told.
    """
    answered = CommentReply.objects.filter(user=to, created_at__lte=F("comment__resolved_at"))
    hers = Q(user=to) | Q(page__owner=to) | Q(pk__in=answered.values("comment"))
    others = Comment.objects.filter(hers, page=comment.page_id, resolved_at__isnull=False)
    moments = others.exclude(pk=comment.pk).exclude(resolved_by=to).values_list("resolved_at", "pk")
    return _opens_an_hour((comment.resolved_at or timezone.now(), comment.pk), moments)


def _opens_an_hour(this: Moment, others: Iterable[Moment]) -> bool:
    """Whether an hour was over since the last one that opened an hour, the oldest being first."""
    opened: datetime.datetime | None = None
    for when, key in sorted([this, *others]):
        if opened is None or when - opened >= AN_HOUR:
            opened = when
            if (when, key) == this:
                return True
    return False


def open_comments(stories: list[Any]) -> dict[int, int]:
    """How many comments are not settled, by the keys of the stories; one query."""
    found = Comment.objects.filter(page__in=stories, resolved_at=None).order_by()
    return dict(found.values_list("page").annotate(Count("pk")))
