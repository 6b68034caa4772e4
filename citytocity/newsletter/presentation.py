"""Issues as the admin and the archive show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, override

from citytocity.dates.wording import day_in_words
from citytocity.design.components import Row
from citytocity.design.heads import absolute
from citytocity.languages.catalogue import html_code
from citytocity.languages.names import language_name
from citytocity.newsletter.enums import ItemKind
from citytocity.newsletter.gathering import Matter
from citytocity.newsletter.models import Edition, Issue, Newsletter
from citytocity.newsletter.telling import name_of
from citytocity.stories.presentation import story_path

FRAME_HEIGHT = 680  # pixels that the form needs in a column of 340


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


def languages_in_words() -> list[tuple[str, str]]:
    return [(code, capfirst(language_name(code, _reader()))) for code in settings.CONTENT_CODES]


def rows_of(issues: Iterable[Issue], newsletter: Newsletter) -> list[Row]:
    """Past issues in the archive, by their subjects in the reader's language; one query."""
    issues, language = list(issues), _reader()
    editions = Edition.objects.filter(issue__in=issues, language=language).order_by("-pk")
    sent = dict(editions.values_list("issue", "subject"))
    return [_row(issue, sent.get(issue.pk) or str(newsletter), language) for issue in issues]


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


def _row(issue: Issue, subject: str, language: str) -> Row:
    """What the editor wrote goes before what stood over the first edition."""
    written = issue.subject.in_language(language)
    return Row(
        title=written.text or subject,
        url=issue.get_absolute_url(),
        when=day_in_words(issue.day, language),
        datetime=issue.day.isoformat(),
        detail=str(issue),
        lang=html_code(written.language) if written.is_missing else "",
    )


def _address(matter: Matter) -> str:
    if matter.kind == ItemKind.STORY:
        return story_path(matter.record, _reader())
    return str(matter.of.get_absolute_url())


def _reader() -> str:
    return get_language() or settings.LANGUAGE_CODE
