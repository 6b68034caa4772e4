"""What serving never needs is not loaded with it: who does need it loads it then."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SLOW = {"docx", "numpy", "openpyxl", "typst"}
DOORS = {"admin", "apps", "models", "settings", "tasks", "urls", "views", "wagtail_hooks", "wsgi"}


def test_no_door_of_a_room_loads_a_slow_package() -> None:
    modules = {module: imported(module) for module in MODULES}
    slow, before = set(SLOW), set()
    while slow != before:
        before = set(slow)
        slow |= {module for module, others in modules.items() if others & slow}

    assert {"citytocity.ledger.cells", "citytocity.ledger.workbook_reading"} <= slow
    assert {module for module in slow if DOORS & set(module.split("."))} == set()
    assert "citytocity.spreadsheets.working" not in slow


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in (ROOT / "citytocity").rglob("*.py")}


@cache
def imported(module: str) -> frozenset[str]:
    """Of our modules and of the slow packages those that the module loads with itself."""
    found: set[str] = set()
    tree = ast.parse(MODULES[module].read_text())
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return frozenset(one for one in found if one in MODULES) | {
        one.split(".")[0] for one in found if one.split(".")[0] in SLOW
    }
