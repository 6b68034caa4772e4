"""Whom letters go to, and whom not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from citytocity.mail.addresses import AddressError, key_of
from citytocity.mail.enums import Reason
from citytocity.mail.models import Suppression

AT_ONCE = 500  # keys in one question
MENDED_AFTER = timedelta(days=7)


def is_suppressed(address: str) -> bool:
    """Whether nothing that many get goes to the address."""
    return bool(suppressed([key_of(address)]))


def suppressed(keys: Collection[str]) -> set[str]:
    """Those of the keys (`addresses.key_of`) to which nothing goes that many get."""
    return set(reasons_against(keys))


def reasons_against(keys: Collection[str]) -> dict[str, Reason]:
    """Those of the keys to which nothing goes that many get, and why."""
    asked = list(keys)
    return {
        key: Reason(reason)
        for at in range(0, len(asked), AT_ONCE)
        for key, reason in Suppression.objects.filter(
            key__in=asked[at : at + AT_ONCE], lifted__isnull=True
        ).values_list("key", "reason")
    }


def all_reasons() -> dict[str, Reason]:
    """The keys of all to which nothing goes that many get, and why: for a long list."""
    standing = Suppression.objects.filter(lifted__isnull=True)
    return {key: Reason(reason) for key, reason in standing.values_list("key", "reason")}


@dataclass(frozen=True)
class Standing:
    """That nothing that many get goes to an address, or went: why, since when, and until when."""

    reason: Reason
    since: datetime
    lifted: datetime | None


def standing_of(address: str) -> Standing | None:
    """What is held against the address, for its owner; None where nothing is."""
    row = Suppression.objects.filter(key=key_of(address)).first()
    return Standing(Reason(row.reason), row.since, row.lifted) if row else None


def is_dead(address: str) -> bool:
    """Whether even a letter that somebody asked for would come back.

    A mailbox that was not there may be there a week later, and its owner may want an invitation.
    Who called a newsletter spam, or asked for no more, still gets what belongs to her account.
    """
    try:
        key = key_of(address)
    except AddressError:
        return False
    return Suppression.objects.filter(
        key=key,
        reason=Reason.BOUNCED,
        lifted__isnull=True,
        since__gt=timezone.now() - MENDED_AFTER,
    ).exists()
