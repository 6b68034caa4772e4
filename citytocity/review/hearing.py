"""What is heard of Wagtail's editor and of our page: a comment was answered, or settled.

An outside reader hears of it by letter, while the link holds. Others hear of it from our actions,
or from Wagtail.
"""

from collections.abc import Callable
from typing import Any

from wagtail.models import Comment, CommentReply, PageLogEntry

from citytocity.mail.letters import Letter, send
from citytocity.review.letters import answer_letter, link_of, settled_letter
from citytocity.review.models import Reader
from citytocity.review.queries import is_told_of_settling

SETTLED = "wagtail.comments.resolve"


def tell_of_answer(
    sender: Any, instance: CommentReply, *, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    if not created or raw:
        return
    reader = _reader_of(instance.comment)
    if reader and instance.user_id != reader.user_id:
        _write(reader, answer_letter, instance)


def tell_of_settling(
    sender: Any, instance: PageLogEntry, *, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Both write it into the story's history, and Wagtail's editor says it nowhere else."""
    if not created or raw or instance.action != SETTLED or instance.user is None:
        return
    key = instance.data["comment"]["id"]
    comment = Comment.objects.select_related("user").filter(pk=key).first()
    reader = comment and _reader_of(comment)
    if comment and reader and is_told_of_settling(comment, to=reader.user):
        _write(reader, settled_letter, comment, by=instance.user)


def _reader_of(comment: Comment) -> Reader | None:
    """The outside reader who made the comment, while the link holds."""
    readers = Reader.objects.filter(user=comment.user_id).select_related("story", "user")
    reader = readers.first()
    return reader if reader and reader.holds else None


def _write(reader: Reader, letter: Callable[..., Letter], about: Any, **told: Any) -> None:
    """The link is made with the letter: it leads to the page in the reader's language."""

    def write() -> Letter:
        return letter(about, reader.story, link_of(reader), to=reader.user, **told)

    send(write, to=reader.email, language=reader.language)
