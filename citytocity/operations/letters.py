"""What has to be done once, or by the mail server, so that letters arrive and come back."""

import os
import sys
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from citytocity.mail.actions import lift
from citytocity.mail.addresses import AddressError
from citytocity.mail.coming_back import Taken, take_in, take_in_all
from citytocity.mail.dkim import KEY_FILE, configured_signer, new_key
from citytocity.operations.refusals import RefusedError
from citytocity.operations.telling import say

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: mail servers keep the mail and try later
SAID = {
    Taken.NOTED: "{} noted.",
    Taken.NOTHING: "{} from which nothing follows.",
    Taken.NOT_OURS: "{} about no letter of ours.",
}


def take_in_bounces(*, maildir: Path | None) -> int:
    """Takes in one mail from the standard input, or all that are new in a Maildir."""
    try:
        if maildir:
            counted = take_in_all(_is_maildir(maildir))
            say(" ".join(SAID[taken].format(number) for taken, number in counted.items()))
        else:
            take_in(sys.stdin.buffer.read())
    except DatabaseError:
        sys.stderr.write("citytocity: The database does not answer. Try again later.\n")
        return TRY_AGAIN
    return 0


def prepare_dkim() -> None:
    """Makes the key to sign letters with, if there is none, and says what the name server needs."""
    if not settings.DKIM_SELECTOR:
        raise RefusedError(
            "Choose a name for the key first, such as CITYTOCITY_DKIM_SELECTOR=letters, "
            "and keep it among the settings."
        )
    if not settings.DKIM_KEY and not (settings.DATA_DIR / KEY_FILE).exists():
        _keep(settings.DATA_DIR / KEY_FILE, new_key())
        say(f"Made a key and kept it in {settings.DATA_DIR / KEY_FILE}.")
    signer = configured_signer()
    if signer:
        name, record = signer.dns_record()
        say(f"Letters of {signer.domain} are signed. Publish this TXT record at its name server:")
        say(f"{name}. IN TXT ( {' '.join(_strings(record))} )")


def write_again(*, email: str) -> None:
    """Lifts that an address is written to no more; for who asks the office by another way."""
    try:
        was_suppressed = lift(email)
    except AddressError as error:
        raise RefusedError(f"{email} is no address: {error}") from error
    say("Letters go there again." if was_suppressed else "Nothing was in the way of letters there.")


def _is_maildir(folder: Path) -> Path:
    if not (folder / "new").is_dir() or not (folder / "cur").is_dir():
        raise RefusedError(f"{folder} is no Maildir: it has no folders “new” and “cur”.")
    return folder


def _keep(path: Path, secret: str) -> None:
    """Never to be read by others, not for a moment; a file that is there already stays."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret)


def _strings(record: str) -> list[str]:
    """A record in strings of 255 signs at most (RFC 1035, 3.3)."""
    return [f'"{record[at : at + 250]}"' for at in range(0, len(record), 250)]
