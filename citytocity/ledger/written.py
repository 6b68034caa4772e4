"""What stands in files of the register, each value with its place, before anything is believed."""

from dataclasses import dataclass, field
from functools import total_ordering
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from citytocity.ledger.kinds import KINDS

DEEPEST = 20
"""How many lists and mappings may stand one in the other; the register needs seven."""


@total_ordering
@dataclass(frozen=True)
class Position:
    """A file, and a line or a cell in it; a cell has the number of its row as its line."""

    file: str
    line: int = 0
    cell: str = ""

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file}, {self.cell}"
        return f"{self.file}:{self.line}" if self.line else self.file

    def __lt__(self, other: "Position") -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[str, str, int, int, str]:
        sheet = self.cell.rpartition("!")[0]
        return self.file, sheet, self.line, len(self.cell), self.cell  # Z comes before AA


@dataclass
class Item:
    """One record or row as written: its values, where each stands, and which were refused."""

    position: Position
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Position] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def at(self, key: str) -> Position:
        return self.places.get(key, self.position)

    def text(self, key: str) -> str:
        value = self.values.get(key)
        return "" if value is None else str(value).strip()


@dataclass
class SomeLanguages(Item):
    """A text in those languages that the file has columns for; in others it stays as it is.

    `original` is the code of the language it was first written in; empty if the file does not say.
    """

    original: str = ""


@dataclass
class Written:
    """The sections of one or more files, with what was wrong in their form."""

    sections: dict[str, list[Item]] = field(default_factory=dict)
    problems: list[tuple[Position, str]] = field(default_factory=list)

    def add(self, other: "Written") -> None:
        for key, items in other.sections.items():
            self.sections.setdefault(key, []).extend(items)
        self.problems += other.problems


def read_yaml(path: Path) -> Written:
    """The file's sections; problems instead of sections where it cannot be read."""
    written = Written()
    try:
        text = path.read_text(encoding="utf-8")
        if fault := _fault_of_form(text):
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


def _fault_of_form(text: str) -> tuple[int, str] | None:
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
                items = [self._item(node) for node in list_node.value]
                self.written.sections.setdefault(key, []).extend(i for i in items if i)

    def _item(self, node: yaml.Node) -> Item | None:
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
            item.places[key] = self._position(key_node)
        return item

    def _key(self, node: yaml.Node) -> str | None:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self._problem(node, _("A key is one word, not a list or a mapping."))
        return None

    def _value(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._item(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(child) for child in node.value]
        return None if node.tag == "tag:yaml.org,2002:null" else node.value

    def _position(self, node: yaml.Node | None) -> Position:
        return Position(self.name, node.start_mark.line + 1 if node else 0)

    def _problem(self, node: yaml.Node | None, message: str) -> None:
        self.written.problems.append((self._position(node), message))
