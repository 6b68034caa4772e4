"""The reference names what there is: no more, no less."""

import re
from pathlib import Path

from citytocity.figures.catalogue import indicators
from docs.explanation import write_roles
from docs.reference import write_indicators, write_open_data
from docs.reference.write import PAGE, commands_page

ROOT = Path(__file__).parents[2]
READ = re.compile(r'\benv(?:_\w+)?\(\s*"([A-Z_]+)"|os\.environ\.get\(\s*"([A-Z_]+)"')

SECTIONS = re.compile(r'\bsections\("(\w+)"')
SIGNALS = re.compile(r"^(\w+) = (?:\w+\.)?(?:Model)?Signal\(", re.MULTILINE)
ASKED = re.compile(r'\bget_hooks\("((?:contacts|links|visits|stories|figures)_\w+)"\)')
REGISTERED = re.compile(r'\bhooks\.register\(\s*"(\w+)"')
MENUS = re.compile(r'\bsubmenu_hook = "(\w+)"')


def test_commands_are_described_as_they_describe_themselves() -> None:
    assert PAGE.read_text() == commands_page(), "Run: .venv/bin/python docs/reference/write.py"


def test_the_roles_are_described_as_the_table_in_code_has_them() -> None:
    run = "Run: .venv/bin/python docs/explanation/write_roles.py"

    assert write_roles.PAGE.read_text() == write_roles.roles_page(), run


def test_the_indicators_are_described_as_the_catalogue_has_them() -> None:
    assert write_indicators.PAGE.read_text() == write_indicators.indicators_page()


def test_the_open_data_is_described_as_it_answers() -> None:
    run = "Run: .venv/bin/python -m docs.reference.write_open_data"

    assert write_open_data.PAGE.read_text() == write_open_data.open_data_page(), run


def test_what_never_has_a_number_is_explained() -> None:
    page = (ROOT / "docs/explanation/figures.md").read_text()
    _before, _head, explained = page.partition("## What never has a number yet")
    without = [code for code, one in indicators().items() if not one.is_recorded]

    assert re.findall(r"^\| `([\w-]+)`", explained, re.MULTILINE) == sorted(without)


def test_every_setting_that_is_read_is_described_and_no_other() -> None:
    described = re.findall(
        r"^\| `([A-Z_]+)`", (ROOT / "docs/reference/settings.md").read_text(), re.MULTILINE
    )

    assert sorted(described) == sorted(_settings_read())


def test_every_way_up_is_described_and_no_other() -> None:
    page = (ROOT / "docs/reference/hooks.md").read_text()
    described = re.findall(r"^\| `([a-z_.]+)`", page, re.MULTILINE)

    assert sorted(described) == sorted(_ways_up())


def _ways_up() -> set[str]:
    """Hooks of ours that code calls, signals that rooms define, hooks of Wagtail that we use."""
    found: set[str] = set()
    for path in (ROOT / "citytocity").rglob("*.py"):
        code = path.read_text()
        room = path.relative_to(ROOT / "citytocity").parts[0]
        found |= {f"ledger_{noun}_sections" for noun in SECTIONS.findall(code)}
        found |= {f"{room}.signals.{name}" for name in SIGNALS.findall(code)}
        found |= {*REGISTERED.findall(code), *ASKED.findall(code), *MENUS.findall(code)}
    return found


def _settings_read() -> set[str]:
    code = "".join(path.read_text() for path in (ROOT / "citytocity").rglob("*.py"))
    found = {f"CITYTOCITY_{ours}" if ours else plain for ours, plain in READ.findall(code)}
    return found - {"DJANGO_SETTINGS_MODULE"}
