"""Templates hold nothing that our content security policy would stop."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "citytocity").rglob("*.html"))
FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script\b(?![^>]*\b(?:src=|type=.application/(?:ld\+)?json))", re.IGNORECASE
    ),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what: str) -> None:
    found = [path.name for path in TEMPLATES if FORBIDDEN[what].search(path.read_text())]

    assert found == []


@pytest.mark.parametrize(
    ("what", "written"),
    [
        ("a style attribute", '<p style="color: red">'),
        ("an inline script", "<script>alert(1)</script>"),
        ("an event attribute", '<a onclick="go()">'),
    ],
)
def test_what_is_forbidden_would_be_seen(what: str, written: str) -> None:
    assert FORBIDDEN[what].search(written)


def test_data_for_search_engines_is_no_script() -> None:
    data = '<script type="application/ld+json">{}</script>'

    assert not FORBIDDEN["an inline script"].search(data)
