"""Comments on a draft, as each reader may see them."""

import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone
from wagtail.models import Comment, CommentReply

from citytocity.review.models import Reader
from citytocity.stories.models import StoryPage

AN_HOUR = datetime.timedelta(hours=1)


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


def settled_lately(comment: Comment) -> bool:
    """Whether another comment of the same person on the same story was settled within the hour
    before this one. Of several settled in one saving the first has none before it."""
    others = Comment.objects.filter(page=comment.page_id, user=comment.user_id)
    moment = comment.resolved_at or timezone.now()
    before = Q(resolved_at__lt=moment) | Q(resolved_at=moment, pk__lt=comment.pk)
    return others.filter(before, resolved_at__gte=timezone.now() - AN_HOUR).exists()


def open_comments(stories: list[Any]) -> dict[int, int]:
    """How many comments are not settled, by the keys of the stories; one query."""
    found = Comment.objects.filter(page__in=stories, resolved_at=None).order_by()
    return dict(found.values_list("page").annotate(Count("pk")))
