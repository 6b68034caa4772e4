"""The house holds where import-linter cannot see: database relations, templates, addresses."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLResolver, get_resolver

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
FLOOR = {
    room.strip(" ()"): -height
    for height, layer in enumerate(CONTRACTS[0]["layers"])
    for room in layer.split("|")
}
ADDRESSED = re.compile(r"""(?:{%\s*url|reverse\()\s*["'](\w+):""")
USES = re.compile(r"{%\s*(?:extends|include)\s+[\"']([a-z_]+)/")

RELATIONS = [
    (model._meta.app_label, field.related_model._meta.app_label, f"{model.__name__}.{field.name}")
    for model in apps.get_models()
    if model._meta.app_label in FLOOR
    for field in model._meta.get_fields()
    if field.is_relation
    and field.concrete
    and field.related_model
    and field.related_model._meta.app_label in FLOOR
]
TEMPLATES = [
    (path.relative_to(ROOT / "citytocity").parts[0], used, path.name)
    for path in sorted((ROOT / "citytocity").rglob("*.html"))
    for used in USES.findall(path.read_text())
    if used in FLOOR
]


def _rooms(patterns: Iterable[Any], namespace: str = "") -> Iterator[tuple[str, str]]:
    """Each namespace of addresses that lead to views of ours, with their room."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _rooms(pattern.url_patterns, pattern.namespace or namespace)
        elif namespace and (room := pattern.callback.__module__.split(".")[1:2]):
            yield namespace, room[0]


OWN_PAGES = {
    "cities/models.py",
    "sources/models.py",
    "ledger/templates/ledger/activity.html",
}
"""Where a record, or a theme, names the address of its own page, whichever room shows it."""
ROOM_OF = {space: room for space, room in _rooms(get_resolver().url_patterns) if room in FLOOR}
ADDRESSES = [
    (path.relative_to(ROOT / "citytocity").parts[0], ROOM_OF[space], path.name)
    for suffix in ("html", "py")
    for path in sorted((ROOT / "citytocity").rglob(f"*.{suffix}"))
    for space in ADDRESSED.findall(path.read_text())
    if space in ROOM_OF and path.relative_to(ROOT / "citytocity").as_posix() not in OWN_PAGES
]


@pytest.mark.parametrize(("room", "other", "where"), sorted({*RELATIONS, *TEMPLATES, *ADDRESSES}))
def test_room_uses_only_floors_below(room: str, other: str, where: str) -> None:
    assert room == other or FLOOR[room] > FLOOR[other], f"{room} ({where}) reaches up to {other}"


def test_the_walk_sees_relations_templates_and_addresses() -> None:
    assert ("ledger", "cities", "PartnershipSide.city") in RELATIONS
    assert ("ledger", "design", "activity.html") in TEMPLATES
    assert ("planning", "newsroom", "planning.html") in ADDRESSES
