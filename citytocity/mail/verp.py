"""Addresses to which letters come back: each says which letter it was, and that we wrote it.

`bounces+…@cities.example.org`: behind the plus stand the letter's reference, the minute, the key of
whom it went to, and a code that only we can make. So a notice of anybody else counts for nothing,
and no address is kept to make sense of it. (Variable envelope return path, by D. J. Bernstein.)
"""

import base64
import hmac
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from citytocity.mail.addresses import KEY_LENGTH, LONGEST_LOCAL, key_of, normalised, secret, sender

REFERENCE = re.compile(r"^[a-z0-9]{0,12}$")
SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
MINUTE_LENGTH, CODE_LENGTH = 5, 12  # 36⁵ minutes last until 2084; 12 signs are 60 bits
LONGEST_NAME = LONGEST_LOCAL - 1 - 12 - MINUTE_LENGTH - KEY_LENGTH - CODE_LENGTH
WRITTEN = (
    rf"([a-z0-9]{{0,12}})([a-z0-9]{{{MINUTE_LENGTH}}})"
    rf"([a-z2-7]{{{KEY_LENGTH}}})([a-z2-7]{{{CODE_LENGTH}}})"
)
BEGIN = 946_684_800  # the year 2000


class BouncesError(ImproperlyConfigured):
    """CITYTOCITY_EMAIL_BOUNCES is no address that a letter's own can be made of."""


@dataclass(frozen=True)
class Origin:
    """The letter that came back: its reference, the key of whom it went to, and when it went."""

    reference: str
    key: str
    at: datetime


def bounce_address(recipient: str, *, reference: str = "", at: float | None = None) -> str:
    """The envelope's sender for a letter to the recipient; our usual address where none is set."""
    if not settings.EMAIL_BOUNCES:
        return sender()
    if not REFERENCE.match(reference):
        raise ValueError("A reference is of at most 12 small letters and digits.")
    name, domain = _place(settings.EMAIL_BOUNCES)
    told = f"{reference}{_minute(time.time() if at is None else at)}{key_of(recipient)}"
    return f"{name}+{told}{_code(told)}@{domain}"


def origin(text: str) -> Origin | None:
    """What the first address in the text says that we made; None if there is none."""
    if not settings.EMAIL_BOUNCES:
        return None
    name, domain = _place(settings.EMAIL_BOUNCES)
    ours = re.compile(rf"(?<![\w.+-]){re.escape(name)}\+{WRITTEN}@{re.escape(domain)}(?![\w.-])")
    for reference, minute, key, code in ours.findall(text.lower()):
        if hmac.compare_digest(code, _code(f"{reference}{minute}{key}")):
            return Origin(reference, key, _moment(minute))
    return None


def check_bounces() -> None:
    """BouncesError if the setting will not do."""
    if settings.EMAIL_BOUNCES:
        _place(settings.EMAIL_BOUNCES)


@lru_cache  # each letter asks
def _place(written: str) -> tuple[str, str]:
    try:
        name, _at, domain = normalised(written).partition("@")
    except ValueError as error:
        raise BouncesError(
            f"CITYTOCITY_EMAIL_BOUNCES is {written!r}: write an address such as "
            "bounces@cities.example.org."
        ) from error
    if len(name) > LONGEST_NAME or not name.isascii():
        raise BouncesError(
            f"CITYTOCITY_EMAIL_BOUNCES has {name!r} before the @: choose a name of at most "
            f"{LONGEST_NAME} letters, so that what each letter adds to it has room."
        )
    return name, domain


def _code(told: str) -> str:
    digest = hmac.digest(secret("bounces"), told.encode(), "sha256")
    return base64.b32encode(digest).decode().lower()[:CODE_LENGTH]


def _minute(at: float) -> str:
    left, written = int(at - BEGIN) // 60, ""
    for _sign in range(MINUTE_LENGTH):
        left, sign = divmod(left, len(SIGNS))
        written = SIGNS[sign] + written
    return written


def _moment(minute: str) -> datetime:
    return datetime.fromtimestamp(int(minute, 36) * 60 + BEGIN, UTC)
