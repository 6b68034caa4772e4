"""What makes one look twice at a translation: it may be meant so, and is kept either way."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.languages.catalogue import direction, html_code
from citytocity.languages.scripts import script_of
from citytocity.translation.glossary import Entry, Glossary, glossary_of
from citytocity.translation.models import Job
from citytocity.translation.segments import Segment, mark_of

ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+")
POSTAL = re.compile(r"(?<!\d)\d{5,6}(?!\d)")  # a year is no code
POSTAL_AT_MOST = 80  # letters of a street, a house, a code and a town
IN_THOUSANDS = re.compile(r"(?<!\d)(\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+)(?!\d)")
MONTH_IN_FIGURES = re.compile(r"(?<!\d)(\d{1,2})\.\d{1,2}\.(\d{4})(?!\d)")
TAG = re.compile(r"<(\w+)")


@dataclass(frozen=True)
class Doubt:
    """One thing to look at. `mark` names it for as long as both texts stay as they are."""

    mark: str
    told: str
    is_meant: bool = False


def doubts(job: Job, found: list[Segment], known: Glossary) -> dict[str, list[Doubt]]:
    """By passage, what is to be looked at in its translation; passages without one have none."""
    told = {segment.key: _doubts(segment, known, job) for segment in found if segment.is_done}
    return {key: of_one for key, of_one in told.items() if of_one}


def doubts_of(job: Job, found: list[Segment]) -> dict[str, list[Doubt]]:
    """The same, with the glossary fetched for it; three queries."""
    return doubts(job, found, glossary_of(job, found))


def open_passages(told: dict[str, list[Doubt]]) -> int:
    """In how many passages something is not yet said to be meant so."""
    return sum(any(not doubt.is_meant for doubt in of_one) for of_one in told.values())


def _doubts(segment: Segment, known: Glossary, job: Job) -> list[Doubt]:
    found = []
    for kind, words in _reasons(segment, known):
        mark = mark_of("\0".join((segment.source, segment.words, kind)))
        found.append(Doubt(mark, words, is_meant=mark in job.meant))
    return found


def _reasons(segment: Segment, known: Glossary) -> Iterator[tuple[str, str]]:
    """What it is in a word that stays the same in every language, and as a person reads it."""
    source, words = segment.plain_source, segment.plain_words
    if _is_same(segment, known):
        yield "same", _("It is word for word the original.")
        return
    for entry in known.found_in(source):
        if not known.is_kept(entry, words):
            yield f"term {entry.source} {entry.target}", _is_usually(entry, known)
    if lost := _numbers(MONTH_IN_FIGURES.sub(r"\1 \2", source)) - _numbers(words):
        yield "numbers", _lost_numbers(lost)
    if segment.is_html and (tags := _tags(segment.source)) != _tags(segment.words):
        yield "tags", _other_marks(tags, _tags(segment.words))


def _is_usually(entry: Entry, known: Glossary) -> SafeString:
    return format_html(
        _("“{word}” is usually “{translation}” here."),
        word=_spoken(entry.source, known.source),
        translation=_spoken(entry.target, known.target),
    )


def _spoken(words: str, code: str) -> SafeString:
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', html_code(code), direction(code), words
    )


def _is_same(segment: Segment, known: Glossary) -> bool:
    """Whether it looks forgotten. Numbers, addresses and names that both languages write alike do
    not, nor a name or the address of a house in languages of one script."""
    source = segment.plain_source.strip().casefold()
    if source != segment.plain_words.strip().casefold():
        return False
    has_same_letters = script_of(known.source) == script_of(known.target)
    if has_same_letters and (segment.is_name or _is_postal(segment.plain_source)):
        return False
    rest = ADDRESS.sub(" ", source)
    for entry in known.found_in(segment.plain_source):
        alike = {form.casefold() for form in entry.targets}
        for form in {source, *(form.casefold() for form in entry.forms)} & alike:
            rest = re.sub(rf"\b{re.escape(form)}\b", " ", rest)
    return any(sign.isalpha() for sign in rest)


def _is_postal(words: str) -> bool:
    """A street and a town with its code: no sentence, and every word of it begins like a name."""
    begins = [word[0] for word in re.findall(r"\w+", words)]
    return (
        len(words) <= POSTAL_AT_MOST
        and bool(POSTAL.search(words))
        and all(sign.isdigit() or sign.isupper() for sign in begins)
    )


def _numbers(text: str) -> Counter[int]:
    """Its numbers, however thousands and fractions are set off: 1.500 and 1 500 are the same."""
    joined = IN_THOUSANDS.sub(lambda found: re.sub(r"\D", "", found[1]), text)
    return Counter(int(number) for number in re.findall(r"\d{1,18}", joined))


def _lost_numbers(lost: Counter[int]) -> str:
    told = {"numbers": ", ".join(map(str, lost.elements()))}
    several = lost.total()
    return (
        ngettext(
            "The original has a number that is missing here: %(numbers)s.",
            "The original has numbers that are missing here: %(numbers)s.",
            several,
        )
        % told
    )


def _tags(words: str) -> Counter[str]:
    return Counter(TAG.findall(words))


def _other_marks(wanted: Counter[str], found: Counter[str]) -> str:
    more, less = found - wanted, wanted - found
    told = [_("missing: %(tags)s") % {"tags": _in_words(less)}] if less else []
    told += [_("added: %(tags)s") % {"tags": _in_words(more)}] if more else []
    return _("Its mark-up is not that of the original; %(what)s.") % {"what": "; ".join(told)}


def _in_words(tags: Counter[str]) -> str:
    return ", ".join(f"<{tag}>" for tag in tags.elements())
