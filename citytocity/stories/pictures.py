"""What readers get of a picture: what it shows, without what the camera noted about it."""

from willow.plugins.pillow import PillowImage
from willow.registry import registry

NOTES = ("exif", "xmp")  # place, time, camera, at times the owner's name


def upright_without_notes(image: PillowImage) -> PillowImage:
    """The picture turned as it was held, its notes left out.

    Willow's own copies the notes into every size of a picture, and Wagtail asks for no size without
    turning it first.
    """
    turned = image.auto_orient()
    for note in NOTES:
        turned.image.info.pop(note, None)
    return turned


def leave_out_notes() -> None:
    registry.register_operation(PillowImage, "auto_orient", upright_without_notes)
