"""The addresses of the API, all behind one door; what is under no other is told there, too."""

from typing import Any

from django.urls import URLPattern, path

from citytocity.opendata.api import api
from citytocity.opendata.doors import UNDER, nothing, opened


def _behind_the_door() -> list[URLPattern]:
    patterns: list[Any] = list(api.urls[0])
    own_root = "api-root"  # django-ninja's, which has nothing to say without its own documents
    kept = [pattern for pattern in patterns if pattern.name != own_root]
    return [path(str(one.pattern), opened(one.callback), name=one.name) for one in kept]


app_name = "api-v1"
urlpatterns = [
    *_behind_the_door(),
    path("<path:anything>", opened(nothing)),
]

BEFORE = f"{UNDER.strip('/')}/v1/"
"""What stands before them: another version gets another one."""
