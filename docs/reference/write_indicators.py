"""Writes indicators.md from the catalogue: .venv/bin/python docs/reference/write_indicators.py"""

import os
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).with_name("indicators.md")
OPENING = """\
# Indicators

This page is written by `docs/reference/write_indicators.py`; a test compares it with the catalogue.
Readers find the same at *How we count* (`/en/figures/`): name, definition and rule of each are in
English, Russian, German, Italian, French and Chinese.

An indicator names a **measure**, and may narrow it. A site adds its own ones without code: YAML
files in the folder `indicators` of the data folder, read when the program starts.
`citytocity check` tells every fault in them with its place.

```yaml
- code: own-concerts            # Latin letters, digits, hyphens; not one that is there already
  chapter: activities           # where it stands in the catalogue
  measure: activities           # one of those below
  where: {kind: performance}    # narrowed: one value or a list of them
  by: [theme]                   # how readers may break it down
  name: {en: Concerts, de: Konzerte}
  definition: {en: Performances of the year.}
  rule: {en: By the kind of the activity.}
```

What the register cannot hold yet has the measure `not-recorded`: it is listed, and never gives a
number. What would be needed is told in *What is counted where* (`docs/explanation/figures.md`). So
far these are
"""


def indicators_page() -> str:
    from citytocity.figures.catalogue import our_files
    from citytocity.figures.definitions import read
    from citytocity.figures.enums import Chapter

    found = read(our_files())
    without = ", ".join(f"`{code}`" for code, one in found.items() if not one.is_recorded)
    parts = [f"{OPENING}{without}.\n", "\n".join(_measures())]
    for chapter in Chapter:
        rows = [
            f"| `{one.code}` | {one.name.localize('en')} | {one.definition.localize('en')} "
            f"| {one.rule.localize('en')} |"
            for one in found.values()
            if one.chapter == chapter
        ]
        heading = f"## {chapter.value.capitalize()}\n"
        columns = "| code | name | what it is | how it is counted |\n|---|---|---|---|"
        parts.append("\n".join([heading, columns, *rows]) + "\n")
    return "\n".join(parts)


def _measures() -> Iterator[str]:
    from citytocity.figures.measures import MEASURES

    yield "## Measures\n\n| measure | unit | `where` | `by` |\n|---|---|---|---|"
    for name, measure in MEASURES.items():
        filters = measure.kind.filters
        where = ", ".join(f"`{one}`" for one in filters) or "–"
        by = ", ".join(f"`{one}`" for one, way in filters.items() if way.path) or "–"
        seen = "" if measure.kind.is_public else "; for those who keep the register alone"
        yield f"| `{name}` | {measure.unit.value}{seen} | {where} | {by} |"
    yield "\nWhat each filter may be:\n\n| filter | values |\n|---|---|"
    known: dict[tuple[str, tuple[str, ...] | None], None] = {}
    for measure in MEASURES.values():
        known |= {(name, way.values): None for name, way in measure.kind.filters.items()}
    for name, values in sorted(known, key=lambda pair: (pair[0], pair[1] or ())):
        words = ", ".join(f"`{value}`" for value in values) if values else "an id, a code"
        yield f"| `{name}` | {words} |"
    yield ""


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citytocity.config.settings")
    django.setup()
    PAGE.write_text(indicators_page(), encoding="utf-8")
