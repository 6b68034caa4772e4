"""A picture is made anew or turned away by its name; nothing that is hidden in it stays."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from citytocity.contributions.pictures import BYTES_AT_MOST, cleaned
from tests.factories.contributions import image, jpeg


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def _clean(content: bytes, *, size: int = 0) -> Image.Image:
    made = cleaned(io.BytesIO(content), name="photo.jpg", size=size or len(content))
    return _opened(made.file)


def _taken_in_duisburg() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_what_people_send_becomes_a_jpeg(kind: str) -> None:
    assert _clean(image(kind)).format == "JPEG"


def test_what_is_see_through_stays_a_png() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 80)).save(clear, "PNG")

    assert _clean(clear.getvalue()).format == "PNG"
    assert _clean(image("PNG", mode="RGBA")).format == "JPEG"


def test_the_place_it_was_taken_at_and_the_camera_are_gone_and_it_stands_upright() -> None:
    made = _clean(jpeg(40, 30, exif=_taken_in_duisburg(), comment=b"secret"))

    assert made.size == (30, 40)
    assert dict(made.getexif()) == {}
    assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive",
                              "progression"}  # fmt: skip


def test_what_is_hidden_behind_a_picture_is_gone() -> None:
    made = cleaned(io.BytesIO(jpeg() + b"<script>"), name="photo.jpg", size=1)

    assert b"<script>" not in made.file


def test_a_very_large_picture_is_kept_smaller_with_a_preview() -> None:
    made = cleaned(io.BytesIO(jpeg(5000, 2500)), name="photo.jpg", size=1)

    assert _opened(made.file).size == (made.width, made.height) == (4000, 2000)
    assert _opened(made.preview).size == (640, 320)


def _png_of(width: int, height: int) -> bytes:
    """A small file that says it has so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_telephones_double_picture_is_taken_for_its_first() -> None:
    file = io.BytesIO()
    first, second = Image.new("RGB", (8, 6), "red"), Image.new("RGB", (8, 6), "blue")
    first.save(file, "MPO", save_all=True, append_images=[second])

    assert _clean(file.getvalue()).size == (8, 6)


def test_colours_of_a_wide_profile_are_brought_to_plain_ones() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    made = _clean(jpeg(icc_profile=lab))
    broken = _clean(jpeg(icc_profile=b"no profile"))

    assert "icc_profile" not in made.info
    assert broken.size == (40, 30)


def _moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green")]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is not a picture we know"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a picture we know"),
        (b"%PDF-1.4 a paper", "is not a picture we know"),
        (b"MZ\x90\x00 a program", "is not a picture we know"),
        (image("GIF"), "is not a picture we know"),
        (image("TIFF"), "is not a picture we know"),
        (jpeg(400, 300)[:900], "is not whole"),
        (image("PNG", 400, 300)[:200], "is not whole"),
        (_png_of(60_000, 60_000), "has more than 60 million pixels"),
        (_png_of(10_000, 6_001), "has more than 60 million pixels"),
        (_moving("PNG"), "is a moving picture"),
        (_moving("WEBP"), "is a moving picture"),
    ],
    ids=lambda given: given if isinstance(given, str) else f"{len(given)} bytes",
)
def test_what_is_no_picture_for_us_is_turned_away_by_its_name(content: bytes, told: str) -> None:
    with pytest.raises(ValidationError, match=f"“photo.jpg” {told}"):
        _clean(content)


def test_a_file_over_twenty_megabytes_is_not_even_opened() -> None:
    with pytest.raises(ValidationError, match=r"“photo.jpg” is larger than 20 megabytes\."):
        _clean(jpeg(), size=BYTES_AT_MOST + 1)
