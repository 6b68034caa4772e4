"""The second look: an issue is handed over, comes back with remarks, or is released."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from citytocity.mail.letters import send
from citytocity.newsletter.actions.issues import ChangedError
from citytocity.newsletter.models import Issue
from citytocity.newsletter.office_letters import look_letter, remarks_letter
from citytocity.newsletter.permissions import others_who_send, sender
from citytocity.newsletter.readiness import NotReadyError, faults_of
from citytocity.people.models import User


@transaction.atomic
def hand_over(issue: Issue, *, seen: int, note: str = "", by: User) -> None:
    """All others who send the newsletter are asked by letter to look at it; the note is for them.

    ChangedError if it was saved since version `seen`, or is no draft any more; NotReadyError if
    something is in the way, or nobody else is there. A second time nothing happens.
    """
    sender(by)
    kept = Issue.objects.select_for_update().get(pk=issue.pk)
    if not kept.is_draft or kept.version != seen:
        raise ChangedError
    if kept.handed:
        return
    faults = faults_of(kept)
    last = kept.changed_by
    if last and last != by and last.is_active:
        words = _("%(name)s changed it last, and hands it over when it is ready.")
        faults.append(words % {"name": last.shown_name})
    others = list(others_who_send(by))
    if not others:
        faults.append(
            _(
                "Nobody else sends the newsletter. Invite somebody into the host office, or switch "
                "the second look off in the settings of the newsletter."
            )
        )
    if faults:
        raise NotReadyError(faults)
    kept.handed, kept.handed_by, kept.remarks = timezone.now(), by, ""
    kept.changed_by = kept.changed_by or by
    kept.save()
    note = note.strip()
    log(kept, "newsletter.hand_over", user=by, data={"words": note} if note else None)
    letter = partial(look_letter, kept, note, by=by)
    for person in others:
        send(letter, to=person.email, language=person.language)


@transaction.atomic
def send_back(issue: Issue, *, remarks: str, by: User) -> None:
    """It is a draft again, with the remarks above it; whoever handed it over hears of them.

    ChangedError if it waits for no second look (any more); NotReadyError without a remark.
    """
    sender(by)
    kept = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if not kept.is_draft or not kept.handed:
        raise ChangedError
    if not remarks.strip():
        raise NotReadyError([_("Say what should be different.")])
    waits, kept.remarks = kept.handed_by, remarks.strip()
    kept.handed, kept.handed_by = None, None
    kept.save()
    log(kept, "newsletter.send_back", user=by, data={"words": kept.remarks})
    if waits and waits != by and waits.is_active:
        letter = partial(remarks_letter, kept, by=by)
        send(letter, to=waits.email, language=waits.language)
