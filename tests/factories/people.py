"""Users with the roles they may have."""

from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from citytocity.operations.roles import EDITORS, OFFICE, keep_groups
from citytocity.people.models import User

number = count(1)


def user(
    *, officer: bool = False, editor: bool = False, admin: bool = False, **values: Any
) -> User:
    """An account: an `officer` keeps the register, an `editor` the pages, an `admin` may do all."""
    defaults = {"email": f"user-{next(number)}@example.org", "password": "a long pass phrase"}
    create = User.objects.create_superuser if admin else User.objects.create_user
    account = create(**defaults | values)
    if officer:
        _join(account, OFFICE)
    if editor:
        _join(account, EDITORS)
    return account


def _join(account: User, group: str) -> None:
    keep_groups()
    account.groups.add(Group.objects.get(name=group))
