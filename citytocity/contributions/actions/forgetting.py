"""What is kept no longer than it is needed. The worker does it once a day."""

import datetime
from collections import Counter

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from citytocity.contributions.enums import WITH_SENDER, State
from citytocity.contributions.models import Contribution

DRAFTS = datetime.timedelta(days=30)
DECLINED = datetime.timedelta(days=90)
PUBLISHED = datetime.timedelta(days=365)


def forget_old() -> Counter[str]:
    """Deletes what nobody confirmed for 30 days; takes name, address and pictures from what was
    declined 90 days ago, and the address from what was published or kept a year ago.

    Gives how many of each; done again it finds nothing.
    """
    now = timezone.now()
    known = Contribution.objects.filter(forgotten=None)
    counted: Counter[str] = Counter()
    for draft in Contribution.objects.filter(state__in=WITH_SENDER, changed__lt=now - DRAFTS):
        counted["drafts"] += _delete(draft)
    declined = Q(state__in=(State.REFUSED, State.SPAM), decided__lt=now - DECLINED)
    for contribution in known.filter(declined):
        counted["declined"] += _forget(contribution, now, keeps_name=False)
    for contribution in _published(known, before=now - PUBLISHED):
        counted["published"] += _forget(contribution, now, keeps_name=True)
    return counted


def _published(
    known: QuerySet[Contribution], *, before: datetime.datetime
) -> QuerySet[Contribution]:
    """What is done, and memories: they are kept from the day they were accepted."""
    over = known.annotate(over=Coalesce("done", "decided")).filter(over__lt=before)
    return over.filter(Q(state=State.DONE) | Q(state=State.ACCEPTED, kind="memory"))


@transaction.atomic
def _delete(contribution: Contribution) -> int:
    for picture in contribution.pictures.all():
        picture.delete()
    contribution.delete()
    return 1


@transaction.atomic
def _forget(contribution: Contribution, now: datetime.datetime, *, keeps_name: bool) -> int:
    """The name a sender chose for the public stays with what is public."""
    contribution.email, contribution.forgotten = "", now
    contribution.name = ""
    if not keeps_name:
        contribution.credit = ""
        for picture in contribution.pictures.all():
            picture.delete()
    contribution.save()
    return 1
