"""E-mail addresses as they are kept and compared, and the hash that stays when one is erased."""

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

LONGEST = 254  # characters (RFC 5321, 4.5.3.1.3)
is_address = EmailValidator()


def normalised(typed: str) -> str:
    """The address in small letters, an international domain in its ASCII form (`xn--…`).

    The part before the @ is small as well: no mail server of today tells `Anna` from `anna`, and
    one person should get one letter. ValidationError for what is no address.
    """
    local, at, domain = "".join(typed.split()).rpartition("@")
    if not at or not local.isascii():
        raise ValidationError(_no_address(typed))
    try:
        address = f"{local}@{domain.encode('idna').decode()}".lower()
        is_address(address)
    except (UnicodeError, ValidationError) as error:
        raise ValidationError(_no_address(typed)) from error
    if len(address) > LONGEST:
        raise ValidationError(_no_address(typed))
    return address


def readable(address: str) -> str:
    """The address as people write it: `anna@почта.example`."""
    local, _at, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('ascii').decode('idna')}"
    except UnicodeError:
        return address


def hashed(address: str) -> str:
    """What is left of an erased address: the same for the same one, and no way back without the
    site's key."""
    return salted_hmac("citytocity.newsletter.addresses", address, algorithm="sha256").hexdigest()


def _no_address(typed: str) -> str:
    words = _("“%(typed)s” is no e-mail address. It should look like name@example.org.")
    return words % {"typed": typed[:80]}
