"""A report to be taken along: as PDF, as workbook, as CSV, as a text document.

Workbooks are written by openpyxl, text documents by python-docx, papers by typst; docxtpl was left:
it wants a template made in Word for each language.
"""

import csv
from decimal import Decimal
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from citytocity.design import components
from citytocity.design.components import Cell, Columns, Table
from citytocity.design.heads import absolute
from citytocity.figures.catalogue import indicators
from citytocity.figures.enums import Unit
from citytocity.figures.reductions import HowMany, Nights, Share, Total, Worth
from citytocity.languages.catalogue import html_code
from citytocity.languages.text import Words
from citytocity.papers.making import pdf
from citytocity.reports.presentation import Chapter, Reading, address, reading
from citytocity.reports.told import Annual, Measured

PAPER = Path(__file__).with_name("typst") / "annual.typ"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
ADDED_UP = (HowMany, Total, Nights, Worth)


def as_pdf(told: Annual, *, note: str = "") -> bytes:
    """The paper: cover, contents, chapters, sources; tagged, so that it can be read aloud."""
    return pdf(PAPER, on_paper(reading(told), note=note), tagged=True)


def as_csv(told: Annual) -> bytes:
    """Every figure of every year, a row each; opened by spreadsheets in any language."""
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(
        ["code", "figure", "unit", "year", "value", "certainty", "currency", "records",
         "records_without_number", "address"]
    )  # fmt: skip
    for one in told.measured.values():
        for year, number in sorted(one.numbers.items()):
            rows.writerow(
                [
                    one.code,
                    _never_a_formula(str(Words(one.name))),
                    one.unit,
                    year,
                    "" if number.value is None else f"{number.value.normalize():f}",
                    number.certainty,
                    number.currency,
                    number.records,
                    number.unknown,
                    absolute(address(one.path)),
                ]
            )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_workbook(told: Annual) -> bytes:
    """The figures, as formulas over the sheet of their records where they are sums."""
    book = Workbook(write_only=True)
    _write_figures(book.create_sheet(_("Figures")), told)
    _write_records(book.create_sheet(RECORDS), told)
    for chapter in reading(told).chapters:
        for listed in chapter.lists:
            _write_list(book, listed.table)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


NARROWEST, WIDEST = 8, 34  # letters
RECORDS = "Records"
"""The sheet that formulas name: the same in every language."""


def _write_figures(sheet: Any, told: Annual) -> None:
    years = [*told.before, told.year]
    heads = [_("Code"), _("Figure"), _("Unit"), *map(str, years), _("Against the year before"),
             _("How sure"), _("Records"), _("Without a number"), _("Address")]  # fmt: skip
    sheet.column_dimensions["B"].width = 44
    sheet.freeze_panes = "C2"
    sheet.append([_bold(sheet, head) for head in heads])
    last = 3 + len(years)
    for row, one in enumerate(told.measured.values(), start=2):
        number = one.numbers[told.year]
        cells: list[Any] = [_text(sheet, one.code), _text(sheet, str(Words(one.name)))]
        cells.append(_text(sheet, number.currency or str(Unit(one.unit).label)))
        cells += [_number(one, year) for year in years[:-1]]
        cells.append(_formula(told, one, row) or _number(one, told.year))
        this, before = get_column_letter(last), get_column_letter(last - 1)
        has_both = len(years) > 1 and None not in (number.value, _number(one, years[-2]))
        cells.append(f"={this}{row}-{before}{row}" if has_both else None)
        cells += [_text(sheet, number.certainty), number.records, number.unknown]
        cells.append(_text(sheet, absolute(address(one.path))))
        sheet.append(cells)


def _formula(told: Annual, one: Measured, row: int) -> str:
    """The sum of its records, or a share of two sums; empty for what is no sum."""
    found = indicators().get(one.code)
    if found is None or found.measure is None or one.code not in told.behind:
        return ""
    if one.numbers[told.year].value is None:
        return ""
    parts = f"SUMIFS({RECORDS}!$E:$E,{RECORDS}!$A:$A,$A{row})"
    if isinstance(found.measure.reduction, ADDED_UP):
        return f"={parts}"
    if isinstance(found.measure.reduction, Share):
        whole = f'SUMIFS({RECORDS}!$F:$F,{RECORDS}!$A:$A,$A{row},{RECORDS}!$E:$E,"<>")'
        return f"=ROUND(100*{parts}/{whole},1)"
    return ""


def _write_records(sheet: Any, told: Annual) -> None:
    heads = [_("Figure"), _("Kind"), _("Number of the record"), _("Title"), _("Part"), _("Of")]
    sheet.column_dimensions["D"].width = 60
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, head) for head in heads])
    for code, rows in told.behind.items():
        model = told.kinds[code]
        for one in rows:
            title = str(Words(told.title_of(model, one.key)))
            is_share = one.of is not None and one.part is None
            sheet.append(
                [
                    _text(sheet, code),
                    _text(sheet, model),
                    one.key,
                    _text(sheet, title),
                    None if one.part is None else float(one.part),
                    None if one.of is None or is_share or one.part is None else float(one.of),
                ]
            )


def _write_list(book: Any, table: Table) -> None:
    sheet = book.create_sheet(_sheet_name(book, str(table.caption)))
    sheet.append([_bold(sheet, plain(column.words)) for column in table.columns])
    for row in table.rows:
        sheet.append([_text(sheet, _cell(cell)) for cell in row])


def _sheet_name(book: Any, name: str) -> str:
    clean = "".join("-" if letter in r"[]:*?/\'" else letter for letter in name)[:28]
    taken = {sheet.title.casefold() for sheet in book.worksheets}
    number = 1
    while (clean if number == 1 else f"{clean} {number}").casefold() in taken:
        number += 1
    return clean if number == 1 else f"{clean} {number}"


def _number(one: Measured, year: int) -> float | int | None:
    number = one.numbers.get(year)
    if number is None or number.value is None:
        return None
    value: Decimal = number.value
    return int(value) if value == value.to_integral_value() else float(value)


def _text(sheet: Any, text: str) -> WriteOnlyCell:
    """A text that no spreadsheet takes for a formula, whatever it begins with."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


def _bold(sheet: Any, text: str) -> WriteOnlyCell:
    cell = _text(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _never_a_formula(cell: str) -> str:
    """OWASP, CSV injection: an apostrophe keeps it a text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


# --- the paper ---


def on_paper(found: Reading, *, note: str = "") -> dict[str, Any]:
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
        "chapters": [_chapter(chapter) for chapter in found.chapters],
        "gaps": found.gaps,
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
            "counted": _(
                "Every number is counted from records of the register. What nobody recorded is "
                "said to be missing, never guessed."
            ),
        },
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
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
        "lists": [_on_paper(listed.table) | {"note": listed.note} for listed in chapter.lists],
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
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _widths(table: Table) -> list[float]:
    """What share of the line each column wants, by how much stands in it."""
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    longest = [
        max((len(words) for words in column), default=0) for column in zip(*rows, strict=True)
    ]
    heads = [len(plain(column.words)) for column in table.columns]
    return [
        float(min(max(words, head, NARROWEST), WIDEST))
        for words, head in zip(longest or heads, heads, strict=True)
    ]


def _cell(cell: Cell) -> str:
    cities = " → ".join(city.name for city in cell.cities)
    state = cell.state.words if cell.state else ""
    return " ".join(filter(None, [plain(cell.text), cities, state]))


def _paragraphs(words: str) -> list[str]:
    return [line for line in plain(words).splitlines() if line.strip()]


def plain(words: str) -> str:
    """Words without the marks of the web."""
    return unescape(strip_tags(str(words)))
