"""Hands out the file of a picture that no address leads to."""

from django.http import FileResponse

from citytocity.contributions.models import Picture


def picture_answer(picture: Picture, *, whole: bool = False) -> FileResponse:
    """So that a browser takes it for nothing but a picture, and keeps no copy."""
    file = picture.file if whole and picture.file else picture.preview
    response = FileResponse(file.open(), filename=picture.name)
    response.headers["Content-Type"] = "image/png" if picture.is_png else "image/jpeg"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
