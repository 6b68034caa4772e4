"""Numbers of people as lists have them: «ок. 30», `about 30`, `30+`, `>30`, `1 200`."""

import re
from dataclasses import dataclass

from citytocity.ledger.enums import Certainty
from citytocity.ledger.models.numbers import MOST_PEOPLE

ABOUT = re.compile(
    r"^(?:about|around|approx\.?|approximately|circa|ca?\.?|~|≈|±|ок\.?|около|примерно|прибл\.?|"
    r"etwa|ungefähr|rund|environ|vers|intorno a|约|大约|до)(?![^\W\d_])\s*"
)
AT_LEAST = re.compile(
    r"^(?:>=?|≥|over|more than|at least|mehr als|über|mindestens|plus de|au moins|più di|oltre|"
    r"almeno|более|больше|свыше|не менее)(?![^\W\d_])\s*"
)
MORE = re.compile(r"\s*\+$")
AROUND = re.compile(
    r"\s*(?:people|persons?|participants?|чел(?:овек|\.)?|участник(?:ов|а)?|personen|teilnehmer|"
    r"persone|personnes|人)\.?$"
)
NUMBER = re.compile(r"[1-9]\d{0,2}(?:[\s.,'’]\d{3})+|\d+(?:[.,]0{1,2})?")
NO_PART = re.compile(r"[.,]0{1,2}$")


@dataclass(frozen=True)
class Heads:
    number: int
    certainty: Certainty


def heads(text: str) -> Heads | None:
    """How many people are meant, and how sure that is; None if it is no number of people."""
    said = AROUND.sub("", text.strip().casefold().replace("\u00a0", " "))
    certainty = Certainty.COUNTED
    for pattern, means in ((AT_LEAST, Certainty.AT_LEAST), (ABOUT, Certainty.ABOUT)):
        if match := pattern.match(said):
            said, certainty = said[match.end() :], means
    if match := MORE.search(said):
        said, certainty = said[: match.start()], Certainty.AT_LEAST
    if not NUMBER.fullmatch(said):
        return None
    number = int(re.sub(r"\D", "", NO_PART.sub("", said)))
    return Heads(number, certainty) if number <= MOST_PEOPLE else None
