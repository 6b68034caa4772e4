"""What keeps machines away without watching people: a stamp of time, a trap, a small calculation.

The calculation is ALTCHA's; its own script cannot run under our content security policy (it makes
its worker and its style sheet from text), so `proof.js` does the same in a worker of our own.
"""

import datetime
import secrets
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django_altcha import AltchaField

from citytocity.mail.links import LinkError, signed, unsigned

STAMP = "contribution-form"
STAMP_DAYS = 2
QUICKEST = datetime.timedelta(seconds=3)


@dataclass(frozen=True)
class Stamp:
    """When a form was opened, and the key of what comes of it: sent twice, it is the same."""

    key: str
    opened: datetime.datetime

    @property
    def is_quick(self) -> bool:
        """Whether no person could have filled the form since."""
        return timezone.now() - self.opened < QUICKEST

    @property
    def token(self) -> str:
        return signed([self.key, self.opened.timestamp()], purpose=STAMP)


def new_stamp(*, key: str = "") -> Stamp:
    return Stamp(key or secrets.token_urlsafe(18), timezone.now())


def stamp_of(token: str) -> Stamp | None:
    """The stamp in a form's field; None for one that we did not make, or that is too old."""
    try:
        key, opened = unsigned(token, purpose=STAMP, days=STAMP_DAYS)
    except LinkError:
        return None
    return Stamp(key, datetime.datetime.fromtimestamp(opened, tz=datetime.UTC))


def is_proved(payload: str) -> bool:
    """Whether a browser has done the calculation; each one counts once."""
    try:
        AltchaField().clean(payload)
    except ValidationError:
        return False
    return True
