"""Pictures from strangers: looked at, and made anew without anything but what there is to see.

A file is never kept as it came. It is decoded within limits, turned upright, brought to sRGB and
written again, so that neither the place where it was taken nor anything hidden in it stays.
"""

import io
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

import pillow_heif
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

pillow_heif.register_heif_opener(thumbnails=False)

BYTES_AT_MOST = 20 * 1024 * 1024
PIXELS_AT_MOST = 60_000_000
SIDE_AT_MOST = 4_000
PREVIEW = 640
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
MOVING = ("PNG", "WEBP")


@dataclass(frozen=True)
class Cleaned:
    """A picture as it may be kept, and a small one for looking through."""

    file: bytes
    suffix: str
    width: int
    height: int
    preview: bytes


def cleaned(file: IO[bytes], *, name: str, size: int) -> Cleaned:
    """The picture made anew. ValidationError says what is wrong with it, and names the file."""
    if size > BYTES_AT_MOST:
        raise _refused(_("“%(name)s” is larger than 20 megabytes."), name)
    try:
        picture = _decoded(file, name)
    except ValidationError:
        raise
    except Exception as error:  # a broken file may break a decoder in any way
        words = _("“%(name)s” is not whole: it cannot be shown as a picture.")
        raise _refused(words, name) from error
    small = picture.copy()
    small.thumbnail((PREVIEW, PREVIEW))
    suffix = ".png" if picture.mode == "RGBA" else ".jpg"
    return Cleaned(_written(picture), suffix, *picture.size, _written(small))


def _decoded(file: IO[bytes], name: str) -> Image.Image:
    try:
        picture: Image.Image = Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _refused(_too_large(), name) from error
    except (OSError, SyntaxError, ValueError) as error:
        words = _("“%(name)s” is not a picture we know: send JPEG, PNG, WebP or HEIC.")
        raise _refused(words, name) from error
    if picture.width * picture.height > PIXELS_AT_MOST:
        raise _refused(_too_large(), name)
    if picture.format in MOVING and getattr(picture, "n_frames", 1) > 1:
        raise _refused(_("“%(name)s” is a moving picture: send one that stands still."), name)
    picture.draft("RGB", (SIDE_AT_MOST, SIDE_AT_MOST))
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((SIDE_AT_MOST, SIDE_AT_MOST))
    return _in_plain_colours(upright, profile=picture.info.get("icc_profile"))


def _too_large() -> str:
    return _("“%(name)s” has more than 60 million pixels: make it smaller.")


def _in_plain_colours(picture: Image.Image, *, profile: bytes | None) -> Image.Image:
    """In sRGB; with an alpha channel only where something is see-through."""
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        with suppress(ImageCms.PyCMSError, OSError, ValueError):  # a profile may be broken: as is
            own: Any = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if picture.mode == "RGBA" else "RGB"
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, own, srgb, outputMode=mode)
            picture = converted or picture
    if picture.has_transparency_data:
        whole = picture.convert("RGBA")
        if whole.getchannel("A").getextrema() != (255, 255):
            return whole
    return picture.convert("RGB")


def _written(picture: Image.Image) -> bytes:
    """Pixels into a new picture, so that no metadata goes along."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    file = io.BytesIO()
    if bare.mode == "RGBA":
        bare.save(file, "PNG", compress_level=6)
    else:
        bare.save(file, "JPEG", quality=88, progressive=True)
    return file.getvalue()


def _refused(words: str, name: str) -> ValidationError:
    return ValidationError(words % {"name": name[-80:]}, code="picture")
