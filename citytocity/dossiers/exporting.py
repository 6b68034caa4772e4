"""A dossier as PDF and as a document for a word processor, in one language or in two side by side.

Both are made of the same pairs: what stands in the first language, and beside it the second.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from citytocity.dossiers.queries import Material
from citytocity.dossiers.telling import Line, Telling, Told, tellings
from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.papers.documents import (
    Block,
    Document,
    Heading,
    Look,
    Paragraph,
    Piece,
    Table,
)
from citytocity.papers.making import pdf

TEMPLATE = Path(__file__).with_name("typst") / "dossier.typ"
YEARS_IN_A_TABLE = 6
Row = tuple[Line, ...]
"""A line in each language; empty where one has fewer lines than the other."""


@dataclass(frozen=True)
class GridOfBoth:
    """Figures of a partnership, with what each is in both languages, and as many years as fit."""

    caption: str
    years: tuple[str, ...]
    rows: tuple[tuple[Line, tuple[Line, ...]], ...]


@dataclass(frozen=True)
class PartOfBoth:
    heading: Line
    lines: tuple[Row, ...]
    records: tuple[Row, ...]
    grids: tuple[GridOfBoth, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.records or self.grids)


@dataclass(frozen=True)
class Both:
    """The dossier in its languages; `names` are what those are called by their speakers."""

    languages: tuple[str, ...]
    names: tuple[str, ...]
    titles: Line
    kick: Line
    about: tuple[Row, ...]
    parts: tuple[PartOfBoth, ...]


def as_pdf(material: Material) -> bytes:
    """The paper, tagged, so that it can be read aloud."""
    both = side_by_side(tellings(material), years=material.dossier.years)
    told = asdict(both) | _in_plain(_around(both))
    told["parts"] = [asdict(part) for part in both.parts if not part.is_empty]
    return pdf(TEMPLATE, told)


def _in_plain(words: dict[str, Any]) -> dict[str, Any]:
    """Lines as the template is told them."""
    return {
        name: one if isinstance(one, str) else [asdict(piece) for piece in one]
        for name, one in words.items()
    }


def as_docx(material: Material) -> bytes:
    from citytocity.papers.word import as_docx as written  # slow import

    return written(document_of(side_by_side(tellings(material), years=material.dossier.years)))


# --- side by side ---


def side_by_side(told: list[Telling], *, years: Iterable[int]) -> Both:
    return Both(
        languages=tuple(one.lang for one in told),
        names=tuple(LOCAL_NAMES[one.language] for one in told),
        titles=_once(_spoken((one.title,), one)[0] for one in told),
        kick=_between(_spoken((Piece(one.kick),), one)[0] for one in told),
        about=_rows(told, [one.about for one in told]),
        parts=tuple(
            _part(told, parts, list(years))
            for parts in zip(*(one.parts for one in told), strict=True)
        ),
    )


def _part(told: list[Telling], parts: tuple[Told, ...], years: list[int]) -> PartOfBoth:
    headings = zip(told, parts, strict=True)
    return PartOfBoth(
        heading=_between(_spoken((Piece(part.heading),), one)[0] for one, part in headings),
        lines=_rows(told, [part.lines for part in parts]),
        records=_rows(told, [part.records for part in parts]),
        grids=tuple(_grids(told, parts, years)),
    )


def _rows(told: list[Telling], lines: list[tuple[Line, ...]]) -> tuple[Row, ...]:
    return tuple(
        tuple(_spoken(line, one) for line, one in zip(row, told, strict=True))
        for row in zip_longest(*lines, fillvalue=())
    ) if any(lines) else ()  # fmt: skip


def _spoken(line: Line, telling: Telling) -> Line:
    """Each piece with its language; notes are the same in both, and stand in the first."""
    is_first = telling.language == telling.first
    kept = line if is_first else tuple(replace(piece, note=None) for piece in line)
    return tuple(replace(piece, lang=piece.lang or telling.lang) for piece in kept)


def _grids(told: list[Telling], parts: tuple[Told, ...], years: list[int]) -> Iterator[GridOfBoth]:
    """As many tables as the years need."""
    for grids in zip(*(part.grids for part in parts), strict=True):
        for start in range(0, len(years), YEARS_IN_A_TABLE):
            shown = slice(start, start + YEARS_IN_A_TABLE)
            rows = tuple(
                (
                    _once(_spoken((row[0],), one)[0] for row, one in zip(rows, told, strict=True)),
                    tuple(
                        _once(
                            _spoken((cell,), one)[0] for cell, one in zip(cells, told, strict=True)
                        )
                        for cells in list(zip(*(row[1] for row in rows), strict=True))[shown]
                    ),
                )
                for rows in zip(*(grid.rows for grid in grids), strict=True)
            )
            captions = dict.fromkeys(grid.caption for grid in grids)
            yield GridOfBoth(" · ".join(captions), tuple(map(str, years[shown])), rows)


def _once(pieces: Iterable[Piece]) -> Line:
    """One below the other; what is the same in both stands once."""
    first, *more = pieces
    others = [one for one in more if one.words != first.words]
    return (first, *(part for one in others for part in (Piece("\n"), one)))


def _between(pieces: Iterable[Piece]) -> Line:
    """One after the other; what is the same in both stands once."""
    first, *more = pieces
    others = [one for one in more if one.words != first.words]
    return (first, *(part for one in others for part in (Piece(" · "), one)))


def _around(both: Both) -> dict[str, Any]:
    """What stands beside the dossier's own words: in its languages, but for the contents."""
    with override(both.languages[0].lower()):
        contents = _("Contents")
    return {
        "site": settings.SITE_NAME,
        "contents": contents,
        "figure": _in_each(both, gettext_lazy("Figure")),
        "counted": _in_each(both, gettext_lazy("Every number opens the list of its records.")),
    }


def _in_each(both: Both, words: Any) -> Line:
    def said(lang: str) -> Piece:
        with override(lang.lower()):
            return Piece(str(words), lang=lang)

    return _between(said(lang) for lang in both.languages)


# --- for a word processor ---


def document_of(both: Both) -> Document:
    words = _around(both)
    return Document(
        title=both.titles[0].words,
        lang=both.languages[0],
        by=words["site"],
        cover=(
            Paragraph(both.kick, Look.KICK),
            Paragraph(both.titles, Look.TITLE),
            *(
                Paragraph(row[column], Look.SOFT)
                for column in range(len(both.languages))
                for row in both.about
                if row[column]
            ),
            Paragraph(words["site"], Look.SOFT),
        ),
        contents=words["contents"],
        blocks=tuple(
            block
            for part in both.parts
            if not part.is_empty
            for block in _blocks(part, both, words)
        ),
    )


def _blocks(part: PartOfBoth, both: Both, words: dict[str, Any]) -> Iterator[Block]:
    yield Heading(part.heading)
    if len(both.languages) > 1:
        if part.lines or part.records:
            yield _table_of_both(part, both)
    else:
        yield from (Paragraph(line) for (line,) in part.lines)
        yield from (Paragraph(line, Look.BULLET) for (line,) in part.records)
    for grid in part.grids:
        yield Table(
            grid.caption,
            (words["figure"], *grid.years),
            tuple((noun, *cells) for noun, cells in grid.rows),
            numbers=(False, *(True for _year in grid.years)),
            widths=(3.0, *(1.0 for _year in grid.years)),
            has_caption=True,
        )
    if part.grids:
        yield Paragraph(words["counted"], Look.SOFT)


def _table_of_both(part: PartOfBoth, both: Both) -> Table:
    heads = tuple(
        Piece(name, lang=lang) for name, lang in zip(both.names, both.languages, strict=True)
    )
    caption = "".join(piece.words for piece in part.heading)
    return Table(caption, heads, (*part.lines, *part.records))
