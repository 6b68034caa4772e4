"""Users with the roles they may have."""

from itertools import count
from typing import Any

from django.contrib.auth.models import Permission

from citytocity.people.models import User

REGISTER = ("sources", "cities", "ledger")

number = count(1)


def user(*, officer: bool = False, admin: bool = False, **values: Any) -> User:
    """An account: an `officer` may sign in to the office and edit the register, an `admin` all."""
    defaults = {"email": f"user-{next(number)}@example.org", "password": "a long pass phrase"}
    create = User.objects.create_superuser if admin else User.objects.create_user
    account = create(**defaults | values)
    if officer:
        account.user_permissions.set(_office_permissions())
    return account


def _office_permissions() -> list[Permission]:
    register = Permission.objects.filter(content_type__app_label__in=REGISTER)
    return [Permission.objects.get(codename="access_admin"), *register]
