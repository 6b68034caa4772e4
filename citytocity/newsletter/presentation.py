"""Issues as the admin and the archive show them."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from wagtail.log_actions import registry

from citytocity.dates.clocks import zone_named
from citytocity.dates.wording import day_in_words, moment_in_words, place_in_words
from citytocity.design.components import Row
from citytocity.design.heads import absolute
from citytocity.languages.catalogue import html_code
from citytocity.languages.names import language_name
from citytocity.languages.offered import is_offered
from citytocity.newsletter.consenting import KEPT_DAYS
from citytocity.newsletter.delivering import Coming
from citytocity.newsletter.enums import ItemKind
from citytocity.newsletter.gathering import Matter, first_matters
from citytocity.newsletter.models import Issue, Newsletter, Reader
from citytocity.newsletter.queries import Progress, newsletter
from citytocity.newsletter.rendering import subject_of
from citytocity.newsletter.telling import heading_of, name_of
from citytocity.stories.presentation import story_path

FRAME_HEIGHT = 680  # pixels that the form needs in a column of 340
STEPS = 40


@dataclass(frozen=True)
class Line:
    """An item as the office arranges it; `missing` are the languages that have no words of it."""

    mark: str
    name: str
    kind: str
    day: str
    url: str
    missing: str
    is_for_all: bool = False


def line_of(matter: Matter, *, is_for_all: bool = False) -> Line:
    language = _reader()
    missing = [code for code in settings.CONTENT_CODES if code not in matter.languages]
    return Line(
        mark=matter.mark,
        name=name_of(matter),
        kind=capfirst(str(matter.kind.label)),
        day=day_in_words(matter.day, language) if matter.day else "",
        url=_address(matter),
        missing=", ".join(language_name(code, language) for code in missing),
        is_for_all=is_for_all,
    )


@dataclass(frozen=True)
class Step:
    """What somebody did with an issue, and what was said to it."""

    when: str
    who: str
    what: str
    words: str
    action: str


def steps_of(issue: Issue) -> list[Step]:
    """The history of an issue, the newest first."""
    return told_of(registry.get_logs_for_instance(issue), _what, at_most=STEPS)


def told_of(entries: Any, what: Callable[[Any], str], *, at_most: int) -> list[Step]:
    """Entries of the log in words."""
    return [
        Step(
            when=moment(entry.timestamp),
            who=entry.user_display_name,
            what=what(entry),
            words=entry.data.get("words", ""),
            action=entry.action,
        )
        for entry in entries.select_related("user")[:at_most]
    ]


def _what(entry: Any) -> str:
    if entry.action == "newsletter.release" and entry.data.get("by_one"):
        return _("Released by the person who made it, without a second look")
    return str(entry.message)


@dataclass(frozen=True)
class Crest:
    """A wave of letters in words: when it is, where the clocks show the hour, how far it is."""

    when: str
    places: str
    number: int
    over: int = 0
    is_late: bool = False
    is_ahead: bool = False


def coming_in_words(waves: Iterable[Coming]) -> list[Crest]:
    """Of an issue that is not released yet."""
    return [
        Crest(moment(one.due.moment), _places(one.zones), one.number, is_late=one.due.is_late)
        for one in waves
    ]


def waves_in_words(issue: Issue, told: dict[int, Progress]) -> list[Crest]:
    now = timezone.now()
    return [
        Crest(
            moment(wave.moment),
            _places(wave.zones),
            number=told[wave.pk].all if wave.pk in told else 0,
            over=told[wave.pk].over if wave.pk in told else 0,
            is_late=wave.is_late,
            is_ahead=wave.moment > now,
        )
        for wave in issue.waves.all()
    ]


def moment(when: datetime.datetime) -> str:
    """By the clocks of the newsletter."""
    return moment_in_words(when, newsletter().zone, _reader())


def _places(zones: Iterable[str]) -> str:
    known = filter(None, map(zone_named, zones))
    return ", ".join(sorted(place_in_words(zone, _reader()) for zone in known))


def languages_in_words() -> list[tuple[str, str]]:
    return [(code, capfirst(language_name(code, _reader()))) for code in settings.CONTENT_CODES]


def given_up_in_words(numbers: Mapping[str, int]) -> str:
    """Of readers by language: those who chose one that the site gave up; nothing without them."""
    told = {code: number for code, number in numbers.items() if not is_offered(code)}
    if not told:
        return ""
    words = ngettext(
        "%(n)d reader chose a language that the site does not offer any more (%(languages)s). The "
        "letters come in that of the site: %(instead)s.",
        "%(n)d readers chose a language that the site does not offer any more (%(languages)s). The "
        "letters come in that of the site: %(instead)s.",
        sum(told.values()),
    )
    return words % {
        "n": sum(told.values()),
        "languages": ", ".join(language_name(code, _reader()) for code in sorted(told)),
        "instead": language_name(settings.LANGUAGE_CODE, _reader()),
    }


def rows_of(issues: Iterable[Issue], newsletter: Newsletter) -> list[Row]:
    """Past issues in the archive, by their subjects in the reader's language as they stand now: the
    title of what was taken back since stands nowhere; a few queries, however many issues."""
    issues = list(issues)
    first = first_matters(issue for issue in issues if not str(issue.subject))
    return [_row(issue, first.get(issue.pk), newsletter) for issue in issues]


def last_day_of(reader: Reader) -> str:
    """The day by which the address of who has ended it is deleted: the search is daily."""
    ended = reader.ended or timezone.now()
    day = timezone.localdate(ended) + datetime.timedelta(days=KEPT_DAYS + 1)
    return day_in_words(day, _reader())


def code_in(language: str, newsletter: Newsletter) -> str:
    """What another site copies, to sign up in the language."""
    with override(language):
        return format_html(
            '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"'
            ' referrerpolicy="no-referrer-when-downgrade"></iframe>',
            absolute(reverse("newsletter:embedded")),
            str(newsletter),
            FRAME_HEIGHT,
        )


def _row(issue: Issue, first: Matter | None, newsletter: Newsletter) -> Row:
    """What the editor wrote goes before the title of its first item."""
    language = _reader()
    pieces = [heading_of(first)] if first else []
    written = issue.subject.in_language(language)
    lang = pieces[0].lang if pieces else ""
    return Row(
        title=subject_of(issue, pieces, newsletter),
        url=issue.get_absolute_url(),
        when=day_in_words(issue.day, language),
        datetime=issue.day.isoformat(),
        detail=str(issue),
        lang=html_code(written.language) if written.text and written.is_missing else lang,
    )


def _address(matter: Matter) -> str:
    if matter.kind == ItemKind.STORY:
        return story_path(matter.record, _reader())
    return str(matter.of.get_absolute_url())


def _reader() -> str:
    return get_language() or settings.LANGUAGE_CODE
