"""A sheet as XLIFF 1.2 (OASIS), the form that most programs of translators read and write.

Not 2.x: OmegaT's and Virtaal's own filters, and older Trados and memoQ, read 1.2 alone, and all
that read 2.x read 1.2 too. Tags of a passage are <g> and <x>, which programs keep whole; the tag
is named in their `id` (2.2.1), so it comes back whatever else is lost.
"""

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from citytocity.languages.catalogue import html_code
from citytocity.translation.exchange.markup import (
    EMPTY,
    BrokenMarkupError,
    Mark,
    Piece,
    parsed,
    written,
)
from citytocity.translation.exchange.sheets import (
    Fault,
    Sheet,
    Unit,
    UnusableFileError,
    plain,
    split_name,
)
from citytocity.translation.exchange.xml import Node, tree_of

SUFFIX, MEDIA_TYPE = "xlf", "application/x-xliff+xml"
NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
KINDS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "a": "link", "br": "lb"}
IDENTITY = re.compile(r"\d+-([a-z]+)(?:-(\w+))?")
SURE = frozenset({"translated", "final", "signed-off"})
ORIGINAL = "x-original"  # of a <target> that repeats its <source>; words with x- are one's own
UNREAD = frozenset({"leveraged-mt", "mt-suggestion", "tm-suggestion", "fuzzy-match"})


def file_of(sheet: Sheet) -> bytes:
    return _file(sheet, in_place=False)


def file_with_originals(sheet: Sheet) -> bytes:
    """The same with the original where a translation is to be: OmegaT's own filter offers what
    stands in <target>, and nothing of a passage where that is empty."""
    return _file(sheet, in_place=True)


def sheet_of(data: bytes, *, is_html: bool) -> Sheet:
    """What the file says; UnusableFileError if it is no XLIFF 1.2 of ours."""
    root = tree_of(data)
    if root.name != "xliff":
        raise UnusableFileError(Fault(root.line, _("This is no XLIFF file.")))
    version = root.attributes.get("version", "")
    if not version.startswith("1."):
        words = _("This is XLIFF %(version)s: save it as XLIFF 1.2.") % {"version": version[:10]}
        raise UnusableFileError(Fault(root.line, words))
    files = root.children("file")
    if len(files) != 1:
        raise UnusableFileError(Fault(root.line, _("It holds not one text, but several or none.")))
    told = files[0].attributes
    job, _space, fingerprint = told.get("original", "").partition(" ")
    return Sheet(
        job=job,
        source=told.get("source-language", "").lower(),
        target=told.get("target-language", "").lower(),
        fingerprint=fingerprint,
        units=[_unit(node, is_html=is_html) for node in _all_units(files[0])],
    )


def _file(sheet: Sheet, *, in_place: bool) -> bytes:
    root = ET.Element("xliff", {"version": "1.2", "xmlns": NAMESPACE})
    file = ET.SubElement(
        root,
        "file",
        {
            "original": f"{sheet.job} {sheet.fingerprint}",
            "source-language": html_code(sheet.source),
            "target-language": html_code(sheet.target),
            "datatype": "html" if any(unit.is_html for unit in sheet.units) else "plaintext",
        },
    )
    ET.SubElement(ET.SubElement(file, "header"), "note").text = plain(sheet.title)
    body = ET.SubElement(file, "body")
    body.text = "\n"
    for unit in sheet.units:
        _add(body, unit, in_place=in_place and not unit.words)
    return ET.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _add(body: ET.Element, unit: Unit, *, in_place: bool) -> None:
    node = ET.SubElement(body, "trans-unit", {"id": unit.name, "xml:space": "preserve"})
    _fill(ET.SubElement(node, "source"), unit.source, is_html=unit.is_html)
    target = ET.SubElement(node, "target", _state(unit))
    if in_place:
        target.set("state-qualifier", ORIGINAL)
    _fill(target, unit.source if in_place else unit.words, is_html=unit.is_html)
    ET.SubElement(node, "note", {"from": "developer"}).text = plain(unit.label)
    node.text = node.tail = "\n"
    for child in node:
        child.tail = "\n"


def _state(unit: Unit) -> dict[str, str]:
    if not unit.words:
        return {"state": "needs-translation"}
    if unit.is_sure is False:
        return {"state": "needs-review-translation", "state-qualifier": "mt-suggestion"}
    return {"state": "translated"}


def _fill(node: ET.Element, words: str, *, is_html: bool) -> None:
    """Puts the words into an element; tags are numbered in the order in which they begin."""
    pieces = parsed(plain(words)) if is_html else [plain(words)]
    _append(node, pieces, _Numbers())


class _Numbers:
    """The same tag has the same number in original and translation, as far as both have it."""

    def __init__(self) -> None:
        self.used: dict[str, int] = {}

    def identity(self, mark: Mark) -> str:
        self.used[mark.tag] = self.used.get(mark.tag, 0) + 1
        name = f"{self.used[mark.tag]}-{mark.name}"
        return f"{name}-{mark.link}" if mark.link else name


def _append(node: ET.Element, pieces: Iterable[Piece], numbers: _Numbers) -> None:
    last: ET.Element | None = None
    for piece in pieces:
        if isinstance(piece, Mark):
            name = "x" if piece.name in EMPTY else "g"
            kind = KINDS.get(piece.name, f"x-html-{piece.name}")
            last = ET.SubElement(node, name, {"id": numbers.identity(piece), "ctype": kind})
            _append(last, piece.content, numbers)
        elif last is None:
            node.text = (node.text or "") + piece
        else:
            last.tail = (last.tail or "") + piece


def _all_units(node: Node) -> list[Node]:
    found = node.children("trans-unit")
    for child in node.content:
        if isinstance(child, Node) and child.name in {"body", "group"}:
            found += _all_units(child)
    return found


def _unit(node: Node, *, is_html: bool) -> Unit:
    key, mark = split_name(node.attributes.get("id", ""), line=node.line)
    sources, targets = node.children("source"), node.children("target")
    if len(sources) != 1 or len(targets) > 1:
        words = _("A passage has one original and one translation.")
        raise UnusableFileError(Fault(node.line, words))
    source, words, fault = _source(sources[0], is_html=is_html), "", ""
    try:
        words = _words(targets[0], is_html=is_html) if targets else ""
    except BrokenMarkupError as error:
        fault = str(error)
    if targets and words == source and targets[0].attributes.get("state-qualifier") == ORIGINAL:
        words = ""  # as `file_with_originals` gave it out
    return Unit(
        key=key,
        mark=mark,
        source=source,
        words=words,
        is_html=is_html,
        is_sure=_is_sure(node, targets),
        line=targets[0].line if targets else node.line,
        fault=fault,
    )


def _is_sure(node: Node, targets: list[Node]) -> bool | None:
    told = targets[0].attributes if targets else {}
    if node.attributes.get("approved") == "yes":
        return True
    if told.get("state-qualifier") in UNREAD or told.get("state", "").startswith("needs-"):
        return False
    return True if told.get("state") in SURE else None


def _source(node: Node, *, is_html: bool) -> str:
    """The original as the file has it, only to see whether it is ours: broken, it is not."""
    try:
        return _words(node, is_html=is_html)
    except BrokenMarkupError:
        return ""


def _words(node: Node, *, is_html: bool) -> str:
    pieces = list(_pieces(node))
    if is_html:
        return written(pieces)
    if foreign := next((piece for piece in pieces if isinstance(piece, Mark)), None):
        raise BrokenMarkupError(_("%(tag)s cannot stand here.") % {"tag": foreign.tag})
    return "".join(piece for piece in pieces if isinstance(piece, str))


def _pieces(node: Node) -> Iterable[Piece]:
    for part in node.content:
        if isinstance(part, str):
            yield part
        elif part.name == "mrk":  # a program's own remark around words
            yield from _pieces(part)
        else:
            yield _mark(part)


def _mark(node: Node) -> Mark:
    """The tag that a <g> or <x> stands for."""
    identity = IDENTITY.fullmatch(node.attributes.get("id", ""))
    is_known = identity and node.name == ("x" if identity[1] in EMPTY else "g")
    if not identity or not is_known:
        raise BrokenMarkupError(_("%(tag)s cannot stand here.") % {"tag": f"<{node.name}>"})
    return Mark(identity[1], identity[2] or "", list(_pieces(node)))
