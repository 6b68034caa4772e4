"""What comes in without an account, at each of its stations; and files as people send them."""

import datetime
import io
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils import timezone
from PIL import Image

from citytocity.cities.models import City
from citytocity.contributions import actions
from citytocity.contributions.enums import Claim, Kind, Shown, State
from citytocity.contributions.guards import Stamp
from citytocity.contributions.models import Contribution, Picture
from citytocity.contributions.pictures import cleaned

number = count(1)
TEXT = (
    "Every spring the choir of the harbour packs its music and takes the train to the east.\n\n"
    "This year forty singers went, and came home with a song about a river that none had heard."
)


def contribution(
    *cities: City,
    kind: str = Kind.STORY,
    state: str = State.NEW,
    pictures: int = 0,
    **values: Any,
) -> Contribution:
    """Something sent in for the cities; unless told otherwise it waits in the inbox."""
    defaults: dict[str, Any] = {
        "key": f"key-{next(number):032}",
        "title": "" if kind == Kind.CORRECTION else "The choir that crossed a continent",
        "text": TEXT,
        "email": "anna@example.org",
        "name": "Anna",
        "credit": "Anna of the harbour" if kind != Kind.CORRECTION else "",
        "consent": "Yes.",
        "is_proved": True,
    }
    if state != State.DRAFT:
        defaults["sent"] = timezone.now()
    if state not in (State.DRAFT, State.SENT):
        defaults["confirmed"] = timezone.now()
    made = Contribution.objects.create(kind=kind, state=state, **defaults | values)
    made.cities.set(cities)
    for place in range(pictures):
        picture(made, name=f"photo-{place + 1}.jpg")
    return made


def correction(of: Model, *cities: City, **values: Any) -> Contribution:
    """A correction of a record or a story."""
    return contribution(*cities, kind=Kind.CORRECTION, about=of, **values)


def received(*cities: City, **values: Any) -> Contribution:
    """Sent in and confirmed as it is done, so that it is weighed and has its traces."""
    return actions.confirm(contribution(*cities, state=State.SENT, **values))


def picture(of: Contribution, *, declared: bool = True, **values: Any) -> Picture:
    """A picture of the contribution, with all that has to be said of it unless not `declared`."""
    said = {
        "alt": "Singers on a platform",
        "credit": "Boris",
        "claim": Claim.PERMISSION,
        "shown": Shown.AGREED,
    }
    name = values.pop("name", "photo.jpg")
    file = io.BytesIO(jpeg())
    actions.keep_pictures(of, [(name, cleaned(file, name=name, size=1))])
    made = of.pictures.last()
    assert made
    for field, value in ((said if declared else {}) | values).items():
        setattr(made, field, value)
    made.save()
    return made


def stamp(*, key: str = "", minutes: float = 5) -> str:
    """The hidden field of a form that was opened some minutes ago."""
    opened = timezone.now() - datetime.timedelta(minutes=minutes)
    return Stamp(key or f"stamp-{next(number):030}", opened).token


def jpeg(width: int = 40, height: int = 30, **saving: Any) -> bytes:
    return image("JPEG", width, height, **saving)


def image(
    kind: str, width: int = 40, height: int = 30, *, mode: str = "RGB", **saving: Any
) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (width, height), "orange").save(file, kind, **saving)
    return file.getvalue()


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")
