"""E-mail addresses as they are kept and compared, and as people read them."""

import idna
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from citytocity.mail import addresses
from citytocity.mail.addresses import AddressError

is_address = EmailValidator()


def normalised(typed: str) -> str:
    """The address in small letters, an international domain in its ASCII form (`xn--…`).

    The part before the @ is small as well: no mail server of today tells `Anna` from `anna`, and
    one person should get one letter. ValidationError for what is no address.
    """
    try:
        address = addresses.normalised(typed)
        is_address(address)
    except (AddressError, ValidationError) as error:
        raise ValidationError(_no_address(typed)) from error
    return address


def as_kept(typed: str) -> str:
    """A part of an address as it stands in those that are kept, to search for it."""
    local, at, domain = typed.strip().lower().rpartition("@")
    try:
        return f"{local}{at}{addresses.ascii_domain(domain)}"
    except AddressError:
        return f"{local}{at}{domain}"


def readable(address: str) -> str:
    """The address as people write it: `anna@почта.example`."""
    local, _at, domain = address.rpartition("@")
    try:
        return f"{local}@{idna.decode(domain)}"
    except idna.IDNAError:
        return address


def _no_address(typed: str) -> str:
    words = _("“%(typed)s” is no e-mail address. It should look like name@example.org.")
    return words % {"typed": typed[:80]}
