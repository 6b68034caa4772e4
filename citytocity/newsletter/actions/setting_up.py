"""What the office says of its newsletter."""

from django.conf import settings
from django.db import transaction
from wagtail.log_actions import log

from citytocity.design.memory import new_version
from citytocity.ledger.signals import once_on_commit
from citytocity.newsletter.announcing import announce
from citytocity.newsletter.models import Newsletter
from citytocity.newsletter.permissions import sender
from citytocity.people.models import User


def make_pages_new() -> None:
    """The archive and the page to sign up say what is so now."""
    new_version(settings.DATA_DIR)


@transaction.atomic
def set_up(newsletter: Newsletter, *, by: User) -> None:
    """The log keeps who switched the second look off, or on again."""
    sender(by)
    newsletter.pk = Newsletter.ONE
    before = Newsletter.objects.filter(pk=newsletter.pk).first() or Newsletter()
    newsletter.save()
    if newsletter.is_looked_at != before.is_looked_at:
        log(newsletter, f"newsletter.look_{'on' if newsletter.is_looked_at else 'off'}", user=by)
    once_on_commit(announce)
    once_on_commit(make_pages_new)
