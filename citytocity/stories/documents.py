"""Uploaded documents are what their names say, and not too large to be opened.

The package filetype was not taken, though Wagtail's pictures bring it along: it reads first bytes
only, so it takes any archive with a fitting first member, knows no text, and does not see how much
an archive would unpack to.
"""

import codecs
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

GROWTH = 10
"""How many times the size of the largest upload an archive may unpack to."""
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
NO_TEXT = bytes(set(range(32)) - set(b"\t\n\f\r\x1a"))
"""Bytes that no text has in any encoding but UTF-16; old programs end a text with 0x1A."""


class DocumentForm(BaseDocumentForm):
    def full_clean(self) -> None:
        """One reason is told: of a refused file the model would say that its name has no ending."""
        super().full_clean()
        del self.errors.get("file", [])[1:]

    def clean_file(self) -> Any:
        """A kind that is not allowed at all is the model's to refuse."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            check_content(file)
        return file


def check_content(file: File) -> None:
    """ValidationError if a file is not of the kind its name tells."""
    kind = PurePath(file.name or "").suffix.lower().removeprefix(".")
    is_of_kind = KINDS.get(kind)
    file.seek(0)
    if is_of_kind and not is_of_kind(file):
        message = _("This file is named .%(kind)s, but its content is something else.")
        raise ValidationError(message % {"kind": kind}, code="other_content")
    file.seek(0)


def _is_pdf(file: File) -> bool:
    return b"%PDF-" in file.read(1024)


def _is_office(folder: str) -> Callable[[File], bool]:
    def is_office(file: File) -> bool:
        names = _members(file)
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)

    return is_office


def _is_open_document(kind: bytes) -> Callable[[File], bool]:
    def is_open_document(file: File) -> bool:
        return file.read(100)[30:].startswith(OPEN_DOCUMENT + kind) and (
            "content.xml" in _members(file)
        )

    return is_open_document


def _members(file: File) -> set[str]:
    """What an archive holds; nothing if it is none. ValidationError if it unpacks to too much."""
    try:
        members = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return set()
    unpacked = sum(member.file_size for member in members)
    limit = GROWTH * settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
    if unpacked > limit:
        message = _("This file unpacks to %(size)s. At most %(limit)s are taken.")
        sizes = {"size": filesizeformat(unpacked), "limit": filesizeformat(limit)}
        raise ValidationError(message % sizes, code="unpacks_to_too_much")
    return {member.filename for member in members}


def _is_text(file: File) -> bool:
    content = file.read()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _reads_as_utf_16(content)
    return len(content.translate(None, NO_TEXT)) == len(content)


def _reads_as_utf_16(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-16")
    except UnicodeDecodeError:
        return False


KINDS: dict[str, Callable[[File], bool]] = {
    "csv": _is_text,
    "docx": _is_office("word/"),
    "ods": _is_open_document(b"spreadsheet"),
    "odt": _is_open_document(b"text"),
    "pdf": _is_pdf,
    "txt": _is_text,
    "xlsx": _is_office("xl/"),
}
