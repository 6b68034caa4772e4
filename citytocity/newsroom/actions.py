"""From draft to published: asking for checks, deciding them, taking back, correcting, reminding."""

import datetime
import logging
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from citytocity.languages.text import Words
from citytocity.mail.letters import send
from citytocity.newsroom.enums import CheckKind, CheckState, Rhythm
from citytocity.newsroom.letters import reminder_of
from citytocity.newsroom.models import Check, Correction, Reminder
from citytocity.newsroom.permissions import may_check
from citytocity.newsroom.queries import (
    checks_waiting,
    fingerprint,
    is_held_by_original,
    what_waits,
)
from citytocity.people.models import Membership, User
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import city_of, may_edit, may_publish
from citytocity.translation.actions import take_in_page
from citytocity.translation.models import Text

logger = logging.getLogger(__name__)
MONDAY, SATURDAY = 0, 5


class NotNowError(Exception):
    """It cannot be done as things stand; the text says why to a person."""


@transaction.atomic
def ask_for_checks(story: StoryPage, *, kinds: Iterable[CheckKind], by: User) -> list[Check]:
    """Those who check for the city are asked; what was confirmed of an earlier draft is asked anew.

    PermissionDenied for who may not work on the story; NotNowError if no kind is named.
    """
    if not may_edit(by, story):
        raise PermissionDenied
    asked = [
        Check.objects.update_or_create(
            story=story,
            kind=kind,
            defaults={
                "state": CheckState.ASKED,
                "asked_by": by,
                "decided_by": None,
                "decided": None,
                "note": "",
            },
        )[0]
        for kind in kinds
    ]
    if not asked:
        raise NotNowError(_("Choose what should be checked."))
    _unplan(story)
    log(story, "newsroom.ask", user=by)
    return asked


@transaction.atomic
def give_to_translators(story: StoryPage, *, by: User) -> Text:
    """Translators find the newest draft at their desk; what is approved comes out with the story.

    A second time it brings them what changed in the draft. PermissionDenied for who may not work on
    the story; NotNowError if it is out, as they find it by itself then.
    """
    if not may_edit(by, story):
        raise PermissionDenied
    if story.live:
        raise NotNowError(_("It is published: translators find it, and what changes, by itself."))
    text = take_in_page(story.get_latest_revision_as_object(), city=city_of(story), out=False)
    log(story, "newsroom.translate", user=by)
    return text


@transaction.atomic
def confirm(check: Check, *, by: User) -> Check:
    """It is right. Nobody confirms the facts of a story of the own hand."""
    return _decide(check, CheckState.CONFIRMED, note="", by=by)


@transaction.atomic
def object_to(check: Check, *, note: str, by: User) -> Check:
    """Something is not right; the note says what. The story cannot be published with it."""
    if not note.strip():
        raise NotNowError(_("Say what is not right."))
    return _decide(check, CheckState.OBJECTED, note=note.strip(), by=by)


def hindrances(story: StoryPage) -> list[str]:
    """What stands between a story and its readers; empty if nothing does.

    Nothing but its own minute stands before an original; a translation waits for its original's.
    """
    checks = list(Check.objects.filter(story=story))
    content = fingerprint(story) if checks else ""
    found = []
    for check in checks:
        if check.state != CheckState.CONFIRMED:
            found.append(f"{check.get_kind_display()}: {check.get_state_display()}")
        elif check.content != content:
            changed = _("the story changed since")
            found.append(f"{check.get_kind_display()}: {changed}")
    if is_held_by_original(story):
        found.append(_("its original is under embargo"))
    return found


@transaction.atomic
def withdraw(story: StoryPage, *, reason: str, by: User) -> None:
    """The story and its translations are out no more; the reason is kept in its history."""
    if not may_publish(by, story):
        raise PermissionDenied
    if not reason.strip():
        raise NotNowError(_("Say why."))
    for page in StoryPage.objects.filter(translation_key=story.translation_key, live=True):
        page.unpublish(user=by, log_action=False)
        log(page, "newsroom.withdraw", user=by, data={"reason": reason.strip()})


@transaction.atomic
def correct(story: StoryPage, *, text: Words, dated: datetime.date, by: User) -> Correction:
    """A dated note under the story, in every language it is given in."""
    if not may_publish(by, story):
        raise PermissionDenied
    correction = Correction(story_key=story.translation_key, text=text, dated=dated)
    correction.full_clean()
    correction.save()
    log(story, "newsroom.correct", user=by)
    return correction


@transaction.atomic
def embargo(story: StoryPage, *, until: datetime.datetime, by: User) -> None:
    """The newest draft comes out at that minute, and all approved translations with it.

    Nobody changes it until then. PermissionDenied for who does not publish for the city;
    NotNowError while a check is open, for a time that is over, or where nothing new waits.
    """
    if not may_publish(by, story):
        raise PermissionDenied
    if found := hindrances(story):
        raise NotNowError("; ".join(found))
    if until <= timezone.now():
        raise NotNowError(_("This time is over. Choose one that is still to come."))
    if story.live and not story.has_unpublished_changes:
        raise NotNowError(_("The story is out already, and nothing new waits."))
    _unplan(story)
    draft = story.get_latest_revision_as_object()
    draft.go_live_at = until
    draft.save_revision(user=by).publish(user=by)
    _hold_translations(story, until)
    log(story, "newsroom.embargo", user=by, data={"until": until.isoformat()})


@transaction.atomic
def lift(story: StoryPage, *, by: User) -> None:
    """The story has its day no more, and may be worked on again. It does not come out by this."""
    if not may_publish(by, story):
        raise PermissionDenied
    _unplan(story)
    story.refresh_from_db()
    draft = story.get_latest_revision_as_object()
    draft.go_live_at = None
    draft.save_revision(user=by)
    StoryPage.objects.filter(pk=story.pk).update(go_live_at=None)
    _hold_translations(story, None)
    log(story, "newsroom.lift", user=by)


def send_reminders(*, today: datetime.date) -> int:
    """One letter to everybody for whom something waits, in the rhythm they chose; how many.

    Twice on one day it sends nothing twice. Nothing goes out at weekends.
    """
    if today.weekday() >= SATURDAY:
        return 0
    members = User.objects.filter(is_active=True, pk__in=Membership.objects.values("user"))
    checks = checks_waiting()
    return sum(_remind_alone(user, today, checks) for user in members)


def _remind_alone(user: User, today: datetime.date, checks: dict[int, int]) -> bool:
    """What goes wrong with one person's letter is written down and keeps no other from going."""
    try:
        return _remind(user, today, checks)
    except Exception:
        logger.exception("a reminder could not be written")
        return False


@transaction.atomic
def _remind(user: User, today: datetime.date, checks: dict[int, int]) -> bool:
    reminder, _is_new = Reminder.objects.select_for_update().get_or_create(user=user)
    is_day = reminder.rhythm == Rhythm.DAILY or (
        reminder.rhythm == Rhythm.WEEKLY and today.weekday() == MONDAY
    )
    if not is_day or reminder.sent == today:
        return False
    waiting = what_waits(user, checks)
    if not waiting:
        return False
    reminder.sent = today
    reminder.save()
    send(lambda: reminder_of(waiting), to=user.email, language=user.language)
    return True


def _decide(check: Check, state: CheckState, *, note: str, by: User) -> Check:
    check = Check.objects.select_for_update(of=("self",)).select_related("story").get(pk=check.pk)
    if not may_check(by, check.story):
        raise PermissionDenied
    if check.kind == CheckKind.FACTS and check.story.owner_id == by.pk:
        raise NotNowError(_("Somebody else than the author confirms the facts."))
    check.state, check.note = state, note
    check.decided_by, check.decided = by, timezone.now()
    check.content = fingerprint(check.story)
    check.save()
    if state == CheckState.OBJECTED:
        _unplan(check.story)
    log(check.story, f"newsroom.{state}", user=by, data={"kind": check.kind})
    return check


def _hold_translations(story: StoryPage, until: datetime.datetime | None) -> None:
    """Wagtail-localize's own editor asks nobody before it publishes; so it publishes then."""
    translations = StoryPage.objects.filter(translation_key=story.translation_key, live=False)
    translations.exclude(pk=story.pk).update(go_live_at=until)


def _unplan(story: StoryPage) -> None:
    """A day that was set for the story is void: nothing comes out with a check open."""
    planned = Revision.page_revisions.filter(
        object_id=str(story.pk), approved_go_live_at__isnull=False
    )
    planned.update(approved_go_live_at=None)
