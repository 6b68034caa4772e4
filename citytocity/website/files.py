"""Uploaded pictures, for installations without a web server in front."""

from pathlib import PurePosixPath
from posixpath import normpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

PUBLIC = "images"  # pictures as pages show them


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture of the media folder. It keeps its name, so browsers may keep it for long.

    All else there is for editors: originals know where they were taken, and documents are given to
    readers by their own view, which looks who may have them.
    """
    path = normpath(path).lstrip("/")
    is_public = PurePosixPath(path).parts[:1] == (PUBLIC,)
    if not is_public and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if is_public else "private, no-store"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
