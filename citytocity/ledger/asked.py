"""Mappings out of YAML or JSON, asked value by value; every fault is kept with its place.

pydantic and jsonschema check such files too, in English, and not what the parts of one have to do
with each other; here officers read what is wrong, in their language and all of it at once.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from citytocity.languages.numbers import number_in_words
from citytocity.languages.plain_text import check_words, validate_plain
from citytocity.languages.text import Words
from citytocity.ledger.written import fault_of_form

CODE = re.compile(r"[a-z][a-z0-9_-]{0,59}")
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,4})?")
SHARE = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(?: */ *(\d{1,6}))?")
WHOLE = re.compile(r"[-+]?(0|[1-9]\d{0,99})")
DECIMAL = re.compile(r"[-+]?(\d{1,99}\.\d{0,99}|\.\d{1,99})([eE][-+]?\d{1,3})?")
QUOTED = 60


class FaultsError(ValueError):
    """What was read is not right; `faults` tells each thing that is wrong, with its place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def mapping_in(text: str) -> dict[str, Any]:
    """The mapping that the text holds, as YAML or JSON. FaultsError if it holds none."""
    found = _data_in(text)
    if not isinstance(found, dict):
        raise FaultsError([_("This file should have keys and values, such as “year: 2018”.")])
    return found


def list_in(text: str) -> list[Any]:
    """The list that the text holds, as YAML. FaultsError if it holds none."""
    found = _data_in(text)
    if not isinstance(found, list):
        raise FaultsError([_("This file should have a list, each part of it after a hyphen.")])
    return found


def _data_in(text: str) -> Any:
    try:
        return _json(text) if _is_json(text) else _yaml(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        message = _("line %(line)d: This is no valid YAML: %(what)s.")
        raise FaultsError([message % {"line": line, "what": error.problem}]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, FaultsError):
            raise
        raise FaultsError([_("This is neither valid YAML nor valid JSON.")]) from error


def _yaml(text: str) -> Any:
    if fault := fault_of_form(text):
        line, message = fault
        raise FaultsError([_("line %(line)d: %(fault)s") % {"line": line, "fault": message}])
    loader = _Loader(text)
    found = loader.get_single_data()
    if loader.faults:
        raise FaultsError(loader.faults)
    return found


class _Loader(yaml.CSafeLoader):
    """YAML whose keys stand once, and whose numbers are what they look like: 1:30 is a text and
    not 90, 010 is not 8, and 1_000 is no number."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.faults: list[str] = []

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 (as in the library)
        seen: set[str] = set()
        for key, _value in node.value if isinstance(node, yaml.MappingNode) else ():
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                told = {"line": key.start_mark.line + 1, "fault": _twice(key.value)}
                self.faults.append(_("line %(line)d: %(fault)s") % told)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)

    def plain_number(self, node: yaml.ScalarNode) -> int | float | str:
        written = self.construct_scalar(node)
        if WHOLE.fullmatch(written):
            return int(written)
        return float(written) if DECIMAL.fullmatch(written) else written


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.plain_number)
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.plain_number)


def _json(text: str) -> Any:
    faults: list[str] = []

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = Counter(key for key, _value in pairs)
        faults.extend(_twice(key) for key, number in keys.items() if number > 1)
        return dict(pairs)

    found = json.loads(text, object_pairs_hook=mapping)
    if faults:
        raise FaultsError(faults)
    return found


def _twice(key: str) -> str:
    return _("“%(key)s” stands here more than once.") % {"key": key[:QUOTED]}


def _is_json(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith("{")


@dataclass
class Asked:
    """A mapping that is asked for its values; `place` says where in the file it stands."""

    told: dict[str, Any]
    place: str = ""
    faults: list[str] = field(default_factory=list)

    def fault(self, message: str, key: str = "") -> None:
        where = ", ".join(filter(None, [self.place, key]))
        self.faults.append(f"{where}: {message}" if where else message)

    def only(self, *keys: str) -> None:
        """Faults for keys that mean nothing: most often slips of the hand."""
        for key in self.told:
            if key not in keys:
                words = _("this means nothing here. What may stand here: %(keys)s.")
                self.fault(words % {"keys": ", ".join(keys)}, str(key)[:QUOTED])

    def has(self, key: str) -> bool:
        return self.told.get(key) is not None

    def code(self, key: str) -> str:
        """Small letters, digits, hyphens and low lines."""
        value = self.told.get(key)
        if not isinstance(value, str) or not CODE.fullmatch(value):
            self._wrong(key, _("a code of small Latin letters, digits, - and _"))
            return ""
        return value

    def text(self, key: str, *, most: int = 300) -> str:
        """Plain text without a language; empty where there is none."""
        value = self.told.get(key)
        if value is None:
            return ""
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            self._wrong(key, _("a text"))
            return ""
        return self._plain(key, str(value).strip(), most)

    def _plain(self, key: str, text: str, most: int) -> str:
        try:
            validate_plain(text)
        except ValidationError as error:
            self.fault(" ".join(error.messages), key)
        if len(text) > most:
            words = _("%(length)d characters; at most %(limit)d fit.")
            self.fault(words % {"length": len(text), "limit": most}, key)
            return text[:most]
        return text

    def texts(self, key: str, *, most: int = 300) -> list[str]:
        """Plain texts in a list; none where there is no list."""
        value = self.told.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.fault(_("write a list of texts."), key)
            return []
        return [self._plain(key, one.strip(), most) for one in value]

    def words(self, key: str, *, most: int = 300, is_needed: bool = True) -> Words:
        """A text in several languages, as a mapping of these."""
        value = self.told.get(key)
        if value is None and not is_needed:
            return Words()
        is_mapping = isinstance(value, dict) and all(
            isinstance(code, str) and isinstance(text, str) for code, text in value.items()
        )
        if not is_mapping or not Words(value):
            self._wrong(key, _("a text in each language, such as {en: Visits, ru: Визиты}"))
            return Words()
        try:
            check_words(Words(value), max_length=most)
        except ValidationError as error:
            self.fault(" ".join(error.messages), key)
        return Words(value)

    def number(self, key: str) -> Fraction | None:
        return self._number(key, self.told.get(key))

    def numbers(self, key: str, *, many: int) -> tuple[Fraction, ...]:
        """So many numbers in a list; none at all where there is something else."""
        value = self.told.get(key)
        if not isinstance(value, list) or len(value) != many:
            self._wrong(key, _("a list of %(number)d numbers") % {"number": many})
            return ()
        found = [self._number(key, one) for one in value]
        return tuple(one for one in found if one is not None) if None not in found else ()

    def _number(self, key: str, value: Any) -> Fraction | None:
        if found := fraction_of(value):
            return found[0]
        self._wrong(key, _("a number such as 12 or 3.5"), value)
        return None

    def whole(self, key: str, *, least: int, most: int, usual: int | None = None) -> int | None:
        """A whole number within bounds; `usual` where none stands there, if that is allowed."""
        value = self.told.get(key)
        if value is None and usual is not None:
            return usual
        if type(value) is not int or not least <= value <= most:
            told = {"least": number_in_words(least), "most": number_in_words(most)}
            self._wrong(key, _("a whole number from %(least)s to %(most)s") % told)
            return None
        return value

    def share(self, key: str) -> Fraction:
        """A weight: a number, or a quotient such as 100/6."""
        found = SHARE.fullmatch(str(self.told.get(key)).strip())
        if not found or found[2] == "0" or (found[2] and not int(found[2])):
            self._wrong(key, _("a weight such as 25 or 100/6"))
            return Fraction(0)
        return Fraction(found[1]) / Fraction(found[2] or 1)

    def yes(self, key: str) -> bool:
        value = self.told.get(key, False)
        if not isinstance(value, bool):
            self._wrong(key, _("yes or no"))
        return value is True

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        value = self.told.get(key)
        if value not in allowed:
            self._wrong(key, _("one of these: %(values)s") % {"values": ", ".join(allowed)})
            return ""
        return str(value)

    def parts(self, key: str, name: str) -> Iterator["Asked"]:
        """Each mapping of a list; in places it is called by its code."""
        value = self.told.get(key)
        if not isinstance(value, list) or not value:
            self._wrong(key, _("a list"))
            return
        for number, one in enumerate(value, start=1):
            called = one.get("code") if isinstance(one, dict) else None
            place = f"{name} {called if isinstance(called, str) else number}"
            place = ", ".join(filter(None, [self.place, place[:QUOTED]]))
            if isinstance(one, dict):
                yield Asked(one, place, self.faults)
            else:
                self.faults.append(f"{place}: {_('here should stand keys and values.')}")

    def _wrong(self, key: str, wanted: str, value: Any = None) -> None:
        value = self.told.get(key) if value is None else value
        if value is None:
            self.fault(_("is missing: write %(wanted)s.") % {"wanted": wanted}, key)
            return
        told = {"value": _briefly(value), "wanted": wanted}
        self.fault(_("“%(value)s” should be %(wanted)s.") % told, key)


def fraction_of(value: Any) -> tuple[Fraction] | None:
    """The number that was written, exact, in a bracket of its own so that 0 is found too."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).strip()
    return (Fraction(text),) if NUMBER.fullmatch(text) else None


def _briefly(value: Any) -> str:
    if isinstance(value, dict | list):
        return _("a list") if isinstance(value, list) else _("keys and values")
    return str(value)[:QUOTED]
