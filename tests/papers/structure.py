"""What of PDF/UA-1 a program can see in a paper, after the Matterhorn Protocol 1.1.

Each fault begins with the number of its failure condition. veraPDF checks more of them, but needs
Java; what is not looked at here, docs/explanation/papers.md says.
"""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

HEADINGS = {f"/H{level}": level for level in range(1, 7)}
WITHIN = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/LI": {"/L"},
    "/LBody": {"/LI"},
    "/TOCI": {"/TOC"},
}
NAMED = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct P H L LI Lbl LBody "
    "Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot "
    "Figure Formula Form"
)
STANDARD = {*(f"/{name}" for name in NAMED.split()), *HEADINGS}
SHOWING = {b"Tj", b"TJ", b"'", b'"', b"Do", b"f", b"F", b"f*", b"B", b"b", b"S", b"s", b"sh"}
ON_PAPER = "/ToUnicode"


def faults(paper: bytes) -> list[str]:
    """Every fault that is found, in the order of the protocol."""
    read = Read(paper)
    return sorted(fault for check in CHECKS for fault in check(read))


class Read:
    """A PDF with its tree of tags, flat: each element with the tag it counts as and its parent."""

    def __init__(self, paper: bytes) -> None:
        self.file = PdfReader(BytesIO(paper))
        self.root: Any = self.file.trailer["/Root"]
        self.tree: Any = self.root.get("/StructTreeRoot", DictionaryObject())
        self.roles: dict[str, str] = dict(self.tree.get("/RoleMap", {}))
        self.elements = list(self.below(self.tree, ""))

    def tag(self, written: str) -> str:
        """The standard tag that a tag is mapped to."""
        seen = set()
        while written in self.roles and written not in seen and written not in STANDARD:
            seen.add(written)
            written = str(self.roles[written])
        return written

    def tagged(self, tag: str) -> list[Any]:
        return [element for found, element, _parent in self.elements if found == tag]

    def below(self, element: Any, parent: str) -> Iterator[tuple[str, Any, str]]:
        children = element.get("/K", [])
        children = children.get_object() if hasattr(children, "get_object") else children
        for child in children if isinstance(children, list) else [children]:
            found = child.get_object() if hasattr(child, "get_object") else child
            if isinstance(found, DictionaryObject) and "/S" in found:
                tag = self.tag(str(found["/S"]))
                yield tag, found, parent
                yield from self.below(found, tag)


# --- the whole file ---


def _is_marked(read: Read) -> Iterator[str]:
    marked = read.root.get("/MarkInfo", {})
    if not _is_true(marked.get("/Marked")):
        yield "01-000 it is not tagged"
    if _is_true(marked.get("/Suspects")):
        yield "04-001 its tags are doubtful"


def _says_what_it_is(read: Read) -> Iterator[str]:
    about = (
        read.root["/Metadata"].get_object().get_data().decode() if "/Metadata" in read.root else ""
    )
    if "<pdfuaid:part>1</pdfuaid:part>" not in about:
        yield "06-002 it does not say that it is PDF/UA"
    if "dc:title" not in about:
        yield "06-003 it has no title"
    if not _is_true(read.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")):
        yield "07-001 its title is not shown"
    if not read.root.get("/Lang"):
        yield "11-006 it has no language"
    if read.file.is_encrypted:
        yield "26-001 it is locked"


def _is_true(written: Any) -> bool:
    return getattr(written, "value", written) is True


# --- the tree ---


def _roles_are_known(read: Read) -> Iterator[str]:
    for tag, _element, _parent in read.elements:
        if tag not in STANDARD:
            yield f"02-001 {tag} is no tag of the standard"


def _nests_right(read: Read) -> Iterator[str]:
    for tag, _element, parent in read.elements:
        if parent not in WITHIN.get(tag, {parent}):
            yield f"09-004 {tag} in {parent or 'nothing'}"
        if tag in HEADINGS and parent == "/P":
            yield f"09-004 {tag} in a paragraph"


def _pictures_have_words(read: Read) -> Iterator[str]:
    for figure in read.tagged("/Figure"):
        if not str(figure.get("/Alt", figure.get("/ActualText", ""))).strip():
            yield "13-004 a picture without words"


def _headings_go_step_by_step(read: Read) -> Iterator[str]:
    last = 0
    for tag, _element, _parent in read.elements:
        level = HEADINGS.get(tag, 0)
        if level > last + 1:
            yield f"14-003 {tag} after level {last}"
        last = level or last


def _tables_have_heads(read: Read) -> Iterator[str]:
    for table in read.tagged("/Table"):
        inside = list(read.below(table, "/Table"))
        heads = [element for tag, element, _parent in inside if tag == "/TH"]
        if not heads and any(tag == "/TD" for tag, _element, _parent in inside):
            yield "15-003 a table without a head"
        if any(_scope(head) is None for head in heads):
            yield "15-003 a head that does not say for what"


def _scope(head: Any) -> Any:
    attributes = head.get("/A", [])
    each = [
        one.get_object() for one in (attributes if isinstance(attributes, list) else [attributes])
    ]
    return next((one["/Scope"] for one in each if "/Scope" in one), None)


# --- the pages ---


def _all_that_is_drawn_is_tagged_or_decoration(read: Read) -> Iterator[str]:
    for number, page in enumerate(read.file.pages, start=1):
        inside: list[str] = []
        content = page.get_contents()
        for operands, operator in content.operations if content is not None else ():
            if operator in (b"BDC", b"BMC"):
                inside.append(_mark(operands))
            elif operator == b"EMC":
                inside.pop()
            elif operator in SHOWING and not any(inside):
                yield f"01-005 page {number}: {operator.decode()} outside of the tree"
        if inside:
            yield f"01-005 page {number}: a mark is not closed"


def _mark(operands: list[Any]) -> str:
    """What the content belongs to: a place in the tree, or decoration; empty for neither."""
    if operands[0] == "/Artifact":
        return "/Artifact"
    of = operands[1] if len(operands) > 1 else {}
    return "tree" if isinstance(of, DictionaryObject) and "/MCID" in of else ""


def _decoration_is_not_in_the_tree(read: Read) -> Iterator[str]:
    for number, page in enumerate(read.file.pages, start=1):
        inside: list[str] = []
        content = page.get_contents()
        for operands, operator in content.operations if content is not None else ():
            if operator in (b"BDC", b"BMC"):
                inside.append(_mark(operands))
                if {"tree", "/Artifact"} <= set(inside):
                    yield f"01-003 page {number}: decoration inside of the tree"
            elif operator == b"EMC":
                inside.pop()


def _links_can_be_told(read: Read) -> Iterator[str]:
    for number, page in enumerate(read.file.pages, start=1):
        links = [link.get_object() for link in page.get("/Annots", [])]
        if links and page.get("/Tabs") != "/S":
            yield f"28-009 page {number}: the way by keys is not that of the tree"
        for link in links:
            if "/StructParent" not in link:
                yield f"28-002 page {number}: a link outside of the tree"
            if not str(link.get("/Contents", "")).strip():
                yield f"28-012 page {number}: a link without words"


# --- the faces ---


def _faces_are_there(read: Read) -> Iterator[str]:
    for name, face in _faces(read):
        for inner in face.get("/DescendantFonts", [face]):
            about = inner.get_object().get("/FontDescriptor", DictionaryObject()).get_object()
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(about):
                yield f"31-009 {name} is not embedded"
        if ON_PAPER not in face:
            yield f"31-027 {name} does not say its letters"
        elif set(_letters(face)) & {"0000", "feff", "fffe"}:
            yield f"31-028 {name} has letters that are none"


def _faces(read: Read) -> Iterator[tuple[str, Any]]:
    for page in read.file.pages:
        for face in page["/Resources"].get("/Font", {}).values():
            yield str(face.get_object().get("/BaseFont", "?")), face.get_object()


def _letters(face: Any) -> Iterable[str]:
    written = face[ON_PAPER].get_object().get_data().decode()
    return (line.split()[-1].strip("<>").lower() for line in written.splitlines() if "> <" in line)


CHECKS: list[Callable[[Read], Iterator[str]]] = [
    _is_marked,
    _says_what_it_is,
    _roles_are_known,
    _nests_right,
    _pictures_have_words,
    _headings_go_step_by_step,
    _tables_have_heads,
    _all_that_is_drawn_is_tagged_or_decoration,
    _decoration_is_not_in_the_tree,
    _links_can_be_told,
    _faces_are_there,
]
