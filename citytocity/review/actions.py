"""Asking somebody outside to read a draft; commenting on passages, answering, settling."""

import datetime
import secrets
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Comment, CommentReply, Page, PageLogEntry, PageSubscription

from citytocity.mail.letters import send
from citytocity.mail.links import LinkError, LinkExpiredError, unsigned
from citytocity.people.models import User
from citytocity.review.letters import (
    address_inside,
    answer_letter,
    comment_letter,
    invitation_of,
    settled_letter,
)
from citytocity.review.models import Reader
from citytocity.review.models.reader import LONGEST
from citytocity.review.passages import passages_of
from citytocity.review.permissions import may_comment
from citytocity.review.queries import is_told_of_comment, is_told_of_settling
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import may_edit
from citytocity.stories.presentation import moment_of

HOST = "reader.invalid"  # a name that leads nowhere (RFC 2606, 2)
IN_THE_LOG = "wagtail.comments."
KEPT = datetime.timedelta(days=90)


class NoSuchPassageError(Exception):
    """The passage was changed or taken out meanwhile; the text says so."""


@transaction.atomic
def invite(
    story: StoryPage, *, name: str, email: str, language: str, days: int, by: User
) -> Reader:
    """A letter with a link that holds so many days; to the same address again it replaces the
    first one. PermissionDenied for who does not work on the story."""
    if not may_edit(by, story):
        raise PermissionDenied
    Page.objects.select_for_update().get(pk=story.pk)  # one invitation after the other
    reader = Reader.objects.filter(story=story, email__iexact=email).select_related("user").first()
    reader = reader or Reader(story=story, email=email, user=_stand_in())
    reader.name, reader.language, reader.invited_by = name, language, by
    reader.sent, reader.revoked = timezone.now(), None
    reader.until = Reader.end_of(min(days, LONGEST))
    reader.user.first_name, reader.user.last_name = name, ""
    reader.full_clean(exclude=["user"])
    reader.user.save()
    reader.save()
    log(story, "review.invite", user=by)
    _write_to(reader, by)
    return reader


@transaction.atomic
def revoke(reader: Reader, *, by: User) -> None:
    """The link opens nothing any more; what was said stays. A second time nothing happens."""
    if not may_edit(by, reader.story):
        raise PermissionDenied
    if reader.revoked is None:
        reader.revoked = timezone.now()
        reader.save(update_fields=["revoked"])
        log(reader.story, "review.revoke", user=by)


def reader_of(token: str) -> Reader:
    """Whoever the link was made for; LinkError if it was forged, replaced or revoked,
    LinkExpiredError when its time is over."""
    try:
        key, sent = unsigned(token, purpose=Reader.PURPOSE, days=LONGEST + 1)
    except (TypeError, ValueError) as error:
        raise LinkError from error
    if not (isinstance(key, int) and isinstance(sent, int)):
        raise LinkError
    reader = Reader.objects.select_related("story__locale", "user").filter(pk=key).first()
    if reader is None or reader.revoked or int(reader.sent.timestamp()) != sent:
        raise LinkError
    if not reader.holds:
        raise LinkExpiredError
    return reader


def comment(story: StoryPage, *, root: str, text: str, by: User) -> Comment:
    """A comment on a passage of the newest draft, which Wagtail's editor shows beside it."""
    if not may_comment(by, story):
        raise PermissionDenied
    return _comment(story, root=root, text=text, by=by)


def comment_from_outside(reader: Reader, *, root: str, text: str) -> Comment:
    """The same by a reader whose link was looked at."""
    return _comment(reader.story, root=root, text=text, by=reader.user)


@transaction.atomic
def answer(found: Comment, *, text: str, by: User) -> CommentReply:
    """Who commented, who answered before and the story's author hear of it by letter."""
    story = _story_of(found)
    if not may_comment(by, story):
        raise PermissionDenied
    reply = CommentReply.objects.create(comment=found, user=by, text=text)
    _log("create_reply", found, story, by=by)
    letter = partial(answer_letter, reply, story, address_inside(story))
    for person in _concerned(found, story, but=by):
        send(partial(letter, to=person), to=person.email, language=person.language)
    return reply


@transaction.atomic
def settle(found: Comment, *, by: User) -> None:
    """Done with; it is kept, and shown no more in the editor. Who commented, who answered and the
    story's author hear of it, each at most once an hour. A second time nothing happens."""
    story = _story_of(found)
    if not may_edit(by, story):
        raise PermissionDenied
    now, still_open = timezone.now(), Comment.objects.filter(pk=found.pk, resolved_at=None)
    if still_open.update(resolved_at=now, resolved_by=by):
        found.resolved_at, found.resolved_by = now, by
        _log("resolve", found, story, by=by)
        _tell_settled(found, story, by=by)


@transaction.atomic
def forget_readers() -> int:
    """Readers whose link is over for three months go, with their addresses and comments, also
    from the stories' histories; how many readers went."""
    over = Reader.objects.filter(until__lt=timezone.now() - KEPT)
    gone = User.objects.filter(is_active=False, email__endswith=f"@{HOST}")
    kept = Reader.objects.exclude(pk__in=over.values("pk")).values("user")
    _number, models = gone.exclude(pk__in=kept).delete()
    _forget_words()
    return models.get(Reader._meta.label, 0)


def _log(action: str, about: Comment, story: StoryPage, *, by: User) -> None:
    """As Wagtail does, but without the words: these can be deleted, and history stays."""
    log(
        story,
        f"{IN_THE_LOG}{action}",
        user=by,
        revision=about.revision_created,
        data={"comment": {"id": about.pk}},
    )


def _forget_words() -> None:
    """What Wagtail's editor wrote down of comments whose authors are gone."""
    told = PageLogEntry.objects.filter(action__startswith=IN_THE_LOG)
    begun = told.filter(action=f"{IN_THE_LOG}create").exclude(user__in=User.objects.values("pk"))
    keys = set(begun.values_list("data__comment__id", flat=True))
    with_words = told.filter(data__comment__id__in=keys, data__comment__has_key="text")
    for entry in with_words.iterator():
        entry.data = {"comment": {"id": entry.data["comment"]["id"]}}
        entry.save(update_fields=["data"])


@transaction.atomic
def _comment(story: StoryPage, *, root: str, text: str, by: User) -> Comment:
    revision = story.get_latest_revision()
    draft: Any = revision.as_object() if revision else story
    passage = next((one for one in passages_of(draft) if one.root == root), None)
    if passage is None:
        raise NoSuchPassageError(
            _("This passage was changed meanwhile: put your words to another.")
        )
    made = Comment.objects.create(
        page=story, user=by, text=text, contentpath=passage.path, revision_created=revision
    )
    _log("create", made, story, by=by)
    _tell(made, story)
    return made


def _tell(made: Comment, story: StoryPage) -> None:
    """Its author and who follows its comments hear of it, once an hour of each who comments."""
    if not is_told_of_comment(made):
        return
    following = PageSubscription.objects.filter(page=story, comment_notifications=True)
    keys = {story.owner_id, *following.values_list("user", flat=True)} - {made.user_id}
    for person in User.objects.filter(pk__in=keys, is_active=True):
        if may_comment(person, story):
            send(lambda: comment_letter(made, story), to=person.email, language=person.language)


def _tell_settled(found: Comment, story: StoryPage, *, by: User) -> None:
    letter = partial(settled_letter, found, story, address_inside(story), by=by)
    for person in _concerned(found, story, but=by):
        if is_told_of_settling(found, to=person):
            send(partial(letter, to=person), to=person.email, language=person.language)


def _concerned(found: Comment, story: StoryPage, *, but: User) -> Iterator[User]:
    """Who talks about it and the story's author, as far as they may read the draft.

    Outside readers are written to by `hearing`: who stands for them has no address.
    """
    answered = CommentReply.objects.filter(comment=found).values_list("user", flat=True)
    keys = {found.user_id, story.owner_id, *answered} - {but.pk}
    for person in User.objects.filter(pk__in=keys, is_active=True).order_by("pk"):
        if may_comment(person, story):
            yield person


def _write_to(reader: Reader, by: User) -> None:
    def letter() -> Any:
        when = moment_of(reader.story, get_language() or reader.language)
        return invitation_of(reader, by.public_name, when)

    send(letter, to=reader.email, language=reader.language)


def _stand_in() -> User:
    """A user nobody signs in as, whose address leads nowhere."""
    user = User(email=f"{secrets.token_hex(12)}@{HOST}", is_active=False)
    user.set_unusable_password()
    user.save()
    return user


def _story_of(found: Comment) -> StoryPage:
    return StoryPage.objects.select_related("locale", "owner").get(pk=found.page_id)
