"""What an issue says of a story or a record, in the active language, as a piece of a letter."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.design.heads import absolute
from citytocity.languages.catalogue import html_code
from citytocity.ledger.presentation import foreign, when_in_words, wording
from citytocity.mail.letters import Piece
from citytocity.newsletter.enums import ItemKind
from citytocity.newsletter.gathering import Matter
from citytocity.planning.enums import Reason
from citytocity.planning.presentation import title_of
from citytocity.planning.queries import Suggestion
from citytocity.stories.presentation import newsletter_piece

WORDS_AT_MOST = 280  # letters of a summary


def pieces_of(matters: Iterable[Matter]) -> list[Piece]:
    """One for each, in their order; the matters are as they stand in the active language.

    A story without a picture has a cover that is drawn, with its title on it: one at the head of a
    letter is enough.
    """
    return [
        piece if place == 0 or piece.alt else piece.with_picture("")
        for place, piece in enumerate(map(_piece, matters))
    ]


def name_of(one: Matter) -> str:
    """What a list of the office calls it."""
    if one.kind == ItemKind.STORY:
        return str(one.record.title)
    return _anniversary(one) if one.kind == ItemKind.ANNIVERSARY else wording(one.record.title).text


def heading_of(one: Matter) -> Piece:
    """Its title alone, where a list names an issue by it: no picture is asked for."""
    lang = ""
    if one.kind == ItemKind.STORY:
        code = one.record.locale.language_code
        lang = "" if code == get_language() else html_code(code)
    elif one.kind != ItemKind.ANNIVERSARY:
        lang = foreign(one.record.title)
    return Piece(title=name_of(one), url="", lang=lang)


def _piece(one: Matter) -> Piece:
    if one.kind == ItemKind.STORY:
        return newsletter_piece(one.record, get_language() or settings.LANGUAGE_CODE)
    if one.kind == ItemKind.ANNIVERSARY:
        return Piece(
            title=_anniversary(one),
            url=absolute(one.of.get_absolute_url()),
            above=_above(one, one.record.when),
        )
    record = one.record
    if one.kind == ItemKind.INVITATION:
        return _invitation(one)
    return Piece(
        title=wording(record.title).text,
        url=absolute(record.get_absolute_url()),
        words=_short(str(getattr(record, "summary", ""))),
        above=_above(one, record.when),
        lang=foreign(record.title),
    )


def _invitation(one: Matter) -> Piece:
    """Until when, and how, in the language of its title; its page has the address to sign up."""
    record = one.record
    lang = foreign(record.title)
    said = [
        wording(words).text
        for words in (record.take_part_how, record.summary)
        if words and foreign(words) == lang
    ]
    last = when_in_words(record.take_part_until.isoformat())
    until = _("take part until %(day)s") % {"day": last}
    return Piece(
        title=wording(record.title).text,
        url=absolute(record.get_absolute_url()),
        words=_short(" ".join("".join(said[:1]).split())),
        above=" · ".join(filter(None, (_above(one, record.when), until))),
        lang=lang,
    )


def _above(one: Matter, when: str) -> str:
    return " · ".join(filter(None, (capfirst(str(one.kind.label)), when_in_words(when))))


def _anniversary(one: Matter) -> str:
    told = Suggestion(Reason.ANNIVERSARY, one.record.key, one.record, one.record.when)
    return title_of(told, one.record.of)


def _short(words: str) -> str:
    return Truncator(words).chars(WORDS_AT_MOST)
