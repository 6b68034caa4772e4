"""What decides knows no web: verbs and questions import no requests, forms or admin."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "citytocity"
WEB = ("django.http", "django.shortcuts", "django.forms", "django.urls", "django.views",
       "django.template", "wagtail.admin")  # fmt: skip
OUR_WEB = ("forms", "views", "admin", "feeds", "wagtail_hooks", "urls")
DECIDES = sorted(
    path
    for name in ("actions", "queries")
    for pattern in (f"*/{name}.py", f"*/{name}/**/*.py")
    for path in PACKAGE.glob(pattern)
)


def imported(source: str) -> Iterator[str]:
    """Every module and name that the source imports, with dots."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def of_the_web(source: str) -> list[str]:
    return [name for name in imported(source) if _is_web(name)]


def _is_web(name: str) -> bool:
    parts = name.split(".")
    ours = parts[0] == "citytocity" and len(parts) > 2 and parts[2] in OUR_WEB
    return ours or f"{name}.".startswith(tuple(f"{module}." for module in WEB))


@pytest.mark.parametrize("path", DECIDES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_verbs_and_questions_import_nothing_of_the_web(path: Path) -> None:
    assert of_the_web(path.read_text()) == []


@pytest.mark.parametrize(
    "line",
    [
        "from django.http import HttpRequest",
        "import django.forms",
        "from wagtail.admin import messages",
        "from citytocity.ledger import views",
        "from citytocity.ledger.forms import ActivityFilter",
    ],
)
def test_what_belongs_to_the_web_would_be_seen(line: str) -> None:
    assert len(of_the_web(line)) == 1


def test_rooms_with_verbs_and_questions_are_seen() -> None:
    assert {"ledger", "people"} <= {path.relative_to(PACKAGE).parts[0] for path in DECIDES}
