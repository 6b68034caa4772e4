"""What keeps an issue from going out, in words."""

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.translation import gettext as _

from citytocity.mail.transport import transport
from citytocity.newsletter.choosing import chosen_items, readers_alike
from citytocity.newsletter.enums import Timing
from citytocity.newsletter.models import Issue, Newsletter
from citytocity.newsletter.queries import newsletter
from citytocity.newsletter.waves import Clocks, Plan, due_at
from citytocity.people.models import User


class NotReadyError(Exception):
    """It cannot go out as it stands; `faults` says why."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def faults_of(issue: Issue) -> list[str]:
    """What keeps the issue from going out."""
    told, faults = newsletter(), []
    if not told.is_on:
        faults.append(_("Switch the newsletter on, in its settings: else nobody could leave it."))
    if not chosen_items(issue, issue.items.all()):
        faults.append(_("There is nothing in it."))
    if issue.picture and not issue.picture_alt:
        faults.append(_("Say what there is to see on the photograph, for those who do not see it."))
    try:
        with transport():
            pass
    except ImproperlyConfigured as error:
        faults.append(_("Letters cannot be sent: %(why)s") % {"why": error})
    return faults


def faults_of_look(issue: Issue, *, by: User) -> list[str]:
    """What keeps this person from releasing it, where two have to see it."""
    if not asks_for_look():
        return []
    if issue.changed_by == by:
        return [_("You changed it last: somebody else looks at it and releases it.")]
    if not issue.handed:
        return [_("It waits for nobody’s second look yet: whoever made it hands it over first.")]
    return []


def faults_of_plan(plan: Plan) -> list[str]:
    """Where its time is over."""
    now, told = timezone.now(), newsletter()
    if plan.timing == Timing.NOW:
        return []
    if plan.timing == Timing.MOMENT and due_at(plan, told.zone, now=now).is_late:
        return [_("This time is over. Choose one that is still to come.")]
    every = readers_alike()
    clocks = Clocks(told, every)
    zones = {clocks.of(alike) for alike in every} or {told.zone}
    if all(due_at(plan, zone, now=now).is_late for zone in zones):
        return [_("This hour is over for every reader. Choose one that is still to come.")]
    return []


def asks_for_look() -> bool:
    """As the row says now, not as pages remember it."""
    return not Newsletter.objects.filter(is_looked_at=False).exists()
