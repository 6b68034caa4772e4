"""Every paper can be read aloud, copied and printed, whatever the names in it are."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import combinations
from typing import Any

import pytest
import typst
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from pypdfium2 import PdfDocument
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from tests.papers.structure import faults
from tests.papers.world import ARABIC, CHINESE, COMPOUND, HEBREW, KOREAN, PAPERS

WITHOUT_PICTURES = "Party □ of the twins □□"
EDGE = 20.0
"""Points at the edge of a page that printers leave white."""
EVERYTHING = (ARABIC, HEBREW, CHINESE, KOREAN, COMPOUND, WITHOUT_PICTURES)
"""What a paper says at least. On pages that run from the right the reader used here turns the words
of other scripts round, so that of these the ones without spaces are looked for."""
SAID = {
    "annual": EVERYTHING,
    "questionnaire": (COMPOUND,),
    "sheet": (WITHOUT_PICTURES,),
    "brief": (ARABIC, HEBREW, CHINESE, KOREAN, COMPOUND[:70]),
    "brief from right to left": (ARABIC, HEBREW, CHINESE),
    "programme": (HEBREW, CHINESE),
    "badges": (ARABIC, HEBREW, KOREAN, COMPOUND),
    "hand-over": EVERYTHING,
    "newsletter": EVERYTHING,
    "newsletter from right to left": (ARABIC, HEBREW, CHINESE),
}

SMALL = b"""
#set document(title: "Small")
= One
== Two
#line(length: 1cm)
#figure(alt: "A square", rect(width: 1cm))
#table(columns: 2, table.header[A][B], [1], [2])
#link("https://example.org")[Out]
"""
pytestmark = pytest.mark.django_db  # their world is in it, once
every_paper = pytest.mark.parametrize("name", PAPERS)


@pytest.fixture(scope="module")
def small() -> bytes:
    """A page with one of everything."""
    return typst.compile(SMALL, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True)


@every_paper
def test_a_paper_keeps_to_what_a_program_can_see_of_pdf_ua(
    made: dict[str, bytes], name: str
) -> None:
    assert faults(made[name]) == []


@every_paper
def test_names_are_copied_out_of_a_paper_as_they_were_written(
    made: dict[str, bytes], name: str
) -> None:
    copied = "".join(_copied(page) for page in PdfDocument(made[name]))

    assert [said for said in SAID[name] if _bare(said) not in copied] == []


@every_paper
def test_nothing_runs_out_of_the_page_or_over_something_else(
    made: dict[str, bytes], name: str
) -> None:
    for number, page in enumerate(PdfDocument(made[name]), start=1):
        wide, high = page.get_size()
        boxes = _boxes(page)
        out = [box for box in boxes if box[0] < EDGE or box[2] > wide - EDGE]
        out += [box for box in boxes if box[1] < EDGE or box[3] > high - EDGE]
        over = [pair for pair in combinations(boxes, 2) if _lie_over_each_other(*pair)]
        assert (number, out, over) == (number, [], [])


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda root: root.pop("/MarkInfo"), "01-000"),
        (lambda root: root.pop("/Lang"), "11-006"),
        (lambda root: root.pop("/Metadata"), "06-003"),
        (lambda root: root.pop("/ViewerPreferences"), "07-001"),
        (lambda root: _first(root, "/Figure").pop("/Alt"), "13-004"),
        (lambda root: _rename(root, "/H2", "/H3"), "14-003"),
        (lambda root: _rename(root, "/TH", "/TD"), "15-003"),
        (lambda root: _rename(root, "/TR", "/Row"), "02-001"),
        (lambda root: _rename(root, "/THead", "/Div"), "09-004"),
        (lambda root: _redraw(root, b"/Artifact", b"/Nothing"), "01-005"),
        (lambda root: _redraw(root, b"/MCID 0", b"/None 0"), "01-005"),
        (lambda root: _page(root).pop("/Tabs"), "28-009"),
        (lambda root: _page(root)["/Annots"][0].get_object().pop("/Contents"), "28-012"),
        (lambda root: _face(root).pop("/ToUnicode"), "31-027"),
        (lambda root: _face(root).pop("/DescendantFonts"), "31-009"),
    ],
)
def test_what_is_spoiled_in_a_paper_is_found(
    small: bytes, spoil: Callable[[Any], object], fault: str
) -> None:
    found = faults(_changed(small, spoil))

    assert (faults(small), {one[:6] for one in found} & {fault}) == ([], {fault})


def _bare(text: str) -> str:
    """Letters alone: where a line ends is of no matter."""
    return re.sub(r"[\s\u00ad\u2066-\u2069\ufffe-]", "", text)


def _copied(page: Any) -> str:
    return _bare(page.get_textpage().get_text_range())


def _boxes(page: Any) -> list[tuple[float, float, float, float]]:
    return [one.get_bounds() for one in page.get_objects(filter=[FPDF_PAGEOBJ_TEXT], max_depth=4)]


def _lie_over_each_other(one: Any, other: Any) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    upright = min(one[3], other[3]) - max(one[1], other[1])
    lower = min(one[3] - one[1], other[3] - other[1])
    return across > 3 and upright > 0.5 * lower


def _changed(paper: bytes, spoil: Callable[[Any], object]) -> bytes:
    """The paper with something changed in what its root leads to."""
    writer = PdfWriter(clone_from=BytesIO(paper))
    spoil(writer.root_object)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(root: Any) -> Any:
    return root["/Pages"]["/Kids"][0].get_object()


def _face(root: Any) -> Any:
    return next(iter(_page(root)["/Resources"]["/Font"].values())).get_object()


def _redraw(root: Any, old: bytes, new: bytes) -> None:
    drawn = DecodedStreamObject()
    drawn.set_data(_page(root)["/Contents"].get_object().get_data().replace(old, new))
    _page(root)[NameObject("/Contents")] = drawn


def _elements(element: Any) -> Iterator[Any]:
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        found = child.get_object()
        if isinstance(found, DictionaryObject) and "/S" in found:
            yield found
            yield from _elements(found)


def _first(root: Any, tag: str) -> Any:
    return next(one for one in _elements(root["/StructTreeRoot"]) if one["/S"] == tag)


def _rename(root: Any, tag: str, other: str) -> None:
    for one in list(_elements(root["/StructTreeRoot"])):
        if one["/S"] == tag:
            one[NameObject("/S")] = NameObject(other)
