"""The pictures of a report's stories, as far as they are in the library as they were."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from wagtail.images.models import Image, Rendition

from citytocity.design.components import Picture
from citytocity.design.photographs import SHOWN, picture
from citytocity.languages.catalogue import html_code
from citytocity.reports.presentation import stories_with_pictures
from citytocity.reports.told import Annual, Entry
from citytocity.reports.wording import language

ON_PAPER = "fill-360x240|format-jpeg|jpegquality-78"


class Photograph(NamedTuple):
    """A small JPEG, what it shows in words, and by whom it is."""

    content: bytes
    alt: str
    credit: str


def for_a_page(told: Annual) -> dict[str, Picture]:
    """By the path of the story."""
    return {
        story.ref.path: picture(image, alt=shot.alt, credit=shot.credit, lang=_foreign(story))
        for story, image in _shown(stories_with_pictures(told), SHOWN)
        if (shot := story.picture)
    }


def for_the_paper(told: Annual) -> dict[str, Photograph]:
    """By the path of the story."""
    found = {}
    for story, image in _shown(stories_with_pictures(told), (ON_PAPER,)):
        with image.get_rendition(ON_PAPER).file.open() as file:
            if shot := story.picture:
                found[story.ref.path] = Photograph(file.read(), shot.alt, shot.credit)
    return found


def there(told: Annual) -> list[str]:
    """The marks of those that are shown."""
    return [image.file_hash for _story, image in _shown(stories_with_pictures(told), ())]


def _shown(stories: list[Entry], sizes: Iterable[str]) -> Iterator[tuple[Entry, Any]]:
    """Each story with its picture, in one query; in two where a picture was not shown before."""
    keys = {story.picture.key for story in stories if story.picture}
    if not keys:
        return
    found: dict[int, Any] = {}
    made = Rendition.objects.filter(image__in=keys, filter_spec__in=sizes)
    for rendition in made.select_related("image"):
        image = found.setdefault(rendition.image_id, rendition.image)
        image.prefetched_renditions = [*getattr(image, "prefetched_renditions", ()), rendition]
    if missing := keys - set(found):
        found |= Image.objects.in_bulk(missing)
    for story in stories:
        image = found.get(story.picture.key) if story.picture else None
        if image is not None and image.file_hash == story.picture.mark:  # type: ignore[union-attr]
            yield story, image


def _foreign(story: Entry) -> str:
    code = (story.picture.language if story.picture else "") or story.state
    return "" if code == language() else html_code(code)
