"""One way to send a letter: the same words in text and HTML, in the recipient's language."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import mrml
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from citytocity.languages.catalogue import direction, html_code
from citytocity.languages.offered import offered
from citytocity.mail.tasks import deliver


@dataclass(frozen=True)
class Button:
    """What the reader is asked to do; the address is absolute."""

    words: str
    url: str


@dataclass(frozen=True)
class Item:
    """A line of a list, with the address it leads to if any."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Piece:
    """A story or the like in a letter: a picture, a title that leads to it, a few words.

    Addresses are absolute. `above` says in a line what it is, and when it was; `lang` is the
    language of title and words, as HTML writes it, where that is not the letter's.
    """

    title: str
    url: str
    words: str = ""
    above: str = ""
    picture: str = ""
    alt: str = ""
    lang: str = ""

    def with_picture(self, address: str) -> "Piece":
        return replace(self, picture=address)


@dataclass(frozen=True)
class Letter:
    """What a letter says; plain text, which is escaped where it has to be.

    `items` stand between the paragraphs and the button, `pieces` after it; `small` says why it
    was sent.
    """

    subject: str
    paragraphs: tuple[str, ...]
    button: Button | None = None
    items: tuple[Item, ...] = ()
    pieces: tuple[Piece, ...] = ()
    small: tuple[str, ...] = ()

    def as_text(self) -> str:
        words = render_to_string("mail/letter.txt", {"letter": self, "site": settings.SITE_NAME})
        return words.strip() + "\n"

    def as_html(self) -> str:
        code = translation.get_language() or settings.LANGUAGE_CODE
        frame = {"language": html_code(code), "direction": direction(code)}
        about = {"letter": self, "site": settings.SITE_NAME, "home": settings.BASE_URL}
        return mrml.to_html(render_to_string("mail/letter.mjml", about | frame)).content


def send(write: Callable[[], Letter], *, to: str, language: str, of: str = "") -> None:
    """Writes the letter in the language and hands it to the worker once the transaction is in.

    A subject is one line, whatever names stand in it. `of` is the room, where that forgets
    addresses and takes letters back with them (`forgetting`). Who chose a language that the site
    gave up is written to in the site's own.
    """
    language = offered(language)
    with translation.override(language):
        letter = write()
        sending = partial(
            deliver.enqueue,
            to=to,
            subject=" ".join(letter.subject.split()),
            text=letter.as_text(),
            html=letter.as_html(),
            language=html_code(language),
            of=of,
        )
    transaction.on_commit(sending)
