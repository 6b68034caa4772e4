"""An edition in words: subject, HTML and text, once for all readers who get the same.

Where each reader's own link stands, there is a mark; `composing` puts it in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import mrml
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from citytocity.design.heads import absolute
from citytocity.languages.catalogue import direction, html_code
from citytocity.ledger.presentation import foreign, wording
from citytocity.mail.letters import Piece
from citytocity.newsletter.gathering import Matter
from citytocity.newsletter.models import Issue, Newsletter
from citytocity.newsletter.telling import pieces_of

MARK = "the-own-link-of-the-reader"
MOST_BYTES = 100_000
LONGEST_SUBJECT = 150
PHOTOGRAPH = "width-1120|format-jpeg"


@dataclass(frozen=True)
class Rendered:
    subject: str
    html: str
    text: str

    @property
    def size(self) -> int:
        """Bytes of both parts. What is larger than 102 KB some mail programs cut off."""
        return len(self.html.encode()) + len(self.text.encode())


@dataclass(frozen=True)
class Photograph:
    """The photograph of the issue; `lang` of its words where that is not the letter's."""

    url: str
    alt: str
    credit: str
    lang: str


def rendered(
    issue: Issue,
    matters: Sequence[Matter],
    *,
    language: str,
    newsletter: Newsletter,
    links: Sequence[str] = (),
) -> Rendered:
    """The edition with these items in the language, in which they were asked for. `links` go in
    place of the addresses of the items, where it is counted how often they are followed."""
    with translation.override(language):
        pieces = pieces_of(matters)
        if links:
            pieces = [replace(one, url=url) for one, url in zip(pieces, links, strict=True)]
        opening = wording(issue.opening)
        subject = subject_of(issue, pieces, newsletter)
        about = {
            "issue": issue,
            "pieces": pieces,
            "subject": subject,
            "preview": _preview(pieces, opening.text),
            "name": str(newsletter),
            "opening": [part.strip() for part in opening.text.split("\n\n") if part.strip()],
            "opening_lang": foreign(issue.opening),
            "photograph": photograph_of(issue),
            "imprint": str(newsletter.imprint),
            "day": issue.day,
            "choices": absolute(reverse("newsletter:choices", args=[MARK])),
            "leave": absolute(reverse("newsletter:leave", args=[MARK])),
            "online": absolute(issue.get_absolute_url()),
            "language": html_code(language),
            "direction": direction(language),
            "site": settings.SITE_NAME,
            "counts_clicks": newsletter.counts_clicks,
        }
        html = mrml.to_html(render_to_string("newsletter/issue.mjml", about)).content
        text = render_to_string("newsletter/issue.txt", about).strip() + "\n"
        return Rendered(subject, html, text)


def subject_of(issue: Issue, pieces: Sequence[Piece], newsletter: Newsletter) -> str:
    """One line, in the active language: what the editor wrote, or the first title."""
    said = str(issue.subject) or (pieces[0].title if pieces else str(newsletter))
    return Truncator(" ".join(said.split())).chars(LONGEST_SUBJECT)


def photograph_of(issue: Issue) -> Photograph | None:
    if issue.picture is None:
        return None
    shown = issue.picture.get_rendition(PHOTOGRAPH)
    credit = _("Photograph: %(who)s") % {"who": issue.picture_credit}
    return Photograph(
        url=absolute(shown.url),
        alt=str(issue.picture_alt),
        credit=credit if issue.picture_credit else "",
        lang=foreign(issue.picture_alt),
    )


def _preview(pieces: Sequence[Piece], opening: str) -> str:
    """What mail programs show beside the subject: the titles after the first one."""
    titles = " · ".join(piece.title for piece in pieces[1:4])
    return Truncator(titles or " ".join(opening.split())).chars(120)
