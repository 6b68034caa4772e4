"""Accounts: the first administrator of an installation, and those of the demo."""

import getpass
import os
import secrets
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from citytocity.cities.models import City
from citytocity.operations.refusals import RefusedError
from citytocity.operations.telling import say
from citytocity.people.enums import Role
from citytocity.people.models import Membership, User

DEMO: dict[str, tuple[str, str, Role | None, str, str]] = {
    "admin@example.org": ("Demo Admin", "administrator, may do everything", None, "", ""),
    "officer@example.org": (
        "Demo Officer",
        "host office: register and stories of all cities",
        Role.HOST,
        "",
        "",
    ),
    "colleague@example.org": (
        "Demo Colleague",
        "host office, too: looks at the newsletter before it goes",
        Role.HOST,
        "",
        "",
    ),
    "editor@example.org": ("Demo Editor", "city editor of Perm", Role.EDITOR, "perm", ""),
    "duisburg@example.org": (
        "Demo Editor Duisburg",
        "city editor of Duisburg",
        Role.EDITOR,
        "duisburg",
        "",
    ),
    "author@example.org": ("Demo Author", "author in Duisburg", Role.AUTHOR, "duisburg", ""),
    "checker@example.org": (
        "Demo Checker",
        "fact-checker in Duisburg",
        Role.CHECKER,
        "duisburg",
        "",
    ),
    "registrar@example.org": (
        "Demo Registrar",
        "registrar of Oxford",
        Role.REGISTRAR,
        "oxford",
        "",
    ),
    "translator@example.org": (
        "Demo Translator",
        "translator, German into Russian",
        Role.TRANSLATOR,
        "",
        "de ru",
    ),
}
"""The demo's accounts: name, which is that of a role and of nobody; what they are for; role, city,
language pair."""


def create_admin(*, email: str, name: str = "", password_file: Path | None = None) -> None:
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
    User.objects.create_superuser(email, made, **_names(name))
    say(f"{email} may now sign in at {settings.BASE_URL}/admin/")
    if not password:
        say(f"Password: {made}")


@transaction.atomic
def keep_demo_accounts() -> None:
    """The accounts of the demo, each with a password of its own, kept in the data folder."""
    lines = []
    for email, (name, told, role, city, languages) in DEMO.items():
        if not User.objects.filter(email=email).exists():
            password = secrets.token_urlsafe(9)
            _make(email, password, name=name, role=role, city=city, languages=languages)
            lines.append(f"{email:<22} {password:<13} {told}")
    if lines:
        _write_secret(settings.DATA_DIR / "demo-accounts.txt", "\n".join(lines) + "\n")


def _make(
    email: str, password: str, *, name: str, role: Role | None, city: str, languages: str
) -> None:
    if role is None:
        User.objects.create_superuser(email, password, **_names(name))
        return
    source, _space, target = languages.partition(" ")
    Membership.objects.create(
        user=User.objects.create_user(email, password, **_names(name)),
        role=role,
        city=City.objects.get(slug=city) if city else None,
        from_language=source,
        to_language=target,
    )


def _names(name: str) -> dict[str, str]:
    """The two columns of a name: what stands after the first space is the last name."""
    first, _space, last = " ".join(name.split()).partition(" ")
    return {"first_name": first, "last_name": last}


def _password(file: Path | None) -> str:
    """What the file or the person at the terminal says; empty where there is neither."""
    if file is not None:
        if written := file.read_text().strip():
            return written
        raise RefusedError(f"{file}: The file is empty.")
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
