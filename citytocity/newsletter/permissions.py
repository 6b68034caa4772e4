"""Who makes the newsletter and keeps its readers: the host office alone."""

from itertools import chain
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from citytocity.mail.addresses import AddressError, normalised
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import may, people_who, signed_in


def may_send(user: Any) -> bool:
    return may(user, Act.SEND)


def sender(user: Any) -> User:
    """The person, if she may; PermissionDenied for all others."""
    if not may_send(user):
        raise PermissionDenied
    return signed_in(user)


def people_who_send() -> QuerySet[User]:
    """The people of the host office."""
    return people_who(Act.SEND, city=None).order_by("pk")


def others_who_send(by: User) -> QuerySet[User]:
    """The people of the host office but this one: who looks at an issue before it goes."""
    return people_who_send().exclude(pk=by.pk)


def is_proved(email: str) -> bool:
    """Whether the address, as it is normalised, is that of an account which is in use, and its
    owner has proved it, by a link in a letter or as the host office vouches for her. Accounts have
    addresses as they were written: their domain may be in any alphabet."""
    local = email.partition("@")[0]
    office = people_who_send().filter(email__istartswith=f"{local}@")
    proved = EmailAddress.objects.filter(
        verified=True, user__is_active=True, email__istartswith=f"{local}@"
    )
    written = (rows.values_list("email", flat=True) for rows in (office, proved))
    return any(_is(email, one) for one in chain.from_iterable(written))


def _is(email: str, written: str) -> bool:
    try:
        return normalised(written) == email
    except AddressError:
        return False
