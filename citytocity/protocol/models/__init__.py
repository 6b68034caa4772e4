"""The records of the protocol, a module for each noun."""

from citytocity.protocol.models.gift import Gift, GiftCitation
from citytocity.protocol.models.honour import Honour, HonourCitation
from citytocity.protocol.models.letter import Letter, LetterCitation
from citytocity.protocol.models.promise import Promise, PromiseCitation

__all__ = [
    "Gift",
    "GiftCitation",
    "Honour",
    "HonourCitation",
    "Letter",
    "LetterCitation",
    "Promise",
    "PromiseCitation",
]
