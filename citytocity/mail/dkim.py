"""DKIM: a signature by which mail servers know that a letter is ours and was not changed.

RFC 6376, relaxed/relaxed, with RSA (RFC 8301) or Ed25519 (RFC 8463). dkimpy does the arithmetic in
Python, 76 letters in a second; here `cryptography` does it, and dkimpy verifies it in the tests.
"""

import base64
import hashlib
import re
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from citytocity.mail.addresses import AddressError, ascii_domain, sender
from citytocity.mail.arithmetic import Key, signature

KEY_FILE = "dkim-key.pem"  # in the data folder
SHORTEST = 2048  # bits of an RSA key; RFC 8301, 3.2
SIGNED = frozenset(
    b"from to cc reply-to subject date message-id in-reply-to references auto-submitted "
    b"feedback-id mime-version content-type content-transfer-encoding content-language "
    b"list-id list-help list-archive list-post list-owner "
    b"list-subscribe list-unsubscribe list-unsubscribe-post".split()
)
ONCE = (b"from", b"to", b"cc", b"reply-to", b"subject", b"date", b"content-type")
"""Signed once more than they are there, so that nobody adds a second one (RFC 6376, 8.15)."""
FIELD_END = re.compile(rb"\r\n(?![ \t])")
SPACES = re.compile(rb"[ \t\r\n]+")
LONE_END = re.compile(rb"\r\n|\r|\n")


class DkimError(ImproperlyConfigured):
    """Letters are to be signed, but the key or a name for it is not right."""


@dataclass(frozen=True)
class Written:
    """A message that wants nothing but the signature of the digest, which ends the field."""

    field: bytes
    digest: bytes
    message: bytes

    def sealed(self, signature: bytes) -> bytes:
        return b"%s%s\r\n%s" % (self.field, _folded(signature), self.message)


@dataclass(frozen=True)
class Signer:
    """Signs for a domain; `selector` is the name under which it publishes the other key."""

    domain: str
    selector: str
    key: Key

    @property
    def algorithm(self) -> str:
        return "rsa-sha256" if isinstance(self.key, RSAPrivateKey) else "ed25519-sha256"

    def signed(self, message: bytes, *, body_digest: bytes = b"", at: int | None = None) -> bytes:
        """The message with its signature above; lines end with CRLF, as they go out.

        `body_digest` is what `digest_of` says of the body, for who knows it already; the lines of
        such a message have their ends.
        """
        letter = self.written(message, body_digest=body_digest, at=at)
        return letter.sealed(self.signature(letter.digest))

    def signature(self, digest: bytes) -> bytes:
        return signature(self.key, digest)

    def written(
        self, message: bytes, *, body_digest: bytes = b"", at: int | None = None
    ) -> Written:
        """All of it but the arithmetic."""
        whole = message if body_digest else with_line_ends(message)
        head, _empty, body = whole.partition(b"\r\n\r\n")
        fields = [_canonical_field(field) for field in reversed(FIELD_END.split(head))]
        signed = [(name, field) for name, field in fields if name in SIGNED]
        digest = body_digest or digest_of(canonical_body(body))
        unsigned = self._unsigned([name for name, _field in signed], digest, at)
        data = b"\r\n".join([*(field for _name, field in signed), _canonical_field(unsigned)[1]])
        return Written(unsigned, digest_of(data), whole)

    def _unsigned(self, names: list[bytes], digest: bytes, at: int | None) -> bytes:
        """Our field, with all but the signature itself; it signs itself so."""
        return (
            f"DKIM-Signature: v=1; a={self.algorithm}; c=relaxed/relaxed; d={self.domain};\r\n"
            f" s={self.selector}; t={int(time.time()) if at is None else at};\r\n"
            f" h={_listed([*names, *ONCE])};\r\n"
            f" bh={base64.b64encode(digest).decode()};\r\n"
            " b="
        ).encode()

    def dns_record(self) -> tuple[str, str]:
        """Name and text of the record by which others verify what we sign (RFC 6376, 3.6)."""
        public = self.key.public_key()
        if isinstance(self.key, RSAPrivateKey):
            kind, form = "rsa", serialization.PublicFormat.SubjectPublicKeyInfo
            raw = public.public_bytes(serialization.Encoding.DER, form)
        else:
            kind, form = "ed25519", serialization.PublicFormat.Raw
            raw = public.public_bytes(serialization.Encoding.Raw, form)
        name = f"{self.selector}._domainkey.{self.domain}"
        return name, f"v=DKIM1; k={kind}; p={base64.b64encode(raw).decode()}"


def configured_signer() -> Signer | None:
    """The signer that the settings name; None where the mail server signs, or nobody."""
    if not settings.DKIM_SELECTOR:
        return None
    domain = settings.DKIM_DOMAIN or sender().rpartition("@")[2]
    return _signer(domain, settings.DKIM_SELECTOR, settings.DKIM_KEY or _kept_key())


def signed(message: bytes, *, body_digest: bytes = b"") -> bytes:
    """The message with its line ends, signed if the settings say so."""
    signer = configured_signer()
    if signer:
        return signer.signed(message, body_digest=body_digest)
    return message if body_digest else with_line_ends(message)


def digest_of(canonical: bytes) -> bytes:
    """What is signed of a body, or of the fields."""
    return hashlib.sha256(canonical).digest()


def new_key() -> str:
    """A private key as PEM. RSA: not every mail server verifies Ed25519 yet."""
    return (
        generate_private_key(65_537, SHORTEST)
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def with_line_ends(message: bytes) -> bytes:
    """The message with CRLF at the end of each line, as SMTP wants it."""
    ends = message.count(b"\r\n")
    if message.count(b"\n") == ends == message.count(b"\r"):
        return message
    return LONE_END.sub(b"\r\n", message)


def canonical_body(body: bytes) -> bytes:
    """The body as it is signed: runs of spaces as one, none at the end of a line, no empty lines
    at the end (RFC 6376, 3.4.4)."""
    body = body.replace(b"\t", b" ")
    while b"  " in body:  # twenty times as quick as a regular expression, on a letter of 60 KB
        body = body.replace(b"  ", b" ")
    body = body.replace(b" \r\n", b"\r\n").rstrip(b" ").rstrip(b"\r\n")
    return body + b"\r\n" if body else b""


@lru_cache(maxsize=64)  # most are the same in each letter of many
def _canonical_field(field: bytes) -> tuple[bytes, bytes]:
    """Name and field as they are signed (RFC 6376, 3.4.2)."""
    name, _colon, value = field.partition(b":")
    name = name.strip().lower()
    return name, b"%s:%s" % (name, SPACES.sub(b" ", value).strip(b" "))


def _listed(names: list[bytes]) -> str:
    rows = (b":".join(names[at : at + 3]) for at in range(0, len(names), 3))
    return b":\r\n  ".join(rows).decode()


def _folded(signature: bytes) -> bytes:
    written = base64.b64encode(signature)
    return b"\r\n  ".join(written[at : at + 72] for at in range(0, len(written), 72))


def _kept_key() -> str:
    try:
        return Path(settings.DATA_DIR, KEY_FILE).read_text()
    except FileNotFoundError as error:
        raise DkimError(
            "CITYTOCITY_DKIM_SELECTOR is given, but there is no key to sign letters with. "
            "Run `citytocity dkim`, which makes one and tells the record for the name server."
        ) from error


@lru_cache
def _signer(domain: str, selector: str, pem: str) -> Signer:
    try:
        return Signer(ascii_domain(domain), ascii_domain(selector), _key(pem))
    except AddressError as error:
        raise DkimError(
            "CITYTOCITY_DKIM_SELECTOR and CITYTOCITY_DKIM_DOMAIN have to be names such as "
            "“letters” and “cities.example.org”."
        ) from error


def _key(pem: str) -> Key:
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise DkimError(
            "The key to sign letters with is no private key in PEM, or it wants a password."
        ) from error
    if isinstance(key, Ed25519PrivateKey):
        return key
    if isinstance(key, RSAPrivateKey) and key.key_size >= SHORTEST:
        return key
    raise DkimError(f"The key to sign letters with has to be RSA of {SHORTEST} bits, or Ed25519.")
