"""Stories and pages: their passages are kept by wagtail-localize, block by block.

A translation is found by the passage's words and its place (the id of its block), so what was
translated before a change is still there under the old words.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue, validate_translation_links

from citytocity.people.models import User
from citytocity.stories.enums import PassageMark
from citytocity.translation.models import Job, Text
from citytocity.translation.segments import FROM_FILE, Segment, UnusableWordsError, most_alike

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE
MANUAL = StringTranslation.TRANSLATION_TYPE_MANUAL


def source_of(page: Page) -> TranslationSource:
    """The page's passages as they stand now."""
    source, _is_new = TranslationSource.update_or_create_from_instance(page)
    return source


def fingerprint(source: TranslationSource) -> str:
    """Changes with the words of the original or their order, and with nothing else."""
    return mark_of_passages(
        (segment.context.path, segment.string.data) for segment in _strings(source)
    )


def fingerprint_of_draft(page: Page) -> str:
    """The same of a page as it stands, which nobody has given to translators yet."""
    found = [one for one in extract_segments(page) if isinstance(one, StringSegmentValue)]
    return mark_of_passages((one.path, one.string.data) for one in found if one.path != "slug")


def mark_of_passages(passages: Iterable[tuple[str, str]]) -> str:
    """Of passages by their places, in the order in which they stand."""
    told = hashlib.blake2b(digest_size=16)
    for path, words in passages:
        told.update(f"{path}\0{words}\0".encode())
    return told.hexdigest()


def segments(job: Job) -> list[Segment]:
    """The passages of the job's page in their order; four queries, however long it is."""
    source = _source(job.text)
    made = _translations(source, job.language)
    strings = list(_strings(source))
    standing = {(segment.string_id, segment.context_id) for segment in strings}
    by_place: dict[int, dict[str, str]] = defaultdict(dict)
    for place, translation in made.items():
        if place in standing:
            continue  # it is the translation of another passage that is still there
        by_place[translation.context_id][translation.translation_of.data] = translation.data
    found = []
    for segment in strings:
        own = made.get((segment.string_id, segment.context_id))
        old = "" if own else most_alike(segment.string.data, by_place[segment.context_id]) or ""
        found.append(
            Segment(
                key=str(segment.pk),
                label=_label(segment, source),
                source=segment.string.data,
                words=own.data if own else "",
                is_html=True,
                is_name=_is_name(segment.context.path),
                is_machine=bool(own and own.translation_type == MACHINE),
                tool=own.tool_name if own else "",
                old_source=old,
                old_words=by_place[segment.context_id].get(old, ""),
            )
        )
    return found


def marks(
    source: TranslationSource, original: str, languages: set[str]
) -> dict[tuple[str, str], PassageMark]:
    """What readers are told of passages, by language and block (or field): two queries, however
    many languages there are.

    A block of which a part is missing is not called missing: the words that are there count.
    """
    strings = list(
        _strings(source).values_list("string_id", "context_id", "context__path", named=True)
    )
    standing = {(segment.string_id, segment.context_id) for segment in strings}
    made = StringTranslation.objects.filter(
        context__object_id=source.object_id, locale__language_code__in=languages, has_error=False
    ).values_list(
        "locale__language_code",
        "translation_of_id",
        "context_id",
        "translation_type",
        "tool_name",
        named=True,
    )
    by_whom: dict[tuple[str, int, int], PassageMark | None] = {}
    old: set[tuple[str, int]] = set()
    for row in made:
        place = row.translation_of_id, row.context_id
        by_whom[row.locale__language_code, *place] = _maker(row.translation_type, row.tool_name)
        if place not in standing:
            old.add((row.locale__language_code, row.context_id))
    found: dict[tuple[str, str], set[PassageMark | None]] = defaultdict(set)
    for segment in strings:
        where = _place(segment.context__path)
        for code in languages - {original}:
            own = code, segment.string_id, segment.context_id
            is_old = (code, segment.context_id) in old
            lacks = PassageMark.CHANGED if is_old else PassageMark.MISSING
            found[code, where].add(by_whom.get(own, lacks))
    return {place: mark for place, told in found.items() if (mark := _most_telling(told))}


def write(job: Job, key: str, words: str, *, by: User | None, tool: str = "") -> None:
    """Keeps the translation of one passage; UnusableWordsError if its mark-up does not fit."""
    segment = _strings(_source(job.text)).get(pk=key)
    place = {
        "translation_of": segment.string,
        "context": segment.context,
        "locale": Locale.objects.get(language_code=job.language),
    }
    if not words:
        StringTranslation.objects.filter(**place).delete()
        return
    words = checked(segment.string.data, words)
    StringTranslation.objects.update_or_create(
        **place,
        defaults={
            "data": words,
            "translation_type": MACHINE if tool else MANUAL,
            "tool_name": tool,
            "last_translated_by": by,
            "has_error": False,
            "field_error": "",
        },
    )


def mark_read(job: Job, key: str, *, by: User) -> None:
    """A person has gone through what a machine wrote, and lets it stand."""
    segment = _strings(_source(job.text)).get(pk=key)
    made = StringTranslation.objects.filter(
        translation_of=segment.string,
        context=segment.context,
        locale__language_code=job.language,
        translation_type=MACHINE,
    )
    made.filter(tool_name=FROM_FILE).update(tool_name="")
    made.update(translation_type=MANUAL, last_translated_by=by)


def checked(source: str, words: str) -> str:
    """The words, well-formed; UnusableWordsError if they hold other mark-up or links than the
    original."""
    try:
        validate_translation_links(source, words)
        return StringValue.from_translated_html(words).data
    except ValueError as error:
        raise UnusableWordsError(str(error)) from error


def keep_old_translations(text: Text, language: str) -> None:
    """After a small correction of the original: what was translated before holds on.

    Where a link or other mark-up has gone it cannot, and the passage waits for its translator.
    """
    job = Job(text=text, language=language)
    for segment in segments(job):
        if segment.is_changed:
            with suppress(UnusableWordsError):
                _keep_old(job, segment)


def is_as_published(job: Job) -> bool:
    """Whether no passage was written or changed since the page in the job's language was made."""
    source = _source(job.text)
    made = TranslationLog.objects.filter(source=source, locale__language_code=job.language)
    last = made.order_by("created_at").last()
    if last is None or not all(segment.is_done for segment in segments(job)):
        return False
    changed = StringTranslation.objects.filter(
        context__object_id=source.object_id,
        locale__language_code=job.language,
        updated_at__gt=last.created_at,
    )
    return not changed.exists()


def publish(job: Job, *, by: User | None, out: bool) -> None:
    """Makes the page in the job's language of the words there are; a draft unless `out`."""
    locale = Locale.objects.get(language_code=job.language)
    source = _source(job.text)
    if out:  # an embargo's time that was copied with the page, and may have been moved since
        made = Page.objects.filter(translation_key=source.object_id, locale=locale)
        made.update(go_live_at=None)
    Translation.objects.get_or_create(source=source, target_locale=locale)
    source.create_or_update_translation(
        locale, user=by, publish=out, copy_parent_pages=True, fallback=True
    )


def _keep_old(job: Job, segment: Segment) -> None:
    """The translation of what stood there before, as whoever or whatever made it."""
    place = _strings(_source(job.text)).get(pk=segment.key)
    there = StringTranslation.objects.filter(
        context=place.context, locale__language_code=job.language
    )
    old = there.filter(translation_of__data=segment.old_source, has_error=False).latest(
        "updated_at"
    )
    write(job, segment.key, old.data, by=old.last_translated_by, tool=old.tool_name)
    there.filter(translation_of=place.string).update(translation_type=old.translation_type)


def _source(text: Text) -> TranslationSource:
    if text.page is None:
        raise TypeError(f"{text} is no page.")
    return text.page


def _strings(source: TranslationSource) -> Any:
    return (
        StringSegment.objects.filter(source=source)
        .exclude(context__path="slug")
        .select_related("string", "context")
        .order_by("order", "pk")
    )


def _translations(
    source: TranslationSource, language: str
) -> dict[tuple[int, int], StringTranslation]:
    found = StringTranslation.objects.filter(
        context__object_id=source.object_id, locale__language_code=language, has_error=False
    )
    return {
        (translation.translation_of_id, translation.context_id): translation
        for translation in found.select_related("translation_of").order_by("updated_at")
    }


def _place(path: str) -> str:
    """The id of the block, or the name of the field, that a passage is in."""
    name, _dot, rest = path.partition(".")
    return rest.partition(".")[0] if name == "body" else name


def _maker(kind: str, tool: str) -> PassageMark | None:
    """What is said of who translated a passage: nothing where a person did."""
    if kind == MACHINE:
        return PassageMark.UNREAD
    return PassageMark.MACHINE if tool else None


def _most_telling(told: set[PassageMark | None]) -> PassageMark | None:
    """One word for a block of several passages."""
    if told == {PassageMark.MISSING}:
        return PassageMark.MISSING
    weightiest = (PassageMark.CHANGED, PassageMark.UNREAD, PassageMark.MACHINE)
    return next((mark for mark in weightiest if mark in told), None)


def _is_name(path: str) -> bool:
    """Whether a credit stands at the place: of the story, or of one of its pictures."""
    field, *inside = path.split(".")
    return field == "credits" or inside[-1:] == ["credit"]


def _label(segment: StringSegment, source: TranslationSource) -> str:
    model = source.specific_content_type.model_class()
    name = segment.context.path.split(".")[0]
    field = {field.name: field for field in model._meta.get_fields()}.get(name)
    if field is not None and field.one_to_many:
        return str(field.related_model._meta.verbose_name_plural)
    return str(getattr(field, "verbose_name", name))
