"""What was translated before in the same language pair: the same words, and words like them.

wagtail-localize keeps the passages of pages, each job those of its record; nothing is stored twice.
Only what is out for everybody, or what the person may open herself, is told: no draft of another
city, and nothing that it keeps for some readers.
rapidfuzz compares thousands of passages with a page's in the time that difflib needs for a few.
"""

import bisect
import datetime
import html
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from babel.numbers import format_percent
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import get_language
from rapidfuzz import fuzz, process
from wagtail.models import Page
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue

from citytocity.languages.numbers import locale_of
from citytocity.stories.queries import is_private
from citytocity.translation.enums import JobState
from citytocity.translation.models import Job, Text
from citytocity.translation.models.job import JobQuerySet
from citytocity.translation.pages import MANUAL
from citytocity.translation.queries import jobs_for
from citytocity.translation.segments import Change, Segment, changes, mark_of

LIKE = 75
"""How alike two originals must be, of a hundred, for the one's translation to help the other."""
LEAST = 0.6
"""A text shorter than this part of another cannot be that much like it."""
MOST = 3
FEW = 10
"""Into how many of the records that say the very same is looked."""


@dataclass(frozen=True)
class Suggestion:
    """A translation of the same words, or of words like them; of which text, by whom and when."""

    source: str
    words: str
    wanted: str
    likeness: int
    title: str
    who: str
    when: datetime.datetime | None

    @property
    def mark(self) -> str:
        return mark_of(self.words)

    @property
    def percent(self) -> str:
        """How alike the originals are, as the reader's language writes it."""
        return format_percent(self.likeness / 100, locale=locale_of(get_language() or "en"))

    @property
    def changes(self) -> list[tuple[Change, str]]:
        """What the passage at hand has otherwise; nothing if it is the same."""
        return [] if self.source == self.wanted else changes(self.source, self.wanted)


class Place(NamedTuple):
    """Where an original stands: a string of wagtail-localize, or the field of a job's record."""

    key: int
    field: str = ""


class Origin(NamedTuple):
    """A translation, and where it comes from."""

    words: str
    title: str
    who: str
    when: datetime.datetime | None


def suggestions(job: Job, found: list[Segment], *, by: Any) -> dict[str, list[Suggestion]]:
    """By passage without a translation, what was made of the same or like words; five queries."""
    wanted = [segment for segment in found if not segment.is_done]
    if not wanted:
        return {}
    seen = _seen(job, by)
    translations = _translations(seen, job)
    known = _Known([*_of_pages(translations, job, wanted), *_of_records(seen, job)])
    alike = {segment.key: known.like(segment.source) for segment in wanted}
    places = {place for sources in alike.values() for one in sources for place in one[2]}
    told = _told_of_pages(translations, job, places) | _told_of_records(job, places)
    picked = {segment.key: _best(segment, alike[segment.key], told) for segment in wanted}
    return {key: best for key, best in picked.items() if best}


class _Known:
    """Originals in order of their length, so that only those of a like length are compared."""

    def __init__(self, originals: Iterable[tuple[str, Place]]) -> None:
        self._places: dict[str, list[Place]] = defaultdict(list)
        for source, place in originals:
            self._places[source].append(place)
        self._sources = sorted(self._places, key=len)
        self._lengths = [len(source) for source in self._sources]

    def like(self, text: str) -> list[tuple[str, int, list[Place]]]:
        """The originals most like a text, how much of a hundred, and where they stand.

        Where the very same is known, nothing is looked for that is only like it.
        """
        if text in self._places:
            return [(text, 100, self._places[text][:FEW])]
        first = bisect.bisect_left(self._lengths, len(text) * LEAST)
        last = bisect.bisect_right(self._lengths, len(text) / LEAST)
        near = self._sources[first:last]
        found = process.extract(text, near, scorer=fuzz.ratio, score_cutoff=LIKE, limit=MOST)
        return [(source, int(like), self._places[source][:FEW]) for source, like, _n in found]


def _best(
    segment: Segment,
    alike: list[tuple[str, int, list[Place]]],
    told: dict[Place, list[Origin]],
) -> list[Suggestion]:
    """The likeliest first, each translation once."""
    best: dict[str, Suggestion] = {}
    for source, likeness, places in alike:
        for origin in (origin for place in places for origin in told.get(place, ())):
            one = Suggestion(source, wanted=segment.source, likeness=likeness, **origin._asdict())
            best.setdefault(origin.words, one)
    return list(best.values())[:MOST]


def _seen(job: Job, by: Any) -> JobQuerySet:
    """The jobs of the pair whose words may be told."""
    private = Page.objects.filter(is_private()).values("translation_key")
    out = Q(state=JobState.PUBLISHED, text__is_out=True)
    out &= Q(text__page=None) | ~Q(text__page__object_id__in=private)
    own = Q(pk__in=jobs_for(by).values("pk"))
    pair = Job.objects.filter(text__language=job.text.language, language=job.language)
    return pair.filter(out | own)


def _of_pages(
    translations: QuerySet[StringTranslation], job: Job, wanted: list[Segment]
) -> Iterator[tuple[str, Place]]:
    """The originals of pages' passages, written as in the job at hand."""
    lengths = [len(segment.source) for segment in wanted]
    near = (int(min(lengths) * LEAST), int(max(lengths) / LEAST * 2) + 1)  # `&` is `&amp;` there
    found = translations.annotate(length=Length("translation_of__data"))
    found = found.filter(length__range=near).order_by()
    for key, data in found.values_list("translation_of", "translation_of__data").distinct():
        if (source := _unmarked(job, data)) is not None:
            yield source, Place(key)


def _of_records(seen: JobQuerySet, job: Job) -> Iterator[tuple[str, Place]]:
    of_records = seen.filter(text__page=None).exclude(seen={})
    for key, pairs in of_records.values_list("pk", "seen"):
        for field, (of, _words) in pairs.items():
            yield _marked(job, of), Place(key, field)


def _translations(seen: JobQuerySet, job: Job) -> QuerySet[StringTranslation]:
    """What was translated by people on the pages of these jobs.

    The pages are asked for first: PostgreSQL, where it has not yet counted new tables (a register
    just taken in), joins all of this for hours.
    """
    pages = list(seen.exclude(text__page=None).values_list("text__page__object_id", flat=True))
    return StringTranslation.objects.filter(
        locale__language_code=job.language,
        translation_of__locale__language_code=job.text.language,
        translation_type=MANUAL,
        has_error=False,
        context__object_id__in=pages,
    )


def _told_of_pages(
    translations: QuerySet[StringTranslation], job: Job, places: set[Place]
) -> dict[Place, list[Origin]]:
    """Each translation of a string once, where it was made last."""
    strings = [place.key for place in places if not place.field]
    once = translations.filter(translation_of__in=strings).order_by()
    newest = once.values("translation_of", "data").annotate(newest=Max("pk")).values("newest")
    made = StringTranslation.objects.filter(pk__in=newest).order_by("-updated_at")
    found = list(made.select_related("context", "last_translated_by"))
    objects = {translation.context.object_id for translation in found}
    titles = Text.objects.filter(page__object_id__in=objects).values_list(
        "page__object_id", "title"
    )
    title_of = dict(titles)
    told: dict[Place, list[Origin]] = defaultdict(list)
    for translation in found:
        if (words := _unmarked(job, translation.data)) is not None:
            by = translation.last_translated_by
            title = title_of.get(translation.context.object_id, "")
            origin = Origin(words, title, by.shown_name if by else "", translation.updated_at)
            told[Place(translation.translation_of_id)].append(origin)
    return told


def _told_of_records(job: Job, places: set[Place]) -> dict[Place, list[Origin]]:
    of_records = [place for place in places if place.field]
    made = Job.objects.select_related("text", "translator").in_bulk({p.key for p in of_records})
    return {place: [_origin(job, made[place.key], place.field)] for place in of_records}


def _origin(job: Job, made: Job, field: str) -> Origin:
    _of, words = made.seen[field]
    who = made.translator.shown_name if made.translator else made.byline
    return Origin(_marked(job, words), made.text.title, who, made.touched)


def _unmarked(job: Job, data: str) -> str | None:
    """A page's passage as the job at hand writes it; None where a record cannot hold it."""
    if job.text.page_id:
        return data
    return None if "<" in data else html.unescape(data)


def _marked(job: Job, words: str) -> str:
    """A record's words as the job at hand writes them."""
    return StringValue.from_plaintext(words).data if job.text.page_id else words
