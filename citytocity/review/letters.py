"""What is written to those who read drafts, and to those who wrote them."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply

from citytocity.mail.letters import Button, Letter
from citytocity.review.models import Reader
from citytocity.stories.models import StoryPage

QUOTED = 300  # letters of a comment


def invitation_of(reader: Reader, by: str, embargo: str) -> Letter:
    """The link, how long it holds, and that nothing of it is public yet."""
    told = {"title": _title(reader.story), "by": by, "until": _day(reader.until)}
    paragraphs = [
        _("Hello %(name)s,") % {"name": reader.name},
        _("%(by)s asks you to read the draft of “%(title)s” and to say what should be different.")
        % told,
    ]
    if embargo:
        paragraphs.append(_("Under embargo until %(when)s.") % {"when": embargo})
    paragraphs.append(_("Please keep it to yourself: it is not published yet."))
    return Letter(
        subject=_("Please read: %(title)s") % told,
        paragraphs=tuple(paragraphs),
        button=Button(_("Read the draft"), link_of(reader)),
        small=(_("The link is for you alone and holds until %(until)s.") % told,),
    )


def comment_letter(comment: Comment, story: StoryPage) -> Letter:
    told = {"name": comment.user.shown_name, "title": _title(story)}
    return Letter(
        subject=_("A comment on “%(title)s”") % told,
        paragraphs=(
            _("%(name)s has commented on “%(title)s”:") % told,
            Truncator(comment.text).chars(QUOTED),
        ),
        button=Button(_("Read and answer"), address_inside(story)),
        small=(_("More comments of the next hour are not told one by one."),),
    )


def answer_letter(reply: CommentReply, story: StoryPage, url: str) -> Letter:
    told = {"name": reply.user.public_name, "title": _title(story)}
    return Letter(
        subject=_("An answer to your comment on “%(title)s”") % told,
        paragraphs=(
            _("You wrote:"),
            Truncator(reply.comment.text).chars(QUOTED),
            _("%(name)s answers:") % told,
            Truncator(reply.text).chars(QUOTED),
        ),
        button=Button(_("Read the draft"), url),
    )


def link_of(reader: Reader) -> str:
    return f"{settings.BASE_URL}{reverse('review:outside', args=[reader.token])}"


def address_inside(story: StoryPage) -> str:
    return f"{settings.BASE_URL}{reverse('review_admin:story', args=[story.pk])}"


def _title(story: StoryPage) -> str:
    return story.draft_title or story.title


def _day(moment: datetime.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")
