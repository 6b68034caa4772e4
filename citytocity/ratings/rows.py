"""The lines of a questionnaire as pages show them, group by group."""

from typing import Any

from django.utils.translation import gettext as _

from citytocity.ratings.enums import Way
from citytocity.ratings.presentation import (
    answer_in_words,
    norm_in_words,
    points_in_words,
    records_url,
    register_in_words,
    share_in_words,
    source_in_words,
)
from citytocity.ratings.sheets import Line, Sheet


def groups_of(sheet: Sheet, *, form: Any = None) -> list[dict[str, Any]]:
    """Each group with its lines; with the form, the fields to answer in."""
    lines = list(sheet.lines)
    return [
        {
            "group": group,
            "share": share_in_words(group.weight),
            "lines": [_line(sheet, line, form) for line in lines if line.group is group],
        }
        for group in sheet.definition.groups
    ]


def _line(sheet: Sheet, line: Line, form: Any) -> dict[str, Any]:
    indicator, answer = line.indicator, line.answer
    is_asked = form is not None and indicator.way is not Way.FORMULA
    return {
        "indicator": indicator,
        "anchor": f"answer-{indicator.code}",
        "answer": answer_in_words(answer, indicator),
        "is_typed": answer.way is Way.TYPED,
        "url": records_url(sheet, line),
        "source": source_in_words(answer),
        "register": register_in_words(line),
        "norm": norm_in_words(indicator),
        "share": share_in_words(line.share),
        "points": points_in_words(line),
        "value_field": form[f"value-{indicator.code}"] if is_asked else None,
        "source_field": form[f"source-{indicator.code}"] if is_asked else None,
        "instead": _("Instead of the register") if indicator.way is Way.FIGURE else "",
    }
