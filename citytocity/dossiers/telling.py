"""A dossier in one language: its parts with their words, records and figures.

An officer's own words of a part come first; where there are none in the language, those of the
register stand there. Results, evidence, activities and figures are always the register's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils import translation
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.dates.wording import day_in_words
from citytocity.design.heads import absolute
from citytocity.dossiers.enums import FIGURES, Part
from citytocity.dossiers.models import Dossier
from citytocity.dossiers.queries import Material
from citytocity.figures.measuring import Figure
from citytocity.figures.presentation import in_words, noun_of
from citytocity.languages.catalogue import html_code
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.enums import EvidenceKind, ResultState
from citytocity.ledger.models import Activity, Evidence, Partnership, Result
from citytocity.ledger.presentation import (
    amount,
    fact_name,
    foreign,
    running,
    when_in_words,
    wording,
)
from citytocity.papers.documents import Note, Piece
from citytocity.sources.models import Citation

Line = tuple[Piece, ...]
BETWEEN = Piece(" · ")


@dataclass(frozen=True)
class Grid:
    """The figures of a partnership year by year: what each is, with the address of its list, and
    its number in each year, which opens its records."""

    caption: str
    rows: tuple[tuple[Piece, tuple[Piece, ...]], ...]


@dataclass(frozen=True)
class Told:
    """A part in one language. `lines` are its words, an officer's where they are its `own`;
    `records` stand below them, `lacks` says what is not on record."""

    part: Part
    heading: str
    lines: tuple[Line, ...]
    is_own: bool
    records: tuple[Line, ...]
    grids: tuple[Grid, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class Telling:
    """The dossier in one language; `first` is the first of its languages."""

    language: str
    first: str
    title: Piece
    kick: str
    about: tuple[Line, ...]
    parts: tuple[Told, ...]

    @property
    def lang(self) -> str:
        """The code as BCP 47 writes it."""
        return html_code(self.language)


def tellings(material: Material) -> list[Telling]:
    """The dossier in each of its languages; parts, records and figures are the same in each."""
    return [_telling(material, language) for language in material.dossier.languages]


def proposed(material: Material, part: str, language: str) -> str:
    """The register's words for a part, as an officer would type them; a paragraph a line."""
    with translation.override(language):
        return "\n".join(
            "".join(piece.words for piece in line) for line in _proposal(material, Part(part))
        )


def years_in_words(dossier: Dossier) -> str:
    first, last = dossier.first_year, dossier.last_year
    return str(first) if first == last else f"{first}–{last}"


def _telling(material: Material, language: str) -> Telling:
    with translation.override(language):
        return Telling(
            language=language,
            first=material.dossier.language,
            title=_said(material.dossier.title),
            kick=_("Practice dossier"),
            about=tuple(_about(material, language)),
            parts=tuple(_part(material, part, language) for part in Part),
        )


def _about(material: Material, language: str) -> Iterator[Line]:
    """What the cover says below the title."""
    dossier = material.dossier
    if dossier.competition:
        yield (_said(dossier.competition),)
    yield (_said(dossier.city.name), BETWEEN, Piece(years_in_words(dossier)))
    for one in material.partnerships:
        yield _named(one)
    day = day_in_words(material.today, language)
    yield (Piece(_("counted from the register on %(day)s") % {"day": day}),)


def _part(material: Material, part: Part, language: str) -> Told:
    own = material.dossier.words_of(part).data.get(language, "")
    lines = tuple((Piece(line),) for line in own.splitlines() if line.strip())
    grids, unknown = _grids(material, part)
    return Told(
        part=part,
        heading=str(part.label),
        lines=lines or tuple(_proposal(material, part)),
        is_own=bool(lines),
        records=tuple(_records(material, part)),
        grids=tuple(grids),
        lacks=(*_lacks(material, part), *unknown),
    )


# --- the register's words ---


FACTS: dict[str, tuple[str, ...]] = {
    Part.CONTEXT: ("problem",),
    Part.ACTIONS: ("done", "done_by"),
    Part.RESOURCES: ("cost",),
    Part.OUTCOME: ("changed",),
    Part.REPLICABILITY: ("how_to_copy",),
}
"""Which facts of the card of a result belong in which part."""


def _proposal(material: Material, part: Part) -> Iterator[Line]:
    """What the register says, a paragraph a line, each with what it is about before it."""
    if part == Part.CONTEXT:
        for one in material.partnerships:
            yield from _beginning(one)
    for result in material.results:
        for name in FACTS.get(part, ()):
            if words := getattr(result, name):
                yield from _fact(result, name, words)
        if part == Part.REPLICABILITY:
            yield from _how_it_is_today(result)
    if part == Part.ACTIONS:
        for activity in dict.fromkeys(one.activity for one in material.results if one.activity):
            if activity.summary:
                yield from _deed(activity)


def _deed(activity: Activity) -> Iterator[Line]:
    """What a result came of: when it took place, and in a few words what it was."""
    first, *more = _paragraphs(activity.summary)
    when = when_in_words(activity.when)
    title = _said(activity.title, is_strong=True)
    yield (title, Piece(f", {when}: " if when else ": "), *first)
    yield from more


def _beginning(partnership: Partnership) -> Iterator[Line]:
    since = when_in_words(partnership.since)
    kind = str(partnership.get_kind_display())
    facts = _("%(kind)s; since: %(when)s.") % {"kind": kind, "when": since} if since else kind
    yield (*_named(partnership, is_strong=True), Piece(": "), Piece(facts))
    for words in (partnership.origin, partnership.summary):
        if words:
            yield from _paragraphs(words)


def _fact(result: Result, name: str, words: Words) -> Iterator[Line]:
    first, *more = _paragraphs(words)
    title = _said(result.title, is_strong=True)
    yield (title, Piece(f", {fact_name(result, name)}: "), *first)
    yield from more


def _how_it_is_today(result: Result) -> Iterator[Line]:
    """Whether it still runs, and whom other cities may ask."""
    told: list[Line] = []
    if words := running(result):
        told.append((Piece(words),))
    if result.contact:
        told.append((Piece(f"{capfirst(fact_name(result, 'contact'))}: "),
                     _said(result.contact.name)))  # fmt: skip
    if told:
        yield (_said(result.title, is_strong=True), Piece(": "), *_joined(told))


# --- records that stand below the words ---


def _records(material: Material, part: Part) -> Iterator[Line]:
    if part == Part.OUTCOME:
        for result in material.results:
            yield _result(result)
    elif part == Part.ANNEXES:
        for result in material.results:
            yield from (_evidence(result, piece) for piece in result.evidence.all())
        yield from (_activity(activity) for activity in material.activities)
        if more := material.all_activities - len(material.activities):
            words = ngettext("and %(number)s more activity", "and %(number)s more activities", more)
            yield (Piece(words % {"number": number_in_words(more)}),)
        for one in material.gone:
            label = _("No longer on the register")
            yield (Piece(f"{label}: "), _said(one.title))


def _result(result: Result) -> Line:
    """What it is, when, how much, evidenced or claimed, with its sources as notes."""
    when = result.when or (result.activity.when if result.activity else "")
    is_evidenced = result.state == ResultState.EVIDENCED
    told = [
        str(result.get_kind_display()),
        when_in_words(when),
        _plain(amount(result)),
        str(result.state.label) if is_evidenced else _("claimed, evidence wanted"),
    ]
    title = _said(result.title, is_strong=True, url=absolute(result.get_absolute_url()))
    notes = [Piece("", note=_note(citation)) for citation in result.citations.all()]
    return (title, Piece(f": {', '.join(filter(None, told))}"), *notes)


def _evidence(result: Result, piece: Evidence) -> Line:
    """The piece, and where it is: in the register where not everybody may open its file."""
    kind = EvidenceKind(piece.kind)
    url = piece.url if kind == EvidenceKind.LINK else absolute(result.get_absolute_url())
    return (
        Piece(f"{capfirst(str(piece._meta.verbose_name))}: "),
        _said(piece.title, url=url),
        Piece(f" ({kind.label}), "),
        _said(result.title),
    )


def _activity(activity: Activity) -> Line:
    """When, what, and where."""
    cities = [_said(activity.host.name)] if activity.host else []
    when = when_in_words(activity.when) or _("date not recorded")
    title = _said(activity.title, url=absolute(activity.get_absolute_url()))
    return (Piece(f"{when}: "), title, *((Piece(", "), *cities) if cities else ()))


def _note(citation: Citation) -> Note:
    source = citation.source
    words = [source.publisher, source.title, when_in_words(source.published)]
    return Note(
        ", ".join(word for word in words if word),
        url=source.url or absolute(source.get_absolute_url()),
        lang=html_code(source.language),
    )


# --- figures ---


def _grids(material: Material, part: Part) -> tuple[list[Grid], list[str]]:
    """The figures of each partnership; those that are recorded in no year are named instead."""
    grids, unknown = [], []
    for one in material.partnerships:
        years = material.figures[one.pk]
        rows = []
        for code in FIGURES.get(part, ()):
            figures = [years[year][code] for year in material.dossier.years]
            if any(figure.is_recorded for figure in figures):
                rows.append((_noun(figures[-1]), tuple(_number(figure) for figure in figures)))
            else:
                unknown.append(_("%(figure)s: not recorded in any of the years.") % {
                    "figure": _plain(noun_of(figures[-1]))})  # fmt: skip
        if rows:
            caption = "".join(piece.words for piece in _named(one))
            grids.append(Grid(caption, tuple(rows)))
    return grids, list(dict.fromkeys(unknown))


def _noun(figure: Figure) -> Piece:
    address = absolute(figure.address)
    note = Note(_("Its records: %(address)s") % {"address": address}, url=address)
    return Piece(_plain(noun_of(figure)), note=note)


def _number(figure: Figure) -> Piece:
    return Piece(in_words(figure), url=absolute(figure.address))


# --- what is missing ---


def _lacks(material: Material, part: Part) -> Iterator[str]:
    """What the cards of the chosen results do not say yet."""
    for name in FACTS.get(part, ()):
        lacking = [one for one in material.results if not getattr(one, name)]
        if lacking:
            field = fact_name(lacking[0], name)
            titles = "; ".join(_said(one.title).words for one in lacking)
            told = {"fact": capfirst(field), "results": titles}
            yield _("%(fact)s: not on record of %(results)s.") % told
    if part == Part.OUTCOME:
        claimed = [one for one in material.results if one.state == ResultState.CLAIMED]
        if claimed:
            titles = "; ".join(_said(one.title).words for one in claimed)
            yield _("No evidence is on record of %(results)s.") % {"results": titles}


# --- pieces ---


def _said(words: Words, *, url: str = "", is_strong: bool = False) -> Piece:
    return Piece(wording(words).text, lang=foreign(words), url=url, is_strong=is_strong)


def _named(partnership: Partnership, *, is_strong: bool = False) -> Line:
    """By its own name, or its cities, each in its language."""
    if partnership.name:
        return (_said(partnership.name, is_strong=is_strong),)
    named: list[Piece] = []
    for city in partnership.cities:
        named += [Piece(" – ", is_strong=is_strong)] if named else []
        named.append(_said(city.name, is_strong=is_strong))
    return tuple(named)


def _paragraphs(words: Words) -> list[Line]:
    shown = wording(words)
    lines = [line for line in shown.text.splitlines() if line.strip()]
    return [(Piece(line, lang=foreign(words)),) for line in lines]


def _joined(lines: list[Line]) -> Iterator[Piece]:
    for number, line in enumerate(lines):
        if number:
            yield Piece(". ")
        yield from line


def _plain(words: Any) -> str:
    """Ready words of a page without the marks of the web."""
    return unescape(strip_tags(str(words)))
