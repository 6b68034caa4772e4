"""What the site's worker has written to people."""

import re
import time
from pathlib import Path

PATIENCE = 30  # seconds until the worker has written a letter


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
