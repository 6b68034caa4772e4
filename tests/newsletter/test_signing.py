"""A signature holds for the letter as it was sent, and for no other (RFC 6376, RFC 8463)."""

import re
from base64 import b64decode
from hashlib import sha256
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from django.utils import timezone

from citytocity.newsletter.signing import KeyUnusableError, signer

LETTER = (
    b"From: City <letters@perm.example>\r\nTo: a@example.org\r\nSubject: A  long\r\n\t line \r\n"
    b"Date: Fri, 30 Nov 2018 10:00:00 +0000\r\nMessage-ID: <1@perm.example>\r\n"
    b"List-Unsubscribe: <https://perm.example/x>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\n"
    b"Words  with blanks \r\n.dot\r\n\r\n\r\n"
)
KEYS: dict[str, Any] = {
    "rsa-sha256": rsa.generate_private_key(65537, 2048),
    "ed25519-sha256": ed25519.Ed25519PrivateKey.generate(),
}


def _pem(key: Any) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def _holds(letter: bytes, key: Any) -> bool:
    """Verified from the letter alone, as another server would."""
    found = re.match(rb"DKIM-Signature:[^\r]*\r\n(?:[ \t][^\r]*\r\n)*", letter)
    field = found[0] if found else b""
    head, _empty, body = letter.removeprefix(field).partition(b"\r\n\r\n")
    value = field.partition(b":")[2].decode().removesuffix("\r\n")
    tags = dict(tag.strip().split("=", 1) for tag in value.split(";"))
    fields = {}
    for line in re.sub(rb"\r\n[ \t]", b" ", head).split(b"\r\n"):
        name, told = line.split(b":", 1)
        fields[name.decode().lower()] = b" ".join(told.split())
    without = re.sub(r"b=[^;]*$", "b=", value)
    told = "".join(f"{n}:{fields[n].decode()}\r\n" for n in tags["h"].split(":"))
    told += "dkim-signature:" + re.sub(r"[ \t]+", " ", without.replace("\r\n", "")).strip()
    hashed = sha256(re.sub(rb"(\r\n)*$", b"", body) + b"\r\n").digest()
    if b64decode(tags["bh"]) != hashed:
        return False
    signature = b64decode("".join(tags["b"].split()))
    try:
        if tags["a"] == "rsa-sha256":
            key.public_key().verify(signature, told.encode(), padding.PKCS1v15(), hashes.SHA256())
        else:
            key.public_key().verify(signature, sha256(told.encode()).digest())
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_signed_letter_holds_and_a_changed_one_does_not(algorithm: str, settings: Any) -> None:
    settings.DKIM_KEY, settings.DKIM_SELECTOR = _pem(KEYS[algorithm]), "letters"

    signed = signer("perm.example").signed(LETTER, now=timezone.now())  # type: ignore[union-attr]

    assert signed.endswith(LETTER)
    assert f"a={algorithm}; c=relaxed/simple; d=perm.example; s=letters;".encode() in signed
    assert max(map(len, signed.split(b"\r\n"))) < 120
    assert _holds(signed, KEYS[algorithm])
    assert not _holds(signed.replace(b"Words", b"Other"), KEYS[algorithm])
    assert not _holds(signed.replace(b"perm.example/x", b"evil.example/x"), KEYS[algorithm])


@pytest.mark.parametrize(
    ("key", "selector", "said"),
    [
        ("no key", "letters", "no private key"),
        (_pem(KEYS["rsa-sha256"]), "", "SELECTOR is missing"),
    ],
)
def test_a_key_that_cannot_sign_says_so(settings: Any, key: str, selector: str, said: str) -> None:
    settings.DKIM_KEY, settings.DKIM_SELECTOR = key, selector

    with pytest.raises(KeyUnusableError, match=said):
        signer("perm.example")


def test_without_a_key_nobody_signs_here() -> None:
    assert signer("perm.example") is None
