"""Texts that a spreadsheet would run: kept from it wherever we give out CSV."""

from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def never_a_formula(cell: Any) -> Any:
    """Spreadsheets run a text as a formula if it begins so (OWASP, CSV injection); an apostrophe
    keeps it a text. In workbooks `cells.text_cell` does that."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
