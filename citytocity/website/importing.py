"""Pages from a file: made or changed by language and slug, all or nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from citytocity.stories.enums import StoryKind
from citytocity.stories.models import (
    CitiesPage,
    CityPage,
    StoryCredit,
    StoryPage,
    TopicPage,
    TopicsPage,
)
from citytocity.website.founding import found_site
from citytocity.website.models import HomePage, PlainPage
from citytocity.website.page_files import Entry, read_pages
from citytocity.website.translating import keep_translation

RELATIONS = ("topics", "cities", "activities", "partnerships", "results", "recognitions")
Fill = Callable[[Any, Entry, str], None]


@transaction.atomic
def load_pages(path: Path) -> None:
    """Makes the site's pages as the file has them; PagesRefusedError if anything is wrong.

    A page that is as the file says stays untouched. Pages that the file does not name stay.
    """
    found_site()
    sections = read_pages(path)
    for entry in sections.get("cities", []):
        _keep(CityPage, entry, slug=entry.values["city"], fill=_fill_city)
    for entry in sections.get("topics", []):
        _keep(TopicPage, entry, slug=entry.values["theme"], fill=_fill_topic)
    for entry in sections.get("stories", []):
        _keep(StoryPage, entry, slug=entry.values["slug"], fill=_fill_story)
    for entry in sections.get("pages", []):
        _keep(PlainPage, entry, slug=entry.values["slug"], fill=_fill_plain)
    for entry in sections.get("home", []):
        _fill_homes(entry)


def _keep(kind: type[Page], entry: Entry, *, slug: str, fill: Fill) -> None:
    """The original page and its translations."""
    original, *others = entry.languages
    parents = {code: _parent(kind, entry, code) for code in entry.languages}
    page = kind.objects.child_of(parents[original]).filter(slug=slug).first()
    before = _content(page) if page else None
    page = page or kind(slug=slug, locale=_locale(original))
    fill(page, entry, original)
    changed = _content(page) != before
    if changed:
        _publish(page, parents[original])
    for code in others:
        translated = kind.from_serializable_data(page.serializable_data())
        fill(translated, entry, code)
        keep_translation(page, translated, locale=_locale(code), changed=changed)


def _publish(page: Page, parent: Page) -> None:
    if page.pk is None:
        parent.add_child(instance=page)
    page.save_revision(clean=False).publish()


def _content(page: Page) -> dict[str, Any]:
    """All that the page says, comparable: PostgreSQL keeps the keys of JSON in its own order."""
    values = page.serializable_data()
    if "body" in values:
        values["body"] = json.loads(values["body"])
    return {
        key: sorted(value) if key in RELATIONS else value
        for key, value in values.items()
        if key not in {"search_description", "draft_title"}
    }


def _parent(kind: type[Page], entry: Entry, code: str) -> Page:
    home = HomePage.objects.get(locale=_locale(code))
    if kind is PlainPage:
        return home
    if kind is TopicPage:
        return TopicsPage.objects.child_of(home).get()
    cities = CitiesPage.objects.child_of(home).get()
    if kind is CityPage:
        return cities
    city = CityPage.objects.child_of(cities).filter(slug=entry.values["city"]).first()
    if city is None:
        message = _("It is written in “%(code)s”, but its city “%(city)s” has no page in it.")
        raise entry.refuse(message % {"code": code, "city": entry.values["city"]})
    return city


def _fill_city(page: CityPage, entry: Entry, code: str) -> None:
    page.city = entry.record("city")
    page.title = page.city.name.in_language(code).text
    page.standfirst = entry.text("standfirst", code)
    page.body = json.dumps(entry.blocks(code))


def _fill_topic(page: TopicPage, entry: Entry, code: str) -> None:
    page.theme = entry.record("theme")
    page.title = page.theme.name.in_language(code).text
    page.intro = entry.text("intro", code)


def _fill_plain(page: PlainPage, entry: Entry, code: str) -> None:
    page.title = entry.text("title", code)
    page.body = json.dumps(entry.blocks(code))


def _fill_story(page: StoryPage, entry: Entry, code: str) -> None:
    page.title = entry.text("title", code)
    page.standfirst = entry.text("standfirst", code)
    page.body = json.dumps(entry.blocks(code))
    page.dated = entry.values["dated"]
    page.kind = entry.choice("kind", StoryKind)
    page.original_language = entry.languages[0]
    for name in RELATIONS:
        setattr(page, name, entry.records(name))
    _fill_credits(page, entry.credits(code))


def _fill_credits(page: StoryPage, written: list[tuple[str, str]]) -> None:
    """A credit keeps its row, so that its translations stay with it."""
    rows = list(page.credits.all())
    if len(rows) != len(written):
        rows = [
            StoryCredit(locale=page.locale, sort_order=number) for number in range(len(written))
        ]
    for row, (role, name) in zip(rows, written, strict=True):
        row.role, row.name = role, name
    page.credits.set(rows)


def _fill_homes(entry: Entry) -> None:
    lead = StoryPage.objects.filter(slug=entry.values.get("lead"))
    for code, claim in entry.values["claim"].items():
        home = HomePage.objects.filter(locale__language_code=code).first()
        if home is None:
            continue
        story = lead.filter(locale=home.locale).first() or lead.first()
        if (home.claim, home.lead_id) != (claim, story and story.pk):
            home.claim, home.lead = claim, story
            home.save_revision().publish()


def _locale(code: str) -> Locale:
    return Locale.objects.get(language_code=code)
