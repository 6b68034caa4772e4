"""Writes open-data.md: .venv/bin/python -m docs.reference.write_open_data"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).with_name("open-data.md")
OPENING = """\
# Open data

This page is written by `docs/reference/write_open_data.py` out of the OpenAPI document; a test
compares it with that. Readers find the same at *Open data* (`/en/open-data/`) in their language;
how to use it is told in [use the figures elsewhere](../how-to/use-the-figures-elsewhere.md).

All addresses stand below `/api/v1`. They can only be read, by anybody, from any site. A version
keeps what it has: values may be added to its answers; none is taken away or changes its meaning.
"""


def open_data_page() -> str:
    from citytocity.opendata.api import described

    document = described()
    parts = [OPENING, "## Addresses\n"]
    parts += [_address(path, operations["get"]) for path, operations in document["paths"].items()]
    parts.append("## Answers\n")
    parts += [
        _shape(name, schema) for name, schema in sorted(document["components"]["schemas"].items())
    ]
    parts += ["## How parts become the value\n", "\n".join(_adding()), ""]
    parts += ["## Problems\n", "\n".join(_faults()), ""]
    return "\n".join(parts)


def _address(path: str, operation: dict[str, Any]) -> str:
    rows = [
        f"| `{one['name']}` | {one.get('description', 'The code of an indicator.')} |"
        for one in operation["parameters"]
    ]
    table = ["| parameter | what it says |", "|---|---|", *rows]
    kinds = ", ".join(f"`{kind}`" for kind in operation["responses"][200]["content"])
    return "\n".join(
        [f"### `GET {path}`\n", f"{operation['description']} As {kinds}.\n", *table, ""]
    )


def _shape(name: str, schema: dict[str, Any]) -> str:
    rows = [
        f"| `{key}` | {_kind(value)} | {value.get('description', '')} |"
        for key, value in schema["properties"].items()
    ]
    about = " ".join(schema.get("description", "").split())
    head = [f"### {name}\n", *([f"{about}\n"] if about else [])]
    return "\n".join([*head, "| value | of what kind | what it says |", "|---|---|---|", *rows, ""])


def _kind(value: dict[str, Any]) -> str:
    if "$ref" in value:
        name = value["$ref"].split("/")[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in value:
        return " or ".join(_kind(one) for one in value["anyOf"])
    if value.get("type") == "array":
        return f"list of {_kind(value['items'])}"
    return {"null": "nothing", "object": "lists of text by name"}.get(value["type"], value["type"])


def _adding() -> Iterator[str]:
    from citytocity.opendata.enums import Adding

    yield "Records without a part are left out. Shares and means are rounded to one place."
    yield "\n| `adding` | the value is |\n|---|---|"
    yield from (f"| `{one.value}` | {one.label} |" for one in Adding)


def _faults() -> Iterator[str]:
    from citytocity.opendata.enums import Fault

    yield "As `application/problem+json` (RFC 9457). `type` ends in `#` and one of these:"
    yield "\n| problem | status | what it says |\n|---|---|---|"
    yield from (f"| `{one.value}` | {one.status} | {one.label} |" for one in Fault)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citytocity.config.settings")
    django.setup()
    PAGE.write_text(open_data_page(), encoding="utf-8")
