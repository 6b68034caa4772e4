"""A questionnaire as PDF, in the active language."""

from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from citytocity.design.heads import absolute
from citytocity.languages.catalogue import html_code
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.presentation import wording
from citytocity.papers.making import pdf
from citytocity.ratings.presentation import (
    answered_in_words,
    category_in_words,
    given_in_words,
    norm_in_words,
    points_in_words,
    qualifier_in_words,
    records_url,
    register_in_words,
    rounded_in_words,
    share_in_words,
    source_in_words,
    standing_in_words,
)
from citytocity.ratings.sheets import Line, Sheet

TEMPLATE = Path(__file__).parent / "typst" / "questionnaire.typ"


def paper(sheet: Sheet) -> bytes:
    return pdf(TEMPLATE, told(sheet))


def told(sheet: Sheet) -> dict[str, Any]:
    """All that the paper says."""
    return {
        "lang": html_code(get_language() or "en"),
        "kind": _("Questionnaire of a rating"),
        "title": _said(sheet.definition.name),
        "made_after": _said(sheet.definition.made_after),
        "facts": _facts(sheet),
        "heads": _heads(sheet),
        "groups": _groups(sheet),
        "missing": _("missing"),
        "sources": list(sheet.definition.sources),
        "sources_name": _("Sources of the definition"),
        "rounded": rounded_in_words() if sheet.standing else "",
        "page_of": _("page"),
    }


def _heads(sheet: Sheet) -> list[str]:
    """Without points where there are none yet."""
    answer = pgettext("in a rating", "Answer")
    heads = [_("Indicator"), answer, _("Source"), _("Weight")]
    return [*heads, _("Points")] if sheet.standing else heads


def _facts(sheet: Sheet) -> list[dict[str, Any]]:
    population = number_in_words(sheet.population) if sheet.population else _("missing")
    day = sheet.handed_in_on
    state = _("handed in on %(day)s") % {"day": date_format(day)} if day else _("not handed in yet")
    category = [(_("Category of cities"), category_in_words(sheet))] if sheet.category else []
    facts = [
        (capfirst(_("year")), str(sheet.year)),
        (
            capfirst(_("inhabitants")),
            " · ".join(filter(None, [population, sheet.inhabitants_known_from])),
        ),
        *category,
        (_("Answers"), answered_in_words(sheet)),
        (_("Points"), standing_in_words(sheet)),
        (_("State"), state),
    ]
    city = {"name": capfirst(_("city")), "words": _said(sheet.city.name)}
    return [city, *({"name": name, "words": _plain(words)} for name, words in facts)]


def _groups(sheet: Sheet) -> list[dict[str, Any]]:
    lines = list(sheet.lines)
    return [
        {
            "name": _said(group.name),
            "lines": [_line(sheet, line) for line in lines if line.group is group],
        }
        for group in sheet.definition.groups
    ]


def _line(sheet: Sheet, line: Line) -> dict[str, Any]:
    answer, indicator = line.answer, line.indicator
    address = records_url(sheet, line)
    return {
        "name": _said(indicator.name),
        "unit": _said(indicator.unit),
        "norm": norm_in_words(indicator),
        "value": given_in_words(answer, indicator),
        "qualifier": qualifier_in_words(answer),
        "source": source_in_words(answer),
        "register": register_in_words(line),
        "address": absolute(address) if address else "",
        "share": share_in_words(line.share),
        "points": points_in_words(line),
    }


def _said(words: Words) -> dict[str, str]:
    shown = wording(words)
    return {"text": shown.text, "lang": html_code(shown.language)}


def _plain(text: str) -> dict[str, str]:
    return {"text": text, "lang": ""}
