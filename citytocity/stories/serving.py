"""Pages name the view that shows them, as URL patterns do: models know no view."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from wagtail.models import Page


def served_by(view: str) -> Callable[..., HttpResponse]:
    """A page's `serve`, for readers and previews alike: the view gets the request and the page."""

    def serve(self: Page, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return import_string(view)(request, self)

    return serve
