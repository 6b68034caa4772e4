"""Which texts are wanted most: the newest and the most read come first."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.models import Page

from citytocity.readings.queries import readings_by_path
from citytocity.stories.queries import home_paths
from citytocity.translation.models import Text
from citytocity.translation.models.text import rank

AT_ONCE = 500
ROOMS = ("ledger", "cities")


def note_readings() -> int:
    """Keeps with each text how often it was read in the last 30 days; the number that changed."""
    read = readings_by_path()
    pages, records = _by_page(read), _by_record(read)
    changed = []
    for text in Text.objects.select_related("page").iterator(AT_ONCE):
        times = (
            pages.get(str(text.page.object_id), 0)
            if text.page
            else records.get((text.kind_id, text.record_key or 0), 0)
        )
        if times != text.readings:
            text.readings = times
            text.rank = rank(text.changed, times)
            changed.append(text)
    Text.objects.bulk_update(changed, ["readings", "rank"], batch_size=AT_ONCE)
    return len(changed)


def _by_page(read: Mapping[str, int]) -> dict[str, int]:
    """Readings by the translation key of their page, whichever language's address was read."""
    homes = list(home_paths().values())
    found: dict[str, int] = defaultdict(int)
    for part in _parts(sorted(read)):
        places = {f"{home}{path}": path for path in part for home in homes}
        keys = Page.objects.filter(url_path__in=places).values_list("url_path", "translation_key")
        for path, key in {(places[place], str(key)) for place, key in keys}:
            found[key] += read[path]
    return found


def _by_record(read: Mapping[str, int]) -> dict[tuple[int, int], int]:
    """Readings by kind and key of the record whose page it is."""
    slugs: dict[str, dict[str, int]] = defaultdict(dict)
    for path, times in read.items():
        if named := _record_at(path):
            name, slug = named
            slugs[name][slug] = times
    found: dict[tuple[int, int], int] = {}
    for name, wanted in slugs.items():
        model = _model(name)
        if model is None:
            continue
        kind = ContentType.objects.get_for_model(model).pk
        for part in _parts(sorted(wanted)):
            rows = model._default_manager.filter(slug__in=part).values_list("slug", "pk")
            found |= {(kind, key): wanted[slug] for slug, key in rows}
    return found


def _record_at(path: str) -> tuple[str, str] | None:
    """The noun and the slug of the record whose page stands at the path."""
    try:
        found = resolve(f"/{translation.get_language()}/{path}")
    except Resolver404:
        return None
    if found.app_name != "ledger" or list(found.kwargs) != ["slug"]:
        return None
    return found.url_name or "", found.kwargs["slug"]


def _model(name: str) -> type[Model] | None:
    for room in ROOMS:
        try:
            return apps.get_model(room, name)
        except LookupError:
            continue
    return None


def _parts(paths: list[str]) -> Iterator[list[str]]:
    """So many at once that a database takes them as values."""
    for start in range(0, len(paths), AT_ONCE):
        yield paths[start : start + AT_ONCE]
