"""How far the worker is with a spreadsheet: told beside the database, where the work at hand is
one transaction that nobody sees into."""

from django.core.cache import cache

from citytocity.spreadsheets.models import Spreadsheet

STEP = 100
AN_HOUR = 3_600


def tell(sheet: Spreadsheet, done: int, of: int) -> None:
    if done % STEP == 0 or done == of:
        cache.set(f"spreadsheet-{sheet.pk}", (done, of), AN_HOUR)


def told(sheet: Spreadsheet) -> tuple[int, int]:
    """How many of how many rows; zeros while nothing is known."""
    return cache.get(f"spreadsheet-{sheet.pk}") or (0, 0)


def forget(sheet: Spreadsheet) -> None:
    cache.delete(f"spreadsheet-{sheet.pk}")
