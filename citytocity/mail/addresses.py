"""Addresses of letters: how mail has them, and how we know them again without keeping them."""

import base64
import hmac
import re
from email.header import Header
from email.utils import formataddr, parseaddr
from functools import lru_cache

import idna
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

LONGEST, LONGEST_LOCAL = 254, 64  # RFC 5321, 4.5.3.1, and its erratum 1690
KEY_LENGTH = 24
LINE_END = "\r\n"
UNSAFE = re.compile(r"[\x00-\x20\x7f<>(),;:\"\\\[\]]")  # what would have to be quoted
ADDRESS_IN_WORDS = re.compile(r"[^\s<>@\"'(),;:]+@[^\s<>@\"'(),;:]+")


class AddressError(ValueError):
    """No address that a letter can be sent to; the message says why, without the address."""


class SenderError(ImproperlyConfigured):
    """CITYTOCITY_EMAIL_FROM is no sender."""


def normalised(address: str) -> str:
    """The address as one and the same person's: small letters, its domain in ASCII.

    AddressError if it is none. Mail servers may tell capitals apart before the @; none does that
    people use, and who writes Anna@ and anna@ is one.
    """
    local, at, domain = address.strip().rpartition("@")
    if not at or not local or UNSAFE.search(local) or local[0] == "." or local[-1] == ".":
        raise AddressError("It is not written as name@domain.")
    if ".." in local or "@" in local or len(local.encode()) > LONGEST_LOCAL:
        raise AddressError("What stands before the @ is no name of a mailbox.")
    whole = f"{local.lower()}@{ascii_domain(domain)}"
    if len(whole.encode()) > LONGEST:
        raise AddressError("It is longer than an address can be.")
    return whole


def deliverable(address: str) -> str:
    """The address as it goes to the mail server: as it was written, its domain in ASCII."""
    normalised(address)
    local, _at, domain = address.strip().rpartition("@")
    return f"{local}@{ascii_domain(domain)}"


@lru_cache(maxsize=10_000)
def ascii_domain(domain: str) -> str:
    """The domain as name servers know it (RFC 5891: пермь.рф is xn--e1aohf5d.xn--p1ai)."""
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError as error:
        raise AddressError("What stands behind the @ is no domain.") from error


def key_of(address: str) -> str:
    """A word that is the same for the same address and tells nobody which it is."""
    return _key(normalised(address))


def named(name: str, address: str) -> str:
    """Name and address as they stand in a header, whatever the name has: nothing in it ends the
    line or begins another address (RFC 5322, 3.4; RFC 2047 for letters that are not ASCII).

    A mailbox that is not in ASCII itself stays as it is (RFC 6532).
    """
    mailbox = deliverable(address)
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    if shown.isascii():
        return formataddr((shown, "")).replace("<>", f"<{mailbox}>") if shown else mailbox
    return f"{Header(shown, 'utf-8').encode(linesep=LINE_END)} <{mailbox}>"


def without_addresses(words: str) -> str:
    """What a server said, without whom it said it of: to be kept and to be logged."""
    return ADDRESS_IN_WORDS.sub("…@…", words)


def sender() -> str:
    """The address alone of CITYTOCITY_EMAIL_FROM. SenderError if it has none."""
    return _address_in(settings.DEFAULT_FROM_EMAIL)


@lru_cache  # each letter asks
def _address_in(written: str) -> str:
    try:
        return deliverable(parseaddr(written)[1])
    except AddressError as error:
        raise SenderError(
            f"CITYTOCITY_EMAIL_FROM is {written!r}: write a name and an "
            "address, as in Twinned Cities <news@cities.example.org>; a name with a comma or a "
            "full stop stands in quotation marks."
        ) from error


def secret(purpose: str) -> bytes:
    """The key for a purpose, drawn from the secret that knows addresses again."""
    return _secret(settings.MAIL_SECRET, purpose)


@lru_cache
def _secret(whole: str, purpose: str) -> bytes:
    return hmac.digest(whole.encode(), f"citytocity.mail.{purpose}".encode(), "sha256")


def _key(address: str) -> str:
    digest = hmac.digest(secret("addresses"), address.encode(), "sha256")
    return base64.b32encode(digest[:15]).decode().lower()
