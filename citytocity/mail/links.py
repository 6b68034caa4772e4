"""Addresses that only we can have made: what they carry, what they are for, how long they hold."""

from typing import Any

from django.core import signing


class LinkError(Exception):
    """An address we did not make, or made for something else."""


class LinkExpiredError(LinkError):
    """An address that we made, whose time is over."""


def signed(value: Any, *, purpose: str) -> str:
    """The value, which anybody may read but nobody change, as a part of an address."""
    return signing.dumps(value, salt=f"citytocity.{purpose}", compress=True)


def unsigned(token: str, *, purpose: str, days: int) -> Any:
    """What was signed for this purpose; LinkExpiredError after its days, LinkError if forged."""
    try:
        return signing.loads(token, salt=f"citytocity.{purpose}", max_age=days * 86_400)
    except signing.SignatureExpired as error:
        raise LinkExpiredError from error
    except (signing.BadSignature, ValueError) as error:
        raise LinkError from error
