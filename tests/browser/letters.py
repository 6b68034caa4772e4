"""What the site's worker has written to people, as a mail server took it."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.mail.servers import Server, running

PATIENCE = 30  # seconds until the worker has written a letter


class PostOffice(Server):
    """Takes every letter and lays it into a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        place = self.folder / f"{len(self.taken):06}.eml"
        place.write_bytes(envelope.content.replace(b"\r\n", b"\n"))
        return answer


@contextmanager
def post_office(site_folder: Path) -> Iterator[int]:
    """The port of a mail server whose letters lie in the site's folder, where they would be
    without one."""
    folder = site_folder / "mail"
    folder.mkdir(exist_ok=True)
    with running(PostOffice(folder)) as port:
        yield port


def letters_to(folder: Path, address: str) -> list[EmailMessage]:
    """All that came to the address, the oldest first."""
    found = [
        message_from_bytes(letter.read_bytes(), policy=policy.default)
        for letter in sorted(folder.glob("mail/*"))
    ]
    return [letter for letter in found if letter["To"] == address]  # type: ignore[misc]


def link_in_letter(folder: Path, address: str, pattern: str) -> str:
    """What the pattern finds in a letter to the address; AssertionError if none comes."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        for letter in folder.glob("mail/*"):
            text = letter.read_text().replace("=\n", "").replace("=3A", ":")
            if f"To: {address}" in text and (found := re.search(pattern, text)):
                return found[0]
        time.sleep(0.2)
    raise AssertionError(f"No letter came to {address}")
