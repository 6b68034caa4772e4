"""A report as a document for a word processor: what the paper tells, in the same order."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from citytocity.papers.documents import (
    Block,
    Document,
    Heading,
    Look,
    Paragraph,
    Picture,
    Piece,
    Table,
)
from citytocity.papers.making import picture
from citytocity.papers.word import as_docx as written
from citytocity.reports.exporting import Photographs, on_paper
from citytocity.reports.presentation import reading
from citytocity.reports.told import Annual

CHART = Path(__file__).with_name("typst") / "chart.typ"
MAP = Path(__file__).with_name("typst") / "map.typ"
PIXELS_PER_INCH = 200.0
PHOTOGRAPH = 0.5  # of the line


def as_docx(told: Annual, *, note: str = "", photographs: Photographs | None = None) -> bytes:
    """Cover, contents, chapters, sources; each figure links to its records.

    `photographs` are those of its stories, by their paths.
    """
    return written(document_of(on_paper(reading(told), note=note, photographs=photographs)))


def document_of(told: dict[str, Any]) -> Document:
    """Of what the paper is told."""
    words = told["words"]
    return Document(
        title=told["title"],
        lang=told["lang"],
        by=told["site"],
        cover=tuple(_cover(told)),
        contents=words["contents"],
        blocks=(
            Paragraph(words["counted"], Look.SOFT),
            *_part(words["foreword"], [Paragraph(line) for line in told["foreword"]]),
            *_part(words["year"], list(_year(told))),
            *(
                block
                for chapter in told["chapters"]
                for block in _chapter(chapter, words["stories"])
            ),
            *_part(words["outlook"], [Paragraph(line) for line in told["outlook"]]),
            *_part(words["gaps"], [Paragraph(gap, Look.BULLET) for gap in told["gaps"]]),
            *_part(words["sources"], [_source(source) for source in told["sources"]]),
        ),
    )


def _cover(told: dict[str, Any]) -> Iterator[Block]:
    yield Paragraph(told["kick"], Look.KICK)
    yield Paragraph(told["title"], Look.TITLE)
    yield Paragraph(told["as_of"], Look.SOFT)
    if told["note"]:
        yield Paragraph(told["note"])
    yield from _figures(told["first"], caption=told["words"]["year"])
    yield Paragraph(told["site"], Look.SOFT)


def _part(heading: str, blocks: list[Any]) -> Iterator[Block]:
    """Under its heading; nothing at all where there is nothing."""
    if blocks:
        yield Heading(heading)
        yield from blocks


def _year(told: dict[str, Any]) -> Iterator[Block]:
    for chart in told["charts"]:
        yield from _chart(chart, lang=told["lang"])
    if told["years"]:
        yield Heading(told["words"]["against"], 2)
        yield _listing(told["years"])
    if told["map"]:
        yield from _map(told["map"])


def _chapter(chapter: dict[str, Any], stories: str) -> Iterator[Block]:
    yield Heading(chapter["heading"])
    yield from _figures(chapter["figures"], caption=chapter["heading"])
    for gap in chapter["gaps"]:
        yield Paragraph(gap, Look.SOFT)
    for one in chapter["bars"]:
        yield Heading(one["heading"], 2)
        yield Paragraph(one["about"], Look.SOFT)
        rows = tuple((row["label"], row["words"]) for row in one["rows"])
        yield _two_columns(one["heading"], (one["heading"], _("Number")), rows)
    if chapter["cards"]:
        yield Heading(stories, 2)
        for card in chapter["cards"]:
            yield from _card(card)
    for one in chapter["lists"]:
        if one["is_in_cards"]:
            continue
        yield Heading(one["caption"], 2)
        yield _listing(one)
        if one["note"]:
            yield Paragraph(one["note"], Look.SOFT)


def _figures(figures: list[dict[str, str]], *, caption: str) -> Iterator[Block]:
    if figures:
        rows = tuple(
            (Piece(one["noun"], url=one["url"]), Piece(one["value"], is_strong=True))
            for one in figures
        )
        yield _two_columns(caption, (_("Figure"), _("Number")), rows)


def _chart(chart: dict[str, Any], *, lang: str) -> Iterator[Block]:
    """A picture, and the same numbers as a table."""
    alt = f"{chart['title']}. {chart['told']}"
    drawn = picture(CHART, {"lang": lang, "columns": chart["columns"]}, ppi=PIXELS_PER_INCH)
    yield Picture(drawn, alt=alt, caption=alt)
    yield _listing(chart["table"])


def _map(told: dict[str, str]) -> Iterator[Block]:
    """The drawing of the paper as a picture, and the same places in words."""
    yield Heading(told["title"], 2)
    alt = f"{told['title']}. {told['told']} {told['places']}"
    drawn = picture(MAP, {"svg": told["svg"]}, ppi=PIXELS_PER_INCH)
    yield Picture(drawn, alt=alt, caption=told["told"])
    yield Paragraph(told["places"], Look.SOFT)


def _card(card: dict[str, Any]) -> Iterator[Block]:
    """A story with its photograph, if it has one: covers that are drawn say nothing."""
    title = Piece(card["title"], lang=card["lang"], url=card["url"], is_strong=True)
    if card["picture"]:
        credit = Piece(f" ({card['credit']})" if card["credit"] else "")
        named = (title, credit)
        yield Picture(bytes(card["picture"]), alt=card["alt"], caption=named, width=PHOTOGRAPH)
    else:
        yield Paragraph(title)
    if card["text"]:
        yield Paragraph(Piece(card["text"], lang=card["lang"]))
    yield Paragraph(card["above"], Look.SOFT)


def _two_columns(caption: str, heads: tuple[str, ...], rows: tuple[Any, ...]) -> Table:
    """What is counted, and how much it is."""
    return Table(caption, heads, rows, numbers=(False, True), widths=(3.0, 1.0))


def _listing(told: dict[str, Any]) -> Table:
    return Table(
        told["caption"],
        tuple(told["heads"]),
        tuple(tuple(row) for row in told["rows"]),
        numbers=tuple(told["numbers"]),
        widths=tuple(told["widths"]),
    )


def _source(source: dict[str, str]) -> Paragraph:
    return Paragraph(Piece(source["words"], url=source["url"]), Look.NUMBER)
