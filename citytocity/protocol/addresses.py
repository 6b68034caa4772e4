"""Addresses of the lists of the protocol, with their filters."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode


def list_url(view: str, **query: Any) -> str:
    """The door behind a figure."""
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    return f"{reverse(f'protocol:{view}')}{f'?{urlencode(kept)}' if kept else ''}"
