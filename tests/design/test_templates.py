"""What no template of this room may hold, and what every one must say."""

import re

import pytest
from django.template.loader import get_template

from citytocity.design.assets import ROOM

FOLDER = ROOM / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
names = [str(path.relative_to(FOLDER)) for path in TEMPLATES]


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_it_has_no_style_and_no_script_of_its_own(path) -> None:
    text = path.read_text()

    assert re.findall(r"\sstyle=|<style|\son\w+=\"|<script(?![^>]* src=)", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_its_first_line_names_what_it_takes(path) -> None:
    assert path.read_text().startswith("{#")


@pytest.mark.parametrize("name", names)
def test_it_can_be_read_as_a_template(name: str) -> None:
    assert get_template(name).template.name == name
