"""What a translator's file says, whatever its form: a sheet of units."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

LARGEST = 2 * 1024 * 1024  # bytes; a story of 300 pages in two languages
UNITS_AT_MOST = 5_000
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (2.2) has no place for."""
LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")


@dataclass(frozen=True)
class Fault:
    """Something that makes the file unusable, and where; `line` is 0 if it is the whole file."""

    line: int
    words: str

    def __str__(self) -> str:
        if not self.line:
            return self.words
        return _("Line %(line)s: %(words)s") % {"line": self.line, "words": self.words}


class UnusableFileError(Exception):
    """The file is refused whole; `faults` says why, as far as one can tell."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = list(faults)


@dataclass(frozen=True)
class Unit:
    """A passage in a file. `mark` names the translation it had when the file was made.

    `is_sure` is what the file's program says of the words; None where it says nothing. `fault`
    says what is wrong with the tags, so far as that shows without the original.
    """

    key: str
    source: str
    words: str
    mark: str = ""
    label: str = ""
    is_html: bool = False
    is_sure: bool | None = None
    line: int = 0
    fault: str = ""

    @property
    def name(self) -> str:
        """Names passage and translation together: no program changes what identifies a unit."""
        return f"{self.key}.{self.mark}"


@dataclass(frozen=True)
class Sheet:
    """A job's passages. `fingerprint` names the state of the original that they were taken from."""

    job: str
    source: str
    target: str
    fingerprint: str
    title: str = ""
    units: list[Unit] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"citytocity-{self.job}-{self.source}-{self.target}"


def plain(text: str) -> str:
    """The text as every form of file can hold it: no control characters, one kind of line."""
    return UNWRITABLE.sub("", LINE_ENDS.sub("\n", text))


def split_name(name: str, *, line: int) -> tuple[str, str]:
    """Key and mark of a unit by its name; UnusableFileError if it is no name of ours."""
    key, _dot, mark = name.rpartition(".")
    if not re.fullmatch(r"\w{1,60}", key) or not re.fullmatch(r"[0-9a-f]{16}", mark):
        words = _("This passage is none of ours: “%(name)s”.") % {"name": name[:80]}
        raise UnusableFileError(Fault(line, words))
    return key, mark
