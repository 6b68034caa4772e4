"""The house holds where import-linter cannot see: database relations and templates."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
FLOOR = {
    room.strip(" ()"): -height
    for height, layer in enumerate(CONTRACTS[0]["layers"])
    for room in layer.split("|")
}
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


@pytest.mark.parametrize(("room", "other", "where"), sorted({*RELATIONS, *TEMPLATES}))
def test_room_uses_only_floors_below(room: str, other: str, where: str) -> None:
    assert room == other or FLOOR[room] > FLOOR[other], f"{room} ({where}) reaches up to {other}"


def test_the_walk_sees_relations_and_templates() -> None:
    assert ("ledger", "cities", "PartnershipSide.city") in RELATIONS
    assert ("ledger", "design", "activity.html") in TEMPLATES
