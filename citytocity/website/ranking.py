"""The search backend of the site: Wagtail's own, with the best results first on SQLite too."""

from typing import Any

from wagtail.search.backends import database
from wagtail.search.backends.base import BaseSearchBackend
from wagtail.search.query import SearchQuery
