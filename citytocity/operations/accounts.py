"""Accounts: the first administrator of an installation, and those of the demo."""

import getpass
import os
import secrets
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from citytocity.operations.refusals import RefusedError
from citytocity.operations.roles import EDITORS, OFFICE
from citytocity.operations.telling import say
from citytocity.people.models import User

DEMO = {
    "admin@example.org": ("administrator, may do everything", None),
    "officer@example.org": (f"{OFFICE}: the register", OFFICE),
    "editor@example.org": (f"{EDITORS}: stories and pages", EDITORS),
}


def create_admin(*, email: str, password_file: Path | None = None) -> None:
    """An account that may do everything; a made password is shown once."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise RefusedError(f"“{email}” is no e-mail address.") from error
    if User.objects.filter(email__iexact=email).exists():
        raise RefusedError(f"There is an account {email} already.")
    password = _password(password_file)
    try:
        validate_password(password or secrets.token_urlsafe(12), User(email=email))
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    made = password or secrets.token_urlsafe(12)
    User.objects.create_superuser(email, made)
    say(f"{email} may now sign in at {settings.BASE_URL}/admin/")
    if not password:
        say(f"Password: {made}")


@transaction.atomic
def keep_demo_accounts() -> None:
    """The accounts of the demo, each with a password of its own, kept in the data folder."""
    lines = []
    for email, (role, group) in DEMO.items():
        if not User.objects.filter(email=email).exists():
            password = secrets.token_urlsafe(9)
            _make(email, password, group)
            lines.append(f"{email:<20} {password:<13} {role}")
    if lines:
        _write_secret(settings.DATA_DIR / "demo-accounts.txt", "\n".join(lines) + "\n")


def _make(email: str, password: str, group: str | None) -> None:
    if group is None:
        User.objects.create_superuser(email, password)
    else:
        User.objects.create_user(email, password).groups.add(Group.objects.get(name=group))


def _password(file: Path | None) -> str:
    """What the file or the person at the terminal says; empty where there is neither."""
    if file is not None:
        return file.read_text().strip()
    if not sys.stdin or not sys.stdin.isatty():
        return ""
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Again: "):
        raise RefusedError("The two passwords are not the same.")
    return first


def _write_secret(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
