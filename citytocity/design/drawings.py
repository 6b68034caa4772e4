"""Signs, covers and rings, drawn for any city."""

import hashlib
from dataclasses import dataclass

INKS = {
    "ember": "#ff5c3b", "cobalt": "#3a5cf2", "plum": "#b651c4", "lagoon": "#1ba9d8",
    "jade": "#12a87d", "amber": "#f8b01c", "moss": "#8fb52c", "rose": "#f4527f",
    "violet": "#8a6cf0", "teal": "#14a7a8", "rust": "#d97a3e", "slate": "#7f95b6",
}  # fmt: skip
SIGNS = (
    "river", "arch", "stack", "truss", "wave", "column", "leaf",
    "bridge", "hill", "star", "sail", "wheat",
)  # fmt: skip


@dataclass(frozen=True)
class CityLook:
    """How a city is drawn: its ink, its sign, and a key from which its pattern is made."""

    ink: str
    sign: str
    key: str


def ink_for(key: str) -> str:
    """An ink for a city that was given none; always the same for the same key."""
    return list(INKS)[_number(key) % len(INKS)]


def sign_for(key: str) -> str:
    """A sign for a city that was given none; always the same for the same key."""
    return SIGNS[_number(key + " sign") % len(SIGNS)]


def _number(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4])
