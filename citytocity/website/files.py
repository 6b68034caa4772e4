"""Uploaded pictures, for installations without a web server in front."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.static import serve
from wagtail.documents.views import serve as documents


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the media folder. Pictures keep their name, so browsers may keep them for long."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """A document by Wagtail's own view, which says `Content-Encoding: None` of a plain file.

    No coding has that name, so a strict client or proxy gives the file up.
    """
    response = documents.serve(request, int(document_id), filename)
    if response.headers.get("Content-Encoding") == "None":
        del response.headers["Content-Encoding"]
    return response
