"""When pages move, what is remembered of the tree is forgotten."""

from django.core.cache import caches

KEY = "page-tree-version"


def tree_version() -> int:
    """A number that grows whenever a page is made, moved, published or deleted."""
    return caches["default"].get(KEY, 0)
