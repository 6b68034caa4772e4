"""What is heard of Wagtail's editor: somebody answered a comment."""

from typing import Any

from wagtail.models import CommentReply

from citytocity.mail.letters import send
from citytocity.review.letters import answer_letter, link_of
from citytocity.review.models import Reader


def tell_of_answer(
    sender: Any, instance: CommentReply, *, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """An outside reader hears of it by letter, while the link holds; Wagtail tells the others."""
    if not created or raw:
        return
    found = Reader.objects.filter(user=instance.comment.user_id).select_related("story").first()
    if found and found.holds and instance.user_id != found.user_id:
        send(
            lambda: answer_letter(instance, found.story, link_of(found)),
            to=found.email,
            language=found.language,
        )
