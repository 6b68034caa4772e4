"""What is written to those who read drafts, and to those who wrote them."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply

from citytocity.dates.wording import day_in_words
from citytocity.mail.letters import Button, Letter
from citytocity.people.models import User
from citytocity.review.models import Reader
from citytocity.stories.models import StoryPage

QUOTED = 300  # letters of a comment


def invitation_of(reader: Reader, by: str, embargo: str) -> Letter:
    """The link, how long it holds, and that nothing of it is public yet."""
    told = {"title": _title(reader.story), "by": by, "until": last_day(reader)}
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


def answer_letter(reply: CommentReply, story: StoryPage, url: str, *, to: User) -> Letter:
    """What was said, by whoever reads it or by another, and the answer."""
    told = {"name": reply.user.public_name, "title": _title(story)}
    is_own = reply.comment.user == to
    words = (
        _("An answer to your comment on “%(title)s”")
        if is_own
        else _("An answer to a comment on “%(title)s”")
    )
    return Letter(
        subject=words % told,
        paragraphs=(
            *_what_was_said(reply.comment, to),
            _("%(name)s answers:") % told,
            Truncator(reply.text).chars(QUOTED),
        ),
        button=Button(_("Read the draft"), url),
    )


def settled_letter(comment: Comment, story: StoryPage, url: str, *, to: User, by: User) -> Letter:
    """What was said, and that it is dealt with."""
    told = {"name": by.public_name, "title": _title(story)}
    return Letter(
        subject=_("Settled: a comment on “%(title)s”") % told,
        paragraphs=(
            *_what_was_said(comment, to),
            _("%(name)s has seen to it: it is settled.") % told,
        ),
        button=Button(_("Read the draft"), url),
        small=(_("What else is settled within an hour is not told one by one."),),
    )


def link_of(reader: Reader) -> str:
    return f"{settings.BASE_URL}{reverse('review:outside', args=[reader.token])}"


def address_inside(story: StoryPage) -> str:
    return f"{settings.BASE_URL}{reverse('review_admin:story', args=[story.pk])}"


def _what_was_said(comment: Comment, to: User) -> tuple[str, str]:
    told = {"name": comment.user.public_name}
    opening = _("You wrote:") if comment.user == to else _("%(name)s wrote:") % told
    return opening, Truncator(comment.text).chars(QUOTED)


def _title(story: StoryPage) -> str:
    return story.draft_title or story.title


def last_day(reader: Reader) -> str:
    """Until when the link holds, in the active language."""
    language = get_language() or reader.language
    return day_in_words(timezone.localtime(reader.until).date(), language)
