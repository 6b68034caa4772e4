"""What readers find of an issue on the site, once no letter of it goes any more."""

from django.db import transaction
from wagtail.log_actions import log

from citytocity.ledger.signals import once_on_commit
from citytocity.newsletter.actions.issues import ChangedError
from citytocity.newsletter.actions.setting_up import make_pages_new
from citytocity.newsletter.models import Issue
from citytocity.newsletter.permissions import sender
from citytocity.newsletter.queries import issues_over
from citytocity.people.models import User


@transaction.atomic
def take_out(issue: Issue, *, by: User) -> None:
    """Its page, its sheet and its entry in the feed are there no more; letters that went keep it.
    ChangedError while letters go, and where it is out already."""
    sender(by)
    if not issues_over().filter(pk=issue.pk, is_in_archive=True).update(is_in_archive=False):
        raise ChangedError
    log(issue, "newsletter.take_out", user=by)
    once_on_commit(make_pages_new)


@transaction.atomic
def put_back(issue: Issue, *, by: User) -> None:
    """It stands there again. ChangedError where it stands there already."""
    sender(by)
    if not issues_over().filter(pk=issue.pk, is_in_archive=False).update(is_in_archive=True):
        raise ChangedError
    log(issue, "newsletter.put_back", user=by)
    once_on_commit(make_pages_new)
