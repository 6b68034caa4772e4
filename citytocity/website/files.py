"""Uploaded pictures, for installations without a web server in front."""

from pathlib import PurePosixPath
from posixpath import normpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve
from wagtail.documents.views import serve as documents

PUBLIC = "images"  # pictures as pages show them
BY_THEIR_VIEW = "documents"


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture of the media folder. It keeps its name, so browsers may keep it for long.

    Originals know where they were taken: they are for editors. Documents are given by their own
    view alone, which looks who may have them.
    """
    path = normpath(path).lstrip("/")
    folder = PurePosixPath(path).parts[:1]
    is_public = folder == (PUBLIC,)
    if folder == (BY_THEIR_VIEW,):
        raise Http404
    if not is_public and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if is_public else "private, no-store"
    )
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
