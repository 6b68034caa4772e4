"""The ratings that can be filled in: those that come with the site, and those of the office.

An office puts its own as `ratings/*.yaml` into the data folder; no code is needed for it.
"""

from pathlib import Path

from citytocity.figures.catalogue import indicators
from citytocity.figures.enums import Unit
from citytocity.ledger.shelves import Found, Shelf
from citytocity.ratings.definitions import Definition
from citytocity.ratings.reading import read

SHIPPED = Path(__file__).with_name("definitions")


def shelf() -> Found[Definition]:
    return SHELF.found()


def _read(text: str) -> Definition:
    """With figures that are counted, that all readers may see, as an entry that is opened shows
    its answers to everybody, and that are no money: each city's is in a currency of its own."""
    known = {
        code
        for code, one in indicators().items()
        if one.is_public and one.measure and one.measure.unit != Unit.MONEY
    }
    return read(text, figures=known)


SHELF = Shelf(SHIPPED, "ratings", _read)
