"""Pictures show what they show, and tell nothing else."""

import pytest
from django.db.models.fields.files import FieldFile
from django.test import Client
from PIL import Image as Pixels
from wagtail.images.models import Image

from citytocity.ledger.enums import EvidenceKind
from tests.factories import ledger, stories

pytestmark = pytest.mark.django_db


def artist(file: FieldFile) -> str | None:
    with file.open() as opened:
        return Pixels.open(opened).getexif().get(stories.ARTIST)


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "avif"])
def test_no_size_of_a_picture_tells_what_the_camera_noted(form: str) -> None:
    original = stories.picture()

    shown = original.get_rendition(f"width-20|format-{form}")

    assert (artist(original.file), artist(shown.file)) == ("A private person", None)
    assert (shown.width, shown.height) == (20, 26)


@pytest.mark.parametrize("pieces", [1, 3])
def test_a_picture_that_proves_something_is_shown_and_not_its_original(
    client: Client, django_assert_num_queries: object, pieces: int
) -> None:
    result = ledger.result(title={"en": "A bench"})
    for number in range(pieces):
        picture = stories.picture(f"Bench {number}")
        ledger.evidence(result, kind=EvidenceKind.PICTURE, picture=picture, url="")
    client.get(result.get_absolute_url())  # makes the sizes

    with django_assert_num_queries(6):
        page = client.get(result.get_absolute_url()).text

    originals = [picture.file.url for picture in Image.objects.all()]
    assert [url in page for url in originals] == [False] * pieces
    assert page.count('href="/media/images/bench-') == pieces
