"""Uploads of pictures: what is none, or too much of one, is refused and nothing is kept."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow
from wagtail.images.models import Image
from wagtail.models import Collection

from tests.factories.people import user

pytestmark = pytest.mark.django_db


def drawn(kind: str, *, width: int = 40, height: int = 30) -> bytes:
    written = io.BytesIO()
    Pillow.effect_noise((width, height), 50).convert("RGB").save(written, kind)
    return written.getvalue()


def blank(side: int) -> bytes:
    written = io.BytesIO()
    Pillow.new("1", (side, side)).save(written, "PNG")
    return written.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that says it is so many pixels wide and high."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [b"IHDR" + head, b"IDAT" + zlib.compress(b""), b"IEND"]
    packed = (
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(user(officer=True))
    return client


def told(office: Client, name: str, content: bytes) -> list[str]:
    """What is said beside the file; nothing if it is taken."""
    values = {"title": "Kama", "collection": Collection.get_first_root_node().pk}
    answer = office.post("/admin/images/add/", values | {"file": SimpleUploadedFile(name, content)})
    return answer.context["form"].errors["file"] if answer.status_code == 200 else []


def test_a_picture_is_taken(office: Client) -> None:
    assert told(office, "kama.jpg", drawn("JPEG")) == []
    assert Image.objects.get().width == 40


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("text.jpg", b"no picture at all", "Upload a valid image."),
        ("page.jpg", b"<html><script>alert(1)</script></html>", "Not a valid .jpeg image."),
        ("kama.jpg", drawn("PNG"), "Not a valid .jpeg image."),
        ("kama.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Not a supported image format."),
        ("bomb.png", bomb(50_000), "This file has too many pixels"),
        ("large.png", blank(7_800), "This file has too many pixels (60840000)"),
        ("heavy.jpg", drawn("JPEG") + bytes(30 * 1024 * 1024), "This file is too big (30.0\xa0MB)"),
    ],
)
def test_what_is_no_picture_or_too_large_a_one_is_refused(
    office: Client, name: str, content: bytes, reason: str
) -> None:
    said = told(office, name, content)

    assert (len(said), said[0].startswith(reason)) == (1, True), said
    assert Image.objects.count() == 0


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif", "gif"])
def test_a_picture_that_breaks_off_is_refused(office: Client, kind: str) -> None:
    whole = drawn(kind.upper(), width=300, height=200)

    said = told(office, f"kama.{kind}", whole[: len(whole) // 3])

    assert [words.partition(".")[0] for words in said] == ["Upload a valid image"]
    assert Image.objects.count() == 0


def test_several_pictures_at_once_are_looked_into_as_well(office: Client) -> None:
    broken = SimpleUploadedFile("kama.png", drawn("PNG")[:400])

    answer = office.post("/admin/images/multiple/add/", {"files[]": broken})

    assert answer.json()["success"] is False


def test_a_title_is_mended_without_sending_the_picture_again(office: Client) -> None:
    told(office, "kama.jpg", drawn("JPEG"))
    image = Image.objects.get()

    office.post(f"/admin/images/{image.pk}/", {"title": "Isis", "collection": image.collection_id})

    assert Image.objects.get().title == "Isis"
