"""Taking over what came in: a draft of a story, a note for the editor, pictures for the city."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from anyascii import anyascii
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import Truncator, slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import Page

from citytocity.cities.models import City
from citytocity.contributions.actions.sorting import DecidedError, locked
from citytocity.contributions.enums import OPEN, Kind, State
from citytocity.contributions.letters import accepted_letter, corrected_letter, published_letter
from citytocity.contributions.models import Contribution, Picture, Trace
from citytocity.mail.letters import send
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import may
from citytocity.stories.actions import NoPlaceError, begin_draft, passage, place_for
from citytocity.stories.models import CityPage, CityShelf, StoryPage
from citytocity.stories.presentation import story_path

STANDFIRST_AT_MOST = 300


class NoCityError(Exception):
    """A story and a picture need a city to belong to; the message says what to do."""


def accept(contribution: Contribution, *, by: User, city: City | None = None) -> Contribution:
    """A story becomes a draft under its city, a memory's pictures go to the city's shelf, a
    correction waits to be carried out; the sender is told. A second time nothing happens.

    `city` is for what has none yet. NoCityError for a story or pictures without any; DecidedError
    if it was decided otherwise. If it fails, no picture is left behind.
    """
    with _removed_on_failure() as written, transaction.atomic():
        return _accept(contribution, written, by=by, city=city)


@transaction.atomic
def mark_corrected(contribution: Contribution, *, by: User) -> Contribution:
    """Says that an accepted correction is carried out, and tells the sender."""
    found = locked(contribution, by=by)
    if found.state == State.DONE:
        return found
    if (found.kind, found.state) != (Kind.CORRECTION, State.ACCEPTED):
        raise DecidedError(_("Only a correction that was accepted can be carried out."))
    found.state, found.done = State.DONE, timezone.now()
    found.save()
    log(found, "contributions.correct", user=by, title=str(found))
    send(
        lambda: corrected_letter(found, _path(found.about)),
        to=found.email,
        language=found.language,
    )
    return found


@transaction.atomic
def mark_published(page: Page) -> None:
    """The author of a story that came in hears that it is out; its traces are made anew later."""
    if not isinstance(page, StoryPage):
        return
    Trace.objects.filter(story=page).delete()
    written = Contribution.objects.select_for_update().filter(story=page, state=State.ACCEPTED)
    for contribution in written:
        contribution.state, contribution.done = State.DONE, timezone.now()
        contribution.save()
        if contribution.email:
            _tell_published(contribution, page)


def _tell_published(contribution: Contribution, page: StoryPage) -> None:
    send(
        lambda: published_letter(contribution, page),
        to=contribution.email,
        language=contribution.language,
    )


def _accept(
    contribution: Contribution, written: list[FieldFile], *, by: User, city: City | None
) -> Contribution:
    found = locked(contribution, by=by)
    if found.state in (State.ACCEPTED, State.DONE):
        return found
    if found.state not in OPEN:
        raise DecidedError(
            _("“%(title)s” is decided already: %(state)s.")
            % {"title": found, "state": found.get_state_display()}
        )
    if city is not None and not found.cities.exists():
        found.cities.set([city])
    _take_over(found, written, by=by)
    found.state, found.decided = State.ACCEPTED, timezone.now()
    found.taken_by = found.taken_by or by
    found.save()
    log(found, "contributions.accept", user=by, title=str(found))
    send(lambda: accepted_letter(found), to=found.email, language=found.language)
    return found


@contextmanager
def _removed_on_failure() -> Iterator[list[FieldFile]]:
    """A list for new files: a rollback takes back their rows, and this what lies on the disk."""
    written: list[FieldFile] = []
    try:
        yield written
    except BaseException:
        for file in written:
            file.storage.delete(str(file.name))
        raise


def _take_over(contribution: Contribution, written: list[FieldFile], *, by: User) -> None:
    if contribution.kind == Kind.CORRECTION:
        return
    city = _city_of(contribution, by=by)
    is_story = contribution.kind == Kind.STORY
    parent = _place(city, contribution, by=by) if is_story else None
    pictures = list(contribution.pictures.all())
    for picture in pictures:
        written += _move(picture, city, by=by)
    if parent is not None:
        contribution.story = _draft_story(contribution, parent, pictures, by=by)


def _city_of(contribution: Contribution, *, by: User) -> City:
    """Where it goes: to a city the person works for, the host before others."""
    for city in contribution.cities.order_by("-is_host", "slug"):
        if may(by, Act.SORT, city=city) and may(by, Act.EDIT, city=city):
            return city
    raise NoCityError(_("Choose the city it belongs to first."))


def _move(picture: Picture, city: City, *, by: User) -> list[FieldFile]:
    """The picture onto the city's shelf; the small one stays for the inbox. The new files."""
    if picture.image_id:
        return []
    file, old = picture.file, str(picture.file.name)
    with file.open() as opened:
        name = f"{slugify(anyascii(picture.alt))[:60]}-{city.slug}"
        content = ContentFile(opened.read(), f"{name}.{'png' if picture.is_png else 'jpg'}")
    image = get_image_model()(
        title=picture.alt,
        description=picture.alt,
        file=content,
        collection=CityShelf.of(city).collection,
        uploaded_by_user=by,
    )
    image.save()
    picture.image, picture.file = image, ""
    picture.save()
    transaction.on_commit(partial(file.storage.delete, old))
    return [image.file]


def _draft_story(
    contribution: Contribution, parent: CityPage, pictures: list[Picture], *, by: User
) -> StoryPage:
    return begin_draft(
        parent,
        title=contribution.title,
        standfirst=_standfirst(contribution),
        body=_body(contribution, pictures),
        by=by,
        author=contribution.credit,
        about={"cities": contribution.cities.all()},
    )


def _place(city: City, contribution: Contribution, *, by: User) -> CityPage:
    try:
        return place_for(city, language=contribution.written_in, by=by)
    except NoPlaceError as error:
        raise NoCityError(str(error)) from error


def _standfirst(contribution: Contribution) -> str:
    """The beginning of the text, until the editor finds better words."""
    first = " ".join((contribution.paragraphs or [contribution.title])[0].split())
    return Truncator(first).chars(STANDFIRST_AT_MOST)


def _body(contribution: Contribution, pictures: list[Picture]) -> list[dict[str, Any]]:
    paragraphs = [
        passage("paragraph", f"<p>{escape(words).replace(chr(10), '<br/>')}</p>")
        for words in contribution.paragraphs
    ]
    shown = [
        {
            "image": picture.image_id,
            "alt": picture.alt,
            "caption": "",
            "credit": picture.credit,
            "rights": picture.licence,
        }
        for picture in pictures
    ]
    return [*paragraphs, *(passage("picture", value) for value in shown)]


def _path(about: Any) -> str:
    """The corrected page's address in the active language; empty where it is gone."""
    if about is None:
        return ""
    if isinstance(about, StoryPage):
        return story_path(about, get_language() or settings.LANGUAGE_CODE)
    return about.get_absolute_url()
