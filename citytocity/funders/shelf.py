"""The sheets that can be filled in: those that come with the site, and those of the office.

An office puts its own as `funders/*.yaml` into the data folder; no code is needed for it.
"""

from pathlib import Path

from citytocity.funders.definitions import Definition
from citytocity.funders.reading import read
from citytocity.ledger.shelves import Found, Shelf

SHIPPED = Path(__file__).with_name("definitions")
SHELF = Shelf(SHIPPED, "funders", read)


def known() -> Found[Definition]:
    return SHELF.found()
