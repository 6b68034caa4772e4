"""Signs the next letters while the mail server answers for the one before.

On a machine with one processor, or with a key of Ed25519, it is quicker to sign each in its turn.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import IO

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from citytocity.mail.arithmetic import Key
from citytocity.mail.dkim import Signer
from citytocity.mail.line import Parcel

WORTH_IT = 8  # letters at once
COMMAND = (sys.executable, "-m", "citytocity.mail.arithmetic")
GRACE = 5.0  # seconds to end in
logger = logging.getLogger(__name__)


class Helper:
    """A process that signs digests with a key of RSA, in the order in which it was asked to.

    Where it is gone, asking and hearing raise OSError.
    """

    def __init__(self, key: RSAPrivateKey) -> None:
        self.process = subprocess.Popen(  # noqa: S603 our own command
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.length = key.key_size // 8
        self.unheard = 0
        written = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self._tell(b"%d\n%s" % (len(written), written))

    def ask(self, digests: Sequence[bytes]) -> None:
        self._tell(b"".join(digests))
        self.unheard += len(digests)

    def hear(self) -> bytes:
        """The signature of what was asked first."""
        heard = self._pipe(self.process.stdout).read(self.length)
        if len(heard) < self.length:
            raise BrokenPipeError
        self.unheard -= 1
        return heard

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                self._pipe(pipe).close()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _tell(self, what: bytes) -> None:
        pipe = self._pipe(self.process.stdin)
        pipe.write(what)
        pipe.flush()

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None  # noqa: S101 both are asked for above
        return pipe


class Ahead:
    """Signs letters before their turn; by a helper where that is worth it."""

    def __init__(self, signer: Signer | None) -> None:
        self.signer = signer
        self.helper: Helper | None = None
        self.is_alone = processors() == 1

    def signed(self, parcels: Sequence[Parcel]) -> Iterator[Parcel]:
        """The parcels in their order, signed if there is a signer. The arithmetic of all is begun
        when the first is asked for."""
        if self.signer is None:
            yield from parcels
            return
        self._prepare(self.signer.key, len(parcels))
        written = [
            self.signer.written(parcel.content, body_digest=parcel.body_digest)
            for parcel in parcels
        ]
        self._ask([letter.digest for letter in written])
        for parcel, letter in zip(parcels, written, strict=True):
            sealed = letter.sealed(self._heard() or self.signer.signature(letter.digest))
            yield replace(parcel, content=sealed, is_signed=True)

    def close(self) -> None:
        helper, self.helper = self.helper, None
        if helper:
            helper.close()

    def _prepare(self, key: Key, number: int) -> None:
        """A helper that owes us nothing of a batch before, if there is to be one."""
        while self.helper and self.helper.unheard:
            self._heard()
        if self.helper or self.is_alone or number < WORTH_IT:
            return
        if isinstance(key, RSAPrivateKey):
            with self._doing_without():
                self.helper = Helper(key)

    def _ask(self, digests: Sequence[bytes]) -> None:
        with self._doing_without():
            if self.helper:
                self.helper.ask(digests)

    def _heard(self) -> bytes:
        """The next signature; nothing where we have to make it ourselves."""
        with self._doing_without():
            if self.helper and self.helper.unheard:
                return self.helper.hear()
        return b""

    @contextmanager
    def _doing_without(self) -> Iterator[None]:
        """Who lost the helper goes on alone."""
        try:
            yield
        except OSError as error:
            logger.warning("Letters are signed without a helper: %s", type(error).__name__)
            self.is_alone = True
            self.close()


def processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
