"""The hand-over pack: a ZIP with a paper to print, the same as a page to read, and the agreements'
files.

Of Python's own zipfile and a stream library (zipstream-ng) the first was taken: a pack holds a few
files of one partnership.
"""

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.contacts.handing import PaperFile, Part, parts_of
from citytocity.contacts.models import ContactPoint, Handover
from citytocity.languages.catalogue import html_code
from citytocity.ledger.presentation import when_in_words
from citytocity.papers.making import pdf

STYLE = Path(__file__).parent / "static/contacts/pack.css"
PAPER = Path(__file__).parent / "typst/handover.typ"


def pack_of(handover: Handover, *, user: Any, today: datetime.date) -> bytes:
    """The pack as the user may see it, in the active language. A file that is gone from the disk
    is named on the page all the same, and left out."""
    contact = handover.contact
    parts, files = parts_of(contact.partnership, contact.city, user=user, today=today)
    there = [(file, content) for file in files if (content := _content(file)) is not None]
    told: dict[str, Any] = {
        "handover": handover,
        "contact": contact,
        "parts": parts,
        "files": {file.name for file, _bytes in there},
        "made": when_in_words(timezone.localdate().isoformat()),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("hand-over.pdf", pdf(PAPER, _on_paper(**told)))
        pack.writestr("index.html", render_to_string("contacts/pack.html", told))
        pack.writestr("pack.css", STYLE.read_text())
        for file, content in there:
            pack.writestr(file.name, content)
    return packed.getvalue()


def _on_paper(
    *, handover: Handover, contact: ContactPoint, parts: list[Part], files: set[str], made: str
) -> dict[str, Any]:
    """What the paper says, in the active language; a file is named if it is in the pack."""
    about = _("It names people: keep it as the office keeps its papers.")
    return {
        "lang": html_code(get_language() or settings.LANGUAGE_CODE),
        "kind": _("Hand-over"),
        "title": str(contact.office),
        "about": f"{contact.partnership} · {contact.city} · {handover.get_cause_display()}",
        "note": " ".join((_("Made on %(day)s.") % {"day": made}, about)),
        "parts": [
            {
                "heading": part.heading,
                "empty": part.empty,
                "lines": [
                    {
                        "what": line.what,
                        "when": line.when,
                        "more": list(line.more),
                        "file": line.file if line.file in files else "",
                    }
                    for line in part.lines
                ],
            }
            for part in parts
        ],
    }


def _content(file: PaperFile) -> bytes | None:
    try:
        with file.document.open_file() as opened:
            return opened.read()
    except OSError:
        return None
