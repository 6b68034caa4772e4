"""The key of this installation, and those of others: Ed25519 (RFC 8032), written as in RFC 8037."""

import base64
import binascii
import hashlib
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

BYTES = 32


class KeyNotUnderstoodError(ValueError):
    """What is written is no public key."""


def public_key() -> str:
    """Ours, in base64url without padding."""
    return encoded(_private_key(settings.EXCHANGE_SECRET).public_key().public_bytes_raw())


def sign(content: bytes) -> str:
    return encoded(_private_key(settings.EXCHANGE_SECRET).sign(content))


def is_signed(content: bytes, signature: str, *, by: str) -> bool:
    """Whether the owner of the public key has signed exactly these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(_bytes_of(by)).verify(decoded(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_id(public: str) -> str:
    """The first half of the key's SHA-256, as 32 hexadecimal digits; KeyNotUnderstoodError."""
    return hashlib.sha256(_bytes_of(public)).hexdigest()[:32]


def read_aloud(public: str) -> str:
    """The key's id in groups of four: `9f86 d081 ...`."""
    digits = key_id(public)
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def as_json_web_key(public: str) -> dict[str, str]:
    """As RFC 8037 writes it."""
    return {"kty": "OKP", "crv": "Ed25519", "kid": key_id(public), "x": public}


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """ValueError if it is no base64url."""
    padded = text.encode("ascii") + b"=" * (-len(text) % 4)
    return base64.b64decode(padded, altchars=b"-_", validate=True)


@cache
def _private_key(secret: str) -> Ed25519PrivateKey:
    """Drawn from the secret that the data folder keeps (RFC 5869)."""
    drawn = HKDF(SHA256(), BYTES, salt=None, info=b"citytocity exchange Ed25519")
    return Ed25519PrivateKey.from_private_bytes(drawn.derive(secret.encode()))


def _bytes_of(public: str) -> bytes:
    try:
        content = decoded(public)
    except (binascii.Error, ValueError) as error:
        raise KeyNotUnderstoodError from error
    if len(content) != BYTES or encoded(content) != public:
        raise KeyNotUnderstoodError
    return content
