"""XML from strangers: read into a small tree that knows its lines, and nothing else is done.

Document types are refused whole: they bring entities that grow without end, or fetch files.
"""

from dataclasses import dataclass, field
from typing import TypeAlias
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import sax
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from citytocity.translation.exchange.sheets import Fault, UnusableFileError

DEEPEST = 60
Content: TypeAlias = "str | Node"


@dataclass
class Node:
    """An element, its name without a prefix, and the line on which it begins."""

    name: str
    attributes: dict[str, str]
    line: int
    content: list[Content] = field(default_factory=list)

    def children(self, name: str) -> "list[Node]":
        return [c for c in self.content if isinstance(c, Node) and c.name == name]


def tree_of(data: bytes) -> Node:
    """The root; UnusableFileError if the data is no XML, or more than plain XML."""
    reading = _Reading()
    try:
        sax.parseString(data, reading, forbid_dtd=True)
    except DefusedXmlException as error:
        words = _("The file brings a document type or entities, which are not read.")
        raise UnusableFileError(Fault(reading.line, words)) from error
    except SAXParseException as error:
        words = _("This is no XML: %(why)s.") % {"why": error.getMessage()}
        raise UnusableFileError(Fault(error.getLineNumber() or 0, words)) from error
    except (ValueError, LookupError) as error:  # an encoding that Python does not know
        raise UnusableFileError(Fault(1, _("The file's encoding is unknown."))) from error
    return next(part for part in reading.root.content if isinstance(part, Node))


class _Reading(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {}, 0)
        self.open = [self.root]
        self.place: Locator | None = None

    @property
    def line(self) -> int:
        return (self.place.getLineNumber() or 0) if self.place else 0

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 SAX's name
        self.place = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        if len(self.open) > DEEPEST:
            words = _("Its elements lie too deep inside one another.")
            raise UnusableFileError(Fault(self.line, words))
        node = Node(name.rpartition(":")[2], dict(attrs.items()), self.line)
        self.open[-1].content.append(node)
        self.open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802
        self.open.pop()

    def characters(self, content: str) -> None:
        if len(self.open) > 1:
            self.open[-1].content.append(content)
