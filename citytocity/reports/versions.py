"""The stories of a report in the languages they were not written in, as far as they are public."""

from collections.abc import Sequence
from typing import Any

from citytocity.reports.told import Shot, Version
from citytocity.stories.models import StoryPage
from citytocity.stories.queries import is_private

COLUMNS = (
    "pk",
    "translation_key",
    "locale__language_code",
    "title",
    "url_path",
    "standfirst",
    "picture",
    "picture__file_hash",
    "picture_alt",
    "picture_credit",
)


def versions_of(stories: Sequence[StoryPage]) -> dict[int, dict[str, Version]]:
    """By the key of the story and by language; in one query."""
    if not stories:
        return {}
    keys = {story.translation_key: story.pk for story in stories}
    pages: Any = StoryPage.objects.live().filter(~is_private(), translation_key__in=keys)
    rows = pages.exclude(pk__in=keys.values()).order_by("locale__language_code")
    found: dict[int, dict[str, Version]] = {}
    for row in rows.values(*COLUMNS):
        language = row["locale__language_code"]
        of = found.setdefault(keys[row["translation_key"]], {})
        of[language] = _version(row, language)
    return found


def path_of_page(url_path: str) -> str:
    """Without the root and the home of its language, as `naming.bare_path` has it."""
    return url_path.split("/", 2)[2]


def _version(row: dict[str, Any], language: str) -> Version:
    shot = (
        Shot(
            key=row["picture"],
            mark=row["picture__file_hash"],
            alt=row["picture_alt"],
            credit=row["picture_credit"],
            language=language,
        )
        if row["picture"]
        else None
    )
    return Version(
        key=row["pk"],
        title=row["title"],
        path=path_of_page(row["url_path"]),
        note=row["standfirst"],
        picture=shot,
    )
