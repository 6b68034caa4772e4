"""The arithmetic of a signature; as a program, it signs digests from its input until that ends.

OpenSSL's RSA as `cryptography` calls it lets no other thread of Python work meanwhile, so that it
takes a process to use a second processor. This one imports nothing else of the house.
"""

import signal
import sys
from functools import cache
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

Key = RSAPrivateKey | Ed25519PrivateKey
DIGEST_LENGTH = 32


def signature(key: Key, digest: bytes) -> bytes:
    """Of a SHA-256: by RSA as in RFC 8017, 8.2, by Ed25519 as in RFC 8463, 3."""
    return key.sign(digest, *_ways()) if isinstance(key, RSAPrivateKey) else key.sign(digest)


def sign_all(given: BinaryIO, out: BinaryIO) -> None:
    """First the length of the key in a line, and the key; then digests, one after the other."""
    key = load_der_private_key(given.read(int(given.readline())), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("Only RSA is slow enough for a process of its own.")
    while len(digest := given.read(DIGEST_LENGTH)) == DIGEST_LENGTH:
        out.write(signature(key, digest))
        out.flush()


@cache
def _ways() -> tuple[PKCS1v15, Prehashed]:
    return PKCS1v15(), Prehashed(SHA256())


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever began it ends it by closing its input
    sign_all(sys.stdin.buffer, sys.stdout.buffer)
