"""What the pages of a spreadsheet ask."""

from collections import Counter
from typing import Any

from django.db.models import Count

from citytocity.spreadsheets.enums import Outcome
from citytocity.spreadsheets.models import Spreadsheet

DOUBTS_AT_ONCE = 20


def outcomes(sheet: Spreadsheet) -> dict[str, int]:
    """How many rows become what; none of those that there are none of."""
    rows = sheet.lines.order_by().values("outcome").annotate(n=Count("pk"))
    counts = {row["outcome"]: row["n"] for row in rows}
    return {outcome: counts[outcome] for outcome in Outcome.values if outcome in counts}


def open_doubts(sheet: Spreadsheet) -> tuple[list[dict[str, Any]], int]:
    """Those that concern most rows, each once with the number of its rows; and how many there
    are in all."""
    count: Counter[str] = Counter()
    first: dict[str, dict[str, Any]] = {}
    doubtful = sheet.lines.filter(outcome=Outcome.DOUBT)
    for number, doubts in doubtful.values_list("number", "doubts").iterator(chunk_size=500):
        for doubt in doubts:
            count[doubt["key"]] += 1
            first.setdefault(doubt["key"], doubt | {"row": number})
    most = [first[key] | {"count": n} for key, n in count.most_common(DOUBTS_AT_ONCE)]
    return most, len(count)
