"""What stands in files of the register, each value with its place, before anything is believed."""

import io
import pickle
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from django.utils.translation import gettext as _

from citytocity.ledger.kinds import KINDS

DEEPEST = 20
"""How many lists and mappings may stand one in the other; the register needs seven."""
PORTION = 500
"""How many records are read, kept and indexed together."""
SECTION = re.compile(r"([a-z_]+):[ \t]*(?:#.*)?")
NOT_PLAIN = re.compile(  # aliases, anchors, tags, complex keys; and what is nested beyond all sense
    r"(?:^|[\s\[{,:-])[*&!?][^\s]|^\?\s|^\s{200}|(?:[-?:] ){30}|[\[{](?:[^\[{\n]*[\[{]){20}|^%",
    re.MULTILINE,
)
NULLS = {"", "~", "null", "Null", "NULL"}


class Position(NamedTuple):
    """A file, and a line or a cell in it; a cell has the number of its row as its line."""

    file: str
    line: int = 0
    cell: str = ""

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file}, {self.cell}"
        return f"{self.file}:{self.line}" if self.line else self.file

    def beside(self, place: int) -> "Position":
        """Another line of the file; of a cell another one in its row, counted from 0."""
        from openpyxl.utils import get_column_letter  # slow import

        if not self.cell:
            return Position(self.file, place)
        sheet = self.cell.rpartition("!")[0]
        return Position(self.file, self.line, f"{sheet}!{get_column_letter(place + 1)}{self.line}")

    @property
    def order(self) -> tuple[str, str, int, int, str]:
        sheet = self.cell.rpartition("!")[0]
        return self.file, sheet, self.line, len(self.cell), self.cell  # Z comes before AA


@dataclass(slots=True)
class Item:
    """One record or row as written: its values, where each stands, and which were refused.

    A place is a position, or a line of the item's own file, or a column of its own row: of a
    hundred thousand records nearly all is right, and nobody asks where it stands.
    """

    position: Position
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Position | int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def at(self, key: str) -> Position:
        place = self.places.get(key, self.position)
        return self.position.beside(place) if isinstance(place, int) else place

    def text(self, key: str) -> str:
        value = self.values.get(key)
        return "" if value is None else str(value).strip()


@dataclass(slots=True)
class SomeLanguages(Item):
    """A text in those languages that the file has columns for; in others it stays as it is.

    `original` is the code of the language it was first written in; empty if the file does not say.
    """

    original: str = ""


class Pile:
    """Records that are gone through again and again, in their order, and do not fill the memory:
    all but the newest lie in a file that goes with the pile."""

    def __init__(self) -> None:
        self._newest: list[Item] = []
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 it lives as long as the pile
        self._begin: list[int] = []

    def append(self, item: Item) -> None:
        self._newest.append(item)
        if len(self._newest) == PORTION:
            self._begin.append(self._file.seek(0, 2))
            pickle.dump(self._newest, self._file, protocol=5)
            self._newest = []

    @property
    def bare(self) -> Iterable[Item]:
        """Its records for whom needs none of their lists."""
        return self

    def __len__(self) -> int:
        return len(self._begin) * PORTION + len(self._newest)

    def __iter__(self) -> Iterator[Item]:
        for place in self._begin:
            self._file.seek(place)
            yield from pickle.load(self._file)  # noqa: S301 nobody else writes into it
        yield from self._newest


@dataclass
class Written:
    """The sections of one or more files, with what was wrong in their form."""

    sections: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[Position, str]] = field(default_factory=list)

    def add(self, other: "Written") -> None:
        for key, items in other.sections.items():
            here = self.sections.get(key)
            self.sections[key] = items if here is None else [*here, *items]
        self.problems += other.problems


def read_yaml(path: Path) -> Written:
    """The file's sections; problems instead of sections where it cannot be read."""
    written = Written()
    try:
        text = path.read_text(encoding="utf-8")
        if (plain := _read_plain(text, path.name)) is not None:
            return plain
        if fault := fault_of_form(text):
            written.problems.append((Position(path.name, fault[0]), fault[1]))
            return written
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError:
        written.problems.append((Position(path.name), _("This file is not UTF-8 text.")))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        message = _("This is no valid YAML: %(what)s.") % {"what": error.problem}
        written.problems.append((Position(path.name, line), message))
    except yaml.YAMLError as error:
        message = _("This is no valid YAML: %(what)s.") % {"what": error}
        written.problems.append((Position(path.name), message))
    else:
        _YamlFile(path.name, written).take(root)
    return written


def _read_plain(text: str, name: str) -> Written | None:
    """The sections of a file that is laid out as exports are, a portion of records at a time: so
    a large one does not fill the memory. None for any other file, and for one with a fault: it is
    read as a whole."""
    portions = None if NOT_PLAIN.search(text) else _portions(text)
    if portions is None:
        return None
    written = Written()
    for section, line, start, end in portions:
        try:
            node = yaml.compose(text[start:end], Loader=_PlainLoader)
        except (yaml.YAMLError, RecursionError):
            return None
        pile = written.sections.setdefault(section, Pile())
        if not isinstance(node, yaml.SequenceNode):
            return None
        reader = _YamlFile(name, written, before=line)
        for record in node.value:
            item = reader.item(record)
            if item is None or written.problems:
                return None
            pile.append(item)
    return written


class _PlainLoader(yaml.CBaseLoader):
    """Takes every value for a text, without asking three times for each what it may be: other
    tags than the usual ones stand in no file that is laid out as exports are."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return "tag:yaml.org,2002:str"

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def _portions(text: str) -> list[tuple[str, int, int, int]] | None:
    """For each portion of records its section, how many lines stand before it, and where it
    begins and ends; None if the layout is another one. A record begins with a hyphen, all of a
    section in the same column."""
    found: list[tuple[str, int, int, int]] = []
    section, mark, count, place = "", "", 0, 0
    for number, line in enumerate(io.StringIO(text)):
        start, place = place, place + len(line)
        bare = line.strip()
        if not bare or bare.startswith("#") or (number == 0 and bare == "---"):
            continue
        if head := SECTION.fullmatch(line.rstrip()):
            section, mark, count = head[1], "", 0
            if section not in KINDS or section in {name for name, *_rest in found}:
                return None
            continue
        mark = mark or (line[: line.index(bare)] + "- " if bare.startswith("- ") else "")
        if not section or not mark or not line.startswith((mark, mark[:-2] + "  ")):
            return None
        if line.startswith(mark):
            if count % PORTION == 0:
                found.append((section, number, start, place))
            count += 1
        found[-1] = (*found[-1][:3], place)
    return found or None


def fault_of_form(text: str) -> tuple[int, str] | None:
    """The line and fault where a few letters could stand for more than a machine can hold.

    An alias can contain itself, or ten others ten times; a thousand brackets break the composer.
    """
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            message = _("Write out what “*%(name)s” stands for: aliases are not read.")
            return line, message % {"name": event.anchor}
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            message = _("More than %(depth)d lists and mappings stand here one in the other.")
            return line, message % {"depth": DEEPEST}
    return None


@dataclass
class _YamlFile:
    name: str
    written: Written
    before: int = 0
    """How many lines of the file stand before what is read."""

    def take(self, root: yaml.Node | None) -> None:
        if not isinstance(root, yaml.MappingNode):
            self._problem(
                root, _("The file must hold sections such as “cities:” with a list each.")
            )
            return
        for key_node, list_node in root.value:
            key = self._key(key_node)
            if key is None:
                continue
            if key not in KINDS:
                known = ", ".join(KINDS)
                message = _("There is no section “%(key)s”. Known are: %(known)s.")
                self._problem(key_node, message % {"key": key, "known": known})
            elif not isinstance(list_node, yaml.SequenceNode):
                self._problem(list_node, _("A section is a list: begin each record with “- id:”."))
            else:
                items = [self.item(node) for node in list_node.value]
                self.written.sections.setdefault(key, []).extend(i for i in items if i)

    def item(self, node: yaml.Node) -> Item | None:
        if not isinstance(node, yaml.MappingNode):
            self._problem(node, _("A record is a mapping: “- id: …” and its facts below."))
            return None
        item = Item(self._position(node))
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key is None:
                continue
            if key in item.values:
                self._problem(key_node, _("“%(key)s” is there twice.") % {"key": key})
            item.values[key] = self._value(value_node)
            item.places[key] = self._line(key_node)
        return item

    def _key(self, node: yaml.Node) -> str | None:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self._problem(node, _("A key is one word, not a list or a mapping."))
        return None

    def _value(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self.item(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(child) for child in node.value]
        is_null = not getattr(node, "style", None) and node.value in NULLS
        return None if is_null or node.tag == "tag:yaml.org,2002:null" else node.value

    def _position(self, node: yaml.Node | None) -> Position:
        return Position(self.name, self._line(node) if node else 0)

    def _line(self, node: yaml.Node) -> int:
        return self.before + node.start_mark.line + 1

    def _problem(self, node: yaml.Node | None, message: str) -> None:
        self.written.problems.append((self._position(node), message))
