"""The mail server was mended: no need to wait for the next try."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from citytocity.newsletter.actions.issues import ChangedError
from citytocity.newsletter.enums import DeliveryState, IssueState
from citytocity.newsletter.halting import BEHIND
from citytocity.newsletter.models import Delivery, Halt, Issue
from citytocity.newsletter.permissions import sender
from citytocity.newsletter.working import send_some
from citytocity.people.models import User


@transaction.atomic
def try_again(issue: Issue, *, by: User) -> None:
    """The worker asks the mail server at once; what waits for the next try is due now, in its
    order.

    ChangedError if the issue is not being sent, or letters go.
    """
    sender(by)
    halt = Halt.objects.select_for_update().first()
    if halt is None or not Issue.objects.filter(pk=issue.pk, state=IssueState.SENDING).exists():
        raise ChangedError
    now = timezone.now()
    last = halt.until + BEHIND
    put_back = Delivery.objects.filter(
        state=DeliveryState.DUE, not_before__gte=halt.until, not_before__lte=last
    )
    put_back.update(not_before=F("not_before") - (last - now))
    halt.until = now
    halt.save(update_fields=["until"])
    log(issue, "newsletter.try", user=by)
    transaction.on_commit(send_some.enqueue)
