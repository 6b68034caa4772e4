"""A report to be taken along: as PDF and as CSV; `workbook` writes the workbook."""

import csv
from collections.abc import Iterable, Mapping
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.design import components, drawings
from citytocity.design.components import Cell, Columns, StoryCard, Table
from citytocity.design.heads import absolute
from citytocity.design.printing import printed
from citytocity.figures.catalogue import indicators
from citytocity.languages.catalogue import html_code
from citytocity.languages.text import Words
from citytocity.papers.making import pdf
from citytocity.reports.drawings import path_in
from citytocity.reports.pictures import Photograph
from citytocity.reports.presentation import Chapter, Reading, reading
from citytocity.reports.told import Annual
from citytocity.reports.wording import address

PAPER = Path(__file__).with_name("typst") / "annual.typ"
Photographs = Mapping[str, Photograph]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LINE, WIDEST, LONGEST_WORD = 76, 34, 14  # letters
EDGES = 2  # letters, of the room beside the words of a column


def as_pdf(told: Annual, *, note: str = "", photographs: Photographs | None = None) -> bytes:
    """The paper: cover, contents, chapters, sources.

    `photographs` are those of its stories, by their paths.
    """
    return pdf(PAPER, on_paper(reading(told), note=note, photographs=photographs))


def as_csv(told: Annual) -> bytes:
    """Every figure of every year, a row each; opened by spreadsheets in any language."""
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(
        ["code", "figure", "unit", "year", "value", "certainty", "currency", "records",
         "records_without_number", "address"]
    )  # fmt: skip
    for one in told.measured.values():
        is_held = held(one.code)
        for year, number in sorted(one.numbers.items()):
            path = path_in(one, told.year, year)
            rows.writerow(
                [
                    one.code,
                    _never_a_formula(str(Words(one.name))),
                    one.unit if is_held else "",
                    year,
                    "" if number.value is None else f"{number.value.normalize():f}",
                    "" if number.value is None else number.certainty,
                    number.currency,
                    number.records if is_held else "",
                    number.unknown if is_held else "",
                    absolute(address(path)) if path else "",
                ]
            )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def held(code: str) -> bool:
    """Whether the register can have records of the figure; of one that is gone from the catalogue
    it could."""
    found = indicators().get(code)
    return found is None or found.is_recorded


def _never_a_formula(cell: str) -> str:
    """OWASP, CSV injection: an apostrophe keeps it a text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


# --- the paper ---


def on_paper(
    found: Reading, *, note: str = "", photographs: Photographs | None = None
) -> dict[str, Any]:
    """What the template is told: plain words, no markup of the web."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "lang": html_code(language),
        "site": settings.SITE_NAME,
        "title": plain(found.title),
        "kick": found.kick,
        "as_of": plain(found.as_of),
        "note": note,
        "foreword": _paragraphs(found.foreword),
        "outlook": _paragraphs(found.outlook),
        "first": [_figure(figure) for figure in found.first],
        "charts": [_chart(chart) for chart in (found.months, found.years_chart) if chart],
        "years": _on_paper(found.years) if found.years else None,
        "map": _map(found),
        "chapters": [_chapter(chapter, photographs or {}) for chapter in found.chapters],
        "gaps": [plain(gap) for gap in found.gaps],
        "sources": [
            {"words": plain(source.words), "url": absolute(source.url)} for source in found.sources
        ],
        "words": {
            "contents": _("Contents"),
            "foreword": _("A word before it"),
            "year": _("The year in figures"),
            "against": _("Year against year"),
            "gaps": _("What we do not know"),
            "sources": _("Sources"),
            "outlook": _("Plan for the next year"),
            "stories": _("Stories of the year"),
            "counted": _(
                "Every number is counted from records of the register. What nobody recorded is "
                "said to be missing, never guessed."
            ),
        },
    }


def _map(found: Reading) -> dict[str, str] | None:
    if found.map is None:
        return None
    places = ", ".join(place.name for place in found.map.places)
    return {
        "title": found.map.title,
        "told": found.map.told,
        "places": places,
        "svg": printed(found.map.svg),
    }


def _card(card: StoryCard, photographs: Photographs) -> dict[str, Any]:
    found = photographs.get(card.key)
    above = [card.kind, *(city.name for city in card.cities), card.when, card.note]
    looks = [city.look for city in card.cities if city.look]
    cover = drawings.picture(looks, seed=card.key) if not found else ""
    return {
        "lang": html_code(card.lang or get_language() or settings.LANGUAGE_CODE),
        "title": card.title,
        "text": card.text,
        "above": " · ".join(filter(None, above)),
        "url": absolute(card.url),
        "cover": printed(cover) if cover else "",
        "picture": list(found.content) if found else [],
        "alt": (found.alt if found else "") or card.title,
        "credit": found.credit if found else "",
    }


def _chapter(chapter: Chapter, photographs: Photographs) -> dict[str, Any]:
    return {
        "heading": chapter.heading,
        "figures": [_figure(figure) for figure in chapter.figures],
        "gaps": [plain(gap) for gap in chapter.gaps],
        "bars": [
            {
                "heading": one.heading,
                "about": one.about,
                "rows": [
                    {"label": plain(bar.label), "words": bar.words, "share": bar.share}
                    for bar in one.bars
                ],
            }
            for one in chapter.bars
        ],
        "cards": [_card(card, photographs) for card in chapter.cards],
        "lists": [
            _on_paper(listed.table) | {"note": listed.note, "is_in_cards": listed.is_in_cards}
            for listed in chapter.lists
        ],
    }


def _figure(figure: components.Figure) -> dict[str, str]:
    return {
        "value": " ".join(filter(None, [figure.qualifier, figure.value])),
        "noun": plain(figure.noun),
        "url": absolute(figure.url),
    }


def _chart(chart: Columns) -> dict[str, Any]:
    return {
        "title": chart.title,
        "told": chart.told,
        "table": _on_paper(chart.table),
        "columns": [
            {"label": one.label, "words": one.words, "share": one.height / chart.base}
            for one in chart.columns
        ],
    }


def _on_paper(table: Table) -> dict[str, Any]:
    return {
        "caption": plain(table.caption),
        "heads": [plain(column.words) for column in table.columns],
        "numbers": [column.is_number for column in table.columns],
        "widths": _widths(table),
        "rows": [[cell_words(cell) for cell in row] for row in table.rows],
    }


def _widths(table: Table) -> list[float]:
    """What share of the line each column has: its longest word goes on one line, and what is left
    goes to those with more in them."""
    heads = [plain(column.words) for column in table.columns]
    rows = [[cell_words(cell) for cell in row] for row in table.rows]
    columns = list(zip(heads, *rows, strict=True))
    least = [_longest(_words_of(column), most=LONGEST_WORD) + EDGES for column in columns]
    wished = [_longest(column, most=WIDEST) + EDGES for column in columns]
    more = [one - word for one, word in zip(wished, least, strict=True)]
    share = min(1, max(0, LINE - sum(least)) / (sum(more) or 1))
    return [round(word + share * one, 1) for word, one in zip(least, more, strict=True)]


def _words_of(column: Iterable[str]) -> list[str]:
    """A line ends at hyphens too."""
    return [word for words in column for word in words.replace("-", " ").split()]


def _longest(words: Iterable[str], *, most: int) -> int:
    return min(max(map(letters_in, words), default=0), most)


def letters_in(words: str) -> int:
    """How many letters wide it is: a Chinese one takes the room of two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)


def cell_words(cell: Cell) -> str:
    cities = ", ".join(city.name for city in cell.cities)
    state = cell.state.words if cell.state else ""
    return " ".join(filter(None, [plain(cell.text), cities, state]))


def _paragraphs(words: str) -> list[str]:
    return [line for line in plain(words).splitlines() if line.strip()]


def plain(words: str) -> str:
    """Words without the marks of the web; what has none stays as it was typed."""
    return unescape(strip_tags(words)) if isinstance(words, SafeString) else str(words)
