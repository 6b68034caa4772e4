"""Translations as translators make them, so that they can go on in the translation editor."""

from collections import defaultdict

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from citytocity.website.page_files import PagesRefusedError


def keep_translation(page: Page, translated: Page, *, locale: Locale, changed: bool) -> None:
    """The page in another language, with the words of `translated`: the same page, not saved.

    Nothing happens where the page is not `changed` and the words are known.
    """
    source, _is_new = TranslationSource.update_or_create_from_instance(page)
    translation, is_new = Translation.objects.get_or_create(source=source, target_locale=locale)
    strings_changed = _keep_strings(source, translated, locale)
    if changed or is_new or strings_changed:
        translation.save_target(publish=False)
        translation.get_target_instance().get_latest_revision().publish()


def _keep_strings(source: TranslationSource, translated: Page, locale: Locale) -> bool:
    """Whether any string was not yet translated so."""
    given = defaultdict(list)
    for value in extract_segments(translated):
        if isinstance(value, StringSegmentValue):
            given[value.path].append(value.string.data)
    asked = defaultdict(list)
    for segment in _segments(source):
        asked[segment.context.path].append(segment)
    changed = False
    for path, segments in asked.items():
        if len(segments) != len(given[path]):
            message = _(
                "%(page)s: “%(code)s” has other paragraphs than the original at “%(text)s”."
            )
            text = segments[0].string.data[:60]
            code = locale.language_code
            raise PagesRefusedError(
                message % {"page": source.object_repr, "code": code, "text": text}
            )
        for segment, words in zip(segments, given[path], strict=True):
            changed |= _keep_string(segment, words, locale)
    return changed


def _segments(source: TranslationSource) -> list[StringSegment]:
    strings = StringSegment.objects.filter(source=source)
    return list(strings.select_related("string", "context").order_by("order"))


def _keep_string(segment: StringSegment, words: str, locale: Locale) -> bool:
    place = {"translation_of": segment.string, "context": segment.context, "locale": locale}
    if StringTranslation.objects.filter(**place, data=words).exists():
        return False
    manual = StringTranslation.TRANSLATION_TYPE_MANUAL
    StringTranslation.objects.update_or_create(
        **place, defaults={"data": words, "translation_type": manual}
    )
    return True
