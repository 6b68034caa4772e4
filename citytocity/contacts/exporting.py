"""The hand-over pack: a ZIP with a page to read and the agreements' files.

Of Python's own zipfile and a stream library (zipstream-ng) the first was taken: a pack holds a few
files of one partnership.
"""

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from citytocity.contacts.handing import PaperFile, parts_of
from citytocity.contacts.models import Handover

STYLE = Path(__file__).parent / "static/contacts/pack.css"


def pack_of(handover: Handover, *, user: Any, today: datetime.date) -> bytes:
    """The pack as the user may see it, in the active language. A file that is gone from the disk
    is named on the page all the same, and left out."""
    contact = handover.contact
    parts, files = parts_of(contact.partnership, contact.city, user=user, today=today)
    there = [(file, content) for file in files if (content := _content(file)) is not None]
    page = render_to_string(
        "contacts/pack.html",
        {
            "handover": handover,
            "contact": contact,
            "parts": parts,
            "files": {file.name for file, _content in there},
            "made": date_format(timezone.localtime(), "DATE_FORMAT"),
        },
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("index.html", page)
        pack.writestr("pack.css", STYLE.read_text())
        for file, content in there:
            pack.writestr(file.name, content)
    return packed.getvalue()


def _content(file: PaperFile) -> bytes | None:
    try:
        with file.document.open_file() as opened:
            return opened.read()
    except OSError:
        return None
