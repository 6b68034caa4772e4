"""A story in two languages: a passage lights up with its pair, on paper they are two columns."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.browser.walk import faults, read_with, scrolls_sideways

pytestmark = pytest.mark.browser
PAIR = "cities/perm/still-we-rise/beside/en/ru/"
GROUND = "e => getComputedStyle(e).backgroundColor"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Nothing here needs scripts."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=False
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, site_url: str) -> Page:
    page = context.new_page()
    page.goto(f"{site_url}/en/{PAIR}")
    return page


def grounds(row: Locator) -> tuple[str, str]:
    """The colours behind the row, and behind its second side."""
    return row.evaluate(GROUND), row.locator("> :nth-child(2)").evaluate(GROUND)


def box(locator: Locator) -> dict[str, float]:
    found = locator.bounding_box()
    assert found
    return found


def test_a_passage_lights_up_with_its_pair_under_the_pointer(page: Page) -> None:
    row, other = page.locator("#s2"), page.locator("#s4")
    before = grounds(row)

    row.locator("> :nth-child(1)").hover()

    assert grounds(row)[0] != before[0]
    assert grounds(row)[1] != before[1]
    assert grounds(other) == before


def test_a_passage_lights_up_with_its_pair_by_the_keyboard_and_by_its_address(
    page: Page, site_url: str
) -> None:
    row = page.locator("#s2")
    before = grounds(row)

    page.locator("#s1 .nr").focus()
    page.keyboard.press("Tab")
    focused = grounds(row)
    page.goto(f"{site_url}/en/{PAIR}#s2")

    assert focused[1] != before[1]
    assert grounds(row) == focused


def test_on_paper_both_languages_are_columns_with_title_credits_and_address(
    page: Page, site_url: str
) -> None:
    page.emulate_media(media="print")
    sides = [box(page.locator("#s1 > *").nth(number)) for number in (0, 1)]

    assert sides[0]["y"] == sides[1]["y"]
    assert sides[0]["x"] + sides[0]["width"] <= sides[1]["x"] + 1
    assert page.locator("h1").is_visible()
    assert page.get_by_text("Who made it").is_visible()
    assert page.locator(".printed").inner_text().endswith(f"/en/{PAIR}")
    assert not page.locator(".filter").is_visible()
    assert not page.get_by_text("More stories").is_visible()


def test_paper_tears_no_passage(page: Page) -> None:
    page.emulate_media(media="print")

    kept = page.locator("#s1").evaluate("e => getComputedStyle(e).breakInside")

    assert kept == "avoid"


def test_on_a_phone_the_second_language_stands_under_the_first_by_its_name(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    first, second = (page.locator("#s1 > *").nth(number) for number in (0, 1))
    name = "e => getComputedStyle(e, '::before').content"

    assert box(second)["y"] >= box(first)["y"] + box(first)["height"]
    assert [side.evaluate(name).split("/")[0].strip() for side in (first, second)] == [
        '"English"',
        '"Русский"',
    ]
    assert not scrolls_sideways(page)


def test_another_two_are_chosen_without_scripts(page: Page, site_url: str) -> None:
    page.locator("#filter-first").select_option("ru")
    page.locator("#filter-second").select_option("en")
    page.get_by_role("button", name="Show").click()

    assert page.url == f"{site_url}/en/cities/perm/still-we-rise/beside/ru/en/"
    assert page.locator(".names .of").all_inner_texts() == ["Русский", "English"]


@pytest.mark.parametrize("digits", ["00000", "21020", "22011", "23220", "24021"])
@pytest.mark.parametrize("path", [PAIR, "cities/perm/still-we-rise/beside/?first=en&second=en"])
def test_both_pages_are_free_of_faults_in_every_setting(
    browser: Browser, site_url: str, digits: str, path: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    read_with(context, site_url, digits)

    page.goto(f"{site_url}/ru/{path}")

    assert faults(page) == []
    assert not scrolls_sideways(page)
    context.close()
