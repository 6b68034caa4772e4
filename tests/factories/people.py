"""Users with the roles they may have."""

from itertools import count
from typing import Any

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.people.models import Membership, User

number = count(1)


def user(*, officer: bool = False, admin: bool = False, **values: Any) -> User:
    """An account: an `officer` is of the host office, an `admin` may do all."""
    defaults = {"email": f"user-{next(number)}@example.org", "password": "a long pass phrase"}
    create = User.objects.create_superuser if admin else User.objects.create_user
    account = create(**defaults | values)
    if officer:
        Membership.objects.create(user=account, role=Role.HOST)
    return account


def member(role: Role, city: City | None = None, *, pair: str = "", **values: Any) -> User:
    """Somebody with a role in a city; a translator's `pair` is written like `de ru`."""
    source, _space, target = pair.partition(" ")
    account = user(**values)
    Membership.objects.create(
        user=account, role=role, city=city, from_language=source, to_language=target
    )
    return account
