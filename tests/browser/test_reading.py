"""Every page type at 320 pixels in every way of reading that the access bar offers.

The 270 ways are worn by the open page as the server would write them, which the first test proves:
between two cookies nothing differs but five attributes of `html`, which buttons are pressed, the
way back to the usual, and which fonts are fetched first; and the pictures, if one has them off.
So each page is opened three times: as usual, with some setting changed, and without pictures.

- No sideways scrolling: every page type in all 270 ways.
- All of axe-core's rules: every page type in each of those three.
- axe-core's rules about looks: every page type in fifteen ways, in which each value of a setting
  meets each value of every other; all page types together in all 270.
"""

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from itertools import combinations, product

import pytest
from playwright.sync_api import Browser

from citytocity.design.access import CHOICES, COOKIE, ReadingSettings
from tests.browser.walk import (
    PATHS,
    WAYS,
    cover,
    faults,
    faults_by_looks,
    read_with,
    too_wide,
)

pytestmark = pytest.mark.browser
MARKS = re.compile(
    r'(?<=<html) [^>]*|aria-pressed="\w+"|<button name="usual".*?</button>'
    r'|<link rel="preload" as="font"[^>]*>|<input type="hidden"[^>]*>|\s+'
)
USUAL, CHANGED, WITHOUT_PICTURES = "00000", "10000", "00200"


def test_between_two_ways_of_reading_the_server_writes_nothing_else(
    address: Callable[..., str],
) -> None:
    differing = []

    for number, path in enumerate(PATHS):
        if path.startswith("embed/"):  # a card on another site has no bar, and reads no cookie
            continue
        pages = {way: html_of(address(path), way) for way in cover(number)}
        with_pictures = {html for way, html in pages.items() if way.shows_pictures}
        without = {html for way, html in pages.items() if not way.shows_pictures}
        if len(with_pictures) > 1 or len(without) > 1:
            differing.append(path)

    assert differing == []


def html_of(url: str, way: ReadingSettings) -> str:
    """What the server writes for a reader with this cookie, but for the marks of the way itself.

    Hidden fields hold the moment a form was opened.
    """
    request = urllib.request.Request(url, headers={"Cookie": f"{COOKIE}={way.cache_key}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            html = answer.read().decode()
    except urllib.error.HTTPError as error:
        html = error.read().decode()
    for name in CHOICES:
        assert f'data-{name}="{getattr(way, name)}"' in html
        pressed = f'name="{name}" value="{getattr(way, name)}"[^>]* aria-pressed="true"'
        assert len(re.findall(pressed, html)) == 1
    return MARKS.sub("", html)


def test_the_ways_of_a_page_meet_in_pairs_and_all_pages_have_all_ways() -> None:
    pairs = [
        {(getattr(way, one), getattr(way, other)) for way in cover(number)}
        for number in range(len(PATHS))
        for one, other in combinations(CHOICES, 2)
    ]
    wanted = [set(product(CHOICES[one], CHOICES[other])) for one, other in combinations(CHOICES, 2)]

    assert pairs == wanted * len(PATHS)
    assert {way for number in range(len(PATHS)) for way in cover(number)} == set(WAYS)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_fits_and_is_free_of_faults_however_it_is_read(
    browser: Browser, site_url: str, address: Callable[..., str], path: str
) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 700},
        reduced_motion="reduce",  # a page that came from the server is in no transition
    )
    page = context.new_page()
    ways = cover(PATHS.index(path))
    found = []

    for digits in (USUAL, CHANGED, WITHOUT_PICTURES):
        read_with(context, site_url, digits)
        page.goto(address(path))
        found += faults(page)
        found += too_wide(page, worn(WAYS, on=digits))
        found += faults_by_looks(page, worn(ways, on=digits))
    context.close()

    assert found == []


def worn(
    ways: list[ReadingSettings] | tuple[ReadingSettings, ...], *, on: str
) -> list[ReadingSettings]:
    """Those of the ways that a page can wear which was opened with the cookie."""
    opened = ReadingSettings.from_cookie(on)
    return [
        way
        for way in ways
        if way.is_usual == opened.is_usual and way.shows_pictures == opened.shows_pictures
    ]
